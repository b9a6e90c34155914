"""The sample school's autumn: a whole term of registers, a child at each step, everything computed from it."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from kongchuo_desktop.desk import demo_attendance, demo_letters, importing
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.attendance import duties, returning
from kongchuo_desktop.school.attendance.duties import DutyState
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import STATES
from kongchuo_desktop.school.tasks import service as tasks
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA

FRIDAY = datetime(2026, 11, 20, 17, 30, tzinfo=CHINA)


@pytest.fixture
def term(book: Database, sample_files: Path) -> Database:
    for kind, name in (("pupils", "花名册-全国学籍导出.xlsx"), ("staff", "教职工名册.xlsx")):
        found = importing.preview(book, kind, sample_files / name, today=FRIDAY.date())
        importing.write(book, found, today=FRIDAY.date())
    with book.write("布置") as session:
        demo_attendance.add_term(session, now=FRIDAY)
    return book


def test_one_child_at_each_step_and_the_old_ones_closed(term: Database) -> None:
    with term.read() as session:
        standing = duties.standing(session, on=FRIDAY.date())
        agenda = tasks.today(session, on=FRIDAY.date())
        opening = returning.current_opening(session, today=date(2026, 9, 2))
        assert opening is not None
        first_days = [returning.state(session, opening=opening, today=date(2026, 9, day)).missing for day in (1, 3)]
    highest = Counter[int]()
    for child in {duty.pupil.id for duty in standing.duties if duty.state is not DutyState.CLOSED}:
        highest[max(duty.step.number for duty in standing.duties if duty.pupil.id == child)] += 1
    assert highest == {1: 1, 2: 1, 3: 1}
    assert {duty.step.number for duty in standing.duties if duty.state is DutyState.CLOSED} == {1, 2}
    assert [item.days for item in agenda.away] == [7]
    assert [task.sentence for task in agenda.registers_not_taken] == ["二年级1班11月18日下午没有点名"]
    assert first_days == [1, 0]  # one child came on the third


def test_the_months_report_agrees_with_the_days(term: Database) -> None:
    with term.read() as session:
        month = report_kind("month").tabulate(session, {"month": "2026-10"}, FRIDAY.date())
        days = [
            report_kind("day").tabulate(session, {"date": f"2026-10-{day:02}"}, FRIDAY.date()) for day in range(1, 32)
        ]
    places = {column.key: place for place, column in enumerate(month.columns)}
    day_places = {column.key: place for place, column in enumerate(days[0].columns)}
    for key in ("present", "truant", "sick", "personal", "late"):
        daily = sum(
            value for found in days for row in found.rows[:-1] if isinstance(value := row[day_places[key]], int)
        )
        assert month.rows[-1][places[key]] == daily, key


def test_letters_are_in_every_state(term: Database) -> None:
    with term.write("布置文书") as session:
        demo_letters.add_letters(session, now=FRIDAY)
        assert set(notices.standing(session)) == set(STATES)
