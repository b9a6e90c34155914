"""学困生转化方案: goals, cycles, help, marks, and the summaries drafted from them."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import marks, plans
from kongchuo_desktop.school.pairing.marks import MarkFacts, read_mark, shown
from kongchuo_desktop.school.pairing.plans import GoalFacts
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school

DAY = date(2026, 9, 14)
TODAY = date(2026, 11, 20)


def test_a_term_of_one_child(new_book: Callable[[], Database]) -> None:
    book = new_book()
    child = found_school(book)["罗雨"]
    with book.write("方案") as session:
        term = identity.current_term(session, today=DAY)
        assert term
        plan = plans.make_plan(
            session, pupil_id=child, term=term, causes=["计算薄弱", "作业拖拉"], day=DAY, by="梁老师",
            fields={"diagnosis": "口算慢", "long_goal": "期末及格"},
        )  # fmt: skip
        goals = [
            GoalFacts(0, "每天交作业", "同桌提醒", "梁老师", date(2026, 10, 9), date(2026, 10, 9), "做到了"),
            GoalFacts(0, "口算九成对", "", "", date(2026, 12, 1), None, ""),
        ]
        plans.set_goals(session, plan_id=plan, goals=goals)
        plans.log_help(
            session, pupil_ids=[child], day=date(2026, 10, 12), kind="补课", minutes=40, subject="数学", content="口算",
            given_by="梁老师", today=TODAY,
        )  # fmt: skip
        for exam, tenths in (("期初", 520), ("期中", 615)):
            marks.set_marks(session, marks=[MarkFacts(child, 2026, "autumn", exam, "数学", tenths, 100)])
        found = plans.plan(session, pupil_id=child, term=term)
        assert found
        first = found.cycles[0]
        assert (first.first, first.last) == (DAY, date(2026, 10, 11))
        assert found.cycles[-1].last == term.ends
        plans.close_cycle(session, cycle_id=first.id, rating="有进步", result="", day=date(2026, 10, 12))
        found = plans.plan(session, pupil_id=child, term=term)
        assert found
        draft = plans.draft_summary(session, found=found, name="罗雨", term=term, until=TODAY)
    for words in ("计算薄弱、作业拖拉", "已达成1个", "还在努力：口算九成对", "补课1次", "合计40分钟", "第1周期有进步",
                  "数学由期初 52 分到期中 61.5 分"):  # fmt: skip
        assert words in draft


def test_what_cannot_be_is_said(new_book: Callable[[], Database]) -> None:
    book = new_book()
    child = found_school(book)["罗雨"]
    with book.write("方案") as session:
        term = identity.current_term(session, today=DAY)
        assert term
        plan = plans.make_plan(session, pupil_id=child, term=term, causes=[], fields={}, day=DAY, by="")
        with pytest.raises(UserError, match="第1个目标没有写内容"):
            plans.set_goals(session, plan_id=plan, goals=[GoalFacts(0, " ", "", "", None, None, "")])
        last = plans.plans(session, term=term)[0].cycles[-1]
        with pytest.raises(UserError, match="才开始"):
            plans.close_cycle(session, cycle_id=last.id, rating="持平", result="", day=DAY)
        args = {"pupil_ids": [child], "kind": "补课", "subject": "", "content": "口算", "given_by": "", "today": TODAY}
        with pytest.raises(UserError, match="不能晚于今天"):
            plans.log_help(session, day=date(2026, 12, 1), minutes=40, **args)
        with pytest.raises(UserError, match="分钟之间"):
            plans.log_help(session, day=DAY, minutes=900, **args)


@pytest.mark.parametrize(
    ("text", "tenths"), [("86.5", 865), ("１００", 1000), ("0", 0), ("", None), ("缺考", None), (" 61 ", 610)]
)
def test_marks_are_read(text: str, tenths: int | None) -> None:
    assert read_mark(text) == tenths


@pytest.mark.parametrize("text", ["优", "101", "-1", "86.55", "NaN", "1e999", "=1+1"])
def test_what_is_no_mark_is_said(text: str) -> None:
    with pytest.raises(UserError, match="分数"):
        read_mark(text)


@given(st.integers(0, 1000))
def test_a_mark_is_written_as_it_was_read(tenths: int) -> None:
    assert read_mark(shown(tenths)) == tenths
