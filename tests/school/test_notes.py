"""周记、寄语 and 诚信评价."""

from collections.abc import Callable
from datetime import date

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pairing import notes
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school

TODAY = date(2026, 11, 20)


def test_a_week_has_one_diary_and_one_remark(new_book: Callable[[], Database]) -> None:
    book = new_book()
    child = found_school(book)["罗雨"]
    with book.write("周记") as session:
        args = {"pupil_id": child, "by": "梁老师", "today": TODAY}
        notes.write_week(session, day=date(2026, 11, 12), diary="这周背会了乘法表", remark="", **args)
        notes.write_week(session, day=date(2026, 11, 15), diary="这周背会了乘法表", remark="说到做到，真好", **args)
        assert [(one.week, one.remark) for one in notes.weeks(session, pupil_id=child)] == [
            (date(2026, 11, 9), "说到做到，真好")
        ]
        notes.write_week(session, day=date(2026, 11, 9), diary="", remark=" ", **args)
        assert not notes.weeks(session, first=date(2026, 9, 1))
        with pytest.raises(UserError, match="最多300个字"):
            notes.write_week(session, day=TODAY, diary="", remark="好" * 301, **args)
        with pytest.raises(UserError, match="不能晚于今天"):
            notes.write_week(session, day=date(2026, 11, 21), diary="明天", remark="", **args)


def test_honesty_is_judged_by_items(new_book: Callable[[], Database]) -> None:
    book = new_book()
    child = found_school(book)["罗雨"]
    with book.write("评价") as session:
        args = {"pupil_id": child, "day": TODAY, "word": "借书按时还", "by": "梁老师", "today": TODAY}
        notes.judge(session, items={"诚实守信": "优", "说到做到": "良"}, **args)
        notes.judge(session, items={"诚实守信": "良"}, **args)
        assert [dict(one.items) for one in notes.judged(session, pupil_id=child)] == [{"诚实守信": "良"}]
        with pytest.raises(UserError, match="只能评"):
            notes.judge(session, items={"诚实守信": "一般"}, **args)
        with pytest.raises(UserError, match="至少评一项"):
            notes.judge(session, items={}, **args)
