"""School years, terms and school days: plain dates in, plain answers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

STAGES = ("小学", "初中", "九年一贯", "教学点")
SEASONS = {"autumn": "秋季学期", "spring": "春季学期"}
SATURDAY = 5


def school_year_of(day: date) -> int:
    """The school year of a day by its first calendar year; it runs 1 September – 31 August (policy §1.1)."""
    return day.year if day.month >= 9 else day.year - 1


def year_name(year: int) -> str:
    """2026 → 2026—2027学年."""
    return f"{year}—{year + 1}学年"


@dataclass(frozen=True)
class TermSpan:
    """A term: school year, season, first and last day (both inclusive)."""

    year: int
    season: str
    starts: date
    ends: date

    @property
    def name(self) -> str:
        """2026年秋季学期, or 2027年春季学期 of the school year 2026."""
        return f"{self.starts.year}年{SEASONS[self.season]}"

    @property
    def key(self) -> str:
        """The form used in choices: 2026-autumn, by the calendar year in which the term starts."""
        return f"{self.starts.year}-{self.season}"


def usual_terms(year: int) -> tuple[TermSpan, TermSpan]:
    """The dates proposed for a new school year; counties publish their own, so the school changes them."""
    autumn = TermSpan(year, "autumn", date(year, 9, 1), date(year + 1, 1, 20))
    spring = TermSpan(year, "spring", date(year + 1, 2, 24), date(year + 1, 7, 10))
    return autumn, spring


@dataclass(frozen=True)
class DayException:
    """A day that breaks the week's rule; `label` says why (国庆节, 调休上课)."""

    teaching: bool
    label: str


def is_school_day(day: date, exceptions: Mapping[date, DayException]) -> bool:
    """Monday to Friday, but for the days that the calendar names (holidays, 调休)."""
    exception = exceptions.get(day)
    return exception.teaching if exception else day.weekday() < SATURDAY


def school_days(span: TermSpan, exceptions: Mapping[date, DayException]) -> tuple[date, ...]:
    """All school days of a term in order."""
    days = (span.starts + timedelta(days=n) for n in range((span.ends - span.starts).days + 1))
    return tuple(day for day in days if is_school_day(day, exceptions))
