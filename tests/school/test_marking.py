"""One mark and its words; leave and registers around a class's own day off; a class is read by itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance import days, service
from kongchuo_desktop.school.attendance.model import AbsenceMark
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, found_school

FRIDAY = NOW.date()


def mark(book: Database, child: PupilId, *words: str | None, kind: str = "病假", slot: str = "am") -> None:
    with book.write("登记考勤") as session:
        service.set_mark(session, mark=Mark(child, FRIDAY, slot, kind, *words), now=NOW, by="梁老师")


def held(book: Database, slot: str = "am") -> tuple[str, str, str]:
    with book.read() as session:
        row = session.scalars(select(AbsenceMark).where(AbsenceMark.slot == slot)).one()
        return row.kind, row.reason, row.told


def room_of(book: Database, child: PupilId) -> ClassId:
    with book.read() as session:
        return ClassId(session.get_one(Pupil, child).class_id or 0)


@pytest.mark.parametrize(
    ("words", "then"),
    [((), ("事假", "发热", "电话")), (("", ""), ("事假", "", "")), ((None, ""), ("事假", "发热", "")),
     (("", None), ("事假", "", "电话"))],
)  # fmt: skip
def test_empty_words_empty_and_none_leaves(
    book: Database, words: tuple[str | None, ...], then: tuple[str, str, str]
) -> None:
    child = found_school(book)["韦小山"]
    mark(book, child, "发热", "电话")
    mark(book, child, *words, kind="事假")
    assert held(book) == then


def test_the_afternoon_as_the_morning_keeps_what_only_the_afternoon_knows(book: Database) -> None:
    child = found_school(book)["韦小山"]
    mark(book, child)
    mark(book, child, "发热", slot="pm")
    room = room_of(book, child)
    with book.write("下午同上午") as session:
        service.same_as_morning(session, class_id=room, day=FRIDAY, now=NOW, by="梁老师")
    assert held(book, "pm") == ("病假", "发热", "")


def test_a_class_has_its_own_day_off(book: Database) -> None:
    ids = found_school(book)
    here, there = room_of(book, ids["韦小山"]), room_of(book, ids["龙飞"])
    with book.write("停课") as session:
        days.set_class_day_off(session, class_id=here, day=FRIDAY, label="水痘停课")
        days.set_class_day_off(session, class_id=here, day=FRIDAY, label="流感停课")
    with book.read() as session:
        assert [(one.class_id, one.label) for one in days.class_days_off(session)] == [(here, "流感停课")]
        assert "流感停课" in service.why_not(session, day=FRIDAY, today=FRIDAY, class_id=here)
        assert service.why_not(session, day=FRIDAY, today=FRIDAY, class_id=there) == ""
        missing = {item.class_id for item in service.not_taken(session, today=FRIDAY, back=0)}
        assert missing == {there}
    with pytest.raises(UserError, match="流感停课"):
        mark(book, ids["韦小山"])
    with book.write("请假") as session:
        pair = (ids["韦小山"], ids["龙飞"])
        halves = service.give_leave(
            session, pupil_ids=pair, first=FRIDAY, last=FRIDAY + timedelta(days=3), kind="事假", reason="", today=FRIDAY
        )
    assert halves == 2 + 4
    with book.write("恢复上课") as session:
        days.clear_class_day_off(session, class_id=here, day=FRIDAY)
        assert days.class_days_off(session) == ()


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 10, 31), "本来就不上课"), (date(2026, 8, 3), "不在任何学期之内")]
)
def test_a_day_off_needs_a_school_day(book: Database, day: date, words: str) -> None:
    child = found_school(book)["韦小山"]
    room = room_of(book, child)
    with pytest.raises(UserError, match=words), book.write("停课") as session:
        days.set_class_day_off(session, class_id=room, day=day)


def test_what_is_recorded_of_a_day_by_class_and_in_all(book: Database) -> None:
    ids = found_school(book)
    for name, slot in (("韦小山", "am"), ("韦小山", "pm"), ("龙飞", "am")):
        mark(book, ids[name], slot=slot)
    room = room_of(book, ids["龙飞"])
    with book.read() as session:
        assert days.recorded(session, day=FRIDAY) == days.Recorded(3, 2, 3)
        assert days.recorded(session, day=FRIDAY, class_id=room) == days.Recorded(1, 1, 1)


def test_a_class_is_read_without_the_adults_of_the_others(book: Database) -> None:
    ids = found_school(book)
    with book.write("家长") as session:
        for name in ("韦小山", "龙飞"):
            pupil_room.set_guardian(
                session, pupil_id=ids[name], guardian_id=None, position=1, fields={"name": f"{name}父"},
                relation="父亲", is_guardian="是",
            )  # fmt: skip
        room = ClassId(session.get_one(Pupil, ids["韦小山"]).class_id or 0)
        assert set(pupil_room._adults(session, None, room)) == {ids["韦小山"]}
