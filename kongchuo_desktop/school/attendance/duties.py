"""Duties that the ladder makes of the recorded absences, and their closing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.ladder import Crossing, History, RuleSet, Step, crossings, due_day, runs
from kongchuo_desktop.school.attendance.model import AbsenceMark, DutyClosure, Register
from kongchuo_desktop.school.attendance.rule_sets import DEFAULT, rule_sets
from kongchuo_desktop.school.attendance.rules import Counts, DayPlan
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan, school_days
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId


class DutyState(StrEnum):
    """Where a duty stands on a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    COMING = "coming"
    CLOSED = "closed"


@dataclass(frozen=True)
class Duty:
    """One step to take for one child."""

    pupil: PupilFacts
    rule_set: str
    rule: str  # name and document of the set, as papers print it
    step: Step
    crossed_on: date
    due: date
    state: DutyState
    who: str  # the adult by name where the book knows one, else the office
    days_away: float
    away: tuple[date, ...]
    unknown: tuple[date, ...]  # days of the run whose register is missing
    still_away: bool
    closure: "Closure | None" = None


@dataclass(frozen=True)
class Closure:
    """How a duty was closed."""

    outcome: str
    record_kind: str
    record: str
    done_on: date
    done_by: str


@dataclass(frozen=True)
class _Term:
    """What deriving needs, read once for all children."""

    span: TermSpan
    days: tuple[date, ...]
    rules: RuleSet
    kinds: Mapping[str, Counts]
    plan: DayPlan
    registers: Mapping[int, frozenset[tuple[date, str]]]  # by class
    heads: Mapping[int, str]
    closures: Mapping[int, tuple[DutyClosure, ...]]


def rule_set(session: Session, *, on: date) -> RuleSet:
    """The set in force: what the school chose, else the shipped default."""
    sets = rule_sets(read_toml("policy", "ladders.toml"))
    chosen = identity.rules(session, on=on)["ladder.set"].value
    return sets.get(chosen, sets[DEFAULT])


def duties(session: Session, *, on: date) -> tuple[Duty, ...]:
    """Every duty of the term under way, worked out anew from the registers, soonest due first."""
    span = identity.current_term(session, today=on)
    if span is None or on < span.starts:
        return ()
    marks = _marks(session, span, on)
    if not marks:
        return ()
    people = pupil_room.pupils(session, today=on, ids=frozenset(marks), status=("在读",))
    term = _term(session, span, on, people)
    found = [duty for person in people for duty in _of_child(person, marks[person.id], term, on)]
    order = {DutyState.OVERDUE: 0, DutyState.TODAY: 1, DutyState.COMING: 2, DutyState.CLOSED: 3}
    return tuple(sorted(found, key=lambda duty: (order[duty.state], duty.due, duty.pupil.id, duty.step.number)))


def _marks(session: Session, span: TermSpan, on: date) -> dict[PupilId, dict[tuple[date, str], str]]:
    """All marks of the children who have at least one that counts as truant this term."""
    truant = [name for name, counts in service.kinds(session).items() if counts is Counts.TRUANT]
    inside = (AbsenceMark.day >= span.starts) & (AbsenceMark.day <= min(on, span.ends))
    who = select(AbsenceMark.pupil_id).where(inside, AbsenceMark.kind.in_(truant)).distinct()
    query = select(AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot, AbsenceMark.kind).where(
        inside, AbsenceMark.pupil_id.in_(who)
    )
    found: dict[PupilId, dict[tuple[date, str], str]] = {}
    for pupil, day, slot, kind in session.execute(query):
        found.setdefault(PupilId(pupil), {})[(day, slot)] = kind
    return found


def _term(session: Session, span: TermSpan, on: date, people: Sequence[PupilFacts]) -> _Term:
    rooms = {person.class_id for person in people if person.class_id}
    registers: dict[int, set[tuple[date, str]]] = {}
    query = select(Register.class_id, Register.day, Register.slot).where(
        Register.class_id.in_(rooms), Register.day >= span.starts, Register.day <= on
    )
    for room, day, slot in session.execute(query):
        registers.setdefault(room, set()).add((day, slot))
    closures: dict[int, list[DutyClosure]] = {}
    for row in session.scalars(select(DutyClosure).where(DutyClosure.pupil_id.in_([one.id for one in people]))):
        closures.setdefault(row.pupil_id, []).append(row)
    return _Term(
        span=span, days=school_days(span, identity.calendar(session)), rules=rule_set(session, on=on),
        kinds=service.kinds(session), plan=service.day_plan(session, on=on),
        registers={room: frozenset(found) for room, found in registers.items()},
        heads={room.id: room.head for room in class_room.classes(session, today=on)},
        closures={pupil: tuple(found) for pupil, found in closures.items()},
    )  # fmt: skip


def history_of(
    person: PupilFacts, marks: Mapping[tuple[date, str], str], registers: frozenset[tuple[date, str]],
    days: Iterable[date], on: date,
) -> History:  # fmt: skip
    """A child's term up to a day: only school days on which it was enrolled count."""
    since = person.fields["joined_on"] or date.min
    return History(marks, registers, tuple(day for day in days if since <= day <= on))


def _of_child(person: PupilFacts, marks: Mapping[tuple[date, str], str], term: _Term, on: date) -> Iterable[Duty]:
    registers = term.registers.get(person.class_id or 0, frozenset())
    history = history_of(person, marks, registers, term.days, on)
    for crossing in crossings(history, term.rules, term.kinds, term.plan):
        yield _duty(person, crossing, term, on)


def _duty(person: PupilFacts, crossing: Crossing, term: _Term, on: date) -> Duty:
    due = due_day(crossing.step, crossing.on, term.days)
    closure = _closure(term, person, crossing)
    head = term.heads.get(person.class_id or 0, "")
    return Duty(
        pupil=person, rule_set=term.rules.key, rule=f"{term.rules.name}({term.rules.document})", step=crossing.step,
        crossed_on=crossing.on, due=due, state=_state(due, on, closed=closure is not None),
        who=head if crossing.step.who == "班主任" and head else crossing.step.who,
        days_away=crossing.run.days, away=tuple(dict.fromkeys(crossing.run.periods)),
        unknown=tuple(dict.fromkeys(day for day, _ in crossing.run.unknown)), still_away=not crossing.run.ended,
        closure=closure,
    )  # fmt: skip


def _state(due: date, on: date, *, closed: bool) -> DutyState:
    if closed:
        return DutyState.CLOSED
    if due < on:
        return DutyState.OVERDUE
    return DutyState.TODAY if due == on else DutyState.COMING


def _closure(term: _Term, person: PupilFacts, crossing: Crossing) -> Closure | None:
    """A closing holds for the run that it was about, also when later entries move the day of the crossing."""
    for row in term.closures.get(person.id, ()):
        same = (row.rule_set, row.step) == (term.rules.key, crossing.step.number)
        if same and crossing.run.first <= row.about_day <= crossing.run.last:
            return Closure(row.outcome, row.record_kind, row.record, row.done_on, row.done_by)
    return None


def close(
    session: Session, *, duty: Duty, outcome: str, record_kind: str, record: str, done_on: date, done_by: str
) -> None:
    """Close a duty by its own act: an outcome of its step, and the record that it rests on."""
    if outcome not in duty.step.outcomes:
        raise UserError(f"这一步的办理结果只能选:{'、'.join(duty.step.outcomes)}。")
    if not record.strip() or not record_kind:
        raise UserError("请写明依据:什么时候、联系了谁、怎样说的,或家访、报告的编号。只写备注不能销号。")
    if done_on < duty.crossed_on:
        raise UserError(f"办理日期不能早于{duty.crossed_on.month}月{duty.crossed_on.day}日,那天才够上这一步。")
    session.add(
        DutyClosure(
            pupil_id=duty.pupil.id, rule_set=duty.rule_set, step=duty.step.number, about_day=duty.crossed_on,
            outcome=outcome, record_kind=record_kind, record=record.strip(), done_on=done_on, done_by=done_by,
        )
    )  # fmt: skip


def reopen(session: Session, *, duty: Duty) -> None:
    """Take a closing back."""
    rows = session.scalars(
        select(DutyClosure).where(
            DutyClosure.pupil_id == duty.pupil.id,
            DutyClosure.rule_set == duty.rule_set,
            DutyClosure.step == duty.step.number,
        )
    ).all()
    for row in rows:
        if duty.away and min(duty.away) <= row.about_day <= max(duty.away):
            session.delete(row)


@dataclass(frozen=True)
class Away:
    """名在人不在: on the roll, not in the room for some days, without leave and without a change of 学籍."""

    pupil: PupilFacts
    days: float
    since: date
    unknown: tuple[date, ...]


def away(session: Session, *, on: date, at_least: float = 3) -> tuple[Away, ...]:
    """Children whose truancy goes on, longest first."""
    span = identity.current_term(session, today=on)
    if span is None or on < span.starts:
        return ()
    marks = _marks(session, span, on)
    people = pupil_room.pupils(session, today=on, ids=frozenset(marks), status=("在读",)) if marks else ()
    if not people:
        return ()
    term = _term(session, span, on, people)
    found = []
    for person in people:
        registers = term.registers.get(person.class_id or 0, frozenset())
        history = history_of(person, marks[person.id], registers, term.days, on)
        for run in runs(history, term.kinds, term.plan)[-1:]:
            if not run.ended and run.days >= at_least:
                found.append(Away(person, run.days, run.first, tuple(dict.fromkeys(day for day, _ in run.unknown))))
    return tuple(sorted(found, key=lambda item: (-item.days, item.pupil.id)))


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))
