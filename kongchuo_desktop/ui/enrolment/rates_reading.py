"""What the page of rates shows, read beside the window: the answer, the names, the roll month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.rates import Names
from kongchuo_desktop.reports.rates_asked import answer, scopes
from kongchuo_desktop.school.enrolment.rates import Counted
from kongchuo_desktop.school.enrolment.rates_periods import Period, months, periods
from kongchuo_desktop.school.enrolment.rates_roll import Step
from kongchuo_desktop.school.enrolment.rates_service import Answer, Line
from kongchuo_desktop.school.identity import service as identity

MOST_BARS = 14  # months side by side; a longer period is shown by school years


@dataclass(frozen=True)
class Asked:
    """The question: period and scope."""

    first: date
    last: date
    scope: str = ""


@dataclass(frozen=True)
class PersonLine:
    """A child that a figure counts."""

    place: int  # in the list: a child may come and go
    pupil: int
    name: str
    student_number: str
    class_name: str
    why: str
    sign: int


@dataclass(frozen=True)
class Bar:
    """A part of the period: who came and went, and how many were there at its end."""

    title: str
    came: tuple[Step, ...]
    went: tuple[Step, ...]
    at_end: int


@dataclass(frozen=True)
class Seen:
    """Everything on the page."""

    asked: Asked
    answer: Answer
    names: Names
    bars: tuple[Bar, ...]
    periods: tuple[Period, ...]
    scopes: tuple[str, ...]

    def people(self, counted: Iterable[Counted]) -> tuple[PersonLine, ...]:
        """Children of a figure as lines, in the order of the school's classes."""
        order = {room: place for place, room in enumerate(self.names.rooms)}
        found = sorted(counted, key=lambda one: order.get(one.room, len(order)))
        return tuple(self._line(place, one) for place, one in enumerate(found))

    def steps(self, steps: Iterable[Step]) -> tuple[PersonLine, ...]:
        """Movements as lines, by day."""
        counted = (
            Counted(
                step.pupil, f"{step.day:%Y-%m-%d}{step.column}{'' if step.explained else '（没有异动记录）'}",
                room=step.room, sign=step.sign,
            )
            for step in steps
        )  # fmt: skip
        return tuple(self._line(place, one) for place, one in enumerate(counted))

    def _line(self, place: int, one: Counted) -> PersonLine:
        found = self.names.of(one)
        return PersonLine(
            place, one.pupil, found["name"], found["student_number"], found["class"], one.why, one.sign
        )  # fmt: skip


def read_rates(session: Session, *, asked: Asked, today: date) -> Seen:
    """The whole page."""
    found = answer(session, first=asked.first, last=asked.last, scope=asked.scope, today=today)
    offered = periods(today, identity.terms(session))
    return Seen(asked, found, Names(session, found), bars(found), offered, scopes(session, today=today))


def bars(found: Answer) -> tuple[Bar, ...]:
    """Months of the period, or its school years when they are too many."""
    spans = [(f"{first.month}月", first, last) for first, last in months(found.first, found.last)]
    if len(spans) > MOST_BARS:
        years = range(found.first.year, found.last.year + 1)
        spans = [
            (f"{year}年", max(found.first, date(year, 1, 1)), min(found.last, date(year, 12, 31))) for year in years
        ]
    made = []
    there = len(found.balance.opening)
    for title, first, last in spans:
        mine = [step for step in found.balance.steps if first <= step.day <= last]
        there += sum(step.sign for step in mine)
        came = tuple(step for step in mine if step.sign > 0)
        made.append(Bar(title, came, tuple(step for step in mine if step.sign < 0), there))
    return tuple(made)


def goal_words(line: Line) -> str:
    """What the figure is held against: 目标≥100%；一票否决线3%."""
    if line.target is None:
        return ""
    sign = "≤" if line.formula.key.startswith("dropout") else "≥"
    veto = f"，否决线 {line.veto.shown}" if line.veto else ""
    return f"目标 {sign}{line.target.shown}{veto}"
