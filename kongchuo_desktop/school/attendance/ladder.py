"""From absence to duties, under a named rule set. Plain values in, frozen values out.

A run is a child's consecutive truant half-days among the *recorded* ones: weekends, holidays, half-days whose
register was forgotten, and leave neither break a run nor count in it; being there does. Two half-days are one
day. Half a day spent away period by period is a truant half-day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.school.attendance.rules import HALVES, Counts, DayPlan

HalfDay = tuple[date, str]


@dataclass(frozen=True)
class Step:
    """One step of a rule set.

    `measure`: periods_in_day (节) | consecutive_days | cumulative_days (of the term). `due` counts from the day
    on which the step is crossed, in school days or calendar days; 0 is that same day.
    """

    number: int
    title: str
    measure: str
    threshold: float
    duty: str
    who: str
    due: int
    due_in: str = "school"  # school | calendar
    papers: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    threshold_rule: str = ""  # key of the school's own value, when it may set one


@dataclass(frozen=True)
class RuleSet:
    """A county's or school's ladder, with its document and date of force."""

    key: str
    name: str
    document: str
    in_force_from: date
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class History:
    """What is known of one child: its marks, the registers of its class, and the school days it was enrolled on."""

    marks: Mapping[HalfDay, str]  # (day, slot) → kind; slots are half-days and periods
    registers: frozenset[HalfDay]
    school_days: tuple[date, ...]  # in order, up to today
    term_starts: tuple[date, ...] = ()  # where cumulative counts begin anew


@dataclass(frozen=True)
class Run:
    """A stretch of truancy. `away` are its truant half-days in order, `unknown` those in it not recorded."""

    away: tuple[HalfDay, ...]
    unknown: tuple[HalfDay, ...]
    periods: Mapping[date, int]  # truant periods per day
    ended: bool  # the child was seen again
    on_leave: bool = False  # leave is all that is recorded since

    @property
    def first(self) -> date:
        """The first day of it."""
        return min((self.away[0][0],) if self.away else self.periods)

    @property
    def last(self) -> date:
        """The last day of it."""
        return max((*(day for day, _ in self.away), *self.periods))

    @property
    def days(self) -> float:
        """Its length in days."""
        return len(self.away) / 2


@dataclass(frozen=True)
class Crossing:
    """A step that a child's absence crossed, on which day, and the run it rests on."""

    step: Step
    on: date
    run: Run


def runs(history: History, kinds: Mapping[str, Counts], plan: DayPlan) -> tuple[Run, ...]:
    """All runs in order of time. Looks only at days from a truant mark to the next time the child was seen."""
    found: list[Run] = []
    truant = {day for (day, _), kind in history.marks.items() if kinds.get(kind) is Counts.TRUANT}
    starts = [bisect_left(history.school_days, day) for day in sorted(truant)]
    place = 0
    while (place := next((at for at in starts if at >= place), len(history.school_days))) < len(history.school_days):
        run, place = _run_from(history, kinds, plan, place)
        found += [run] if run else []
    found += _single_days(history, found, kinds, plan)
    return tuple(sorted(found, key=lambda run: run.first))


def _run_from(history: History, kinds: Mapping[str, Counts], plan: DayPlan, place: int) -> tuple[Run | None, int]:
    """The run that begins on a day, up to where the child was seen, and the day to go on from.

    That is the same day again when it was seen in the morning: its afternoon may begin another run.
    """
    away: list[HalfDay] = []
    unknown: list[HalfDay] = []
    held: list[HalfDay] = []  # not recorded, and perhaps inside the run
    on_leave = False
    for at in range(place, len(history.school_days)):
        for slot in HALVES:
            half = (history.school_days[at], slot)
            state = state_of(history, half, kinds, plan)
            if state is Counts.TRUANT:
                unknown += held
                held, on_leave = [], False
                away.append(half)
            elif state is None:
                held += [half] if away else []
            elif state is Counts.LEAVE:
                on_leave = bool(away)
            elif away:
                return _run(history, away, unknown, kinds, plan, ended=True), at + (slot != HALVES[0])
        if not away:
            return None, at + 1
    return _run(history, away, unknown + held, kinds, plan, ended=False, on_leave=on_leave), len(history.school_days)


def state_of(history: History, half: HalfDay, kinds: Mapping[str, Counts], plan: DayPlan) -> Counts | None:
    """Away, on leave or there; None when nobody recorded it."""
    day, slot = half
    kind = history.marks.get(half)
    if kind is not None:
        return kinds.get(kind, Counts.LEAVE)
    lessons = plan.periods_of(slot)
    if lessons and all(_truant(history, (day, lesson), kinds) for lesson in lessons):
        return Counts.TRUANT
    return Counts.PRESENT if half in history.registers else None


def _truant(history: History, place: HalfDay, kinds: Mapping[str, Counts]) -> bool:
    kind = history.marks.get(place)
    return kind is not None and kinds.get(kind) is Counts.TRUANT


def truant_periods(history: History, day: date, kinds: Mapping[str, Counts], plan: DayPlan) -> int:
    """Periods missed without leave on a day; a truant half-day counts all of its periods."""
    missed: set[str] = set()
    for half in HALVES:
        if _truant(history, (day, half), kinds):
            missed |= plan.periods_of(half)
    return len(missed | {slot for at, slot in history.marks if at == day and slot.isdigit()
                         and _truant(history, (day, slot), kinds)})  # fmt: skip


def _run(
    history: History, away: list[HalfDay], unknown: list[HalfDay],
    kinds: Mapping[str, Counts], plan: DayPlan, *, ended: bool, on_leave: bool = False,
) -> Run:  # fmt: skip
    days = dict.fromkeys(day for day, _ in away)
    periods = {day: truant_periods(history, day, kinds, plan) for day in days}
    return Run(tuple(away), tuple(unknown), periods, ended, on_leave)


def _single_days(history: History, found: Iterable[Run], kinds: Mapping[str, Counts], plan: DayPlan) -> Iterator[Run]:
    """Days on which single periods were missed, outside every run."""
    covered = {day for run in found for day in run.periods}
    marked = {day for day, slot in history.marks if slot.isdigit()} - covered
    for day in sorted(marked & set(history.school_days)):
        missed = truant_periods(history, day, kinds, plan)
        if missed:
            yield Run((), (), {day: missed}, ended=True)


def crossings(
    history: History, rules: RuleSet, kinds: Mapping[str, Counts], plan: DayPlan, *, of: Sequence[Run] | None = None
) -> tuple[Crossing, ...]:
    """Every step crossed, once in each run. A crossed step includes those before it. `of`: the runs, when known."""
    found: list[Crossing] = []
    every = runs(history, kinds, plan) if of is None else of
    for run in every:
        crossed = {step.number: day for step in rules.steps if (day := _crossed_on(run, step)) is not None}
        if crossed:
            highest = max(crossed)
            for step in rules.steps:
                if step.number <= highest:
                    later = min(day for number, day in crossed.items() if number >= step.number)
                    found.append(Crossing(step, min(later, crossed.get(step.number, later)), run))
    found += _cumulative(history, every, rules, kinds, plan)
    return tuple(found)


def _crossed_on(run: Run, step: Step) -> date | None:
    if step.measure == "periods_in_day":
        return next((day for day in sorted(run.periods) if run.periods[day] >= step.threshold), None)
    if step.measure == "consecutive_days":
        needed = round(step.threshold * 2)
        return run.away[needed - 1][0] if 0 < needed <= len(run.away) else None
    return None


def _cumulative(
    history: History, found: Sequence[Run], rules: RuleSet, kinds: Mapping[str, Counts], plan: DayPlan
) -> Iterator[Crossing]:
    """Steps that count every truant day of a term, whether or not they follow one another."""
    steps = [step for step in rules.steps if step.measure == "cumulative_days"]
    if not steps:
        return
    by_term: dict[int, list[HalfDay]] = {}
    for half in (half for run in found for half in run.away):
        by_term.setdefault(bisect_right(history.term_starts, half[0]), []).append(half)
    for step in steps:
        needed = round(step.threshold * 2)
        for every in by_term.values():
            if 0 < needed <= len(every):
                periods = {day: truant_periods(history, day, kinds, plan) for day, _ in every}
                yield Crossing(step, every[needed - 1][0], Run(tuple(every), (), periods, ended=False))


def due_day(step: Step, crossed: date, school_days: Sequence[date]) -> date:
    """The day by which a duty is due; `school_days` in order; past them it counts Mondays to Fridays."""
    if step.due_in == "calendar":
        return crossed + timedelta(days=step.due)
    after = bisect_right(school_days, crossed)
    known = school_days[after : after + step.due]
    day, left = (known[-1] if known else crossed), step.due - len(known)
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
