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
from kongchuo_desktop.school.enrolment.rates import Counted, Figure, Treatment
from kongchuo_desktop.school.enrolment.rates_area_reading import area_people, here
from kongchuo_desktop.school.enrolment.rates_cohorts import cohort_figures
from kongchuo_desktop.school.enrolment.rates_reading import Scope
from kongchuo_desktop.school.enrolment.rates_roll import Balance, balance, read_roll
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.identity.service import Rule

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
        *cohort_figures(session, scope=found, last=last, treatment=switches),
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
        _junior_completion(area.completion(people, "junior"), scope),
    )


def _junior_completion(figure: Figure, scope: Scope) -> Figure:
    """A primary school that lists nobody of 17 has no such rate to give."""
    return replace(figure, applies=False) if figure.missing and "junior" not in scope.stages else figure
