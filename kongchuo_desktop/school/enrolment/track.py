"""What a child's changes come to: its standing today and where it was on every earlier day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, groupby

from kongchuo_desktop.school.enrolment.rules import ABSENT, BACK_FROM, BY_NAME, GONE, HERE, PAUSED, shown

DAY = timedelta(days=1)
_ORDER = {"in": 0, "back": 0, "inside": 1, "pause": 2, "out": 3}  # of changes on one day


@dataclass(frozen=True)
class Standing:
    """What a pupil's row says: status, class, first and last day on the roll (None: not known, or still there)."""

    status: str = ABSENT
    class_id: int | None = None
    joined_on: date | None = None
    left_on: date | None = None
    left_why: str = ""


@dataclass(frozen=True)
class Step:
    """A change as far as it moves a child. `day` is the first day of the new state.

    `tells_entry`: the roster had the child already, and this only says since when.
    """

    day: date
    kind: str
    to_class: int | None = None
    id: int = 0
    tells_entry: bool = False


@dataclass(frozen=True)
class Stay:
    """Days (both included) in one state and class; date.min and date.max where an end is not known or not there."""

    first: date
    last: date
    status: str  # 在读 | 休学
    class_id: int | None


@dataclass(frozen=True)
class Track:
    """A child's whole way. `before` is the standing that each step, in order, came upon."""

    now: Standing
    stays: tuple[Stay, ...]
    steps: tuple[Step, ...]
    before: tuple[Standing, ...]

    def on(self, day: date) -> Stay | None:
        """Where the child was on a day; None when it was not on the roll."""
        return next((stay for stay in self.stays if stay.first <= day <= stay.last), None)


class Contradiction(Exception):
    """A step that can't follow what was before it; `sentence` says why, without the child's name."""

    def __init__(self, step: Step, sentence: str) -> None:
        super().__init__(sentence)
        self.step, self.sentence = step, sentence


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By day; on one day coming before moving before leaving, else as entered."""
    return tuple(sorted(steps, key=lambda step: (step.day, place_in_day(step.kind), step.id)))


def replay(base: Standing, steps: Iterable[Step]) -> Track:
    """A child's way from what the book held before any change. Raises Contradiction at the first step that can't be."""
    ordered = in_order(steps)
    _refuse_opposites(ordered)
    now = Standing(class_id=base.class_id) if any(step.tells_entry for step in ordered) else base
    entry = next((step.day for step in ordered if BY_NAME[step.kind].way == "in"), None)
    stays, before = list(first_stays(now)), []
    for step in ordered:
        if reason := _objection(now, step, entry):
            raise Contradiction(step, reason)
        before.append(now)
        now = _after(now, step)
        stays = _continued(stays, now, step)
    return Track(now, tuple(stay for stay in stays if stay.first <= stay.last), ordered, tuple(before))


def tells_entry(base: Standing, steps: Iterable[Step], new: Step) -> bool:
    """Whether a new step that brings in comes before all others of a child whom the roster has already."""
    return base.status == HERE and BY_NAME[new.kind].way == "in" and in_order([*steps, new])[0] == new


def _refuse_opposites(steps: Sequence[Step]) -> None:
    for _, together in groupby(steps, key=lambda step: step.day):
        for one, other in combinations(together, 2):
            if one.kind == other.kind:
                raise Contradiction(other, f"{shown(other.day)}已经登记过“{other.kind}”")
            if not may_share_a_day(one.kind, other.kind):
                raise Contradiction(other, f"{shown(other.day)}同一天又有“{one.kind}”又有“{other.kind}”，互相矛盾")


def may_share_a_day(one: str, other: str) -> bool:
    """Coming and being put into a class, or being moved and leaving, are not opposite."""
    return "inside" in (BY_NAME[one].way, BY_NAME[other].way)


def place_in_day(kind: str) -> int:
    """On one day coming is before moving, and moving before leaving."""
    return _ORDER[BY_NAME[kind].way]


def _objection(now: Standing, step: Step, entry: date | None) -> str:
    kind = BY_NAME[step.kind]
    if kind.way == "in":
        return _cannot_come(now, step)
    joined = entry if now.status == ABSENT else now.joined_on
    if joined and step.day < joined:
        return f"{shown(joined)}才入学，{shown(step.day)}还不在册，不能登记“{step.kind}”"
    if now.status == ABSENT:
        return f"{shown(step.day)}还没有入学，不能登记“{step.kind}”"
    if kind.way == "back":
        return _cannot_return(now, step)
    if now.status == GONE:
        when = shown(now.left_on + DAY) if now.left_on else "此前"
        return f"{when}已离校（{now.left_why or '原因未登记'}），不能再登记“{step.kind}”"
    if now.status == PAUSED and kind.way in ("pause", "inside"):
        return f"正在休学，不能登记“{step.kind}”，请先登记复学"
    if kind.needs_class and step.to_class is not None and step.to_class == now.class_id:
        return f"{step.kind}前后是同一个班，请核对班级"
    return ""


def _cannot_come(now: Standing, step: Step) -> str:
    if now.status == PAUSED:
        return f"正在休学，返校请登记“复学”，不是“{step.kind}”"
    if now.status == HERE:
        return f"已经在册，不能再登记“{step.kind}”"
    if now.status == GONE and now.left_on and step.day <= now.left_on + DAY:
        return f"{shown(now.left_on + DAY)}才离校（{now.left_why}），{shown(step.day)}不能登记“{step.kind}”"
    return ""


def _cannot_return(now: Standing, step: Step) -> str:
    if now.status == PAUSED or (now.status == GONE and now.left_why in BACK_FROM):
        return ""
    if now.status == GONE:
        return f"已离校（{now.left_why or '原因未登记'}），再来请登记“转入”，不是“复学”"
    return "没有休学，不能登记“复学”"


def _after(now: Standing, step: Step) -> Standing:
    kind = BY_NAME[step.kind]
    if kind.way == "out":
        return replace(now, status=GONE, left_on=step.day - DAY, left_why=step.kind)
    if kind.way == "pause":
        return replace(now, status=PAUSED)
    room = step.to_class if step.to_class is not None else now.class_id
    joined = step.day if kind.way == "in" else now.joined_on
    return Standing(HERE, room, joined)


def first_stays(base: Standing) -> tuple[Stay, ...]:
    """The days on the roll of a child without changes."""
    if base.status == ABSENT:
        return ()
    last = date.max if base.status != GONE else base.left_on or date.min
    first = base.joined_on or date.min
    status = PAUSED if base.status == PAUSED else HERE
    return (Stay(first, last, status, base.class_id),) if first <= last and last != date.min else ()


def _continued(stays: list[Stay], now: Standing, step: Step) -> list[Stay]:
    ended = [replace(stay, last=step.day - DAY) if stay.last == date.max else stay for stay in stays]
    return ended if now.status == GONE else [*ended, Stay(step.day, date.max, now.status, now.class_id)]
