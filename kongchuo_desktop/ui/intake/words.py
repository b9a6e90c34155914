"""The words of the import pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from kongchuo_desktop.school.classes.staff_roster import HEADINGS
from kongchuo_desktop.school.imports import FATE_NAMES, Fate
from kongchuo_desktop.school.pupils.fields import FIELDS

NOT_KEPT = "-"


@dataclass(frozen=True)
class KindWords:
    """What one kind of list is called and what may come in."""

    title: str
    unit: str
    icon: str
    about: str
    page: str  # where what came in is looked at
    look: str
    section: str | None = None  # what of that page, where it has several parts


KINDS = {
    "pupils": KindWords(
        "学生名册",
        "名学生",
        "pupils",
        "全国学籍系统导出的表、班主任自己做的表都可以：.xlsx、.xls、.ods、.csv。表头在第几行、列叫什么名字，程序自己认。",
        "pupils",
        "看学生名单",
    ),
    "staff": KindWords(
        "教职工名册",
        "名教职工",
        "staff",
        "姓名、职务、任教学科、班主任、包村包年级、领导小组，有几列认几列。",
        "classes",
        "看教职工",
        "staff",
    ),
    "attendance": KindWords(
        "考勤表",
        "条考勤",
        "attendance",
        "一行一次缺勤：日期、班级、姓名、类别、时段；全勤的班写一行“全勤”。",
        "attendance",
        "看考勤",
    ),
    "changes": KindWords(
        "学籍异动",
        "条异动",
        "pupils",
        "一行一次异动：日期、姓名、学籍号、类型、来源或去向、回执。转入、新生不在账本里的，按所知登记。",
        "enrolment",
        "看学籍异动",
        "changes",
    ),
    "visits": KindWords(
        "家访记录",
        "次家访",
        "visits",
        "一行一次家访：日期、姓名、学籍号、班级、方式、家访人、在家人员、目的、情况、措施、承诺、下次日期。",
        "visits",
        "看家访进度",
        "coverage",
    ),
    "pairs": KindWords(
        "结对名单",
        "对结对",
        "pairs",
        "一行一对：学生姓名、班级、帮扶人，有的话写类型、开始日期、目标、每月谈心和家访次数。",
        "pairs",
        "看结对名单",
        "pairs",
    ),
    "marks": KindWords(
        "成绩表",
        "人成绩",
        "list",
        "一行一名学生，一列一个学科；哪次考试写在“考试”列、表题或文件名里（期初、月考、期中、期末）。",
        "pairs",
        "看转化方案",
        "plans",
    ),
    "households": KindWords(
        "困难家庭名单",
        "名家庭成员",
        "aid",
        "乡镇的脱贫户、监测对象、低保户等名单：户主、成员、证件号码、户类型、识别时间。按证件号对上本校学生，拿不准的列出来。",
        "aid",
        "看困难家庭",
        "families",
    ),
    "suspects": KindWords(
        "疑似失学名单",
        "名儿童",
        "returns",
        "上级下发的疑似失学儿童名单：姓名、身份证件号、户籍地，有的话核查类别、说明。号码有误、不是本校的另列，一个不丢。",
        "returns",
        "看疑似名单",
        "suspects",
    ),
}


def kind_words(kind: str) -> str:
    """What a batch of that kind was."""
    return KINDS[kind].title if kind in KINDS else {"advance": "升级"}.get(kind, kind)


def told_counts(counts: Mapping[str, int]) -> str:
    """新增 108,更新 0 …: every fate that somebody met."""
    told = [f"{FATE_NAMES[fate]} {counts[fate.value]}" for fate in Fate if counts.get(fate.value)]
    return "，".join(told) or "没有一行可用"


ATTENDANCE_FIELDS = (
    ("day", "日期"), ("grade", "年级"), ("class", "班级"), ("name", "姓名"), ("student_number", "学籍号"),
    ("kind", "类别"), ("slots", "时段"), ("reason", "原因"), ("told", "告知家长"),
)  # fmt: skip


CHANGE_FIELDS = (
    ("day", "日期"), ("name", "姓名"), ("student_number", "学籍号"), ("kind", "类型"), ("place", "来源或去向"),
    ("receipt", "回执"), ("id_number", "身份证件号"), ("grade", "年级"), ("class", "班级"), ("to_class", "编入班级"),
    ("reason", "原因"), ("expected_return", "预计复学"), ("sex", "性别"), ("birth_date", "出生日期"),
    ("approval", "审批文号"), ("note", "备注"),
)  # fmt: skip


VISIT_FIELDS = (
    ("day", "日期"), ("grade", "年级"), ("class", "班级"), ("name", "姓名"), ("student_number", "学籍号"),
    ("form", "方式"), ("visitors", "家访人"), ("others", "同行人员"), ("place", "地点"), ("at_home", "在家人员"),
    ("purpose", "目的"), ("found", "情况"), ("measures", "措施"), ("promise", "家长承诺"), ("promise_due", "承诺期限"),
    ("next_on", "下次日期"), ("signed", "家长签字"),
)  # fmt: skip


FAMILY_FIELDS = (
    ("head", "户主姓名"), ("head_id", "户主证件号码"), ("name", "家庭成员姓名"), ("id_number", "成员证件号码"),
    ("relation", "与户主关系"), ("category", "户类型"), ("monitor", "监测对象类别"), ("since", "识别时间"),
    ("village", "行政村"), ("phone", "联系电话"),
)  # fmt: skip


SUSPECT_FIELDS = (
    ("number", "序号"), ("name", "姓名"), ("id_number", "身份证件号"), ("birth_date", "出生日期"), ("place", "户籍地"),
    ("guardian", "监护人"), ("phone", "联系电话"), ("category", "核查类别"), ("code", "类别代码"),
    ("explanation", "核查说明"),
)  # fmt: skip


def fields_to_choose(kind: str) -> tuple[tuple[str, str], ...]:
    """Fields a column can be named, with their words."""
    if kind == "attendance":
        return ((NOT_KEPT, "不导入这一列"), *ATTENDANCE_FIELDS)
    if kind == "changes":
        return ((NOT_KEPT, "不导入这一列"), *CHANGE_FIELDS)
    if kind == "visits":
        return ((NOT_KEPT, "不导入这一列"), *VISIT_FIELDS)
    if kind == "households":
        return ((NOT_KEPT, "不导入这一列"), *FAMILY_FIELDS)
    if kind == "suspects":
        return ((NOT_KEPT, "不导入这一列"), *SUSPECT_FIELDS)
    if kind == "staff":
        more = (("head_of", "班主任班级"), ("villages", "包村"), ("grades", "包年级"), ("group_role", "领导小组职务"))
        return ((NOT_KEPT, "不导入这一列"), *HEADINGS.items(), *more)
    own = tuple((spec.column, spec.heading) for spec in FIELDS if spec.column not in ("class_id", "village_id"))
    return (
        (NOT_KEPT, "不导入这一列"),
        *own,
        ("grade", "年级"),
        ("class", "班级"),
        ("campus", "教学点"),
        ("village", "村"),
        ("group", "村民组"),
        ("guardian.name", "家长姓名"),
        ("guardian.relation", "家长关系"),
        ("guardian.phone", "家长电话"),
        ("guardian.id_number", "家长身份证件号"),
        ("father.name", "父亲姓名"),
        ("father.phone", "父亲电话"),
        ("mother.name", "母亲姓名"),
        ("mother.phone", "母亲电话"),
    )
