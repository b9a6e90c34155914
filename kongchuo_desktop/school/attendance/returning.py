"""报到: who has come back in the first days of a term or after a long holiday, who was asked, and what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.days import SchoolCalendar, calendar_of
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register, ReturnCheck
from kongchuo_desktop.school.attendance.rules import HALVES, Counts
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId

LONG_HOLIDAY = 7  # free days in a row, weekends included
FIRST_DAYS = 5  # school days in which a class that has not begun its check is reminded


@dataclass(frozen=True)
class Opening:
    """A day on which children come back; `why` as a heading has it (开学, 国庆节后返校)."""

    day: date
    why: str


@dataclass(frozen=True)
class ReturnLine:
    """One child of a check. `seen_on`: a register had it there, without anybody marking it as back."""

    pupil_id: PupilId
    name: str
    came_at: datetime | None
    seen_on: date | None
    asked_by: str
    asked_at: datetime | None
    answer: str

    @property
    def came(self) -> bool:
        """Whether it is back."""
        return self.came_at is not None or self.seen_on is not None


@dataclass(frozen=True)
class ReturnClass:
    """A class of a check."""

    class_id: ClassId
    name: str
    head: str
    lines: tuple[ReturnLine, ...]

    @property
    def missing(self) -> tuple[ReturnLine, ...]:
        """Who has not come."""
        return tuple(line for line in self.lines if not line.came)

    @property
    def begun(self) -> bool:
        """Whether anything is known of this class."""
        return any(line.came or line.asked_by or line.answer for line in self.lines)

    @property
    def whole(self) -> bool:
        """Everybody is back."""
        return bool(self.lines) and not self.missing


@dataclass(frozen=True)
class ReturnState:
    """The check of one opening over all classes."""

    opening: Opening
    classes: tuple[ReturnClass, ...]

    @property
    def missing(self) -> int:
        """How many have not come."""
        return sum(len(room.missing) for room in self.classes)

    @property
    def sentence(self) -> str:
        """How it stands, in words."""
        children = sum(len(room.lines) for room in self.classes)
        if not self.missing:
            return f"{self.opening.why}：{children}名学生全部到校。" if children else "还没有学生。"
        waiting = sum(1 for room in self.classes if room.missing)
        told = f"应到{children}人，已到{children - self.missing}人，还有{waiting}个班{self.missing}人未到"
        return f"{self.opening.why}：{told}。"


def openings(calendar: SchoolCalendar) -> tuple[Opening, ...]:
    """The first school day of each term, and of lessons after seven free days or more within one."""
    found = []
    for span in calendar.spans:
        days = calendar.taught(span.starts, span.ends)
        found += [Opening(day, f"{span.name}开学报到") for day in days[:1]]
        for before, after in pairwise(days):
            if (after - before).days > LONG_HOLIDAY:
                found.append(Opening(after, f"{_holiday(calendar, before, after)}后返校"))
    return tuple(found)


def _holiday(calendar: SchoolCalendar, before: date, after: date) -> str:
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    named = [calendar.exceptions[day].label for day in between if day in calendar.exceptions]
    return max(named, key=named.count) if named else "放假"


def current_opening(session: Session, *, today: date) -> Opening | None:
    """The latest opening up to today; None before the first."""
    begun = [opening for opening in openings(calendar_of(session)) if opening.day <= today]
    return begun[-1] if begun else None


def state(session: Session, *, opening: Opening, today: date) -> ReturnState:
    """Who had come by the end of a day, class by class."""
    rows = {row.pupil_id: row for row in session.scalars(select(ReturnCheck).where(ReturnCheck.opens == opening.day))}
    seen = _seen(session, opening.day, today)
    lines: dict[int, list[ReturnLine]] = {}
    query = select(Pupil.id, Pupil.name, Pupil.class_id).where(Pupil.status == "在读", Pupil.class_id.is_not(None))
    for number, name, room in session.execute(query.order_by(Pupil.seat_number, Pupil.id)):
        lines.setdefault(room or 0, []).append(_line(number, name, rows.get(number), seen.get(number), today))
    rooms = class_room.classes(session, today=today)
    return ReturnState(
        opening,
        tuple(
            ReturnClass(room.id, room.full_name, room.head, tuple(lines[room.id])) for room in rooms if room.id in lines
        ),
    )


def _line(number: int, name: str, row: ReturnCheck | None, seen: date | None, on: date) -> ReturnLine:
    came_at = row.came_at if row and row.came_at and row.came_at.date() <= on else None
    if row is None or (row.asked_at and row.asked_at.date() > on):
        return ReturnLine(PupilId(number), name, came_at, seen, "", None, "")
    return ReturnLine(PupilId(number), name, came_at, seen, row.asked_by, row.asked_at, row.answer)


def _seen(session: Session, first: date, last: date) -> dict[int, date]:
    """The first day on which a register had a child there."""
    absent_kinds = [name for name, counts in service.kinds(session).items() if counts is not Counts.PRESENT]
    taken: dict[int, list[tuple[date, str]]] = {}
    until = min(last, first + timedelta(days=30))
    registers = select(Register.class_id, Register.day, Register.slot).where(Register.day.between(first, until))
    for room, day, slot in session.execute(registers.order_by(Register.day, Register.slot)):
        taken.setdefault(room, []).append((day, slot))
    away: dict[int, set[tuple[date, str]]] = {}
    marks = select(AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot).where(
        AbsenceMark.day.between(first, until), AbsenceMark.kind.in_(absent_kinds), AbsenceMark.slot.in_(HALVES)
    )
    for child, day, slot in session.execute(marks):
        away.setdefault(child, set()).add((day, slot))
    found: dict[int, date] = {}
    for number, of_class in session.execute(select(Pupil.id, Pupil.class_id).where(Pupil.class_id.in_(taken))):
        missed = away.get(number, set())
        present = next((half for half in taken[of_class or 0] if half not in missed), None)
        if present:
            found[number] = present[0]
    return found


def came(session: Session, *, pupil_ids: Iterable[PupilId], opens: date, at: datetime | None) -> int:
    """Mark children as back, at an hour; None takes the mark back."""
    rows = _rows(session, list(pupil_ids), opens)
    for row in rows:
        row.came_at = at.replace(tzinfo=None) if at else None
    return len(rows)


def asked(session: Session, *, pupil_id: PupilId, opens: date, by: str, at: datetime, answer: str) -> None:
    """Who asked after a missing child, and the answer: where it is, when it will come."""
    (row,) = _rows(session, [pupil_id], opens)
    row.asked_by, row.asked_at, row.answer = by.strip(), at.replace(tzinfo=None), answer.strip()


def _rows(session: Session, ids: Sequence[PupilId], opens: date) -> list[ReturnCheck]:
    query = select(ReturnCheck).where(ReturnCheck.opens == opens, ReturnCheck.pupil_id.in_(ids))
    there: Mapping[int, ReturnCheck] = {row.pupil_id: row for row in session.scalars(query)}
    rows = [there.get(number) or ReturnCheck(pupil_id=number, opens=opens) for number in ids]
    session.add_all(rows)
    return rows
