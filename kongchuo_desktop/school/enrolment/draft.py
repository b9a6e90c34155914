"""A change as it is filled in, before it is entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kongchuo_desktop.school.enrolment.rules import AHEAD, BY_NAME, shown
from kongchuo_desktop.school.types import ClassId

EARLIEST = date(1990, 1, 1)
LIMITS = (
    ("place", 120, "来源或去向"), ("region", 120, "所在地"), ("reason", 200, "原因"), ("receipt", 120, "回执"),
    ("approval", 60, "审批文号"),
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A change before it is entered. `day` is the first day of the new state; `papers`: those received, and when."""

    kind: str
    day: date
    to_class_id: ClassId | None = None
    place: str = ""
    region: str = ""
    reason: str = ""
    approval: str = ""
    approved_on: date | None = None
    expected_return: date | None = None
    receipt_on: date | None = None
    receipt: str = ""
    note: str = ""
    papers: Mapping[str, date | None] = field(default_factory=dict)


def form_objection(draft: Draft, *, from_case: bool) -> str:
    """Why a draft can't be entered whoever the child is, a finished sentence; "" when it can."""
    kind = BY_NAME.get(draft.kind)
    if kind is None:
        return f"没有“{draft.kind}”这种异动，可用：{'、'.join(BY_NAME)}。"
    if not kind.by_form and not from_case:
        return f"“{kind.name}”由劝返个案认定，不能直接登记异动；学生不来上学，请在考勤和劝返里办理。"
    if kind.needs_class and draft.to_class_id is None:
        return f"“{kind.name}”要写明编入哪个班。"
    if draft.expected_return and draft.expected_return <= draft.day:
        return f"预计复学日期{shown(draft.expected_return)}不在休学{shown(draft.day)}之后，请核对。"
    for name, limit, heading in LIMITS:
        if len(str(getattr(draft, name)).strip()) > limit:
            return f"{heading}最多 {limit} 个字，请缩短。"
    return ""


def day_objection(draft: Draft, name: str, birth: date | None, today: date, *, ahead: int = AHEAD) -> str:
    """Why the day can't be that of this child's change, a finished sentence; "" when it can."""
    if draft.day > today + timedelta(days=ahead):
        return f"“{draft.kind}”的日期{shown(draft.day)}在{ahead}天以后，请核对年份；还没有发生的异动到时再登记。"
    if draft.day < EARLIEST or (birth and draft.day < birth):
        return f"“{name}”“{draft.kind}”的日期{shown(draft.day)}早于出生日期，请核对年份。"
    return ""
