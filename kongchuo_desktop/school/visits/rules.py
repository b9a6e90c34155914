"""Rules of visits, talks and teaching at home: what can't be true, and what each paper is numbered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.school.types import PupilId, StaffId

FORMS = ("入户", "电话", "视频", "到校")
PURPOSES = ("普访", "缺课追访", "劝返", "学习情况", "留守关爱", "资助核实", "假期安全", "返校回访")
TALK_KINDS = ("谈心", "学业", "关爱记录", "心理辅导")
COUNSELLING, CARE = "心理辅导", "关爱记录"
LONGEST = {  # characters that a field takes, and its name
    "place": (120, "地点"), "others": (120, "同行人员"), "at_home": (120, "在家人员"), "purpose": (200, "目的"),
    "found": (4000, "了解到的情况"), "measures": (4000, "商定措施"), "promise": (300, "家长承诺"),
    "promise_outcome": (200, "承诺落实情况"), "topic": (200, "主题"), "content": (8000, "谈话内容"),
    "outcome": (300, "结果"), "talker": (60, "谈话人"),
}  # fmt: skip


@dataclass(frozen=True)
class VisitDraft:
    """What is to be written of a contact with a family. One of `visitors` and `others` must be there."""

    day: date
    form: str
    pupil_ids: tuple[PupilId, ...]
    visitors: tuple[StaffId, ...] = ()
    others: str = ""  # who went along and is not of the staff
    place: str = ""
    at_home: str = ""
    purpose: str = ""
    duty: str = ""  # key of the task of 今日 that it was made for
    found: str = ""
    measures: str = ""
    promise: str = ""
    promise_due: date | None = None
    next_on: date | None = None
    signed: bool = False


@dataclass(frozen=True)
class Stay:
    """What the book knows of a child when a record about it is checked."""

    name: str
    joined_on: date | None = None
    birth: date | None = None


def visit_objection(draft: VisitDraft, stays: Mapping[PupilId, Stay], today: date) -> str:
    """Why a visit can't be written, in a sentence; "" when it can. `stays` holds the children the book knows."""
    if not draft.pupil_ids:
        return "请先选择这次家访的学生。"
    if any(number not in stays for number in draft.pupil_ids):
        return "有学生已不在账本里，可能刚被撤销导入，请重新选择学生。"
    if draft.form not in FORMS:
        return f"家访方式只能是{'、'.join(FORMS)}。"
    if not draft.visitors and not draft.others.strip():
        return "请填写家访人：选本校教师，或写明同行的人。"
    return (
        next(
            (told for number in draft.pupil_ids if (told := day_objection(draft.day, stays[number], today, "家访"))), ""
        )
        or _later_objection(draft)
        or length_objection({name: getattr(draft, name) for name in LONGEST if hasattr(draft, name)})
    )


def _later_objection(draft: VisitDraft) -> str:
    if draft.promise_due is not None and not draft.promise.strip():
        return "填了承诺期限，却没有写家长承诺了什么，请补上或去掉期限。"
    if draft.promise_due is not None and draft.promise_due < draft.day:
        return f"承诺期限（{draft.promise_due:%Y-%m-%d}）不能早于家访当天。"
    if draft.next_on is not None and draft.next_on <= draft.day:
        return f"下次家访日期（{draft.next_on:%Y-%m-%d}）要晚于这次家访。"
    return ""


def day_objection(day: date, stay: Stay, today: date, what: str) -> str:
    """Why something about a child can't have happened on a day."""
    if day > today:
        return f"{what}日期{day:%Y-%m-%d}还没有到，请检查日期。"
    if stay.joined_on is not None and day < stay.joined_on:
        return f"{stay.name}{stay.joined_on:%Y-%m-%d}才入校，{what}日期不能早于这一天。"
    if stay.birth is not None and day < stay.birth:
        return f"{stay.name}{stay.birth:%Y-%m-%d}才出生，{what}日期不能早于这一天，请核对年份。"
    return ""


def length_objection(texts: Mapping[str, str]) -> str:
    """Which text is longer than its field, in a sentence."""
    for name, text in texts.items():
        limit, heading = LONGEST[name]
        if len(text) > limit:
            return f"“{heading}”最多{limit}个字，现在有{len(text)}个字，请缩短。"
    return ""


def visit_number(*, mark: str, year: int, number: int) -> str:
    """河湾控访〔2026〕012号."""
    return f"{mark}访〔{year}〕{number:03d}号"
