"""Dates in every form that lists and people use."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.dates import ReadDate, read_date, read_typed_date

DAY = ReadDate(date(2019, 10, 20), "day")
MONTH = ReadDate(date(2019, 10, 1), "month")
TODAY = date(2026, 10, 5)  # a Monday
EXCEL_ZERO = date(1899, 12, 30)
days = st.dates(date(1958, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "20191020", "2019-10-20", "2019/10/20", "2019.10.20", "2019年10月20日", "2019年10月20号", "19.10.20",
        "2019、10、20",
        "２０１９－１０－２０", "２０１９年１０月２０日", "'20191020", "20191020\t", " 2019 - 10 - 20 ",
        "2019.10.20.".rstrip("."),
        "2019-10-20 00:00:00", "2019-10-20T00:00:00", "2019/10/20 0:00", "二〇一九年十月二十日", "二零一九年十月二十日",
        "\u202a2019-10-20\u202c", "43758", "43758.0", 43758, 43758.0, 43758.75, 20191020, 20191020.0,
        date(2019, 10, 20), datetime(2019, 10, 20, 8, 30),  # noqa: DTZ001 - as a spreadsheet gives it
    ],
)  # fmt: skip
def test_a_day(written: object) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize(
    "written",
    ["2019.10", "201910", "2019-10", "2019/10", "2019年10月", "2019年10月份", "二〇一九年十月", "2019.10.", 201910],
)
def test_a_month(written: object) -> None:
    assert read_date(written) == MONTH


def test_a_month_from_a_number_cell() -> None:
    assert read_date(2019.8) == ReadDate(date(2019, 8, 1), "month")
    assert read_date(2019.11) == ReadDate(date(2019, 11, 1), "month")
    assert read_date(2019.1) is None, "Excel writes January and October alike"


def test_a_year_is_not_passed_off_as_a_day() -> None:
    assert read_date("2019年") == ReadDate(date(2019, 1, 1), "year")
    assert read_date(2019) == ReadDate(date(2019, 1, 1), "year")


@pytest.mark.parametrize(
    "written",
    [
        "", "abc", "20190230", "2019-13-01", "2019.2.29", "2019-02-30", "20191", "201913", "99999999", "0000-01-01",
        "农历八月初二",
        "2019-10-20-11", "10/20/2019", "1019-01-01", "2201-01-01", True, None, -1, 0, 1e30, float("nan"),
        float("inf"), "²⁰¹⁹",
        "2019.0", "19.8",
    ],
)  # fmt: skip
def test_refused(written: object) -> None:
    assert read_date(written) is None


@given(days, st.sampled_from(["{:%Y%m%d}", "{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y.%m.%d}", "{0.year}.{0.month}.{0.day}",
                              "{0.year}年{0.month}月{0.day}日", "'{:%Y%m%d}", "{:%Y-%m-%d}\t"]))  # fmt: skip
def test_every_day_survives_every_writing(day: date, form: str) -> None:
    assert read_date(form.format(day)) == ReadDate(day, "day")


@given(days)
def test_every_day_survives_as_a_serial(day: date) -> None:
    serial = (day - EXCEL_ZERO).days
    assert read_date(serial) == read_date(float(serial)) == read_date(str(serial)) == ReadDate(day, "day")


@given(days)
def test_full_width_and_chinese_numerals_mean_the_same(day: date) -> None:
    full = f"{day:%Y-%m-%d}".translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    numerals = "〇一二三四五六七八九"
    year = "".join(numerals[int(digit)] for digit in str(day.year))
    tens = ["", "十", "二十", "三十"]
    month = tens[day.month // 10] + (numerals[day.month % 10] if day.month % 10 else "")
    written_day = tens[day.day // 10] + (numerals[day.day % 10] if day.day % 10 else "")
    assert read_date(full) == read_date(f"{year}年{month}月{written_day}日") == ReadDate(day, "day")


@given(
    st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.text("0123456789年月日.-/十〇一二 ", max_size=14))
)
def test_nothing_makes_it_fall_over(written: object) -> None:
    found = read_date(written)
    assert found is None or 1900 <= found.date.year <= 2100


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9.1", date(2026, 9, 1)), ("9-1", date(2026, 9, 1)), ("9月1日", date(2026, 9, 1)), ("0901", date(2026, 9, 1)),
        ("12.30", date(2026, 12, 30)), ("1.5", date(2027, 1, 5)), ("5.30", date(2026, 5, 30)),
        ("2.29", date(2028, 2, 29)),
        ("今天", TODAY), ("昨天", date(2026, 10, 4)), ("前天", date(2026, 10, 3)), ("明天", date(2026, 10, 6)),
        ("20260901", date(2026, 9, 1)), ("2025.12.31", date(2025, 12, 31)), ("15", date(2026, 10, 15)),
        ("15日", date(2026, 10, 15)), ("上周五", date(2026, 10, 2)), ("周三", date(2026, 10, 7)),
        ("下周一", date(2026, 10, 12)),
        ("９．１", date(2026, 9, 1)),
    ],
)  # fmt: skip
def test_typed(typed: str, meant: date) -> None:
    assert read_typed_date(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "abc", "13.1", "9.31", "32", "2026", "2026.9", "0"])
def test_typed_and_not_understood(typed: str) -> None:
    assert read_typed_date(typed, TODAY) is None


@given(days, st.integers(-150, 150))
def test_a_typed_day_without_year_is_the_nearest(today: date, away: int) -> None:
    meant = today + timedelta(days=away)
    typed = read_typed_date(f"{meant.month}.{meant.day}", today)
    assert typed is not None
    if (meant.month, meant.day) != (2, 29):
        assert typed == meant
