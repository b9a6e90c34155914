"""All rates of a period and scope out of the book, each with its formula, its target and its children."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.enrolment import rates as pure
from kongchuo_desktop.school.enrolment import rates_area as area
from kongchuo_desktop.school.enrolment import rates_reading as reading
from kongchuo_desktop.school.enrolment.rates import Counted, Fate, Figure, Treatment
from kongchuo_desktop.school.enrolment.rates_area_reading import area_people, here
from kongchuo_desktop.school.enrolment.rates_reading import Room, Scope
from kongchuo_desktop.school.enrolment.rates_roll import GRADUATED, MOVED_OUT, Balance, Roll, balance, read_roll
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.identity.service import Rule, SchoolFacts

NOT_NINE_YEARS = "本校不是九年一贯，九年巩固率由县里按两段学籍合起来算。"
LESS_IS_BETTER = ("dropout", "dropout.balance")
TARGETS = {
    "enrolment": "target.enrolment.{stage}",
    "enrolment.gross": "target.gross.{stage}",
    "enrolment.disabled": "target.disabled",
    "retention": "target.retention.{stage}",
    "retention.cohort3": "target.cohort.junior",
    "retention.cohort6": "target.cohort.primary",
    "retention.cohort9": "target.cohort.nine",
    "dropout": "target.dropout.{stage}",
    "completion.primary": "target.completion.primary",
    "completion.junior": "target.completion.junior",
}


@dataclass(frozen=True)
class Formula:
    """A rate's wording with its version and its source."""

    key: str
    version: int
    name: str
    wording: str
    source: str

    @property
    def id(self) -> str:
        """retention/1: which formula a kept figure was worked out by."""
        return f"{self.key}/{self.version}"


@dataclass(frozen=True)
class Line:
    """One rate with what it is held against."""

    formula: Formula
    figure: Figure
    target: Rule | None = None
    veto: Rule | None = None

    @property
    def state(self) -> str:
        """met, missed, vetoed (beyond the veto line), or "" where there is no figure or no target."""
        value = self.figure.value
        if value is None:
            return ""
        if self.veto is not None and value > float(self.veto.value):
            return "vetoed"
        if self.target is None:
            return ""
        goal = float(self.target.value)
        good = value <= goal if self.formula.key in LESS_IS_BETTER else value >= goal
        return "met" if good else "missed"


@dataclass(frozen=True)
class Answer:
    """Every rate of a period (both days included) and scope, and the roll it rests on."""

    first: date
    last: date
    scope: Scope
    lines: tuple[Line, ...]
    balance: Balance
    switches: tuple[Rule, ...]

    def line(self, key: str) -> Line:
        """The rate of that formula."""
        return next(line for line in self.lines if line.formula.key == key)


def formulas() -> Mapping[str, Formula]:
    """The shipped formulas by key, in the order in which they are shown."""
    return {item["key"]: Formula(**item) for item in read_toml("policy", "rates.toml")["formula"]}


def treatment(session: Session, *, on: date) -> Treatment:
    """The switches in force on a day."""
    values = {key: rule.value for key, rule in identity.rules(session, on=on).items()}
    return Treatment({key: value for key, value in values.items() if key.startswith("rates.")})


def usual_period(today: date) -> tuple[date, date]:
    """The school year to date."""
    return date(school_year_of(today), 9, 1), today


def rates(
    session: Session, *, first: date, last: date, scope: str = "", unseen: frozenset[int] = frozenset()
) -> Answer:
    """All rates of a period and scope (全校, 小学, 三年级, 三年级1班).

    `unseen`: children who came back within the period but were not seen in the days before its end (rates.return_days).
    """
    if last < first:
        raise UserError("截止日期不能早于开始日期，请改正后再算。")
    found = reading.scope_asked(session, scope, on=last)
    rules = identity.rules(session, on=last)
    switches = treatment(session, on=last)
    roll = read_roll(reading.stays(session), reading.moves(session), first=first, last=last)
    people = pure.without_unseen(pure.fates(roll, rooms=found.rooms), roll, unseen)
    figures = (
        *_area_figures(session, found, last, switches, int(float(rules["rates.entry_age"].value))),
        pure.retention(people, switches),
        pure.retention_raw(people),
        *_cohorts(session, found, last, switches),
        pure.dropout(people, switches),
        pure.dropout_by_balance(roll, people, rooms=found.rooms),
    )
    known = formulas()
    order = {key: place for place, key in enumerate(known)}
    lines = tuple(_line(known[figure.key], figure, rules, found) for figure in figures)
    return Answer(
        first, last, found, tuple(sorted(lines, key=lambda line: order[line.formula.key])),
        balance(roll, rooms=found.rooms, abroad=switches.values["rates.abroad"]),
        tuple(rule for key, rule in rules.items() if key.startswith("rates.")),
    )  # fmt: skip


def _line(formula: Formula, figure: Figure, rules: Mapping[str, Rule], scope: Scope) -> Line:
    if not figure.applies:
        return Line(formula, figure)
    target = rules.get(TARGETS.get(formula.key, "").format(stage=scope.stage))
    veto = rules.get(f"veto.dropout.{scope.stage}") if formula.key == "dropout" else None
    return Line(formula, figure, target, veto)


def _area_figures(session: Session, scope: Scope, on: date, switches: Treatment, entry_age: int) -> Iterable[Figure]:
    keys = ("enrolment", "enrolment.gross", "enrolment.disabled", "completion.primary", "completion.junior")
    if not scope.whole_stage:
        return tuple(Figure(key, missing=area.WHOLE_AREA, applies=False) for key in keys)
    people, listed = area_people(session, on=on, treatment=switches)
    years = identity.school(session).primary_years
    band = area.bands(scope.stages, entry_age=entry_age, primary_years=years)
    kinds = tuple(read_toml("policy", "rates.toml")["disability"]["three"])
    enrolled = tuple(Counted(pupil, "本校在校") for pupil in here(session, on=on, rooms=scope.rooms))
    return (
        area.enrolment(people, band, listed=listed),
        area.gross(enrolled, people, band, listed=listed),
        area.disabled(people, band, kinds if switches.says("disability", "three") else (), listed=listed),
        area.completion(people, "primary"),
        area.completion(people, "junior"),
    )


def _cohorts(session: Session, scope: Scope, last: date, switches: Treatment) -> Iterable[Figure]:
    school = identity.school(session)
    rooms = reading.rooms(session, on=last)
    year = school_year_of(last)
    junior = tuple(room for room in rooms if room.stage == "junior")
    primary = tuple(room for room in rooms if room.stage == "primary")
    asked = scope.rooms if not scope.whole_stage else None
    yield _cohort(session, "retention.cohort3", junior, year - 2, last, switches, asked, years=3)
    yield _cohort(
        session, "retention.cohort6", primary, year - school.primary_years + 1, last, switches, asked,
        years=school.primary_years,
    )  # fmt: skip
    yield _nine_years(session, school, primary, junior, year, last, switches, scope)


def _cohort(
    session: Session, key: str, rooms: tuple[Room, ...], entry_year: int, last: date, switches: Treatment,
    asked: frozenset[int] | None, *, years: int,
) -> Figure:  # fmt: skip
    """The cohort that is in its last year, or for a grade or class asked for its own."""
    if not rooms:
        return Figure(key, missing="本校没有这个学段的班级，不适用。", applies=False)
    if asked is not None:
        entries = {room.entry_year for room in rooms if room.id in asked}
        if not entries:
            return Figure(key, missing="这个范围不是这个学段的班级，不适用。", applies=False)
        entry_year = min(entries)
    mine = frozenset(room.id for room in rooms if room.entry_year == entry_year and (asked is None or room.id in asked))
    if not mine:
        return Figure(key, missing=f"账本里没有{entry_year}年入学的班级，算不出。")
    roll = _cohort_roll(session, entry_year, years, last)
    if roll is None:
        return Figure(key, missing=_too_young(session, entry_year))
    return pure.retention(pure.fates(roll, rooms=mine), switches, key=key)


def _nine_years(
    session: Session, school: SchoolFacts, primary: tuple[Room, ...], junior: tuple[Room, ...], year: int,
    last: date, switches: Treatment, scope: Scope,
) -> Figure:  # fmt: skip
    key = "retention.cohort9"
    if not (primary and junior):
        return Figure(key, missing=NOT_NINE_YEARS, applies=False)
    if not scope.whole_stage or scope.stage:
        return Figure(key, missing="九年巩固率按全校算，请把范围改为全校。", applies=False)
    years = school.primary_years + 3
    entry_year = year - years + 1
    low = frozenset(room.id for room in primary if room.entry_year == entry_year)
    high = frozenset(room.id for room in junior if room.entry_year == year - 2)
    roll = _cohort_roll(session, entry_year, years, last)
    if roll is None or not low:
        return Figure(key, missing=_too_young(session, entry_year))
    people = (_went_elsewhere(fate, low) for fate in pure.fates(roll, rooms=low | high))
    return pure.retention(people, switches, key=key)


def _went_elsewhere(fate: Fate, primary: frozenset[int]) -> Fate:
    """Who finished 小学 here and went to another junior school has left the cohort."""
    return replace(fate, ended=MOVED_OUT) if fate.ended == GRADUATED and fate.room in primary else fate


def _cohort_roll(session: Session, entry_year: int, years: int, last: date) -> Roll | None:
    if reading.earliest_year(session) > entry_year:
        return None
    first = date(entry_year, 9, 1)
    until = min(last, date(entry_year + years, 8, 31))
    return read_roll(reading.stays(session), reading.moves(session), first=first, last=until)


def _too_young(session: Session, entry_year: int) -> str:
    begun = reading.earliest_year(session)
    return (
        f"账本从{begun}—{begun + 1}学年记起，{entry_year}年入学时有谁、后来谁转入转出都不在账里，算不出；"
        "把那几年的异动导入后就能算。"
    )
