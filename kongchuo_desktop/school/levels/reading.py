"""What the rules of levels look at, read from the book with a few questions for all children at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.duties import Duty, DutyState
from kongchuo_desktop.school.attendance.model import AbsenceMark, DutyClosure, Register
from kongchuo_desktop.school.attendance.rules import HALVES, Counts
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import last_grade
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.concern.kinds import kinds
from kongchuo_desktop.school.concern.service import MarkFacts
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.levels.rules import ChildState, MarkState, Season
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import HERE
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.school.visits import service as visits

LEFT = ("辍学", "退学")
PAUSED = ("休学", "复学")
MOVED = ("转入", "转出")
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Child:
    """A child on the roll, as lists of levels show it."""

    id: PupilId
    name: str
    class_id: ClassId | None
    joined_on: date | None


@dataclass(frozen=True)
class Read:
    """Everything of one day: the children, their states, the season, and when somebody last acted for each."""

    children: tuple[Child, ...]
    states: Mapping[PupilId, ChildState]
    season: Season
    acted: Mapping[PupilId, date] = field(default_factory=dict)  # last visit, talk or duty closed
    marks: Mapping[PupilId, tuple[MarkFacts, ...]] = field(default_factory=dict)
    began: date = date.min  # of the term


def read(session: Session, *, on: date, duties: Sequence[Duty] | None = None) -> Read:
    """The book on a day, with a fixed number of questions however many children; `duties` if they were read already."""
    term = _term(session, on)
    children = _children(session)
    recorded, absent = _attendance(session, term, on, children)
    steps = _steps(duty_room.duties(session, on=on) if duties is None else duties, term)
    marks: dict[PupilId, list[MarkFacts]] = {}
    for item in concern.marks(session, on=on):
        marks.setdefault(item.pupil_id, []).append(item)
    known = {name: (kind.shipped, kind.group) for name, kind in kinds(session, unused=True).items()}
    breaks = _breaks(session, on)
    contact = visits.last_contact(session)
    rooms = _graduating(session, on)
    states = {
        child.id: ChildState(
            recorded=recorded.get(child.id, 0),
            absent=absent.get(child.id, (0, 0))[0],
            truant=absent.get(child.id, (0, 0))[1],
            open_steps=steps.get(child.id, ((), ()))[0],
            closed_steps=steps.get(child.id, ((), ()))[1],
            marks=tuple(MarkState(item.kind, *known.get(item.kind, ("", ""))) for item in marks.get(child.id, ())),
            days_since_contact=(on - contact[child.id]).days if child.id in contact else None,
            graduating=child.class_id in rooms,
            dropped_out=breaks[child.id].dropped_out,
            paused=breaks[child.id].paused,
            moves=breaks[child.id].moves,
        )
        for child in children
    }
    return Read(
        children, states, _season(term, on), _acted(session, contact, term),
        {child: tuple(items) for child, items in marks.items()}, term.starts if term else on,
    )  # fmt: skip


def _term(session: Session, on: date) -> TermSpan | None:
    """The last term begun by a day: in the holidays the one that ended."""
    begun = [span for span in identity.terms(session) if span.starts <= on]
    return begun[-1] if begun else None


def _season(term: TermSpan | None, on: date) -> Season:
    if term is None or on > term.ends:
        return Season()
    return Season((on - term.starts).days, term.season == "spring")


def _children(session: Session) -> tuple[Child, ...]:
    query = (
        select(Pupil.id, Pupil.name, Pupil.class_id, Pupil.joined_on)
        .where(Pupil.status.in_(HERE))
        .order_by(Pupil.class_id, Pupil.seat_number, Pupil.id)
    )
    return tuple(
        Child(PupilId(child), name, ClassId(room) if room else None, joined)
        for child, name, room, joined in session.execute(query)
    )


def _attendance(
    session: Session, term: TermSpan | None, on: date, children: Collection[Child]
) -> tuple[dict[PupilId, int], dict[PupilId, tuple[int, int]]]:
    """Half-days recorded of each child's class since the child is here, and half-days missed (all, truant)."""
    if term is None:
        return {}, {}
    first, last = term.starts, min(on, term.ends)
    days: dict[int, list[date]] = {}
    for room, day in session.execute(
        select(Register.class_id, Register.day).where(Register.day.between(first, last), Register.slot.in_(HALVES))
    ):
        days.setdefault(room, []).append(day)
    recorded = {child.id: _recorded(days.get(child.class_id or 0, []), child.joined_on, first) for child in children}
    sorts = attendance.kinds(session)
    query = (
        select(AbsenceMark.pupil_id, AbsenceMark.kind, func.count())
        .where(AbsenceMark.day.between(first, last), AbsenceMark.slot.in_(HALVES))
        .group_by(AbsenceMark.pupil_id, AbsenceMark.kind)
    )
    missed: Counter[PupilId] = Counter()
    truant: Counter[PupilId] = Counter()
    for number, kind, halves in session.execute(query):
        counts = sorts.get(kind, Counts.LEAVE)
        if counts is not Counts.PRESENT:
            missed[PupilId(number)] += halves
        if counts is Counts.TRUANT:
            truant[PupilId(number)] += halves
    return recorded, {child: (halves, truant[child]) for child, halves in missed.items()}


def _recorded(days: list[date], joined_on: date | None, first: date) -> int:
    """Half-days since a child is here."""
    return len(days) if joined_on is None or joined_on <= first else sum(1 for day in days if day >= joined_on)


def _steps(duties: Sequence[Duty], term: TermSpan | None) -> dict[PupilId, tuple[tuple[str, ...], tuple[str, ...]]]:
    found: dict[PupilId, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for duty in duties:
        if term is not None and duty.crossed_on < term.starts:
            continue
        still, done = found.get(duty.pupil.id, ((), ()))
        if duty.state is DutyState.CLOSED:
            found[duty.pupil.id] = (still, (*done, duty.step.title))
        else:
            found[duty.pupil.id] = ((*still, duty.step.title), done)
    return found


@dataclass
class _Breaks:
    """Earlier breaks of one child: 辍学 and 退学 at any time, 休学 within a year, transfers within two."""

    dropped_out: date | None = None
    paused: date | None = None
    moves: int = 0


def _breaks(session: Session, on: date) -> defaultdict[PupilId, _Breaks]:
    query = (
        select(EnrolmentEvent.pupil_id, EnrolmentEvent.kind, EnrolmentEvent.day)
        .where(
            EnrolmentEvent.withdrawn_at.is_(None), EnrolmentEvent.day <= on,
            EnrolmentEvent.kind.in_((*LEFT, *PAUSED, *MOVED)),
        )
        .order_by(EnrolmentEvent.day)
    )  # fmt: skip
    found: defaultdict[PupilId, _Breaks] = defaultdict(_Breaks)
    for number, kind, day in session.execute(query):
        child = found[PupilId(number)]
        if kind in LEFT:
            child.dropped_out = day
        elif kind in PAUSED and day > on - YEAR:
            child.paused = day
        elif kind in MOVED and day > on - 2 * YEAR:
            child.moves += 1
    return found


def _graduating(session: Session, on: date) -> frozenset[ClassId]:
    school = identity.school(session)
    last = {last_grade(stage=stage, primary_years=school.primary_years) for stage in ("primary", "junior")}
    return frozenset(room.id for room in class_room.classes(session, today=on) if room.grade in last)


def _acted(session: Session, contact: Mapping[PupilId, date], term: TermSpan | None) -> dict[PupilId, date]:
    """The last day on which somebody visited, talked, or closed a duty for a child."""
    query = select(DutyClosure.pupil_id, func.max(DutyClosure.done_on)).group_by(DutyClosure.pupil_id)
    if term is not None:
        query = query.where(DutyClosure.done_on >= term.starts)
    found = dict(contact)
    for number, day in session.execute(query):
        child = PupilId(number)
        found[child] = max(day, found.get(child, day))
    return found
