"""What the rules of levels look at, read from the book with a few questions for all children at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
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
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.levels.rules import ChildState, MarkState, Season
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import FEW, HERE
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


class Breaks(NamedTuple):
    """Earlier breaks of a child: the last 辍学 or 退学, the last 休学 or 复学 within a year, transfers within two."""

    left: date | None = None
    paused: date | None = None
    moves: int = 0


NO_BREAKS = Breaks()


@dataclass(frozen=True)
class Read:
    """Everything of one day: the children, their states, the season, and when somebody last acted for each."""

    children: tuple[Child, ...]
    states: Mapping[PupilId, ChildState]
    season: Season
    acted: Mapping[PupilId, date] = field(default_factory=dict)  # last visit, talk or duty closed
    began: date = date.min  # of the term


def read(
    session: Session, *, on: date, share: float, duties: Sequence[Duty] | None = None,
    besides: Collection[PupilId] | None = None,
) -> Read:  # fmt: skip
    """The book on a day, with a fixed number of questions however many children.

    States are made only where there is something to say: a mark, a step, a break, `share` % of the days missed.
    `duties` if they were read already. `besides`: of the other children only these are wanted, None for all.
    """
    term = _term(session, on)
    of_class, of_late = _recorded(session, term, on)
    fewest = share / 100 * min(filter(None, (*of_class.values(), *of_late.values())), default=0)
    missed = _absent(session, term, on, fewest)
    steps = _steps(duty_room.duties(session, on=on) if duties is None else duties, term)
    known = {name: MarkState(name, kind.shipped, kind.group) for name, kind in kinds(session, unused=True).items()}
    marks: dict[PupilId, list[MarkState]] = {}
    for item in concern.marks(session, on=on):
        marks.setdefault(item.pupil_id, []).append(known.get(item.kind) or MarkState(item.kind, "", ""))
    breaks = _breaks(session, on)
    contact = visits.last_contact(session)
    rooms = _graduating(session, on)
    known_of = marks.keys() | steps.keys() | breaks.keys()
    children = _children(session, None if besides is None else known_of | missed.keys() | set(besides))
    recorded = {child.id: of_late.get(child.id, of_class.get(child.class_id, 0)) for child in children}
    absent = {child: of for child, of in missed.items() if 100 * of[0] >= share * recorded.get(child, 0)}
    wanted = known_of | absent.keys()
    states = {
        child.id: ChildState(
            recorded.get(child.id, 0), *absent.get(child.id, (0, 0)), *steps.get(child.id, ((), ())),
            tuple(marks.get(child.id, ())), past.left, past.paused, past.moves,
            (on - contact[child.id]).days if child.id in contact else None, child.class_id in rooms,
        )
        for child, past in ((child, breaks.get(child.id, NO_BREAKS)) for child in children)
        if child.id in wanted
    }  # fmt: skip
    return Read(children, states, _season(term, on), _acted(session, contact, term), term.starts if term else on)


def _term(session: Session, on: date) -> TermSpan | None:
    """The last term begun by a day: in the holidays the one that ended."""
    begun = [span for span in identity.terms(session) if span.starts <= on]
    return begun[-1] if begun else None


def _season(term: TermSpan | None, on: date) -> Season:
    if term is None or on > term.ends:
        return Season()
    return Season((on - term.starts).days, term.season == "spring")


def _children(session: Session, ids: Collection[PupilId] | None) -> tuple[Child, ...]:
    query = (
        select(Pupil.id, Pupil.name, Pupil.class_id, Pupil.joined_on)
        .where(Pupil.status.in_(HERE))
        .order_by(Pupil.class_id, Pupil.seat_number, Pupil.id)
    )
    if ids is not None and len(ids) <= FEW:
        query = query.where(Pupil.id.in_(ids))
    return tuple(
        Child(PupilId(child), name, ClassId(room) if room else None, joined)
        for child, name, room, joined in session.execute(query)
    )


def _recorded(
    session: Session, term: TermSpan | None, on: date
) -> tuple[Mapping[int | None, int], Mapping[PupilId, int]]:
    """Half-days recorded of each class, and since their coming for the children who came after the term began."""
    if term is None:
        return {}, {}
    inside = Register.day.between(term.starts, min(on, term.ends)) & Register.slot.in_(HALVES)
    rows = session.execute(select(Register.class_id, func.count()).where(inside).group_by(Register.class_id))
    of_class: dict[int | None, int] = {room: number for room, number in rows}  # noqa: C416 - rows are no pairs to mypy
    coming = select(Pupil.id, Pupil.class_id, Pupil.joined_on).where(
        Pupil.status.in_(HERE), Pupil.joined_on > term.starts
    )
    late = [(PupilId(child), room, joined) for child, room, joined in session.execute(coming)]
    days: dict[int | None, list[date]] = {}
    if late:
        which = {room for _, room, _ in late}
        for room, day in session.execute(
            select(Register.class_id, Register.day).where(inside, Register.class_id.in_(which))
        ):
            days.setdefault(room, []).append(day)
    found = {
        child: sum(1 for day in days.get(room, ()) if joined and day >= joined) for child, room, joined in late
    }  # fmt: skip
    return of_class, found


def _absent(session: Session, term: TermSpan | None, on: date, least: float) -> dict[PupilId, tuple[int, int]]:
    """Half-days missed this term, of any reason and truant; only of children who missed at least so many."""
    if term is None:
        return {}
    sorts = attendance.kinds(session)
    present = [name for name, counts in sorts.items() if counts is Counts.PRESENT]
    truant = [name for name, counts in sorts.items() if counts is Counts.TRUANT]
    query = (
        select(AbsenceMark.pupil_id, func.count(), func.sum(case((AbsenceMark.kind.in_(truant), 1), else_=0)))
        .where(
            AbsenceMark.day.between(term.starts, min(on, term.ends)), AbsenceMark.slot.in_(HALVES),
            AbsenceMark.kind.not_in(present),
        )
        .group_by(AbsenceMark.pupil_id)
        .having(func.count() >= least)
    )  # fmt: skip
    return {PupilId(child): (missed, int(halves or 0)) for child, missed, halves in session.execute(query)}


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


def _breaks(session: Session, on: date) -> dict[PupilId, Breaks]:
    """Earlier breaks: 辍学 and 退学 at any time, 休学 within a year, transfers within two."""
    query = (
        select(EnrolmentEvent.pupil_id, EnrolmentEvent.kind, EnrolmentEvent.day)
        .where(
            EnrolmentEvent.withdrawn_at.is_(None), EnrolmentEvent.day <= on,
            EnrolmentEvent.kind.in_((*LEFT, *PAUSED, *MOVED)),
        )
        .order_by(EnrolmentEvent.day)
    )  # fmt: skip
    found: dict[PupilId, Breaks] = {}
    for number, kind, day in session.execute(query):
        child = PupilId(number)
        left, paused, moves = found.get(child, NO_BREAKS)
        if kind in LEFT:
            found[child] = Breaks(day, paused, moves)
        elif kind in PAUSED and day > on - YEAR:
            found[child] = Breaks(left, day, moves)
        elif kind in MOVED and day > on - 2 * YEAR:
            found[child] = Breaks(left, paused, moves + 1)
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
