"""Registers and figures of attendance know who was on the roll on each day."""

from datetime import date
from pathlib import Path

import pytest

from kongchuo_desktop.school.attendance import figures
from kongchuo_desktop.school.enrolment import service
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, away, bring, csv_of, found_school, full


@pytest.fixture
def term(book: Database, tmp_path: Path) -> Database:
    """Both registers of 五年级1班 on three Mondays; 石青 on leave over the second, 罗雨 gone before the third."""
    ids = found_school(book)
    with book.write("登记异动") as session:
        for name, kind, day in (
            ("石青", "休学", "2026-09-10"), ("石青", "复学", "2026-09-18"), ("罗雨", "转出", "2026-09-18"),
        ):  # fmt: skip
            draft = service.Draft(kind, date.fromisoformat(day))
            service.record_change(session, pupil_id=ids[name], draft=draft, now=NOW)
    days = ("2026-09-07", "2026-09-14", "2026-09-21")
    bring(book, csv_of(tmp_path / "a.csv", [full(day) for day in days]))
    return book


def test_children_on_leave_or_gone_are_not_expected(term: Database) -> None:
    with term.read() as session:
        room = figures.by_class(session, first=date(2026, 9, 1), last=date(2026, 9, 30), today=NOW.date())[0]
    assert room.should == 2 * (4 + 3 + 3)
    assert room.pupils == 3


def test_a_register_of_such_a_day_is_refused(term: Database, tmp_path: Path) -> None:
    rows = [away("2026-09-14", "石青"), away("2026-09-21", "罗雨"), away("2026-09-14", "罗雨")]
    found = bring(term, csv_of(tmp_path / "b.csv", rows))
    told = [problem.reason for problem in found.plan.problems if problem.severity == "refused"]
    assert len(told) == 2
    assert "在休学" in told[0]
    assert "已离校" in told[1]
