"""Handing a report in: what goes out is kept, and later corrections show as differences."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.report_files import as_plain
from kongchuo_desktop.reports.attendance_choices import day_of, month_asked, period_asked, week_asked
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.reports.rates_asked import span_asked
from kongchuo_desktop.reports.returns_choices import quarter_asked, term_asked
from kongchuo_desktop.reports.returns_villages import span as returns_span
from kongchuo_desktop.school.handed_in import service as frozen_reports
from kongchuo_desktop.school.handed_in.service import Difference, Frozen, HandedInFacts
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

RATES = ("rates", "roll", "retention_form_a", "retention_form_b")  # their usual period is the school year to date

RETURNS = ("leavers_month", "returns_quarter", "returns_term", "returns")  # 劝返: month, quarter, term, year to date


def hand_in(database: Database, key: str, *, choices: Mapping[str, str], to: str, by: str, now: datetime) -> int:
    """Work a report out and keep it as handed in; its number."""
    kind = report_kind(key)
    today = now.date()
    with database.write(f"上报{kind.title}") as session:
        first, last = period(session, key, choices, today)
        told = settled(key, choices, first, last)
        table = as_plain(kind.tabulate(session, told, today))
        scope = choices.get("class", "") or choices.get("grade", "") or choices.get("scope", "")
        number = frozen_reports.hand_in(
            session, kind=key, scope=scope, first=first, last=last, choices=told, table=table, to=to, by=by, now=now
        )
        audit.record_event(session, kind="export", what=f"上报{kind.title}", count=len(table["rows"]))
    return number


def period(session: Session, key: str, choices: Mapping[str, str], today: date) -> tuple[date, date]:
    """First and last day of what a report is about."""
    names = {choice.key for choice in report_kind(key).choices}
    if "month" in names:
        return month_asked(choices, today)
    if key == "week":
        return week_asked(choices, today)
    if key == "returns_quarter":
        return quarter_asked(choices, today)
    if key == "returns_term":
        term = term_asked(session, choices, today)
        return term.starts, term.ends
    if key == "returns":
        return returns_span(choices, today)
    if key in RATES:
        return span_asked(choices, today) if "from" in names else (day_of(choices, today, "to"),) * 2
    if "from" in names:
        return period_asked(session, choices, today)
    day = day_of(choices, today)
    return day, day


def settled(key: str, choices: Mapping[str, str], first: date, last: date) -> dict[str, str]:
    """The answers with "today" written out, so that a later look asks for the same days."""
    names = {choice.key for choice in report_kind(key).choices}
    told = dict(choices)
    if "month" in names and not told.get("month"):
        told["month"] = first.strftime("%Y-%m")
    if "date" in names and not told.get("date"):
        told["date"] = first.isoformat()
    if key == "returns_quarter":
        told["quarter"] = f"{first.year}-{(first.month + 2) // 3}"
    if key == "returns_term":
        told["term"] = f"{first.year}-{'autumn' if first.month >= 7 else 'spring'}"
    if key in (*RATES, "returns"):
        told |= {name: day.isoformat() for name, day in (("from", first), ("to", last)) if name in names}
    return told


def listed(database: Database, *, kind: str = "") -> tuple[HandedInFacts, ...]:
    """Reports handed in, newest first."""
    with database.read() as session:
        return frozen_reports.handed_in(session, kind=kind)


def frozen(database: Database, report_id: int) -> Frozen:
    """One report as it was handed in."""
    with database.read() as session:
        return frozen_reports.frozen(session, report_id=report_id)


def differences(database: Database, report_id: int, *, today: date) -> tuple[Difference, ...]:
    """What the book says otherwise today than what was handed in."""
    with database.read() as session:
        then = frozen_reports.frozen(session, report_id=report_id)
        kind = report_kind(then.facts.kind)
        return frozen_reports.differences(then.table, as_plain(kind.tabulate(session, then.choices, today)))
