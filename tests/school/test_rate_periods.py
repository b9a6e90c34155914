"""Periods that a chooser offers, and the months of one."""

from datetime import date

import pytest

from kongchuo_desktop.school.enrolment.rates_periods import months, periods
from kongchuo_desktop.school.identity.rules import usual_terms

TERMS = (*usual_terms(2025), *usual_terms(2026))


def spans(today: date) -> dict[str, tuple[date, date]]:
    return {period.key: (period.first, period.last) for period in periods(today, TERMS)}


def test_the_school_year_to_date_comes_first() -> None:
    found = periods(date(2026, 11, 22), TERMS)
    assert (found[0].key, found[0].first, found[0].last) == ("year", date(2026, 9, 1), date(2026, 11, 22))
    assert found[1].title == "2026年秋季学期至今"
    assert spans(date(2026, 11, 22))["year-2025"] == (date(2025, 9, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 9, 10), date(2025, 9, 11), date(2026, 3, 10)),
        (date(2026, 9, 11), date(2026, 9, 11), date(2026, 9, 11)),
        (date(2027, 3, 10), date(2026, 9, 11), date(2027, 3, 10)),
        (date(2027, 3, 11), date(2026, 9, 11), date(2027, 3, 10)),
        (date(2027, 1, 1), date(2026, 9, 11), date(2027, 1, 1)),
    ],
)
def test_half_year_of_the_tenth_of_march(today: date, first: date, last: date) -> None:
    assert spans(today)["half-spring"] == (first, last)


def test_months_within_a_period() -> None:
    assert months(date(2026, 11, 20), date(2027, 1, 3)) == (
        (date(2026, 11, 20), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 3)),
    )
    assert months(date(2026, 2, 5), date(2026, 2, 5)) == ((date(2026, 2, 5), date(2026, 2, 5)),)
