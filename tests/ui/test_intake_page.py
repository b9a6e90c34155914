"""Bringing lists in by the window: looked at first, written as one, taken back as one."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.imports import Fate
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.classes.page import STAFF, ClassesPage
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.intake.page import IntakePage
from kongchuo_desktop.ui.intake.rows import preview_rows
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils.page import PupilsPage
from tests.ui.room import NOW

Rest = Callable[[], None]
TODAY = NOW.date()
EXPORT, TITLED, BY_HAND = "花名册-全国学籍导出.xlsx", "花名册-带标题行.xlsx", "花名册-班主任手工表.xls"


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("intake")
    rest()
    return made


@pytest.fixture
def page(window: MainWindow) -> IntakePage:
    assert isinstance(window.page, IntakePage)
    return window.page


def count(database: Database) -> int:
    with database.read() as session:
        return len(pupil_room.pupils(session, today=TODAY))


def figures(page: IntakePage) -> dict[str, int]:
    return {fate.value: int(figure.text()) for fate, (figure, _link) in page.preview._figures.items()}


def bring_in(page: IntakePage, path: Path, rest: Rest, kind: str = "pupils") -> None:
    page.read(kind, path)
    rest()
    page.write()
    rest()


def a_list(path: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_nothing_is_written_before_the_button(
    page: IntakePage, window: MainWindow, database: Database, sample_files: Path, rest: Rest, qtbot: QtBot
) -> None:
    page.read("pupils", sample_files / EXPORT)
    rest()
    assert figures(page)["new"] == 108
    assert "新建 4 个班" in page.preview._notes.text()
    assert count(database) == 5
    assert window.header.main_button.text().strip() == "写入 108 条"
    qtbot.mouseClick(window.header.main_button, Qt.MouseButton.LeftButton)
    rest()
    assert count(database) == 113
    assert page.result.isVisible()
    assert "写入 108 名学生" in page.result._title.text()
    rest()
    assert page.result.clues.text().strip() == "核对 46 条关爱线索"


def test_the_same_file_a_second_time_changes_nothing(page: IntakePage, sample_files: Path, rest: Rest) -> None:
    bring_in(page, sample_files / EXPORT, rest)
    page.read("pupils", sample_files / EXPORT)
    rest()
    assert figures(page) == {"new": 0, "changed": 0, "unchanged": 108, "doubtful": 0, "refused": 0}
    assert page.main_act() is None


def test_rows_that_stay_out_come_first_and_come_back_as_a_file(
    page: IntakePage, sample_files: Path, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.read("pupils", sample_files / TITLED)
    rest()
    first = page.preview.rows.model.rows[0]
    assert first.row.fate in ("doubtful", "refused")
    assert first.told
    path = tmp_path / "改.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.preview.save_wanted.emit()
    rest()
    assert any("丁豪欣" in str(cell) for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row)


def test_a_figure_narrows_to_its_rows(page: IntakePage, sample_files: Path, rest: Rest, qtbot: QtBot) -> None:
    page.read("pupils", sample_files / TITLED)
    rest()
    _figure, link = next(pair for fate, pair in page.preview._figures.items() if fate == "doubtful")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert {item.row.fate for item in page.preview.rows.model.rows} == {"doubtful"}


def test_lost_numbers_are_named_by_cell(page: IntakePage, sample_files: Path, rest: Rest, qtbot: QtBot) -> None:
    page.read("pupils", sample_files / BY_HAND)
    rest()
    cells = {item.cell for item in page.preview.cells.model.rows}
    assert "E7" in cells
    page.preview.tabs.setCurrentIndex(1)
    page.preview.cells.look_for("E7")
    page.preview.cells.table.selectRow(0)
    qtbot.keyClick(page.preview.cells.table, Qt.Key.Key_Return)
    assert page.preview.panel.isVisible()
    assert page.close_inner()
    assert not page.preview.panel.isVisible()


def test_a_row_opens_with_old_and_new(page: IntakePage, sample_files: Path, rest: Rest) -> None:
    bring_in(page, sample_files / EXPORT, rest)
    page.read("pupils", sample_files / BY_HAND)
    rest()
    changed = next(item for item in page.preview.rows.model.rows if item.row.fate == "changed")
    assert " → " in changed.told
    page.preview._open_row(changed)
    assert page.preview.panel.isVisible()


def test_an_import_is_taken_back_from_its_result(
    page: IntakePage, database: Database, office: Office, sample_files: Path, rest: Rest, qtbot: QtBot
) -> None:
    bring_in(page, sample_files / EXPORT, rest)
    qtbot.mouseClick(page.result.take_back, Qt.MouseButton.LeftButton)
    rest()
    assert count(database) == 5
    tell: Any = office.tell
    assert "已撤销" in tell.toasts[-1]
    assert page.start.list.model.rows[0].taken_back_at is not None


def test_an_import_is_taken_back_from_the_list_after_a_question(
    page: IntakePage, database: Database, office: Office, sample_files: Path, rest: Rest
) -> None:
    bring_in(page, sample_files / EXPORT, rest)
    page.close_inner()
    rest()
    page.start.list.table.selectRow(0)
    act = page.start.list.kind.acts[0]
    tell: Any = office.tell
    act.run(page.start.list.selected())
    rest()
    assert count(database) == 113  # the box was closed
    assert "108 条" in tell.said[-1]
    tell.answers = ["yes"]
    act.run(page.start.list.selected())
    rest()
    assert count(database) == 5


def test_staff_come_with_classes_and_duties(
    page: IntakePage, window: MainWindow, database: Database, sample_files: Path, rest: Rest
) -> None:
    bring_in(page, sample_files / EXPORT, rest)
    bring_in(page, sample_files / "教职工名册.xlsx", rest, "staff")
    with database.read() as session:
        assert len(staff_room.staff(session, today=TODAY)) == 13
        heads = [room.head for room in class_room.classes(session, today=TODAY)]
    assert all(heads[:6])
    assert page.result.look.text() == "看教职工"
    page.result.look.click()
    rest()
    assert isinstance(window.page, ClassesPage)
    assert window.page.tabs.currentIndex() == STAFF


def test_staff_are_told_with_what_each_duty_is(page: IntakePage, sample_files: Path, rest: Rest) -> None:
    page.read("staff", sample_files / "教职工名册.xlsx")
    rest()
    told = {row.row.name: row.told for row in preview_rows(page.found.plan)}
    assert told["董静"].endswith("班主任一年级1班\uff0c包村大坪村\uff0c领导小组成员")


def test_poor_families_are_told_and_looked_at_where_they_are(
    page: IntakePage, window: MainWindow, sample_files: Path, rest: Rest
) -> None:
    bring_in(page, sample_files / EXPORT, rest)
    page.read("households", sample_files / "乡镇困难家庭名单-gbk.csv")
    rest()
    rows = preview_rows(page.found.plan)
    assert all(row.told for row in rows)  # no empty line: what is written, or why it is not
    assert all("补上" in row.told for row in rows if row.row.fate is Fate.DOUBTFUL)
    page.write()
    rest()
    page.result.look.click()
    rest()
    assert window.page._front == "families"


def test_suspects_are_looked_at_in_their_own_section(
    page: IntakePage, window: MainWindow, rest: Rest, tmp_path: Path
) -> None:
    path = a_list(tmp_path / "疑似.xlsx", ("姓名", "身份证件号", "户籍地"), ("王小二", "522328201510016679", "河湾村"))
    bring_in(page, path, rest, "suspects")
    page.result.look.click()
    rest()
    assert window.page._front == "suspects"


def test_a_column_is_named_once_and_known_ever_after(
    page: IntakePage, office: Office, rest: Rest, tmp_path: Path, qtbot: QtBot
) -> None:
    path = a_list(tmp_path / "表.xlsx", ("姓名", "性别", "班级", "大人贵姓"), ("龙大山", "男", "三年级1班", "龙老汉"))
    page.read("pupils", path)
    rest()
    assert page.preview.tabs.isTabVisible(3)
    form = page.preview.columns.form
    assert form is not None
    box = form.editor("大人贵姓")
    assert isinstance(box, QComboBox)
    box.setCurrentText("家长姓名")
    qtbot.mouseClick(page.preview.columns.act, Qt.MouseButton.LeftButton)
    rest()
    assert not page.preview.tabs.isTabVisible(3)
    assert "龙老汉" in page.preview.rows.model.rows[0].told
    again = IntakePage(office)
    qtbot.addWidget(again)
    again.read("pupils", path)
    rest()
    assert again.found is not None
    assert again.found.read.unknown == ()


def test_a_broken_file_ends_in_a_sentence_and_the_page_goes_on(
    page: IntakePage, office: Office, rest: Rest, tmp_path: Path
) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    page.read("pupils", path)
    rest()
    tell: Any = office.tell
    assert tell.said
    assert "没有料到" not in tell.said[-1]
    assert page.stack.currentWidget() is page.start
    assert "正在读" not in page.state_sentence()


def test_a_book_changed_since_the_preview_refuses_the_writing(
    page: IntakePage, office: Office, database: Database, sample_files: Path, rest: Rest
) -> None:
    page.read("pupils", sample_files / EXPORT)
    rest()
    with database.write("别处") as session:
        pupil_room.add_pupil(session, fields={"name": "新来的"})
    page.write()
    rest()
    tell: Any = office.tell
    assert "预览" in tell.said[-1]
    assert count(database) == 6
    assert page.main_act() is not None


def test_a_dropped_file_is_read_as_the_card_says(
    page: IntakePage, sample_files: Path, rest: Rest, tmp_path: Path
) -> None:
    path = tmp_path / "教职工.xlsx"
    shutil.copy(sample_files / "教职工名册.xlsx", path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    spot = QPointF(page.start.mapTo(page, page.start.cards["staff"].geometry().center()))
    drop = QDropEvent(spot, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(drop)
    rest()
    assert page.found is not None
    assert page.found.kind == "staff"


def test_another_page_asks_for_a_kind(
    window: MainWindow, page: IntakePage, rest: Rest, sample_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(sample_files / EXPORT), ""))
    window.open_page("intake", "pupils")
    rest()
    assert page.found is not None
    page.write()
    rest()
    page.result.look.click()
    rest()
    assert isinstance(window.page, PupilsPage)
    assert len(window.page.list.model.rows) == 113


def test_a_cancelled_writing_writes_nothing_and_can_be_begun_again(
    page: IntakePage, database: Database, sample_files: Path, rest: Rest
) -> None:
    page.read("pupils", sample_files / EXPORT)
    rest()
    page.write()
    assert page._writing is not None
    page._writing.cancel()
    rest()
    assert count(database) == 5
    assert page.main_act() is not None
    page.write()
    rest()
    assert count(database) == 113


@pytest.mark.parametrize(("answer", "files", "own"), [("try", 2, 0), ("own", 0, 2), ("", 0, 0)])
def test_the_sample_school_says_that_nothing_of_it_is_ones_own(
    page: IntakePage, office: Office, monkeypatch: pytest.MonkeyPatch, answer: str, files: int, own: int
) -> None:
    """Trying goes on, and is asked once; one's own book and a closed box read nothing."""
    asked: list[str] = []
    wanted: list[bool] = []
    tell: Any = office.tell

    def no_file(*_given: object, **_named: object) -> tuple[str, str]:
        asked.append("file")
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", no_file)
    office.own_book_wanted.connect(lambda: wanted.append(True))
    office.sample = True
    tell.answers = [answer, answer]
    page.choose("pupils")
    page.open_request("staff")
    assert (len(asked), len(wanted)) == (files, own)
    assert len(tell.said) == (1 if answer == "try" else 2)
    assert "示例学校" in tell.said[0]


def test_ones_own_book_is_not_asked(page: IntakePage, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given, **_named: (asked.append("file"), ("", ""))[1])
    page.choose("pupils")
    assert asked == ["file"]
    tell: Any = office.tell
    assert tell.said == []
