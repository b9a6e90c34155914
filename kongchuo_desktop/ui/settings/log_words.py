"""Audit lines in the words of the office."""

import re
from collections.abc import Mapping
from typing import Any

from kongchuo_desktop.school.pupils.fields import FIELDS

KINDS = {
    "insert": "新增", "update": "修改", "delete": "删除", "read": "查看", "print": "打印", "export": "导出",
    "login": "登录",
}  # fmt: skip
TABLES = {
    "school": "学校", "campus": "教学点", "term": "学期", "calendar_day": "校历", "village": "村",
    "rule_value": "目标与规则", "staff_member": "教职工", "staff_duty": "职责", "school_class": "班级",
    "class_post": "任课", "household": "家庭", "pupil": "学生", "guardian": "家长", "pupil_guardian": "家长关系",
    "photo": "照片", "agreement": "责任书", "agreement_wording": "责任书文本", "import_batch": "导入",
    "register": "点名", "absence_mark": "缺勤", "absence_kind": "缺勤类别", "class_day_off": "停课",
    "duty_closure": "办结", "return_check": "报到", "handed_in": "上报", "notice": "通知书", "book_meta": "账本",
    "audit_entry": "操作记录",
    "attachment": "照片附件", "enrolment_event": "学籍异动", "enrolment_paper": "异动材料", "area_child": "服务区儿童",
    "elsewhere_stay": "随迁就读", "elsewhere_check": "随迁核实", "roll_check": "学籍核查",
    "roll_difference": "核查差异", "destination": "毕业去向", "dormitory": "寝室", "bed_stay": "床位",
    "combined_room": "复式班",
    "combined_class": "复式班班级", "form_map": "上报表样", "concern_kind": "关爱类别", "concern_mark": "关爱登记",
    "concern_level": "关注等级", "home_situation": "家庭情况", "parent_whereabouts": "父母去向", "visit": "家访",
    "visit_pupil": "家访学生", "visit_visitor": "家访人", "visit_plan": "家访计划", "talk": "谈心",
    "counsel_key": "心理辅导密钥", "placement": "安置方式", "home_teaching_plan": "送教计划", "home_lesson": "送教",
    "survey": "摸底", "survey_line": "摸底登记", "pair": "结对", "pair_wish": "结对意愿", "support_plan": "转化方案",
    "plan_goal": "转化目标", "plan_cycle": "帮扶周期", "help_log": "帮扶记录", "week_note": "周记",
    "suspect": "疑似失学", "return_case": "劝返个案", "case_episode": "离校经过",
    "case_step": "劝返经过", "case_watch": "返校跟踪", "case_handover": "个案移交",
    "poor_family": "困难家庭", "family_status": "困难类型",
    "family_member": "困难家庭成员", "category_word": "类别用语", "aid_rule": "资助标准",
    "aid_programme": "资助项目", "aid_pick": "资助指定名单", "meal_day": "营养餐",
    "gift_entry": "捐赠物资", "aid_recognition": "困难认定",
    "review_meeting": "评议", "public_notice": "公示", "aid_objection": "异议", "bank_card": "一卡通",
    "payment_list": "发放名册", "payment_line": "发放", "fund_entry": "救助基金", "honesty_mark": "诚信评价",
    "term_mark": "成绩",
}  # fmt: skip
HEADINGS = {item.column: item.heading for item in FIELDS} | {
    "name": "", "relation": "", "is_guardian": "监护人", "stage": "学段", "above": "上级", "paper_mark": "代字",
    "starts": "开学", "ends": "放假", "day": "日期", "teaching": "上课", "label": "", "head_name": "负责人",
    "duty": "职务", "subject": "任教", "role": "", "since": "起", "until": "止", "number": "号", "year": "学年",
    "entry_year": "入学年份", "address": "住址", "signed_on": "签回", "handed_out_on": "发出", "returned_on": "交回",
    "party_name": "签字人", "workplace": "工作单位", "current_year": "学年", "closed_on": "结束", "closed_why": "原因",
}  # fmt: skip
HIDDEN = frozenset({"uid", "pinyin", "initials", "id", "position", "figures"})
SHOWN = 6
MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.+-]*$")
LONGEST = 24


def kind_words(kind: str) -> str:
    """The kind of a line."""
    return KINDS.get(kind, kind)


def table_words(table: str) -> str:
    """What a line is about."""
    return TABLES.get(table, table)


def changes_words(kind: str, changes: Mapping[str, Any]) -> str:
    """What was changed: old → new; of a new row its first values."""
    if "what" in changes:
        return f"{changes['what']}（{changes.get('count', 1)} 项）"
    shown = {key: value for key, value in changes.items() if key not in HIDDEN and not key.endswith("_id")}
    parts = [words for key, pair in shown.items() if (words := _pair_words(kind, key, pair))]
    return "\uff1b".join(parts[:SHOWN]) + ("……" if len(parts) > SHOWN else "")


def _pair_words(kind: str, key: str, pair: Any) -> str:
    old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
    heading = HEADINGS.get(key, "")
    if kind == "update":
        return f"{heading} {_short(old)} → {_short(new)}".strip()
    value = old if kind == "delete" else new
    return f"{heading} {_short(value)}".strip() if value not in (None, "", False) else ""


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = MOMENT.sub(r"\1 \2", "空" if value in (None, "") else str(value))
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
