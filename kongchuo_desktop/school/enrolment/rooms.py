"""Classes as lists name them: by the grade that they were, or will be, in on the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.classes.rules import class_name, entry_year_of, grade_of, last_grade
from kongchuo_desktop.school.enrolment.intake import NamedClass
from kongchuo_desktop.school.identity import service as identity

AUGUST = 8
RoomKey = tuple[str, int, int, int]


def year_joined(day: date) -> int:
    """The school year that who comes on a day comes for: in August already the one ahead."""
    return day.year if day.month >= AUGUST else day.year - 1


@dataclass(frozen=True)
class Room:
    """A class by what tells it from the others; id 0: not in the book yet."""

    stage: str
    entry_year: int
    number: int
    campus_id: int
    campus: str
    id: int = 0

    @property
    def key(self) -> RoomKey:
        """What no two classes share: stage, entry year, number, campus."""
        return self.stage, self.entry_year, self.number, self.campus_id

    def name(self, year: int) -> str:
        """三年级1班 in a school year, with its 教学点 where it is not at the main campus."""
        grade = grade_of(stage=self.stage, entry_year=self.entry_year, current_year=year)
        return f"{self.campus}{class_name(grade, self.number)}"


class Rooms:
    """Every class of the book, those that have graduated too, and the ones that a list will make."""

    def __init__(self, session: Session, *, ahead: Iterable[Room] = ()) -> None:
        self._session = session
        school = identity.school(session)
        self._primary_years, self._current_year = school.primary_years, school.current_year
        self._campuses = {place.name: place for place in identity.campuses(session)}
        names: dict[int, str] = {place.id: "" if place.is_main else place.name for place in self._campuses.values()}
        self._main = next(int(place.id) for place in self._campuses.values() if place.is_main)
        self.known = [
            Room(row.stage, row.entry_year, row.number, row.campus_id, names.get(row.campus_id, ""), row.id)
            for row in session.scalars(select(SchoolClass))
        ] + list(ahead)

    def find(self, named: NamedClass, *, year: int) -> list[Room]:
        """The classes that a list may mean in a school year; at the main campus where it names none."""
        entered = entry_year_of(grade=named.grade, current_year=year) if named.grade else None
        same = [
            room for room in self.known
            if named.number in (None, room.number)
            and entered in (None, (room.stage, room.entry_year))
            and (entered is not None or named.entry_year in (None, room.entry_year))
            and (not named.campus or room.campus == named.campus)
        ]  # fmt: skip
        return same if named.campus else [room for room in same if not room.campus] or same

    def in_year(self, year: int) -> list[Room]:
        """The classes that were taught in a school year."""
        return [room for room in self.known if room.entry_year <= year < room.entry_year + self._years(room.stage)]

    def new(self, named: NamedClass, *, year: int) -> Room | None:
        """A class that the book does not have yet, None where the list does not say which; nothing is written."""
        place = self._campuses.get(named.campus)
        if named.grade is None or named.number is None or (named.campus and place is None):
            return None
        stage, entry_year = entry_year_of(grade=named.grade, current_year=year)
        return Room(stage, entry_year, named.number, int(place.id) if place else self._main, named.campus)

    def _years(self, stage: str) -> int:
        last = last_grade(stage=stage, primary_years=self._primary_years)
        return last if stage == "primary" else last - 6

    def make(self, room: Room) -> int:
        """The id of a class, written if it is not there. One of earlier years is closed from the start."""
        known = next((one for one in self.known if one.key == room.key), None)
        if known:
            return known.id
        row = SchoolClass(campus_id=room.campus_id, stage=room.stage, entry_year=room.entry_year, number=room.number)
        over = room.entry_year + self._years(room.stage)
        if over <= self._current_year:
            row.closed_on, row.closed_why = date(over, AUGUST, 31), "毕业"
        self._session.add(row)
        self._session.flush()
        self.known.append(Room(room.stage, room.entry_year, room.number, room.campus_id, room.campus, row.id))
        return row.id
