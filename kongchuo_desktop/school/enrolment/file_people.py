"""Which child a row of a list of changes means: one of the book, or one that the list brings in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.enrolment.events import base_of_json, step_of
from kongchuo_desktop.school.enrolment.intake import ChangeRow
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.school.enrolment.rooms import Rooms
from kongchuo_desktop.school.enrolment.rules import BY_NAME, GONE, HERE
from kongchuo_desktop.school.enrolment.track import DAY, Contradiction, Standing, Step, Track, replay
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.imports import Fate
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.rules import apart_words


class NotFound(Exception):
    """A row that can't go in: the field at fault, the sentence, refused or doubtful."""

    def __init__(self, field_name: str, reason: str, fate: Fate = Fate.REFUSED) -> None:
        super().__init__(reason)
        self.field, self.reason, self.fate = field_name, reason, fate


@dataclass(frozen=True)
class Entered:
    """What the book has of a change that a row may tell more about."""

    id: int
    place: str
    region: str
    reason: str
    approval: str
    expected_return: date | None
    receipt_on: date | None


@dataclass(eq=False)
class Person:
    """A child and its changes: those that stand in the book, and those of the list as they are let in."""

    name: str
    student_number: str
    id_number: str
    birth: date | None
    base: Standing
    id: int | None = None  # None: the list brings it in
    steps: list[Step] = field(default_factory=list)
    entered: dict[tuple[str, date], Entered] = field(default_factory=dict)

    def track(self) -> Track:
        """Its way so far."""
        return replay(self.base, self.steps)


class People:
    """The children of the book and of the list, findable as a list names them."""

    def __init__(self, session: Session, rooms: Rooms, current_year: int) -> None:
        self._rooms, self._year = rooms, current_year
        self._by_number: dict[str, Person] = {}
        self._by_id: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        events: dict[int, list[EnrolmentEvent]] = defaultdict(list)
        for event in session.scalars(select(EnrolmentEvent).order_by(EnrolmentEvent.id)):
            events[event.pupil_id].append(event)
        columns = (
            Pupil.id, Pupil.name, Pupil.student_number, Pupil.id_number, Pupil.birth_date,
            Pupil.status, Pupil.class_id, Pupil.joined_on, Pupil.left_on, Pupil.left_why,
        )  # fmt: skip
        for number, name, student, card, birth, *row in session.execute(select(*columns)):
            mine = events.get(number, [])
            base = base_of_json(mine[0].before) if mine else Standing(*row)
            stand = [event for event in mine if event.withdrawn_at is None]
            self._add(
                Person(
                    name, student or "", card or "", birth, base, number, [step_of(event) for event in stand],
                    {(event.kind, event.day): _entered(event) for event in stand},
                )
            )  # fmt: skip

    def _add(self, person: Person) -> None:
        if person.student_number:
            self._by_number[person.student_number] = person
        if person.id_number:
            self._by_id[person.id_number] = person
        self._by_name[match_name(person.name)].append(person)

    def bring(self, row: ChangeRow) -> Person:
        """The child of a row that brings one in: known by a number, entered before, or new. Raises NotFound."""
        if known := self._by_numbers(row):
            return known
        same = self._by_name.get(match_name(row.name), [])
        same = [person for person in same if not self._another(person, row)]
        entered = [person for person in same if (row.kind, row.day) in person.entered]
        if len(entered) == 1:
            return entered[0]
        newcomers = [person for person in same if person.id is None]
        if newcomers:
            return newcomers[0]
        known_here = [person for person in same if person.id is not None]
        if row.student_number or row.id_number:  # then only a child without numbers could be the same
            known_here = [person for person in known_here if not person.student_number and not person.id_number]
        if known_here:
            return self._one_of_that_name(row, known_here)
        made = Person(row.name, row.student_number, row.id_number, row.birth_date, Standing())
        self._add(made)
        return made

    def _one_of_that_name(self, row: ChangeRow, same: Sequence[Person]) -> Person:
        """A newcomer named like a child of the book is that child only where its class says so too."""
        here = [person for person in same if row.room and self._in_room(person, row)]
        if len(here) == 1 and here[0].base.status == HERE:
            return here[0]
        known = "；".join(apart_words(person.birth, person.student_number) for person in same)
        gone = "已离校的" if all(person.track().now.status == GONE for person in same) else ""
        reason = (
            f"账本里有{len(same)}名{gone}“{row.name}”（{known}），分不清是不是同一名学生，没有读入；"
            "请补上学籍号或身份证件号。"
        )
        raise NotFound("name", reason, Fate.DOUBTFUL)

    def child(self, row: ChangeRow) -> Person:
        """The child of any other row. Raises NotFound."""
        if known := self._by_numbers(row):
            return known
        same = self._by_name.get(match_name(row.name), [])
        if row.student_number or row.id_number:
            same = [person for person in same if not self._another(person, row)]
            if not same:
                number = row.student_number or row.id_number
                field_name = "student_number" if row.student_number else "id_number"
                raise NotFound(field_name, f"账本里没有号码为 {number} 的学生“{row.name}”，请核对号码。")
        if not same:
            reason = f"账本里没有“{row.name}”这名学生，不能登记“{row.kind}”；请核对姓名，或先登记他的“新生”或“转入”。"
            raise NotFound("name", reason)
        return self._the_one(row, same)

    def _the_one(self, row: ChangeRow, same: Sequence[Person]) -> Person:
        here = [person for person in same if self._in_room(person, row)] if row.room and len(same) > 1 else same
        entered = [person for person in here if (row.kind, row.day) in person.entered]
        able = [person for person in here if person.id is None or _may(person, row)]
        for found in (entered, able, here):
            if len(found) == 1:
                return found[0]
        known = "；".join(apart_words(person.birth, person.student_number) for person in same)
        told = f"账本里有{len(same)}名“{row.name}”（{known}），分不清是哪一名，没有读入；请补上学籍号。"
        raise NotFound("name", told, Fate.DOUBTFUL)

    def _by_numbers(self, row: ChangeRow) -> Person | None:
        """By 学籍号, else by ID number; the name has to agree. Raises NotFound."""
        for number, index, title, field_name in (
            (row.student_number, self._by_number, "学籍号", "student_number"),
            (row.id_number, self._by_id, "身份证件号", "id_number"),
        ):
            known = index.get(number) if number else None
            if known is None:
                continue
            if match_name(known.name) != match_name(row.name):
                reason = f"{title} {number} 在账本里是“{known.name}”，文件写的是“{row.name}”，没有读入，请核对。"
                raise NotFound(field_name, reason, Fate.DOUBTFUL)
            return known
        return None

    def _another(self, person: Person, row: ChangeRow) -> bool:
        """Whether a child of the same name is somebody else by its numbers or birth date."""
        pairs = ((person.student_number, row.student_number), (person.id_number, row.id_number))
        if any(ours and theirs and ours != theirs for ours, theirs in pairs):
            return True
        return bool(person.birth and row.birth_date and person.birth != row.birth_date)

    def _in_room(self, person: Person, row: ChangeRow) -> bool:
        """Whether the class that a row names is the child's, on the eve of the change or today."""
        if person.id is None:
            return True
        track = person.track()
        stay = track.on(row.day - DAY)
        mine = {stay.class_id if stay else None, track.now.class_id}
        years = {school_year_of(row.day), school_year_of(row.day - DAY), self._year}
        return any(room.id in mine for year in years for room in self._rooms.find(row.room, year=year))


def _entered(event: EnrolmentEvent) -> Entered:
    return Entered(
        event.id, event.place, event.region, event.reason, event.approval, event.expected_return, event.receipt_on
    )


def _may(person: Person, row: ChangeRow) -> bool:
    """Whether the change could follow what the book has of the child."""
    try:
        replay(person.base, [*person.steps, Step(row.day, row.kind, id=2**62)])
    except Contradiction:
        return False
    return True


def brings_in(row: ChangeRow) -> bool:
    """新生, 转入, 其他增加."""
    return BY_NAME[row.kind].way == "in"


def people_of(people: People, rows: Iterable[ChangeRow]) -> list[Person | NotFound]:
    """Of each row the child that it means, in the order of the rows; those that bring children in are read first."""
    rows = list(rows)
    found: dict[int, Person | NotFound] = {}
    for place in sorted(range(len(rows)), key=lambda place: not brings_in(rows[place])):
        row = rows[place]
        try:
            found[place] = people.bring(row) if brings_in(row) else people.child(row)
        except NotFound as error:
            found[place] = error
    return [found[place] for place in range(len(rows))]
