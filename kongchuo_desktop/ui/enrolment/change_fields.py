"""What the form of a change asks for: only the fields that its kind needs, and the draft they come to."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment.rules import BY_NAME, ChangeKind, papers_needed
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.forms.fields import Field, FormPart, Heading
from kongchuo_desktop.ui.pupils.form import birth_columns, birth_objection, number_check

KINDS_FOR = {  # the likeliest first
    "在读": (
        "转出",
        "休学",
        "退学",
        "留级",
        "跳级",
        "调班",
        "出国",
        "死亡",
        "毕业",
        "结业",
        "其他减少",
        "转入",
        "新生",
    ),
    "休学": ("复学", "转出", "退学", "出国", "死亡", "其他减少"),
    "离校": ("复学", "转入", "其他增加"),
    "": ("转入", "新生", "其他增加"),  # not in the book yet
}
PAPER = "paper:"
SAME = ("place", "region", "reason", "approval", "expected_return", "receipt_on", "receipt", "note")
DAYS = {
    "out": ("日期", "从这一天起不在本校，前一天是最后在册的日子"),
    "pause": ("休学开始日期", "从这一天起休学"),
    "back": ("复学日期", "从这一天起回班上课"),
    "in": ("到校日期", "从这一天起是本校学生"),
    "inside": ("编入日期", "从这一天起在新的班"),
}
WARNED = {
    "退学": "义务教育阶段不得令学生退学；不来上学的请在考勤和劝返里办理，这里只登记特殊情形。",
    "留级": "学校不得责令学生留级，须有监护人书面申请。",
}


def parts(
    kind: ChangeKind, rooms: Sequence[ClassFacts], *, on: date, newcomer: bool, correcting: bool
) -> list[FormPart]:
    """The fields of a kind of change, in the order in which one knows them."""
    found: list[FormPart] = list(_newcomer()) if newcomer else []
    title, hint = DAYS[kind.way]
    found.append(
        Field("day", f"{kind.name}日期" if title == "日期" else title, "date", required=True, hint=hint, width=14)
    )
    if kind.sets_class:
        choices = tuple((room.id, room.full_name) for room in rooms)
        hint = "" if kind.needs_class or kind.way == "in" else "空着=回原来的班"
        required = kind.needs_class or (kind.way == "in" and newcomer)
        found.append(
            Field("to_class_id", "编入班级", "choice", required=required, choices=choices, hint=hint, width=14)
        )
    if kind.needs_place:
        found.append(Field("place", kind.place, longest=120, hint=_place_hint(kind)))
        found.append(Field("region", "所在省市县", longest=120, hint="如 浙江省温州市龙湾区"))
    if kind.reasons:
        found.append(Field("reason", "原因", "choice", choices=tuple((r, r) for r in kind.reasons), free=True))
    elif kind.way != "in" or kind.name == "其他增加":
        found.append(Field("reason", "原因", longest=200))
    if kind.needs_return:
        found.append(
            Field("expected_return", "预计复学日期", "date", required=True, width=14, hint="快到期会在今日页提醒")
        )
    if kind.needs_proof:
        found.append(Field("receipt_on", "回执收到日期", "date", width=14, hint="还没收到就空着，会列入去向追踪"))
        found.append(Field("receipt", "回执编号或别的凭据", longest=120))
    found += _papers(kind, on)
    found.append(Field("approval", "审批文号", longest=60))
    found.append(Field("note", "备注", longest=500))
    if correcting:
        found.append(Field("why", "改正的原因", required=True, longest=200, hint="原来的登记留在记录里，写明为什么改"))
    return found


def _place_hint(kind: ChangeKind) -> str:
    return "写学校全称，催要回执的函件就寄给它" if kind.name == "转出" else ""


def _newcomer() -> tuple[FormPart, ...]:
    return (
        Field("name", "姓名", required=True, longest=60),
        Field("id_number", "身份证件号", longest=30, check=number_check, hint="填了会自动填出生日期和性别"),
        Field("sex", "性别", "choice", choices=(("男", "男"), ("女", "女")), width=6),
        Field("birth_date", "出生日期", check=birth_objection, width=14),
        Field("student_number", "学籍号", longest=25),
        Heading("异动"),
    )


def _papers(kind: ChangeKind, on: date) -> list[FormPart]:
    names = papers_needed(kind.name, on=on)
    if not names:
        return []
    return [Heading("已经收到的材料"), *(Field(f"{PAPER}{name}", name, "flag") for name in names)]


def draft_from(kind: str, values: Mapping[str, Any], *, today: date, kept: Mapping[str, date | None]) -> Draft | None:
    """The change as the form holds it now; None without a day. A paper newly ticked came in today."""
    if values.get("day") is None:
        return None
    papers = {
        key.removeprefix(PAPER): (kept.get(key.removeprefix(PAPER)) or today) if ticked else None
        for key, ticked in values.items()
        if key.startswith(PAPER)
    }
    room = values.get("to_class_id")
    found = {name: values[name] for name in SAME if name in values}
    return Draft(kind, values["day"], ClassId(int(room)) if room else None, papers=papers, **found)


def values_from(draft: Draft) -> dict[str, Any]:
    """A draft as the form takes it."""
    same = {name: getattr(draft, name) for name in SAME}
    papers = {f"{PAPER}{name}": day is not None for name, day in draft.papers.items()}
    return same | papers | {"day": draft.day, "to_class_id": draft.to_class_id or ""}


def child_columns(values: Mapping[str, Any]) -> dict[str, object]:
    """The columns of a child that the book does not have yet."""
    found: dict[str, object] = {key: values[key] for key in ("name", "id_number", "sex", "student_number")}
    return found | birth_columns(values["birth_date"]) | {"id_type": "居民身份证" if values["id_number"] else ""}


def usual_return(day: date) -> date:
    """A year of leave, as it is usually given."""
    return date(day.year + 1, day.month, min(day.day, 28)) - timedelta(days=1)


def warning(kind: str) -> str:
    """What one should think of before entering this kind, "" when nothing."""
    return WARNED.get(kind, "")


def kinds_for(status: str) -> tuple[str, ...]:
    """The kinds that can concern a child in this state, the likeliest first."""
    return tuple(name for name in KINDS_FOR[status] if BY_NAME[name].by_form)
