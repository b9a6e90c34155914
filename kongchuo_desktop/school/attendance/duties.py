"""Duties that the ladder makes of the recorded absences, and their closing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.class_history import Moved, moves, registers_of
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.ladder import Crossing, History, RuleSet, Run, Step, crossings, due_day, runs
from kongchuo_desktop.school.attendance.model import AbsenceMark, DutyClosure, Register
from kongchuo_desktop.school.attendance.rule_sets import DEFAULT, shipped_sets, with_thresholds
from kongchuo_desktop.school.attendance.rules import Counts, DayPlan
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.plain import plain

SHIPPED_FROM = date(2020, 9, 1)  # before it no shipped value is in force


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
    periods: int = 0  # periods missed on the day of the crossing
    ladder: str = ""  # name of the set alone
    document: str = ""  # its document alone
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
class _InForce:
    """A rule set and the days on which crossings of its steps count."""

    rules: RuleSet
    first: date
    last: date


@dataclass(frozen=True)
class _Year:
    """What deriving needs of the school year under way, read once for all children."""

    days: tuple[date, ...]  # school days up to today
    ahead: tuple[date, ...]  # all school days of the year, for due days
    term_starts: tuple[date, ...]
    off: Mapping[tuple[int, date], str]
    sets: tuple[_InForce, ...]
    kinds: Mapping[str, Counts]
    plan: DayPlan
    registers: Mapping[int, frozenset[tuple[date, str]]]  # by class
    moved: Mapping[str, tuple[Moved, ...]]
    heads: Mapping[int, str]
    closures: Mapping[int, tuple[DutyClosure, ...]]


Marks = dict[PupilId, dict[tuple[date, str], str]]


@dataclass(frozen=True)
class Standing:
    """Both questions of a day, answered from one reading: what is to be done, and who is missing."""

    duties: tuple[Duty, ...]
    away: "tuple[Away, ...]"


def rule_set(session: Session, *, on: date) -> RuleSet:
    """The set in force: what the school chose, else the shipped default; thresholds as the school set them."""
    values = identity.rules(session, on=on)
    sets = shipped_sets()
    found = sets.get(values["ladder.set"].value, sets[DEFAULT])
    return with_thresholds(found, {key: rule.value for key, rule in values.items()})


def duties(session: Session, *, on: date) -> tuple[Duty, ...]:
    """Every duty of the school year under way, worked out anew from the registers, soonest due first."""
    return standing(session, on=on).duties


def away(session: Session, *, on: date, at_least: float = 3) -> "tuple[Away, ...]":
    """Children whose truancy goes on, longest first."""
    return tuple(item for item in standing(session, on=on).away if item.days >= at_least)


def standing(session: Session, *, on: date) -> Standing:
    """Duties and who is away (any length), both from the children who have a truant mark this school year."""
    spans = _spans(session, on)
    marks = _marks(session, spans, on) if spans else {}
    people = pupil_room.pupils(session, today=on, ids=frozenset(marks), status=("在读",)) if marks else ()
    if not people:
        return Standing((), ())
    year = _year(session, spans, on, people)
    found: list[Duty] = []
    missing: list[Away] = []
    for person in people:
        history = _history(person, marks[person.id], year, on)
        every = runs(history, year.kinds, year.plan)
        crossed = [
            (item, crossing)
            for item in year.sets
            for crossing in crossings(history, item.rules, year.kinds, year.plan, of=every)
            if item.first <= crossing.on <= item.last
        ]
        found += [_duty(person, item.rules, crossing, year, on) for item, crossing in crossed]
        missing += _missing(person, every)
    order = {DutyState.OVERDUE: 0, DutyState.TODAY: 1, DutyState.COMING: 2, DutyState.CLOSED: 3}
    found.sort(key=lambda duty: (order[duty.state], duty.due, duty.pupil.id, duty.step.number, duty.crossed_on))
    missing.sort(key=lambda item: (-item.days, item.pupil.id))
    return Standing(tuple(found), tuple(missing))


def _spans(session: Session, on: date) -> tuple[TermSpan, ...]:
    """The terms begun by a day, of the school year of the last of them: a duty outlives the end of its term."""
    begun = [span for span in identity.terms(session) if span.starts <= on]
    return tuple(span for span in begun if span.year == begun[-1].year)


def _marks(session: Session, spans: Sequence[TermSpan], on: date) -> Marks:
    """All marks of the children who have at least one that counts as truant this school year."""
    truant = [name for name, counts in service.kinds(session).items() if counts is Counts.TRUANT]
    inside = AbsenceMark.day.between(spans[0].starts, min(on, spans[-1].ends))
    # No DISTINCT: it leads SQLite past the index of days and kinds, and through every mark of the year.
    who = select(AbsenceMark.pupil_id).where(inside, AbsenceMark.kind.in_(truant))
    query = select(AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot, AbsenceMark.kind).where(
        inside, AbsenceMark.pupil_id.in_(who)
    )
    found: Marks = {}
    for pupil, day, slot, kind in plain(session, query):
        found.setdefault(PupilId(pupil), {})[(day, slot)] = kind
    return found


def _year(session: Session, spans: Sequence[TermSpan], on: date, people: Sequence[PupilFacts]) -> _Year:
    first, calendar = spans[0].starts, calendar_of(session)
    moved = moves(session, people=people, since=first)
    rooms = {person.class_id for person in people if person.class_id}
    rooms_then = {move.from_class for every in moved.values() for move in every}
    closures: dict[int, list[DutyClosure]] = {}
    wanted = select(DutyClosure).where(DutyClosure.done_on >= first).order_by(DutyClosure.id)
    for row in session.scalars(wanted):
        closures.setdefault(row.pupil_id, []).append(row)
    last = max(span.ends for span in calendar.spans if span.year == spans[0].year)
    return _Year(
        days=calendar.taught(first, min(on, spans[-1].ends)), ahead=calendar.taught(first, last),
        term_starts=tuple(span.starts for span in spans), off=calendar.off,
        sets=_in_force(session, on), kinds=service.kinds(session), plan=service.day_plan(session, on=on),
        registers=_registers(session, frozenset({*rooms, *rooms_then}), first, on), moved=moved,
        heads={room.id: room.head for room in class_room.classes(session, today=on)},
        closures={pupil: tuple(rows) for pupil, rows in closures.items()},
    )  # fmt: skip


def _in_force(session: Session, on: date) -> tuple[_InForce, ...]:
    """The rule sets of the year: a new choice holds from its day on and does not undo what was due before."""
    days = sorted({day for day in identity.rule_changes(session, prefix="ladder.") if day <= on})
    starts = [date.min, *days]
    ends = [*(day - timedelta(days=1) for day in days), date.max]
    merged: list[_InForce] = []
    for first, last in zip(starts, ends, strict=True):
        rules = rule_set(session, on=max(first, SHIPPED_FROM))
        if merged and merged[-1].rules == rules:
            merged[-1] = _InForce(rules, merged[-1].first, last)
        else:
            merged.append(_InForce(rules, first, last))
    return tuple(merged)


def _registers(
    session: Session, rooms: frozenset[int], first: date, last: date
) -> dict[int, frozenset[tuple[date, str]]]:
    found: dict[int, set[tuple[date, str]]] = {}
    query = select(Register.class_id, Register.day, Register.slot).where(
        Register.class_id.in_(rooms), Register.day.between(first, last)
    )
    for room, day, slot in plain(session, query):
        found.setdefault(room, set()).add((day, slot))
    return {room: frozenset(halves) for room, halves in found.items()}


def _history(person: PupilFacts, marks: Mapping[tuple[date, str], str], year: _Year, on: date) -> History:
    """A child's year up to a day: the school days of its class on which it was enrolled."""
    since = person.fields["joined_on"] or date.min
    days = year.days if since <= year.term_starts[0] else tuple(day for day in year.days if since <= day)
    room = person.class_id or 0
    if any(off_room == room for off_room, _ in year.off):
        days = tuple(day for day in days if (room, day) not in year.off)
    registers = registers_of(person.class_id, year.moved.get(person.uid, ()), year.registers)
    return History(marks, registers, days, year.term_starts)


def _duty(person: PupilFacts, rules: RuleSet, crossing: Crossing, year: _Year, on: date) -> Duty:
    due = due_day(crossing.step, crossing.on, year.ahead)
    closure = _closure(year, rules, person, crossing)
    head = year.heads.get(person.class_id or 0, "")
    return Duty(
        pupil=person, rule_set=rules.key, rule=f"{rules.name}({rules.document})", step=crossing.step,
        crossed_on=crossing.on, due=due, state=_state(due, on, closed=closure is not None),
        who=head if crossing.step.who == "班主任" and head else crossing.step.who,
        days_away=crossing.run.days, away=tuple(dict.fromkeys(crossing.run.periods)),
        unknown=tuple(dict.fromkeys(day for day, _ in crossing.run.unknown)), still_away=not crossing.run.ended,
        periods=crossing.run.periods.get(crossing.on, 0), ladder=rules.name, document=rules.document,
        closure=closure,
    )  # fmt: skip


def _state(due: date, on: date, *, closed: bool) -> DutyState:
    if closed:
        return DutyState.CLOSED
    if due < on:
        return DutyState.OVERDUE
    return DutyState.TODAY if due == on else DutyState.COMING


def _closure(year: _Year, rules: RuleSet, person: PupilFacts, crossing: Crossing) -> Closure | None:
    """A closing holds for the run that it was about, also when later entries move the day of the crossing."""
    for row in year.closures.get(person.id, ()):
        same = (row.rule_set, row.step) == (rules.key, crossing.step.number)
        if same and crossing.run.first <= row.about_day <= crossing.run.last:
            return Closure(row.outcome, row.record_kind, row.record, row.done_on, row.done_by)
    return None


def close(
    session: Session, *, duty: Duty, outcome: str, record_kind: str, record: str, done_on: date, done_by: str
) -> None:
    """Close a duty by its own act: an outcome of its step, and the record that it rests on."""
    if duty.closure is not None:
        day = duty.closure.done_on.isoformat()
        raise UserError(f"这一步已在{day}办结（{duty.closure.outcome}），要改请先撤销办结。")
    if outcome not in duty.step.outcomes:
        raise UserError(f"这一步的办理结果只能选：{'、'.join(duty.step.outcomes)}。")
    if not record.strip() or not record_kind:
        raise UserError("请写明依据：什么时候、联系了谁、怎样说的，或家访、报告的编号。只写备注不能销号。")
    if done_on < duty.crossed_on:
        raise UserError(f"办理日期不能早于{duty.crossed_on.month}月{duty.crossed_on.day}日，那天才够上这一步。")
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


def _missing(person: PupilFacts, every: Iterable[Run]) -> Iterable[Away]:
    """The run that goes on, unless leave is all that is recorded since."""
    for run in every:
        if not run.ended and not run.on_leave:
            yield Away(person, run.days, run.first, tuple(dict.fromkeys(day for day, _ in run.unknown)))


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))
