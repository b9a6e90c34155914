"""营养餐 from the registers: who counts, what was served, rates by date; never money."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.aid import meals, shipped
from kongchuo_desktop.school.aid.meals import FoodDay
from kongchuo_desktop.school.attendance.days import set_class_day_off
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, away, bring, csv_of, found_school, full

TODAY = NOW.date()  # 30 October
MON, TUE, WED = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)


@pytest.fixture
def book(new_book: Callable[[], Database]) -> Database:
    return new_book()


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    found = found_school(book)
    with book.write("实施") as session:
        identity.set_rule(session, key="aid.meals", value="yes", in_force_from=date(2026, 9, 1), document="县文")
    return found


def room(book: Database, number: int = 1) -> ClassId:
    with book.read() as session:
        return next(one.id for one in class_room.classes(session, today=TODAY) if one.number == number)


def week(book: Database, number: int = 1) -> tuple[FoodDay, ...]:
    with book.read() as session:
        found = meals.food(session, first=MON, last=date(2026, 10, 18), today=TODAY)
    return next(one.days for one in found if one.room.number == number)


def test_who_has_a_day_of_food(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    rows = [
        full("2026-10-12"), away("2026-10-12", "韦小山"), away("2026-10-12", "罗雨", "病假", "上午"),
        away("2026-10-12", "石青", "迟到", "上午"), full("2026-10-13", "上午"),
        away("2026-10-13", "罗雨", "事假", "上午"), away("2026-10-13", "杨柳", "旷课", "第1节"),
    ]  # fmt: skip
    bring(book, csv_of(tmp_path / "考勤.csv", rows))
    days = {one.day: one for one in week(book)}
    assert len(days) == 5
    assert (days[MON].roll, days[MON].there) == (4, 3)  # away all day: none; half a day, late: food
    assert days[TUE].there == 3  # only the morning was taken, and one child was away in all of it
    assert days[WED].there is None  # no register: nobody counts yet
    assert {one.cents for one in days.values()} == {500}
    assert {one.there for one in week(book, 2)} == {None}


def test_served_as_registered_and_otherwise(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    bring(book, csv_of(tmp_path / "考勤.csv", [full("2026-10-12"), away("2026-10-12", "罗雨"), full("2026-10-13")]))
    mine = room(book)
    with book.write("供餐") as session:
        new = meals.serve_as_registered(session, class_ids={mine}, first=MON, last=WED, today=TODAY)
        assert new == ((mine, MON), (mine, TUE))
        assert meals.serve_as_registered(session, class_ids={mine}, first=MON, last=WED, today=TODAY) == ()
        with pytest.raises(UserError, match="到校4人，供餐2份，请写明原因"):
            meals.note(session, class_id=mine, day=TUE, served=2, why="", today=TODAY)
        with pytest.raises(UserError, match="在册4人，供餐不能多于4份"):
            meals.note(session, class_id=mine, day=TUE, served=9, why="陪餐", today=TODAY)
        with pytest.raises(UserError, match="不能小于0"):
            meals.note(session, class_id=mine, day=TUE, served=-1, why="", today=TODAY)
        with pytest.raises(UserError, match="没有课，或者还没到"):
            meals.note(session, class_id=mine, day=date(2026, 10, 17), served=1, why="", today=TODAY)
        with pytest.raises(UserError, match="请写明为什么停供"):
            meals.stop(session, class_ids=[mine], day=TUE, why=" ", today=TODAY)
        before = meals.stop(session, class_ids=[mine], day=TUE, why="停电", today=TODAY)
    assert [(one.served, one.why) for one in week(book)[:3]] == [(3, ""), (0, "停电"), (None, "")]
    with book.read() as session:
        (found,) = [one for one in meals.food(session, first=MON, last=WED, today=TODAY) if one.days[0].served]
        eaten = meals.eaten(session, pupil_ids=[ids["罗雨"], ids["石青"]], first=MON, last=WED, today=TODAY)
    assert (found.due, found.served, found.worth, found.less) == (7, 3, 1500, 4)
    assert (found.stopped, found.not_noted, found.no_register) == (1, 1, 1)
    assert eaten == {ids["罗雨"]: 0, ids["石青"]: 1}  # Tuesday there was none for anybody
    with book.write("撤销") as session:
        meals.put_back(session, before=before)
    assert week(book)[1].served == 4


def test_who_came_later_and_a_day_off(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    mine = room(book)
    with book.write("学籍") as session:
        session.get_one(Pupil, ids["石青"]).joined_on = TUE
        set_class_day_off(session, class_id=mine, day=WED, label="研学")
    bring(book, csv_of(tmp_path / "考勤.csv", [full("2026-10-12"), full("2026-10-13")]))
    assert [(one.day.day, one.there) for one in week(book)] == [(12, 3), (13, 4), (15, None), (16, None)]


def test_a_class_that_has_closed_since_keeps_its_food(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    bring(book, csv_of(tmp_path / "考勤.csv", [full("2026-10-12", room="2班")]))
    gone = room(book, 2)
    with book.write("撤班") as session:
        session.get_one(SchoolClass, gone).closed_on = date(2026, 10, 14)
        for name in ("龙飞", "吴敏"):
            child = session.get_one(Pupil, ids[name])
            child.status, child.left_on, child.left_why = "离校", TUE, "转出"
    assert [(one.day, one.roll, one.there) for one in week(book, 2)] == [(MON, 2, 2), (TUE, 2, None)]


def test_no_food_where_the_plan_is_not_carried_out(book: Database) -> None:
    found_school(book)
    assert week(book) == ()
    with book.read() as session, pytest.raises(UserError, match="没有实施营养改善计划的上课日"):
        report_kind("meals").tabulate(session, {"month": "2026-10"}, TODAY)


@pytest.mark.parametrize(
    ("day", "cents"),
    [
        (date(2011, 8, 31), 0), (date(2011, 9, 1), 300), (date(2014, 10, 31), 300), (date(2014, 11, 1), 400),
        (date(2021, 8, 31), 400), (date(2021, 9, 1), 500), (date(2026, 9, 1), 500),
    ],
)  # fmt: skip
def test_the_rate_by_its_dates(book: Database, ids: dict[str, PupilId], day: date, cents: int) -> None:
    with book.read() as session:
        if day.year > 2011 or cents:
            assert meals.rate(session, on=day)[0] == cents
    assert all(one.document for one in shipped.meal_rates())


def test_a_county_s_own_rate(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("标准") as session:
        identity.set_rule(session, key="aid.meal_own", value="6.5", in_force_from=TUE, document="县财教9号")
    assert [one.cents for one in week(book)[:3]] == [500, 650, 650]
    with book.read() as session:
        assert meals.rate(session, on=WED) == (650, "县财教9号")


def test_figures_of_food_for_a_month_and_a_term(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    bring(book, csv_of(tmp_path / "考勤.csv", [full("2026-09-28"), full("2026-10-12"), full("2026-10-13", room="2班")]))
    with book.write("供餐") as session:
        every = [one.id for one in class_room.classes(session, today=TODAY)]
        meals.serve_as_registered(session, class_ids=every, first=date(2026, 9, 1), last=TODAY, today=TODAY)
    with book.read() as session:
        month = report_kind("meals").tabulate(session, {"month": "2026-10"}, TODAY)
        term = report_kind("meals").tabulate(session, {"by": "month"}, TODAY)
    assert [(row[0], row[3], row[4], row[8]) for row in month.rows] == [
        ("五年级1班", 4, 4, "20.00"), ("五年级2班", 2, 2, "10.00"), ("合计", 6, 6, "30.00"),
    ]  # fmt: skip
    assert [(row[0], row[4]) for row in term.rows] == [("2026年9月", 4), ("2026年10月", 6), ("合计", 10)]
    assert any("不发给个人" in note for note in month.notes)


@given(st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=30))
def test_sums_of_a_class_are_the_sums_of_its_days(found: list[tuple[int, int | None]]) -> None:
    days = tuple(FoodDay(MON, 60, there, served, "", 500) for there, served in found)
    one = meals.ClassFood(None, days)  # type: ignore[arg-type]
    assert one.worth == 500 * one.served == sum(day.worth for day in days)
    assert one.less == sum((there or 0) - served for there, served in found if served is not None)
    assert one.stopped + one.not_noted <= len(days)
