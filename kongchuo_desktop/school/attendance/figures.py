"""Attendance in numbers, by class and by child, from aggregates of the database.

Unit: a child and a half-day (人次, 半天). Only recorded half-days count; single periods are told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import case, func, select, true
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.days import SchoolCalendar, calendar_of
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.attendance.rules import HALVES, Counts
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment.history import changed_lives
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId


@dataclass(frozen=True)
class ClassFigures:
    """One class over a period."""

    room: ClassFacts
    pupils: int  # on the roll at the end of the period
    school_halves: int  # half-days with lessons
    recorded: int  # of them with a register
    should: int  # children × recorded half-days (应到人次)
    halves: Mapping[str, int] = field(default_factory=dict)  # kind → marks of half-days
    periods: Mapping[str, int] = field(default_factory=dict)  # kind → marks of single periods
    children: Mapping[str, int] = field(default_factory=dict)  # kind → children with any mark

    def absent(self, counts: Counts, kinds: Mapping[str, Counts]) -> int:
        """Half-days missed of one sort."""
        return sum(number for kind, number in self.halves.items() if kinds.get(kind, Counts.LEAVE) is counts)

    @property
    def not_recorded(self) -> int:
        """Half-days whose register is missing."""
        return max(0, self.school_halves - self.recorded)


@dataclass(frozen=True)
class ChildFigures:
    """One child over a period, in half-days and single periods by kind."""

    pupil_id: PupilId
    name: str
    class_id: ClassId
    halves: Mapping[str, int]
    periods: Mapping[str, int]
    last_day: date
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stay:
    """A child that came or left within the period."""

    class_id: int
    joined_on: date | None
    left_on: date | None

    def there(self, day: date) -> bool:
        """Whether it was on the roll."""
        return (self.joined_on is None or self.joined_on <= day) and (self.left_on is None or day <= self.left_on)


def by_class(session: Session, *, first: date, last: date, today: date) -> tuple[ClassFigures, ...]:
    """Every class over a period (both ends included), in the school's order."""
    calendar = calendar_of(session)
    taught = calendar.taught(first, min(last, today))
    registers = _registers(session, first, last)
    steady, passing = _roll(session, first, last)
    marks = _marks_by_class(session, first, last)
    found = []
    for room in class_room.classes(session, today=today):
        taken = registers.get(room.id, ())
        mine = [stay for stay in passing if stay.class_id == room.id]
        should = steady.get(room.id, 0) * len(taken) + sum(stay.there(day) for stay in mine for day, _ in taken)
        halves, periods, children = marks.get(room.id, ({}, {}, {}))
        pupils = steady.get(room.id, 0) + sum(stay.there(last) for stay in mine)
        days = _days_of(calendar, taught, room.id)
        found.append(ClassFigures(room, pupils, days * len(HALVES), len(taken), should, halves, periods, children))
    return tuple(found)


def _days_of(calendar: SchoolCalendar, taught: tuple[date, ...], room: int) -> int:
    off = calendar.off_days(room)
    return sum(1 for day in taught if day not in off)


def _registers(session: Session, first: date, last: date) -> dict[int, list[tuple[date, str]]]:
    found: dict[int, list[tuple[date, str]]] = {}
    query = select(Register.class_id, Register.day, Register.slot).where(Register.day.between(first, last))
    for room, day, slot in session.execute(query):
        found.setdefault(room, []).append((day, slot))
    return found


def _roll(session: Session, first: date, last: date) -> tuple[dict[int, int], list[_Stay]]:
    """Children per class who were there all the time, and those who came, left or were on leave in between."""
    changed = changed_lives(session)
    unchanged = Pupil.id.not_in(select(EnrolmentEvent.pupil_id)) if changed else true()
    passing = (Pupil.joined_on > first) | ((Pupil.status == "离校") & (Pupil.left_on >= first))
    steady = (Pupil.status == "在读") & ((Pupil.joined_on.is_(None)) | (Pupil.joined_on <= first))
    steady &= unchanged & Pupil.class_id.is_not(None)
    counted = select(Pupil.class_id, func.count()).where(steady).group_by(Pupil.class_id)
    columns = select(Pupil.class_id, Pupil.joined_on, Pupil.left_on).where(
        passing, unchanged, Pupil.class_id.is_not(None), (Pupil.joined_on.is_(None)) | (Pupil.joined_on <= last)
    )
    stays = [_Stay(room or 0, joined, left) for room, joined, left in session.execute(columns)]
    stays += [
        _Stay(stay.class_id, stay.first, stay.last)
        for life in changed.values() for stay in life.stays
        if stay.status == "在读" and stay.class_id and stay.first <= last and stay.last >= first
    ]  # fmt: skip
    return {room or 0: number for room, number in session.execute(counted)}, stays


_IN_HALF = case((AbsenceMark.slot.in_(HALVES), 1), else_=0)


def _marks_by_class(
    session: Session, first: date, last: date
) -> dict[int, tuple[dict[str, int], dict[str, int], dict[str, int]]]:
    each = (  # by child first: the index of days alone answers that
        select(AbsenceMark.pupil_id, AbsenceMark.kind, func.sum(_IN_HALF).label("halves"), func.count().label("every"))
        .where(AbsenceMark.day.between(first, last))
        .group_by(AbsenceMark.pupil_id, AbsenceMark.kind)
        .subquery()
    )
    query = (
        select(Pupil.class_id, each.c.kind, func.sum(each.c.halves), func.sum(each.c.every), func.count())
        .join(Pupil, Pupil.id == each.c.pupil_id)
        .where(Pupil.class_id.is_not(None))
        .group_by(Pupil.class_id, each.c.kind)
    )
    found: dict[int, tuple[dict[str, int], dict[str, int], dict[str, int]]] = {}
    for room, kind, in_halves, every, children in session.execute(query):
        halves, periods, heads = found.setdefault(room or 0, ({}, {}, {}))
        halves[kind], periods[kind], heads[kind] = int(in_halves), every - int(in_halves), children
    return found


def by_child(
    session: Session, *, first: date, last: date, only: Counts | None = None, class_id: ClassId | None = None,
    reasons: bool = False,
) -> tuple[ChildFigures, ...]:  # fmt: skip
    """Children with a mark in a period, by class and name; only kinds that count so, only one class."""
    kinds = service.kinds(session)
    columns = (
        AbsenceMark.pupil_id, Pupil.name, Pupil.class_id, AbsenceMark.kind, func.sum(_IN_HALF), func.count(),
        func.max(AbsenceMark.day), *((func.group_concat(func.distinct(AbsenceMark.reason)),) if reasons else ()),
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Pupil, Pupil.id == AbsenceMark.pupil_id)
        .where(AbsenceMark.day.between(first, last), Pupil.class_id.is_not(None))
        .group_by(AbsenceMark.pupil_id, AbsenceMark.kind)
        .order_by(Pupil.class_id, Pupil.seat_number, AbsenceMark.pupil_id)
    )
    if only is not None:
        query = query.where(AbsenceMark.kind.in_([name for name, counts in kinds.items() if counts is only]))
    if class_id is not None:
        query = query.where(Pupil.class_id == class_id)
    found: dict[int, ChildFigures] = {}
    for child, name, room, kind, in_halves, every, last_day, *why in session.execute(query):
        known = found.get(child) or ChildFigures(PupilId(child), name, ClassId(room or 0), {}, {}, last_day)
        told = tuple(part for part in (why[0] or "").split(",") if part) if why else ()
        found[child] = ChildFigures(
            known.pupil_id, known.name, known.class_id, {**known.halves, kind: int(in_halves)},
            {**known.periods, kind: every - int(in_halves)}, max(known.last_day, last_day),
            tuple(dict.fromkeys((*known.reasons, *told))),
        )  # fmt: skip
    return tuple(found.values())


def by_reason(
    session: Session, *, first: date, last: date, class_id: ClassId | None = None
) -> tuple[tuple[str, str, int, int, int], ...]:
    """(kind, reason, children, half-days, single periods), most half-days first; "" where no reason was written."""
    heads = func.count(func.distinct(AbsenceMark.pupil_id))
    query = select(AbsenceMark.kind, AbsenceMark.reason, heads, func.sum(_IN_HALF), func.count()).where(
        AbsenceMark.day.between(first, last)
    )
    if class_id is not None:
        query = query.join(Pupil, Pupil.id == AbsenceMark.pupil_id).where(Pupil.class_id == class_id)
    rows = session.execute(query.group_by(AbsenceMark.kind, AbsenceMark.reason))
    told = ((kind, why, people, int(halves), every - int(halves)) for kind, why, people, halves, every in rows)
    return tuple(sorted(told, key=lambda row: (row[0], -row[3], row[1])))


@dataclass(frozen=True)
class AwayOnDay:
    """One mark of a day, with the child's name."""

    class_id: ClassId
    name: str
    slot: str
    kind: str
    reason: str
    told: str


def marks_of_day(session: Session, *, day: date) -> tuple[AwayOnDay, ...]:
    """Every exception of a day, by class and seat."""
    query = (
        select(Pupil.class_id, Pupil.name, AbsenceMark.slot, AbsenceMark.kind, AbsenceMark.reason, AbsenceMark.told)
        .join(Pupil, Pupil.id == AbsenceMark.pupil_id)
        .where(AbsenceMark.day == day, Pupil.class_id.is_not(None))
        .order_by(Pupil.class_id, Pupil.seat_number, Pupil.id)
    )
    return tuple(AwayOnDay(ClassId(room or 0), *rest) for room, *rest in session.execute(query))
