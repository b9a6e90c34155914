"""Pure rules of the school: years, terms, school days, grades, ages, addresses, names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.school.agreements.rules import BY_KIND, number_text
from kongchuo_desktop.school.classes.rules import class_name, entry_year_of, grade_name, grade_of, in_order
from kongchuo_desktop.school.identity.holidays import published_days
from kongchuo_desktop.school.identity.rules import is_school_day, school_days, school_year_of, usual_terms
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.pupils.rules import Home, age_on, home_of, roll_status, same_birth


@pytest.mark.parametrize(("day", "year"), [
    (date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 2, 28), 2026), (date(2027, 8, 31), 2026),
])  # fmt: skip
def test_a_school_year_runs_from_september_to_august(day: date, year: int) -> None:
    assert school_year_of(day) == year


def test_national_day_is_free_and_its_exchange_days_are_taught() -> None:
    days = published_days(date(2026, 9, 1), date(2026, 10, 31))
    assert not is_school_day(date(2026, 10, 1), days)
    taught_weekends = [day for day, what in days.items() if what.teaching]
    assert taught_weekends
    assert all(day.weekday() >= 5 and is_school_day(day, days) for day in taught_weekends)
    assert not is_school_day(date(2026, 9, 12), {})
    assert is_school_day(date(2026, 9, 14), {})


def test_school_days_of_a_term_leave_out_weekends_and_holidays() -> None:
    autumn, spring = usual_terms(2026)
    days = school_days(autumn, published_days(autumn.starts, autumn.ends))
    assert days[0] == date(2026, 9, 1)
    assert date(2026, 10, 1) not in days
    assert autumn.name == "2026年秋季学期"
    assert spring.name == "2027年春季学期"
    assert spring.key == "2027-spring"


@given(st.integers(1, 9), st.integers(2000, 2100))
def test_grade_and_entry_year_are_two_sides_of_one_thing(grade: int, year: int) -> None:
    stage, entry = entry_year_of(grade=grade, current_year=year)
    assert grade_of(stage=stage, entry_year=entry, current_year=year) == grade
    assert grade_of(stage=stage, entry_year=entry, current_year=year + 1) == grade + 1


def test_class_names() -> None:
    assert class_name(5, 1) == "五年级1班"
    assert class_name(7, 12) == "七年级12班"
    assert grade_name(None) == grade_name(0) == grade_name(10) == ""


def test_class_names_sort_as_they_are_counted() -> None:
    counted = ["一年级1班", "一年级2班", "一年级10班", "二年级1班", "三年级1班", "六年级1班", "七年级1班"]
    assert sorted(sorted(counted), key=in_order) == counted
    assert sorted(counted, key=in_order) != sorted(counted)
    assert [in_order(words) for words in ("", "河湾村", "年级组")] == ["", "河湾村", "年级组"]


@pytest.mark.parametrize(("birth", "day", "age"), [
    (date(2016, 2, 29), date(2022, 2, 28), 5), (date(2016, 2, 29), date(2022, 3, 1), 6),
    (date(2016, 2, 29), date(2024, 2, 29), 8), (date(2020, 8, 31), date(2026, 8, 31), 6),
    (date(2020, 9, 1), date(2026, 8, 31), 5),
])  # fmt: skip
def test_age_in_full_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@pytest.mark.parametrize(("address", "home"), [
    ("青石镇大坪村2组", Home("大坪村", "2组")), ("某省某县青石镇河湾村一组", Home("河湾村", "一组")),
    ("大坪村", Home("大坪村", "")), ("中村镇上寨村3组", Home("上寨村", "3组")),
    ("石板村第七村民组", Home("石板村", "七组")), ("", Home("", "")), ("5组", Home("", "5组")),
    ("城关街道幸福社区3栋", Home("幸福社区", "")), ("打工在外", Home("", "")),
])  # fmt: skip
def test_village_from_an_address(address: str, home: Home) -> None:
    assert home_of(address) == home


def test_a_month_agrees_with_every_day_in_it() -> None:
    assert same_birth(date(2020, 8, 1), True, date(2020, 8, 29), False) is True
    assert same_birth(date(2020, 8, 1), False, date(2020, 8, 29), False) is False
    assert same_birth(None, False, date(2020, 8, 29), False) is None


@pytest.mark.parametrize(("name", "full", "initials"), [
    ("单雄信", "shanxiongxin danxiongxin", "sxx dxx"), ("欧阳雪", "ouyangxue", "oyx"),
    ("龙䶮", "longyan", "ly"), ("覃宇", "qinyu tanyu", "qy ty"), ("吕一", "lvyi", "ly"),
    ("阿卜杜·买买提", "abodumaimaiti", "abdmmt"),
])  # fmt: skip
def test_names_are_found_by_either_reading(name: str, full: str, initials: str) -> None:
    assert pinyin_of(name) == (full, initials)


def test_paper_numbers_have_the_year_in_their_own_brackets() -> None:
    assert number_text(mark="河湾控", layer=BY_KIND["parent"], year=2026, number=7) == "河湾控责〔2026〕家007号"


@pytest.mark.parametrize(("word", "status"), [
    ("在校", "在读"), (" 在 读 ", "在读"), ("休学", "休学"), ("转出", None), ("毕业", None), ("??", None),
])  # fmt: skip
def test_words_for_a_status(word: str, status: str | None) -> None:
    assert roll_status(word) == status
