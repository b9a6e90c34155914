"""Attendance goes out and comes in: a report handed in and corrected later, a file of absences, the month's sheet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.model import AbsenceMark
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.attendance.page import AttendancePage
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.intake.page import IntakePage
from kongchuo_desktop.ui.intake.rows import preview_rows
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.reports.page import ReportsPage
from tests.ui.room import NOW

Rest = Callable[[], None]
TODAY = NOW.date()


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()


def preview_open(window: MainWindow) -> PreviewBox:
    return next(box for box in window.findChildren(PreviewBox) if box.isVisible())


def mark_one(database: Database, kind: str) -> None:
    with database.write("登记考勤") as session:
        room = class_room.classes(session, today=TODAY)[0].id
        child = pupil_room.pupils(session, today=TODAY, class_id=room)[0]
        service.set_mark(session, mark=Mark(child.id, TODAY, "am", kind), now=NOW, by="王老师")


def test_a_report_handed_in_is_kept_and_later_corrections_show(
    window: MainWindow, database: Database, rest: Rest, office: Office
) -> None:
    mark_one(database, "旷课")
    window.open_page("reports", "day")
    rest()
    page = window.page
    assert isinstance(page, ReportsPage)
    page.hand_in()
    rest()
    box = next(one for one in window.findChildren(FormBox) if one.isVisible())
    assert box.form.values() == {"to": "青石镇中心学校"}
    box.finish()
    rest()
    kept = page.show_handed_in()
    rest()
    (facts,) = kept.list.model.rows
    assert (facts.kind, facts.to, facts.first) == ("day", "青石镇中心学校", TODAY)
    kept.compare(facts)
    rest()
    assert office.tell.said[-1].endswith("现在的数和上报时完全一样。")  # type: ignore[attr-defined]
    mark_one(database, "病假")
    rest()
    kept.compare(facts)
    rest()
    difference = preview_open(window)
    assert difference.windowTitle().endswith("上报后的更正")
    difference.reject()
    kept.look(facts)
    rest()
    assert any(box.windowTitle() == facts.title for box in window.findChildren(PreviewBox))
    kept.reject()


def test_a_file_of_absences_is_previewed_then_written(
    window: MainWindow, database: Database, rest: Rest, tmp_path: Path
) -> None:
    path = tmp_path / "九月考勤.csv"
    path.write_text(
        "日期,班级,姓名,类别,时段\n2026-09-03,一年级1班,张一山,旷课,全天\n2026-09-12,一年级1班,张一山,病假,上午\n",
        encoding="utf-8",
    )
    window.open_page("intake")
    rest()
    page = window.page
    assert isinstance(page, IntakePage)
    assert "attendance" in page.start.cards
    page.read("attendance", path)
    rest()
    assert page.found is not None
    told = [item.told for item in preview_rows(page.found.plan)]
    assert any("09-03 上午 旷课" in words for words in told)
    page.write()
    rest()
    with database.read() as session:
        found = [(row.day, row.slot, row.kind) for row in session.scalars(select(AbsenceMark))]
    assert sorted(found) == [(date(2026, 9, 3), "am", "旷课"), (date(2026, 9, 3), "pm", "旷课")]
    page.result.look.click()
    rest()
    assert isinstance(window.page, AttendancePage)


def test_the_empty_month_sheet_is_printed_for_the_class(window: MainWindow, rest: Rest) -> None:
    window.open_page("attendance")
    rest()
    page = window.page
    assert isinstance(page, AttendancePage)
    page.print_month()
    rest()
    box = preview_open(window)
    assert box.pdf.startswith(b"%PDF")
    box.reject()
