"""Audit lines in the words of the office."""

from collections.abc import Mapping
from typing import Any

KINDS = {
    "insert": "新增", "update": "修改", "delete": "删除", "read": "查看", "print": "打印", "export": "导出",
    "login": "登录",
}  # fmt: skip
TABLES = {
    "school": "学校", "campus": "教学点", "term": "学期", "calendar_day": "校历", "village": "村",
    "rule_value": "指标", "staff_member": "教职工", "staff_duty": "职责", "school_class": "班级",
    "class_post": "任课", "household": "家庭", "pupil": "学生", "guardian": "家长", "pupil_guardian": "家长关系",
    "photo": "照片", "agreement": "责任书", "agreement_wording": "责任书文本", "import_batch": "导入",
}  # fmt: skip
HIDDEN = frozenset({"uid", "pinyin", "initials", "id"})
SHOWN = 6
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
    parts = []
    for pair in (value for key, value in changes.items() if key not in HIDDEN):
        old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        if kind == "update":
            parts.append(f"{_short(old)} → {_short(new)}")
        elif new not in (None, "", False) or old not in (None, "", False):
            parts.append(_short(new if new not in (None, "") else old))
    return ",".join(parts[:SHOWN]) + ("…" if len(parts) > SHOWN else "")


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "空" if value in (None, "") else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
