"""The term's presence check, the children of the area, and how differences are settled."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import area, presence, roll_checks
from kongchuo_desktop.school.enrolment.presence import Absent, Stranger
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

NOW = datetime(2026, 9, 3, 9, 0, tzinfo=CHINA)
TODAY = NOW.date()
OPENS = date(2026, 9, 1)


@pytest.fixture
def book(new_book: Callable[[], Database]) -> Database:
    return new_book()


def test_a_class_is_checked_and_checked_again(book: Database) -> None:
    people = found_school(book)
    with book.read() as session:
        room = next(one.room for one in presence.progress(session, term_opens=OPENS, today=TODAY) if one.expected == 4)
    assert room.name == "五年级1班"
    with book.write("核查") as session:
        check = presence.take(
            session, class_id=room.id, term_opens=OPENS, now=NOW, by="梁老师",
            absent=[Absent(people["罗雨"], "随父母去了外省"), Absent(people["石青"])], strangers=[Stranger("田 甜")],
        )  # fmt: skip
    with book.write("办结") as session:
        first = next(one for one in roll_checks.differences(session, check_id=check) if one.name == "罗雨")
        roll_checks.settle(session, ids=[first.id], outcome="已联系，限期返校", note="", day=TODAY, by="梁老师")
    with book.write("再核查") as session:
        again = presence.take(
            session, class_id=room.id, term_opens=OPENS, now=NOW + timedelta(days=1), by="梁老师",
            absent=[Absent(people["罗雨"])], strangers=[],
        )  # fmt: skip
    with book.read() as session:
        state = next(one for one in presence.progress(session, term_opens=OPENS, today=TODAY) if one.room.id == room.id)
    assert again == check
    assert (state.seen, state.missing, state.strangers, state.open) == (3, ("罗雨",), (), 0)


def test_differences_ask_for_an_outcome_and_can_be_opened_again(book: Database) -> None:
    people = found_school(book)
    with book.write("核查") as session:
        room = ClassId(next(one.room.id for one in presence.progress(session, term_opens=OPENS, today=TODAY)))
        check = presence.take(
            session, class_id=room, term_opens=OPENS, now=NOW, by="", absent=[Absent(people["杨柳"])],
            strangers=[],
        )  # fmt: skip
        found = roll_checks.differences(session, check_id=check)[0]
        with pytest.raises(UserError, match="请选择核查结果"):
            roll_checks.settle(session, ids=[found.id], outcome="", note="", day=TODAY, by="")
        with pytest.raises(UserError, match="写清楚"):
            roll_checks.settle(session, ids=[found.id], outcome="其他", note=" ", day=TODAY, by="")
        roll_checks.settle(session, ids=[found.id], outcome="其他", note="住院", day=TODAY, by="梁老师")
        assert not roll_checks.differences(session, only_open=True)
        roll_checks.reopen(session, difference_id=found.id)
        assert roll_checks.checks(session)[0].open == 1


def test_a_child_of_the_area_needs_a_school_and_a_proof(book: Database) -> None:
    with book.write("登记") as session:
        with pytest.raises(UserError, match="写明在哪所学校"):
            area.save(session, child_id=None, fields={"name": "田甜", "placement": "在外就读"}, today=TODAY)
        fields = {"name": "田甜", "placement": "在外就读", "school_name": "县城二小", "birth_date": date(2017, 2, 28)}
        number = area.save(session, child_id=None, fields=fields, today=TODAY)
        assert area.children(session, today=TODAY)[0].due(TODAY)
        area.save(session, child_id=number, fields={"proof": "在读证明", "checked_on": TODAY}, today=TODAY)
        assert not area.children(session, today=TODAY)[0].due(TODAY + timedelta(days=180))
        assert area.children(session, today=TODAY)[0].due(TODAY + timedelta(days=181))
        area.close(session, ids=[number], why="户口已迁走", day=TODAY)
        assert not area.children(session, today=TODAY)
        area.reopen(session, child_id=number)
        assert area.children(session, today=TODAY)[0].age == 9


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2020, 8, 31), date(2026, 8, 31), 6),
        (date(2020, 9, 1), date(2026, 8, 31), 5),
        (date(2020, 8, 31), date(2026, 8, 30), 5),
        (date(2020, 2, 29), date(2027, 3, 1), 6),
    ],
)
def test_ages_are_those_of_the_last_31_august(book: Database, born: date, on: date, age: int) -> None:
    with book.write("登记") as session:
        area.save(session, child_id=None, fields={"name": "田甜", "birth_date": born}, today=on)
        assert area.children(session, today=on)[0].age == age


def test_a_pupil_of_ours_is_no_child_of_the_area(book: Database) -> None:
    people = found_school(book)
    with book.write("登记") as session:
        pupil_room.change_pupil(session, pupil_id=people["罗雨"], fields={"id_number": "522328201910206348"})
        with pytest.raises(UserError, match="本校学生“罗雨”"):
            area.save(session, child_id=None, fields={"name": "罗雨", "id_number": "522328201910206348"}, today=TODAY)
