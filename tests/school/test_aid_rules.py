"""Entitlement by rule and boundary; amounts in capitals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.school.aid.rules import (
    Ground,
    Person,
    cents_of,
    changed_by,
    counting_day,
    entitlements,
    in_capitals,
    yuan,
)
from kongchuo_desktop.school.aid.shipped import amounts, programmes
from kongchuo_desktop.school.identity.rules import TermSpan, usual_terms
from kongchuo_desktop.school.types import PupilId

AUTUMN = usual_terms(2026)[0]
DAY = date(2026, 10, 1)


def term(year: int, season: str) -> TermSpan:
    return usual_terms(year if season == "autumn" else year - 1)[season == "spring"]


def person(group: str = "脱贫户", *, boarding: bool = True, stage: str = "junior", **more: object) -> Person:
    grounds = (Ground(group, group),) if group else ()
    return Person(PupilId(1), stage, 7, boarding, grounds, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "season", "stage", "boarding", "group", "cents"),
    [
        (2026, "autumn", "junior", True, "脱贫户", 75000),
        (2026, "autumn", "primary", True, "脱贫户", 62500),
        (2026, "autumn", "junior", False, "农村低保", 37500),
        (2026, "autumn", "primary", False, "脱贫不稳定", 31250),
        (2024, "spring", "primary", True, "突发严重困难", 62500),
        (2023, "autumn", "primary", True, "脱贫户", 50000),
        (2023, "autumn", "junior", True, "城市低保", 62500),
        (2023, "autumn", "primary", False, "边缘易致贫", 25000),
        (2023, "spring", "primary", False, "边缘易致贫", 0),
        (2023, "spring", "junior", False, "农村特困", 31250),
        (2019, "autumn", "primary", False, "脱贫户", 25000),
        (2019, "spring", "primary", False, "脱贫户", 0),
        (2019, "spring", "primary", True, "脱贫户", 50000),
        (2026, "autumn", "primary", True, "残疾人子女", 0),
        (2026, "autumn", "primary", True, "认定困难", 62500),
        (2026, "autumn", "primary", False, "认定困难", 0),
        (2026, "autumn", "primary", True, "", 0),
    ],
)
def test_amounts_by_term_stage_boarding_and_group(
    year: int, season: str, stage: str, boarding: bool, group: str, cents: int
) -> None:
    span = term(year, season)
    found = entitlements(
        [person(group, boarding=boarding, stage=stage)], programmes(), amounts(), term=span, day=span.starts
    )
    assert sum(one.cents for one in found) == cents


def test_it_says_why() -> None:
    child = Person(PupilId(1), "junior", 7, True, (Ground("脱贫户", "脱贫户（2016-12起）"),))
    found = entitlements([child], programmes(), amounts(), term=AUTUMN, day=DAY)[0]
    assert found.why.startswith("脱贫户（2016-12起），初中寄宿生，每学期750元。依据：财教〔2024〕64号")


def test_two_grounds_give_one_programme_once() -> None:
    grounds = (Ground("脱贫户", "脱贫户"), Ground("农村低保", "农村低保"), Ground("认定特别困难", "认定"))
    child = Person(PupilId(1), "primary", 3, True, grounds)
    assert [one.cents for one in entitlements([child], programmes(), amounts(), term=AUTUMN, day=DAY)] == [62500]


@pytest.mark.parametrize(
    ("joined", "left", "entitled"),
    [
        (None, None, True), (DAY, None, True), (date(2026, 10, 2), None, False), (None, DAY, True),
        (None, date(2026, 9, 30), False), (None, date(2026, 12, 1), True),
    ],
)  # fmt: skip
def test_the_counting_day_decides_who_comes_and_goes(joined: date | None, left: date | None, entitled: bool) -> None:
    found = entitlements([person(joined_on=joined, left_on=left)], programmes(), amounts(), term=AUTUMN, day=DAY)
    assert bool(found) is entitled


@pytest.mark.parametrize(
    ("since", "until", "entitled"),
    [
        (None, None, True), (date(2027, 1, 20), None, True), (date(2027, 1, 21), None, False),
        (None, date(2026, 9, 2), True), (None, date(2026, 9, 1), False),
    ],
)  # fmt: skip
def test_a_status_counts_when_it_holds_at_some_time_of_the_term(
    since: date | None, until: date | None, entitled: bool
) -> None:
    child = Person(PupilId(1), "primary", 3, True, (Ground("脱贫户", "脱贫户", since, until),))
    assert bool(entitlements([child], programmes(), amounts(), term=AUTUMN, day=DAY)) is entitled


def test_the_counting_day_lies_in_the_term() -> None:
    assert counting_day(AUTUMN, days=30, today=date(2027, 3, 1)) == date(2026, 10, 1)
    assert counting_day(AUTUMN, days=30, today=date(2026, 9, 10)) == date(2026, 9, 10)
    assert counting_day(AUTUMN, days=30, today=date(2026, 8, 1)) == AUTUMN.starts


def test_a_change_of_rules_shows_whom_it_changes() -> None:
    before = entitlements([person()], programmes(), amounts(), term=AUTUMN, day=DAY)
    assert changed_by(before, ()) == {1: (75000, 0)}
    assert changed_by(before, before) == {}


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "人民币零元整"), (1, "人民币壹分"), (10, "人民币壹角整"), (105, "人民币壹元零伍分"),
        (31250, "人民币叁佰壹拾贰元伍角整"), (100000, "人民币壹仟元整"), (100500, "人民币壹仟零伍元整"),
        (1000100, "人民币壹万零壹元整"), (10100000, "人民币壹拾万壹仟元整"),
        (1234560, "人民币壹万贰仟叁佰肆拾伍元陆角整"), (10000000000, "人民币壹亿元整"),
        (10000000001, "人民币壹亿元零壹分"), (100010001000, "人民币壹拾亿零壹拾万零壹拾元整"),
        (-31250, "人民币负叁佰壹拾贰元伍角整"),
    ],
)  # fmt: skip
def test_capitals(cents: int, words: str) -> None:
    assert in_capitals(cents) == words


@given(st.integers(0, 10**13))
def test_capitals_read_back(cents: int) -> None:
    """What the capitals say is the sum: read digit by digit with their places."""
    text = in_capitals(cents).removeprefix("人民币").removesuffix("整")
    assert "零零" not in text
    assert _read(text) == cents
    assert cents_of(yuan(cents)) == cents


def _read(text: str) -> int:
    whole, _, rest = text.rpartition("元")
    if not whole and text.startswith("零元"):
        return 0
    cents = 0
    for sign, worth in (("角", 10), ("分", 1)):
        if sign in rest:
            cents += "零壹贰叁肆伍陆柒捌玖".index(rest[rest.index(sign) - 1]) * worth
    return cents + 100 * _number(whole)


def _number(text: str) -> int:
    for block, worth in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        if block in text:
            left, _, right = text.partition(block)
            return _number(left) * worth + _number(right)
    total = digit = 0
    for sign in text:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        else:
            total += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
    return total + digit
