"""Periods that a rate may be asked for: school years, terms, the month, half-years with counting days of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.identity.rules import TermSpan, school_year_of, year_name


@dataclass(frozen=True)
class Period:
    """A period with its first and last day, both included; `document` where a county's notice sets it."""

    key: str
    title: str
    first: date
    last: date
    document: str = ""


def periods(today: date, terms: Iterable[TermSpan]) -> tuple[Period, ...]:
    """What a chooser offers on a day, the school year to date first; periods not over yet end today."""
    year = school_year_of(today)
    found = [Period("year", "本学年至今", date(year, 9, 1), today)]
    spans = tuple(terms)
    begun = sorted((span for span in spans if span.starts <= today), key=lambda span: span.starts, reverse=True)
    for span in begun[:3]:
        now = today <= span.ends
        found.append(Period(span.key, f"{span.name}{'至今' if now else ''}", span.starts, min(span.ends, today)))
    found.append(Period("month", "本月", today.replace(day=1), today))
    found += [
        Period(f"year-{known}", year_name(known), date(known, 9, 1), date(known + 1, 8, 31))
        for known in sorted({span.year for span in spans} - {year}, reverse=True)
        if date(known + 1, 8, 31) < today
    ]
    found += [_half_year(item, today) for item in read_toml("policy", "rates.toml")["period"]]
    return tuple(found)


def _half_year(item: Mapping[str, str], today: date) -> Period:
    """The half-year that today lies in, or else the last one that is over."""
    ends = _day(item["ends"], today.year)
    starts = _day(item["starts"], ends.year)
    if starts > ends:
        starts = _day(item["starts"], ends.year - 1)
    if starts > today:
        starts, ends = _years_on(starts, -1), _years_on(ends, -1)
    elif _years_on(starts, 1) <= today:
        starts, ends = _years_on(starts, 1), _years_on(ends, 1)
    return Period(item["key"], item["title"], starts, min(ends, today), item["document"])


def _day(text: str, year: int) -> date:
    month, day = text.split("-")
    return date(year, int(month), int(day))


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def months(first: date, last: date) -> tuple[tuple[date, date], ...]:
    """The months of a period, each from its first to its last day within it."""
    found = []
    start = first
    while start <= last:
        after = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        found.append((start, min(last, after - timedelta(days=1))))
        start = after
    return tuple(found)
