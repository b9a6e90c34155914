"""Marks of concern: given to several at once, ended with a reason, never doubled, never forgotten."""

from datetime import date

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.concern import kinds as kind_room
from kongchuo_desktop.school.concern import service
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school

TODAY = date(2026, 11, 22)
SINCE = date(2026, 9, 1)


def give(book: Database, kind: str, *pupils: PupilId, since: date = SINCE, why: str = "") -> service.Marked:
    with book.write("登记") as session:
        return service.mark(session, pupil_ids=pupils, kind=kind, since=since, why=why, by="梁老师", today=TODAY)


def held(book: Database, pupil: PupilId, on: date = TODAY) -> list[str]:
    with book.read() as session:
        return [item.kind for item in service.marks(session, on=on, pupil_ids=[pupil])]


def test_several_children_at_once_and_who_had_it_already(book: Database) -> None:
    who = found_school(book)
    give(book, "厌学", who["罗雨"])
    made = give(book, "厌学", who["罗雨"], who["石青"], who["杨柳"], why="不愿来")
    assert len(made.ids) == 2
    assert made.already == ("罗雨",)
    with pytest.raises(UserError, match="已经登记为“厌学”"):
        give(book, "厌学", who["罗雨"])


def test_both_troubles_follow_from_their_parts_by_themselves(book: Database) -> None:
    who = found_school(book)
    give(book, "学困生", who["石青"], since=date(2026, 9, 10))
    assert held(book, who["石青"]) == ["学困生"]
    poor = give(book, "家困生", who["石青"], since=date(2026, 10, 8))
    assert held(book, who["石青"]) == ["家困生", "学困生", "双困生"]
    with book.read() as session:
        both = service.marks(session, on=TODAY, pupil_ids=[who["石青"]])[-1]
        assert (both.id, both.since, both.why, both.source) == (None, date(2026, 10, 8), "学困生、家困生", "推算")
        assert [item.kind for item in service.history(session, on=TODAY)] == ["学困生", "家困生"]
    assert held(book, who["石青"], on=date(2026, 9, 20)) == ["学困生"]
    with book.write("解除") as session:
        service.end_mark(session, mark_id=poor.ids[0], on=TODAY, why="已脱困", by="梁老师", today=TODAY)
    assert held(book, who["石青"]) == ["学困生"]
    with pytest.raises(UserError, match="自动得出"):
        give(book, "双困生", who["石青"])


def test_an_ended_mark_stays_in_the_history_and_may_come_again(book: Database) -> None:
    who = found_school(book)
    first = give(book, "动摇生", who["杨柳"], why="说不想读")
    with book.write("解除") as session:
        service.end_mark(session, mark_id=first.ids[0], on=date(2026, 10, 8), why="已稳定", by="校长", today=TODAY)
    assert held(book, who["杨柳"], on=date(2026, 10, 7)) == ["动摇生"]
    assert held(book, who["杨柳"], on=date(2026, 10, 8)) == []
    with pytest.raises(UserError, match="已经登记"):
        give(book, "动摇生", who["杨柳"], since=date(2026, 10, 1))
    give(book, "动摇生", who["杨柳"], since=date(2026, 11, 2))
    with book.read() as session:
        past, now = service.history(session, on=TODAY, pupil_ids=[who["杨柳"]])
    assert (past.until, past.ended_why, past.ended_by) == (date(2026, 10, 8), "已稳定", "校长")
    assert now.until is None
    with book.write("撤销") as session, pytest.raises(UserError, match="不能恢复"):
        service.reopen_mark(session, mark_id=first.ids[0])


@pytest.mark.parametrize(
    ("on", "why", "told"),
    [
        (TODAY, " ", "请写明解除原因"),
        (date(2026, 12, 1), "好了", "不能晚于今天"),
        (date(2026, 8, 1), "好了", "早于登记日期"),
    ],
)
def test_an_ending_without_reason_or_with_an_impossible_day_is_refused(
    book: Database, on: date, why: str, told: str
) -> None:
    who = found_school(book)
    made = give(book, "厌学", who["罗雨"])
    with book.write("解除") as session, pytest.raises(UserError, match=told):
        service.end_mark(session, mark_id=made.ids[0], on=on, why=why, by="", today=TODAY)


@pytest.mark.parametrize(
    ("since", "kind", "told"),
    [
        (date(2026, 11, 23), "厌学", "不能晚于今天"), (date(1926, 9, 1), "厌学", "太早"),
        (SINCE, "懒", "没有“懒”这个类别"),
    ],
)  # fmt: skip
def test_bad_input_is_a_sentence(book: Database, since: date, kind: str, told: str) -> None:
    who = found_school(book)
    with pytest.raises(UserError, match=told):
        give(book, kind, who["罗雨"], since=since)
    assert held(book, who["罗雨"]) == []


def test_the_schools_own_kinds_renaming_and_putting_out_of_use(book: Database) -> None:
    who = found_school(book)
    with book.write("类别") as session:
        kind_room.add_kind(session, name="易地搬迁", group="家庭", is_key=False)
        with pytest.raises(UserError, match="已经有“厌学”"):
            kind_room.add_kind(session, name="厌学", group="学习")
    give(book, "易地搬迁", who["罗雨"])
    give(book, "学困生", who["罗雨"])
    give(book, "家困生", who["罗雨"])
    with book.write("类别") as session:
        assert kind_room.rename_kind(session, name="学困生", to="学习待帮") == 1
        assert kind_room.rename_kind(session, name="易地搬迁", to="搬迁户") == 1
        kind_room.change_kind(session, name="潜能生", in_use=False)
    assert held(book, who["罗雨"]) == ["家困生", "学习待帮", "双困生", "搬迁户"]
    with book.read() as session:
        offered = kind_room.kinds(session)
        assert "学困生" not in offered
        assert "潜能生" not in offered
        assert offered["双困生"].parts == ("学习待帮", "家困生")
        assert "学困" in offered["学习待帮"].words
    with pytest.raises(UserError, match="停用"):
        give(book, "潜能生", who["石青"])


def test_key_pupils_have_a_mark_that_calls_for_more_visits(book: Database) -> None:
    who = found_school(book)
    give(book, "随迁", who["石青"])
    give(book, "动摇生", who["杨柳"])
    with book.read() as session:
        assert service.key_pupils(session, on=TODAY) == {who["杨柳"]}
        assert service.key_pupils(session, on=date(2026, 8, 1)) == frozenset()
    with book.write("类别") as session:
        kind_room.change_kind(session, name="随迁", is_key=True)
    with book.read() as session:
        assert service.key_pupils(session, on=TODAY) == {who["杨柳"], who["石青"]}
