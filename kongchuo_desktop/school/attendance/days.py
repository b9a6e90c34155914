"""Which days can have a register: terms, the calendar, and the days off of single classes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance.model import AbsenceMark, ClassDayOff, Register
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import DayException, TermSpan, is_school_day, school_days
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.storage.asked_once import asked_once

OWN_DAY_OFF = "单独放假"


@dataclass(frozen=True)
class SchoolCalendar:
    """Terms, exceptions of the week's rule, and the days off of single classes (label by class and day)."""

    spans: tuple[TermSpan, ...]
    exceptions: Mapping[date, DayException]
    off: Mapping[tuple[int, date], str]

    def objection(self, day: date, *, today: date, class_id: int | None, leave: bool = False) -> str:
        """Why nothing can be recorded on a day, in a sentence; "" when it can. `leave` may lie ahead."""
        shown = f"{day.year}年{day.month}月{day.day}日"
        if day > today and not leave:
            return f"{shown}还没有到，不能登记考勤（请假可以在考勤页提前登记）。"
        if self.span_of(day) is None:
            return f"{shown}不在任何学期之内，请检查日期，或到设置里核对开学、放假日期。"
        if not is_school_day(day, self.exceptions):
            label = self.exceptions[day].label if day in self.exceptions else "周末"
            return f"{shown}不上课（{label}），不能登记考勤；如果是调休上课，请先到设置的校历里登记。"
        own = self.off.get((class_id or 0, day), "")
        return f"这个班{shown}不上课（{own}），不能登记考勤。" if own else ""

    def span_of(self, day: date) -> TermSpan | None:
        """The term in which a day lies."""
        return next((span for span in self.spans if span.starts <= day <= span.ends), None)

    def free(self, day: date, class_id: int) -> str:
        """Why a class has no lessons on a day (周末, 国庆节 …); "" when it has."""
        if own := self.off.get((class_id, day), ""):
            return own
        if is_school_day(day, self.exceptions):
            return ""
        exception = self.exceptions.get(day)
        return (exception.label if exception else "") or "周末"

    def taught(self, first: date, last: date) -> tuple[date, ...]:
        """The school days of the terms from `first` to `last` (both included)."""
        spans = (replace(span, starts=max(span.starts, first), ends=min(span.ends, last)) for span in self.spans)
        return tuple(day for span in spans for day in school_days(span, self.exceptions))

    def off_days(self, class_id: int) -> frozenset[date]:
        """The days off of one class."""
        return frozenset(day for room, day in self.off if room == class_id)

    def next_taught(self, day: date) -> date | None:
        """The first school day after a day; None past the last term."""
        return next(iter(self.taught(day + timedelta(days=1), date.max)), None)


@asked_once
def calendar_of(session: Session) -> SchoolCalendar:
    """The school's calendar, read once for many questions."""
    off = session.execute(select(ClassDayOff.class_id, ClassDayOff.day, ClassDayOff.label))
    return SchoolCalendar(
        spans=identity.terms(session),
        exceptions=identity.calendar(session),
        off={(room, day): label or OWN_DAY_OFF for room, day, label in off},
    )


@dataclass(frozen=True)
class ClassFreeDay:
    """A day on which one class alone has no lessons."""

    class_id: ClassId
    day: date
    label: str


def class_days_off(session: Session, *, first: date = date.min, last: date = date.max) -> tuple[ClassFreeDay, ...]:
    """The days off of single classes in a period, in order."""
    query = select(ClassDayOff).where(ClassDayOff.day.between(first, last)).order_by(ClassDayOff.day, ClassDayOff.id)
    return tuple(ClassFreeDay(ClassId(row.class_id), row.day, row.label) for row in session.scalars(query))


def set_class_day_off(session: Session, *, class_id: ClassId, day: date, label: str = "") -> None:
    """Give one class a day off, or change why. Marks of the day stay in the book and count no more."""
    known, shown = calendar_of(session), f"{day.year}年{day.month}月{day.day}日"
    if known.span_of(day) is None:
        raise UserError(f"{shown}不在任何学期之内，不用登记放假；请检查日期，或到设置里核对学期。")
    if not is_school_day(day, known.exceptions):
        raise UserError(f"{shown}全校本来就不上课，不用给一个班单独放假。")
    row = _class_day_off(session, class_id, day)
    if row is None:
        session.add(ClassDayOff(class_id=class_id, day=day, label=label.strip()))
    else:
        row.label = label.strip()


def clear_class_day_off(session: Session, *, class_id: ClassId, day: date) -> None:
    """The class has lessons on that day after all."""
    row = _class_day_off(session, class_id, day)
    if row is not None:
        session.delete(row)


def _class_day_off(session: Session, class_id: ClassId, day: date) -> ClassDayOff | None:
    query = select(ClassDayOff).where(ClassDayOff.class_id == class_id, ClassDayOff.day == day)
    return session.scalars(query).first()


@dataclass(frozen=True)
class Recorded:
    """What the book already holds of a day: marks, the children they are about, registers taken."""

    marks: int
    children: int
    registers: int


def recorded(session: Session, *, day: date, class_id: ClassId | None = None) -> Recorded:
    """What was recorded on a day, in one class or in all: to be told before the day is made free."""
    marks = select(func.count(), func.count(func.distinct(AbsenceMark.pupil_id))).where(AbsenceMark.day == day)
    registers = select(func.count()).where(Register.day == day)
    if class_id is not None:
        marks = marks.join(Pupil, Pupil.id == AbsenceMark.pupil_id).where(Pupil.class_id == class_id)
        registers = registers.where(Register.class_id == class_id)
    found = session.execute(marks.select_from(AbsenceMark)).one()
    return Recorded(found[0], found[1], session.scalar(registers.select_from(Register)) or 0)
