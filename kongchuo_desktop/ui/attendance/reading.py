"""What the register page reads at once: a class over some days, its children, and what other classes lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.rules import AM, HALVES, PM, Counts, DayPlan
from kongchuo_desktop.school.attendance.service import Grid
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, PupilId


@dataclass(frozen=True)
class Child:
    """A row: the name, what tells it from its namesakes, how it is typed, whom to call."""

    id: PupilId
    name: str
    apart: str
    initials: str
    pinyin: str
    adults: tuple[str, ...]

    def found_by(self, typed: str) -> bool:
        """Whether the typed letters begin its initials or pinyin, or stand in its name."""
        readings = f"{self.initials} {self.pinyin}".split()
        return typed in self.name or any(reading.startswith(typed) for reading in readings)

    def is_called(self, typed: str) -> bool:
        """Whether the typed letters are all of its initials."""
        return typed in self.initials.split()


@dataclass(frozen=True)
class Room:
    """A class in the list at the left; `missing` are today's half-days without a register."""

    id: ClassId
    name: str
    head: str
    children: int
    missing: frozenset[str]
    lessons: bool  # whether the day has lessons at all


@dataclass(frozen=True)
class Sheet:
    """All of it."""

    grid: Grid
    children: tuple[Child, ...]
    rooms: tuple[Room, ...]
    kinds: Mapping[str, Counts]
    plan: DayPlan
    spans: tuple[TermSpan, ...]
    today: date
    head: str


def half_now(hour: int) -> str:
    """The half-day of an hour."""
    return AM if hour < 12 else PM


def halves_until(hour: int) -> Sequence[str]:
    """The half-days whose register should be there by an hour."""
    return HALVES if half_now(hour) == PM else HALVES[:1]


def read_rooms(session: Session, *, today: date) -> tuple[Room, ...]:
    """Every class with what it lacks today."""
    missing: dict[ClassId, set[str]] = {}
    for item in service.not_taken(session, today=today, back=0):
        missing.setdefault(item.class_id, set()).add(item.slot)
    counts = pupil_room.class_counts(session)
    lessons = not service.why_not(session, day=today, today=today, class_id=None)
    return tuple(
        Room(room.id, room.full_name, room.head, counts.get(room.id, 0), frozenset(missing.get(room.id, ())), lessons)
        for room in class_room.classes(session, today=today)
    )


def read_sheet(session: Session, *, class_id: ClassId | None, days: Sequence[date], today: date) -> Sheet | None:
    """The sheet of a class (of the first one when it is gone or not said); None in a book without classes."""
    rooms = read_rooms(session, today=today)
    if not rooms:
        return None
    room = next((item for item in rooms if item.id == class_id), rooms[0])
    people = pupil_room.pupils(session, today=today, class_id=room.id, status=("在读",))
    grid = service.grid(session, class_id=room.id, days=days, today=today)
    apart = {row.pupil_id: row.told_apart for row in grid.rows}
    return Sheet(
        grid=grid,
        children=tuple(_child(person, apart.get(person.id, "")) for person in people),
        rooms=rooms, kinds=service.kinds(session), plan=service.day_plan(session, on=today),
        spans=identity.terms(session), today=today, head=room.head,
    )  # fmt: skip


def _child(person: pupil_room.PupilFacts, apart: str) -> Child:
    adults = tuple(
        " ".join(filter(None, (adult.relation, adult.name, adult.phone))) for adult in person.guardians if adult.phone
    )
    return Child(person.id, person.name, apart, person.initials.lower(), person.pinyin.lower(), adults)
