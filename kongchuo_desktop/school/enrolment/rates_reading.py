"""The book as rates need it: stays and changes as plain values, classes and what a scope's words mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.classes.rules import class_name, grade_name, grade_of
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.school.enrolment.rates_roll import GRADUATED, NEW, Move, Stay
from kongchuo_desktop.school.enrolment.rules import BY_NAME, HERE
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage.asked_once import asked_once

STAGES = {"小学": "primary", "初中": "junior"}
ENTRY_MONTHS = (8, 9)  # a child of an entry class that the roster has since then is a 新生 without further papers


@dataclass(frozen=True)
class Room:
    """A class as rates see it; `name` and `grade` are those of the asked school year."""

    id: int
    stage: str  # primary | junior
    entry_year: int
    grade: int
    name: str
    closed_on: date | None = None


@dataclass(frozen=True)
class Scope:
    """What a rate is asked of: words, its classes (None: the whole school) and its stages."""

    title: str
    rooms: frozenset[int] | None
    stages: tuple[str, ...]
    whole_stage: bool = True  # the school or one of its stages; not a grade or class

    @property
    def stage(self) -> str:
        """The one stage it is of; "" when it spans both."""
        return self.stages[0] if len(self.stages) == 1 else ""


@dataclass(frozen=True)
class Person:
    """A child as a figure names it."""

    name: str
    student_number: str
    id_number: str


def rooms(session: Session, *, on: date) -> tuple[Room, ...]:
    """Every class that ever was, with the grade of the school year of a day, in the order of the school."""
    school = identity.school(session)
    year = min(school_year_of(on), school.current_year)
    places: dict[int, str] = {place.id: "" if place.is_main else place.name for place in identity.campuses(session)}
    columns = (
        SchoolClass.id, SchoolClass.stage, SchoolClass.entry_year, SchoolClass.number, SchoolClass.campus_id,
        SchoolClass.closed_on,
    )  # fmt: skip
    found = []
    for number, stage, entry_year, place, campus, closed in session.execute(select(*columns)):
        grade = grade_of(stage=stage, entry_year=entry_year, current_year=year)
        open_then = entry_year <= year and (closed is None or closed >= date(year, 9, 1))
        words = class_name(grade, place) if open_then and 1 <= grade <= 9 else f"{entry_year}级{place}班"
        order = (places.get(campus, "") != "", campus, grade if open_then else 99, -entry_year, place)
        room = Room(number, stage, entry_year, grade if open_then else 0, places.get(campus, "") + words, closed)
        found.append((order, room))
    return tuple(room for _, room in sorted(found, key=lambda item: item[0]))


def scope_asked(session: Session, text: str, *, on: date) -> Scope:
    """全校 (or ""), 小学, 初中, 三年级 or 三年级1班 as a scope; a UserError lists what there is."""
    known = rooms(session, on=on)
    asked = text.strip()
    if asked in ("", "全校"):
        stages = tuple(stage for stage in STAGES.values() if any(room.stage == stage for room in known))
        return Scope("全校", None, stages or _stages_of(identity.school(session).stage))
    if asked in STAGES:
        mine = frozenset(room.id for room in known if room.stage == STAGES[asked])
        return Scope(asked, mine, (STAGES[asked],))
    if (one := next((room for room in known if room.grade and room.name == asked), None)) is not None:
        return Scope(asked, frozenset({one.id}), (one.stage,), whole_stage=False)
    mine = frozenset(room.id for room in known if room.grade and grade_name(room.grade) == asked)
    if mine:
        stage = next(room.stage for room in known if room.id in mine)
        return Scope(asked, mine, (stage,), whole_stage=False)
    names = "、".join(("全校", "小学", "初中", *(room.name for room in known if room.grade)))
    raise UserError(f"没有“{asked}”这个范围，可用：{names}，或者一个年级，如三年级。")


def _stages_of(school: str) -> tuple[str, ...]:
    return {"初中": ("junior",), "九年一贯": ("primary", "junior")}.get(school, ("primary",))


@asked_once
def stays(session: Session) -> tuple[Stay, ...]:
    """Everybody's days in school (在读), leave left out; a closed class ends its children's stay."""
    closing: dict[int, tuple[str, int, date | None]] = {
        number: (stage, entry, closed)
        for number, stage, entry, closed in session.execute(
            select(SchoolClass.id, SchoolClass.stage, SchoolClass.entry_year, SchoolClass.closed_on)
        )
    }
    gone = select(Pupil.id, Pupil.left_why).where(Pupil.status == "离校")
    left: dict[int, str] = dict(session.execute(gone).all())
    found = []
    for pupil, life in history(session).lives.items():
        for place, stay in enumerate(life.stays):
            if stay.status != HERE:
                continue
            room = stay.class_id or 0
            _, entry, closed = closing.get(room, ("", 0, None))
            last, why = stay.last, left.get(pupil, "")
            if closed is not None and closed < last:
                last, why = closed, GRADUATED
            came = NEW if place == 0 and _enters(stay.first, entry) else ""
            if stay.first <= last:
                found.append(Stay(pupil, room, stay.first, last, came, why))
    return tuple(found)


def _enters(first: date, entry_year: int) -> bool:
    return first.year == entry_year and first.month in ENTRY_MONTHS


@asked_once
def moves(session: Session) -> tuple[Move, ...]:
    """Every change that stands, by day."""
    columns = (
        EnrolmentEvent.pupil_id, EnrolmentEvent.kind, EnrolmentEvent.day, EnrolmentEvent.from_class_id,
        EnrolmentEvent.to_class_id, EnrolmentEvent.receipt_on, EnrolmentEvent.place,
    )  # fmt: skip
    query = (
        select(*columns).where(EnrolmentEvent.withdrawn_at.is_(None)).order_by(EnrolmentEvent.day, EnrolmentEvent.id)
    )
    found = []
    for pupil, kind, day, left, entered, receipt, place in session.execute(query):
        proven = not BY_NAME[kind].needs_proof or receipt is not None
        found.append(Move(pupil, kind, day, entered or left or 0, proven, place))
    return tuple(found)


def earliest_year(session: Session) -> int:
    """The first school year of which the book can say who came and went: its first terms, or older changes."""
    years = [term.year for term in identity.terms(session)]
    years += [school_year_of(move.day) for move in moves(session)[:1]]
    return min(years, default=identity.school(session).current_year)


def people(session: Session, ids: Iterable[int]) -> Mapping[int, Person]:
    """Names and numbers of children, to open a figure with."""
    wanted = frozenset(ids)
    query = select(Pupil.id, Pupil.name, Pupil.student_number, Pupil.id_number)
    if len(wanted) <= 5000:
        query = query.where(Pupil.id.in_(wanted))
    return {
        number: Person(name, student or "", identity_number or "")
        for number, name, student, identity_number in session.execute(query)
        if number in wanted
    }
