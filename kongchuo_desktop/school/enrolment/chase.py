"""Children who went and whose 回执 is not in: how long that is, and what is due (来得明白，走得清楚)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.enrolment import service
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import DayException, is_school_day


@dataclass(frozen=True)
class ChaseStep:
    """What is to be done once a 回执 has been missing for `after` working days."""

    number: int
    after: int
    duty: str
    who: str
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Chased:
    """A child whose going is not proven. `step` is the last one reached, None in the first days; `due` its day."""

    event: EventFacts
    days: int  # calendar days since the change
    working_days: int
    step: ChaseStep | None
    due: date  # the day on which the step reached was due, or the first one will be


def steps(values: Mapping[str, str]) -> tuple[ChaseStep, ...]:
    """The shipped steps with the school's own number of days; the later ones move along with the first."""
    found = sorted(read_toml("policy", "changes.toml")["chase"], key=lambda item: int(item["number"]))
    first = int(float(values.get(found[0]["after_rule"], found[0]["after"])))
    moved = first - int(found[0]["after"])
    return tuple(
        ChaseStep(item["number"], item["after"] + moved, item["duty"], item["who"], tuple(item["papers"]))
        for item in found
    )


def chased(session: Session, *, on: date) -> tuple[Chased, ...]:
    """Everybody whose going is not proven on a day, longest waiting first."""
    values = {key: rule.value for key, rule in identity.rules(session, on=on).items()}
    ladder, calendar = steps(values), identity.calendar(session)
    waiting = service.unproven(session, on=on)
    counted = _days_until(min((event.day for event in waiting), default=on), on, calendar)
    return tuple(_chased(event, on, ladder, calendar, counted[event.day]) for event in waiting)


def _days_until(first: date, on: date, calendar: Mapping[date, DayException]) -> dict[date, int]:
    """Of every day the working days that came after it up to and with `on`; each day is looked at once."""
    found, count, day = {}, 0, on
    while day >= first:
        found[day] = count
        count += is_school_day(day, calendar)
        day -= timedelta(days=1)
    return found


def _chased(
    event: EventFacts, on: date, ladder: tuple[ChaseStep, ...], calendar: Mapping[date, DayException], waited: int
) -> Chased:
    dues = [working_day_after(event.day, step.after, calendar) for step in ladder]
    reached = [(step, due) for step, due in zip(ladder, dues, strict=True) if due <= on]
    step, due = reached[-1] if reached else (None, dues[0])
    return Chased(event, (on - event.day).days, waited, step, due)


def working_day_after(since: date, count: int, calendar: Mapping[date, DayException]) -> date:
    """The day on which `count` working days have passed: Monday to Friday but for public holidays, and 调休 days."""
    day = since
    while count > 0:
        day += timedelta(days=1)
        count -= is_school_day(day, calendar)
    return day
