"""营养改善计划: days of food by class and day, from the registers; what was served. Food, never cash.

A child has a day of food when its class's register of that day was taken and it was not away in every half-day of it.
A day without a register counts for nobody until it is recorded.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import shipped
from kongchuo_desktop.school.aid.model import MealDay
from kongchuo_desktop.school.aid.rules import cents_of
from kongchuo_desktop.school.attendance.days import SchoolCalendar, calendar_of
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.attendance.rules import HALVES, Counts
from kongchuo_desktop.school.attendance.service import kinds as absence_kinds
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment.history import History, history
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.types import ClassId, PupilId

CARRIED_OUT = "yes"
HERE = "在读"


@dataclass(frozen=True)
class FoodDay:
    """A school day of a class: on the roll, there (None: no register), served (None: not noted yet), and why."""

    day: date
    roll: int
    there: int | None
    served: int | None
    why: str
    cents: int  # what the food of one child may cost

    @property
    def worth(self) -> int:
        """Cents of food served."""
        return (self.served or 0) * self.cents


@dataclass(frozen=True)
class ClassFood:
    """A class over a month or term."""

    room: ClassFacts
    days: tuple[FoodDay, ...]

    @property
    def due(self) -> int:
        """Children there, day by day (人天)."""
        return sum(one.there or 0 for one in self.days)

    @property
    def served(self) -> int:
        """Meals served."""
        return sum(one.served or 0 for one in self.days)

    @property
    def worth(self) -> int:
        """Cents of food served."""
        return sum(one.worth for one in self.days)

    @property
    def less(self) -> int:
        """Fewer meals than children were there, on days that were noted."""
        return sum((one.there or 0) - one.served for one in self.days if one.served is not None)

    @property
    def stopped(self) -> int:
        """Days on which nothing was served."""
        return sum(one.served == 0 for one in self.days)

    @property
    def not_noted(self) -> int:
        """Days of which nobody has said what was served."""
        return sum(one.served is None for one in self.days)

    @property
    def no_register(self) -> int:
        """Days without a register."""
        return sum(one.there is None for one in self.days)


def carried_out(session: Session, *, on: date) -> bool:
    """Whether the school is one of those where the plan is carried out (aid.meals)."""
    return identity.rules(session, on=on)["aid.meals"].value == CARRIED_OUT


def rate(session: Session, *, on: date) -> tuple[int, str]:
    """Cents of food a child and day, and the document: the county's own, else the shipped ones by their dates."""
    own = identity.rules(session, on=on)["aid.meal_own"]
    if cents := cents_of(own.value):
        return cents, own.document
    found = next((one for one in shipped.meal_rates() if one.in_force_from <= on <= (one.until or date.max)), None)
    return (found.cents, found.document) if found else (0, "")


@dataclass(frozen=True)
class _Book:
    """What the book says of a span of days."""

    taught: tuple[date, ...]
    calendar: SchoolCalendar
    registers: Mapping[tuple[int, date], frozenset[str]]
    away: Mapping[date, Mapping[int, frozenset[str]]]  # day → child → half-days missed
    lives: History
    noted: Mapping[tuple[int, date], MealDay]
    cents: Mapping[date, int]  # of the days on which the plan is carried out


def food(session: Session, *, first: date, last: date, today: date) -> tuple[ClassFood, ...]:
    """Every class over a span of days, up to today; no days where the plan is not carried out."""
    book = _book(session, first, min(last, today))
    here = _by_class(book)
    rooms = class_room.classes(session, today=today, closed=True)
    every = (ClassFood(room, _days(book, here, room.id)) for room in rooms)
    open_now = {room.id for room in class_room.classes(session, today=today)}
    return tuple(one for one in every if one.days or one.room.id in open_now)


def _days(
    book: "_Book", here: Mapping[tuple[int, date], frozenset[PupilId]], room: ClassId
) -> tuple[FoodDay, ...]:  # fmt: skip
    """School days of a class on which it had a child; one that has graduated since had some before."""
    found = (
        _day(book, room, day, here.get((int(room), day), frozenset()))
        for day in book.taught if not book.calendar.free(day, room)
    )  # fmt: skip
    return tuple(one for one in found if one.roll or one.there is not None)


def _book(session: Session, first: date, last: date) -> _Book:
    calendar = calendar_of(session)
    cents = {day: rate(session, on=day)[0] for day in calendar.taught(first, last) if carried_out(session, on=day)}
    span = Register.day.between(first, last)
    registers: dict[tuple[int, date], set[str]] = {}
    for room, day, slot in session.execute(select(Register.class_id, Register.day, Register.slot).where(span)):
        registers.setdefault((room, day), set()).add(slot)
    noted = {(row.class_id, row.day): row for row in session.scalars(
        select(MealDay).where(MealDay.day.between(first, last))
    )}  # fmt: skip
    return _Book(
        tuple(cents), calendar, {key: frozenset(slots) for key, slots in registers.items()},
        _away(session, first, last), history(session), noted, cents,
    )  # fmt: skip


def _away(session: Session, first: date, last: date) -> dict[date, dict[int, frozenset[str]]]:
    gone = [name for name, counts in absence_kinds(session).items() if counts is not Counts.PRESENT]
    query = select(AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot).where(
        AbsenceMark.day.between(first, last), AbsenceMark.slot.in_(HALVES), AbsenceMark.kind.in_(gone)
    )
    found: dict[date, dict[int, frozenset[str]]] = {}
    for child, day, slot in session.execute(query):
        held = found.setdefault(day, {})
        held[child] = held.get(child, frozenset()) | {slot}
    return found


def _by_class(book: _Book) -> dict[tuple[int, date], frozenset[PupilId]]:
    """Children in school by class and day."""
    found: dict[tuple[int, date], set[PupilId]] = {}
    for child, life in book.lives.lives.items():
        for stay in life.stays:
            if stay.status == HERE and stay.class_id:
                for day in book.taught:
                    if stay.first <= day <= stay.last:
                        found.setdefault((stay.class_id, day), set()).add(child)
    return {key: frozenset(children) for key, children in found.items()}


def _day(book: _Book, room: ClassId, day: date, roll: frozenset[PupilId]) -> FoodDay:
    slots, row = book.registers.get((room, day)), book.noted.get((room, day))
    away = book.away.get(day, {})
    there = None if not slots else sum(not slots <= away.get(child, frozenset()) for child in roll)
    served, why = (row.served, row.why) if row is not None else (None, "")
    return FoodDay(day, len(roll), there, served, why, book.cents[day])


def eaten(
    session: Session, *, pupil_ids: Collection[PupilId], first: date, last: date, today: date
) -> dict[PupilId, int]:
    """Days of food of each child: there, and its class was not without food that day."""
    book, found = _book(session, first, min(last, today)), {}
    for child in pupil_ids:
        life = book.lives.lives.get(child)
        stays = [stay for stay in life.stays if stay.status == HERE and stay.class_id] if life else []
        found[child] = sum(
            _had_food(book, child, stay.class_id or 0, day)
            for stay in stays for day in book.taught if stay.first <= day <= stay.last
        )  # fmt: skip
    return found


def _had_food(book: _Book, child: PupilId, room: int, day: date) -> bool:
    slots, row = book.registers.get((room, day)), book.noted.get((room, day))
    if not slots or slots <= book.away.get(day, {}).get(child, frozenset()) or book.calendar.free(day, room):
        return False
    return row is None or row.served > 0


def serve_as_registered(
    session: Session, *, class_ids: Collection[ClassId], first: date, last: date, today: date
) -> tuple[tuple[ClassId, date], ...]:
    """Of days with a register that nobody noted: as many meals as children were there. What was noted."""
    new = []
    for one in food(session, first=first, last=last, today=today):
        for day in one.days if one.room.id in class_ids else ():
            if day.there is not None and day.served is None:
                session.add(MealDay(class_id=one.room.id, day=day.day, served=day.there))
                new.append((one.room.id, day.day))
    session.flush()
    return tuple(new)


@dataclass(frozen=True)
class Noted:
    """What was noted of a class and day; served None: nothing."""

    class_id: ClassId
    day: date
    served: int | None
    why: str


def note(session: Session, *, class_id: ClassId, day: date, served: int, why: str, today: date) -> Noted:
    """Say how many meals a class had on a day; another number than were there asks why. What stood before."""
    found = next(one for one in food(session, first=day, last=day, today=today) if one.room.id == class_id)
    if not found.days:
        raise UserError(f"{day.isoformat()}{found.room.name}没有课，或者还没到、学校那天没有实施供餐，不能登记。")
    (one,) = found.days
    if served < 0:
        raise UserError("供餐份数不能小于0。")
    if served > one.roll:
        raise UserError(f"{found.room.name}那天在册{one.roll}人，供餐不能多于{one.roll}份；陪餐的不记在这里。")
    if served != one.there and not why.strip():
        there = "还没有点名" if one.there is None else f"到校{one.there}人"
        raise UserError(f"{found.room.name}{day.isoformat()}{there}，供餐{served}份，请写明原因。")
    return _put(session, Noted(class_id, day, served, why.strip()[:100]))


def stop(session: Session, *, class_ids: Iterable[ClassId], day: date, why: str, today: date) -> tuple[Noted, ...]:
    """Nothing was served to these classes on a day. What stood before."""
    if not why.strip():
        raise UserError("请写明为什么停供，例如“停电”“供餐公司整改”。")
    return tuple(note(session, class_id=room, day=day, served=0, why=why, today=today) for room in class_ids)


def put_back(session: Session, *, before: Iterable[Noted]) -> None:
    """Undo: what stood before stands again."""
    for one in before:
        _put(session, one)


def _put(session: Session, new: Noted) -> Noted:
    row = session.scalars(select(MealDay).where(MealDay.class_id == new.class_id, MealDay.day == new.day)).first()
    before = Noted(new.class_id, new.day, row.served if row else None, row.why if row else "")
    if new.served is None:
        if row is not None:
            session.delete(row)
        return before
    if row is None:
        row = MealDay(class_id=new.class_id, day=new.day)
        session.add(row)
    row.served, row.why = new.served, new.why
    session.flush()
    return before
