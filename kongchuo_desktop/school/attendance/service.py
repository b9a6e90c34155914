"""Verbs and questions about registers: take one, mark a cell, leave in advance, what was forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.model import AbsenceKind, AbsenceMark, Register
from kongchuo_desktop.school.attendance.rules import AM, HALVES, PM, SHIPPED_KINDS, Counts, DayPlan
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import is_school_day
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.plain import plain


@dataclass(frozen=True)
class Mark:
    """One exception of one child. Written with words of None, those in the book stay; "" empties them."""

    pupil_id: PupilId
    day: date
    slot: str
    kind: str
    reason: str | None = None
    told: str | None = None

    def fill(self, row: AbsenceMark) -> None:
        """Put what it says into its row."""
        row.kind = self.kind
        if self.reason is not None:
            row.reason = self.reason
        if self.told is not None:
            row.told = self.told

    def as_row(self) -> AbsenceMark:
        """A new row."""
        made = AbsenceMark(pupil_id=self.pupil_id, day=self.day, slot=self.slot)
        self.fill(made)
        return made


@dataclass(frozen=True)
class GridDay:
    """A day of the grid; `free` says why there are no lessons ("" on a school day)."""

    day: date
    free: str
    taken: frozenset[str]  # half-days whose register was taken


@dataclass(frozen=True)
class GridRow:
    """A child of the grid and its marks by (day, slot)."""

    pupil_id: PupilId
    name: str
    told_apart: str
    marks: Mapping[tuple[date, str], Mark]


@dataclass(frozen=True)
class Grid:
    """A class over some days: what the register page shows."""

    class_id: ClassId
    class_name: str
    days: tuple[GridDay, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class NotTaken:
    """A register that is missing on a school day."""

    class_id: ClassId
    class_name: str
    head: str
    day: date
    slot: str


def kinds(session: Session) -> dict[str, Counts]:
    """Kinds of exception and how they count: the shipped ones and the school's own."""
    own = {row.name: Counts(row.counts_as) for row in session.scalars(select(AbsenceKind).order_by(AbsenceKind.id))}
    return SHIPPED_KINDS | own


def add_kind(session: Session, *, name: str, counts: Counts) -> None:
    """Add a kind of the school's own."""
    name = name.strip()
    if not name or name in kinds(session):
        raise UserError(f"“{name}”不能用作新的考勤类别，请换一个名称。")
    session.add(AbsenceKind(name=name, counts_as=counts.value))


def day_plan(session: Session, *, on: date) -> DayPlan:
    """Periods of a morning and an afternoon."""
    rules = identity.rules(session, on=on)
    return DayPlan(int(rules["periods.am"].value), int(rules["periods.pm"].value))


def take(
    session: Session, *, class_id: ClassId, day: date, slots: Sequence[str], marks: Sequence[Mark],
    now: datetime, by: str,
) -> None:  # fmt: skip
    """Take a class's register of some half-days: exactly these marks, everyone else was there."""
    _require_day(session, day, now.date(), class_id)
    mine = set(session.scalars(select(Pupil.id).where(Pupil.class_id == class_id, Pupil.status == "在读")))
    if strangers := [mark for mark in marks if mark.pupil_id not in mine]:
        raise UserError(f"有 {len(strangers)} 名学生不在这个班，请刷新后再点名。")
    wanted = {(mark.pupil_id, mark.slot): mark for mark in marks}
    present = session.scalars(
        select(AbsenceMark).where(AbsenceMark.day == day, AbsenceMark.slot.in_(slots), AbsenceMark.pupil_id.in_(mine))
    ).all()
    for row in present:
        mark = wanted.pop((PupilId(row.pupil_id), row.slot), None)
        if mark is None:
            session.delete(row)
        else:
            mark.fill(row)
    session.add_all(mark.as_row() for mark in wanted.values())
    note_taken(session, class_id=class_id, day=day, slots=slots, now=now, by=by)


def note_taken(session: Session, *, class_id: ClassId, day: date, slots: Iterable[str], now: datetime, by: str) -> None:
    """Record that registers were taken; those that were already stay as they are."""
    there = set(session.scalars(select(Register.slot).where(Register.class_id == class_id, Register.day == day)))
    for slot in slots:
        if slot in HALVES and slot not in there:
            session.add(Register(class_id=class_id, day=day, slot=slot, taken_at=now, taken_by=by))


def forget(session: Session, *, class_id: ClassId, day: date, slot: str) -> None:
    """Say that a register was not taken after all; marks stay."""
    row = session.scalars(
        select(Register).where(Register.class_id == class_id, Register.day == day, Register.slot == slot)
    ).first()
    if row is not None:
        session.delete(row)


def set_mark(session: Session, *, mark: Mark, now: datetime, by: str) -> None:
    """Mark one cell. A half-day's mark is that class's register taken; kind "" takes the mark away."""
    class_id = session.scalar(select(Pupil.class_id).where(Pupil.id == mark.pupil_id))
    if class_id is None:
        raise UserError("这名学生还没有编班，不能登记考勤。")
    counts = kinds(session).get(mark.kind)
    if mark.kind and counts is None:
        raise UserError(f"没有“{mark.kind}”这种考勤类别。")
    _require_day(session, mark.day, now.date(), ClassId(class_id), leave=counts is Counts.LEAVE)
    row = session.scalars(
        select(AbsenceMark).where(
            AbsenceMark.pupil_id == mark.pupil_id, AbsenceMark.day == mark.day, AbsenceMark.slot == mark.slot
        )
    ).first()
    if not mark.kind:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(mark.as_row())
    else:
        mark.fill(row)
    if mark.day <= now.date():
        note_taken(session, class_id=ClassId(class_id), day=mark.day, slots=(mark.slot,), now=now, by=by)


def give_leave(
    session: Session, *, pupil_ids: Iterable[PupilId], first: date, last: date, kind: str, reason: str, today: date
) -> int:
    """Leave for several children over several days, also in advance; only school days count. Half-days marked."""
    if kinds(session).get(kind) is not Counts.LEAVE:
        raise UserError("请假只能选病假、事假等请假类别。")
    if last < first or (last - first).days > 200:
        raise UserError("请假的结束日期应不早于开始日期，一次最多 200 天。")
    known = calendar_of(session)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if is_school_day(day, known.exceptions)]
    ids = list(pupil_ids)
    rooms = session.execute(select(Pupil.id, Pupil.class_id).where(Pupil.id.in_(ids)))
    room_of: dict[int, int | None] = {child: room for child, room in rooms}  # noqa: C416 - rows are no pairs to mypy
    wanted = [(pupil_id, day) for pupil_id in ids for day in days if (room_of.get(pupil_id), day) not in known.off]
    there = {
        (row.pupil_id, row.day, row.slot): row
        for row in session.scalars(select(AbsenceMark).where(AbsenceMark.pupil_id.in_(ids), AbsenceMark.day.in_(days)))
    }
    for pupil_id, day in wanted:
        for slot in HALVES:
            row = there.get((pupil_id, day, slot))
            if row is None:
                session.add(AbsenceMark(pupil_id=pupil_id, day=day, slot=slot, kind=kind, reason=reason))
            else:
                row.kind, row.reason = kind, reason
    return len(wanted) * len(HALVES)


def same_as_morning(session: Session, *, class_id: ClassId, day: date, now: datetime, by: str) -> int:
    """Take the afternoon's register as the morning's; the number of marks carried over."""
    mine = select(Pupil.id).where(Pupil.class_id == class_id, Pupil.status == "在读")
    rows = session.scalars(
        select(AbsenceMark).where(AbsenceMark.day == day, AbsenceMark.slot == AM, AbsenceMark.pupil_id.in_(mine))
    ).all()
    stays = {name for name, counts in kinds(session).items() if counts is not Counts.PRESENT}
    marks = [
        Mark(PupilId(row.pupil_id), day, PM, row.kind, row.reason or None, row.told or None)
        for row in rows
        if row.kind in stays
    ]
    take(session, class_id=class_id, day=day, slots=(PM,), marks=marks, now=now, by=by)
    return len(marks)


def _require_day(session: Session, day: date, today: date, class_id: ClassId, *, leave: bool = False) -> None:
    """A day on which something can be recorded: not in the future (but for leave), in a term, with lessons."""
    if reason := why_not(session, day=day, today=today, class_id=class_id, leave=leave):
        raise UserError(reason)


def why_not(session: Session, *, day: date, today: date, class_id: ClassId | None, leave: bool = False) -> str:
    """Why nothing can be recorded on a day, in a sentence; "" when it can."""
    return calendar_of(session).objection(day, today=today, class_id=class_id, leave=leave)


def grid(session: Session, *, class_id: ClassId, days: Sequence[date], today: date) -> Grid:
    """A class over some days."""
    people = pupil_room.pupils(session, today=today, class_id=class_id, status=("在读",))
    apart = pupil_room.told_apart(people)
    known = calendar_of(session)
    taken: dict[date, set[str]] = {}
    query = select(Register.day, Register.slot).where(Register.class_id == class_id, Register.day.in_(days))
    for day, slot in session.execute(query):
        taken.setdefault(day, set()).add(slot)
    marks = _marks(session, [person.id for person in people], days)
    return Grid(
        class_id, people[0].class_name if people else _class_name(session, class_id, today),
        tuple(GridDay(day, known.free(day, class_id), frozenset(taken.get(day, ()))) for day in days),
        tuple(GridRow(person.id, person.name, apart.get(person.id, ""), marks.get(person.id, {})) for person in people),
    )  # fmt: skip


def _class_name(session: Session, class_id: ClassId, today: date) -> str:
    rooms = class_room.classes(session, today=today, closed=True)
    return next((room.full_name for room in rooms if room.id == class_id), "")


def _marks(
    session: Session, ids: Sequence[PupilId], days: Sequence[date]
) -> dict[PupilId, dict[tuple[date, str], Mark]]:
    found: dict[PupilId, dict[tuple[date, str], Mark]] = {}
    if not days:
        return found
    query = select(
        AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot, AbsenceMark.kind, AbsenceMark.reason, AbsenceMark.told
    ).where(AbsenceMark.pupil_id.in_(ids), AbsenceMark.day >= min(days), AbsenceMark.day <= max(days))
    for pupil, day, slot, kind, reason, told in plain(session, query):
        mark = Mark(PupilId(pupil), day, slot, kind, reason, told)
        found.setdefault(mark.pupil_id, {})[(day, slot)] = mark
    return found


def not_taken(
    session: Session, *, today: date, back: int = 30, until_now: Sequence[str] = HALVES
) -> tuple[NotTaken, ...]:
    """Registers missing on the school days of the last `back` days; today only the half-days named."""
    known = calendar_of(session)
    first = today - timedelta(days=back)
    days = known.taught(first, today)
    query = select(Register.class_id, Register.day, Register.slot).where(Register.day >= first, Register.day <= today)
    taken = set(map(tuple, plain(session, query)))
    filled = pupil_room.class_counts(session)
    rooms = [room for room in class_room.classes(session, today=today) if filled.get(room.id)]
    return tuple(
        NotTaken(room.id, room.full_name, room.head, day, slot)
        for day in reversed(days)
        for room in rooms
        for slot in HALVES
        if (room.id, day, slot) not in taken and (room.id, day) not in known.off and (day < today or slot in until_now)
    )
