"""The children's page as a teacher uses it: found, read, changed, taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils.page import PupilsPage
from tests.ui.room import NOW

Rest = Callable[[], None]
TODAY = NOW.date()
NUMBER = "522328201806094120"  # right check digit, a girl born on 2018-06-09


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("pupils")
    rest()
    return made


@pytest.fixture
def page(window: MainWindow) -> PupilsPage:
    assert isinstance(window.page, PupilsPage)
    return window.page


def facts(database: Database, pupil_id: int) -> pupil_room.PupilFacts:
    with database.read() as session:
        return pupil_room.pupil(session, pupil_id=PupilId(pupil_id), today=TODAY)


def texts(page: PupilsPage, key: str) -> list[str]:
    column = next(column for column in page.list.model.columns if column.key == key)
    return [column.text(row) for row in page.list.model.rows]


def set_number(database: Database, pupil_id: int) -> None:
    with database.write("补证件号") as session:
        pupil_room.change_pupil(session, pupil_id=PupilId(pupil_id), fields={"id_number": NUMBER})


def test_two_children_of_one_name_are_told_apart(page: PupilsPage) -> None:
    assert texts(page, "name")[:2] == ["罗小河（2018-01-07）", "罗小河（2018-02-07）"]
    assert "5 人" in page.state_sentence()


def test_the_list_is_a_proper_model(page: PupilsPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.list.model)


def test_typing_finds_by_initials(page: PupilsPage, qtbot: QtBot) -> None:
    page.list.table.setFocus()
    qtbot.keyClicks(page.list.table, "z")
    qtbot.keyClicks(page.list.find_line, "ys")
    assert texts(page, "name") == ["张一山"]


def test_numbers_are_masked_until_asked_for_and_that_is_on_record(
    page: PupilsPage, database: Database, rest: Rest, qtbot: QtBot
) -> None:
    set_number(database, 1)
    rest()
    assert texts(page, "id_number")[0] == f"522328********{NUMBER[-4:]}"
    qtbot.mouseClick(page._eye, Qt.MouseButton.LeftButton)
    rest()
    assert texts(page, "id_number")[0] == NUMBER
    with database.read() as session:
        assert audit.recent(session, limit=1)[0].kind == "read"


def test_quick_filter_says_what_it_hides(page: PupilsPage, database: Database, qtbot: QtBot, rest: Rest) -> None:
    with database.write("住校") as session:
        pupil_room.change_pupil(session, pupil_id=PupilId(3), fields={"boarding": True})
    rest()
    qtbot.mouseClick(page._quick["lodging"], Qt.MouseButton.LeftButton)
    assert texts(page, "name") == ["张一山"]
    assert "另有 4 人" in page.list.strip.count_words
    assert page._quick["lodging"].isHidden()
    page.list.chips.removed.emit("lodging")
    assert not page._quick["lodging"].isHidden()
    assert len(page.list.model.rows) == 5


def test_enter_opens_a_child_and_esc_closes_it(page: PupilsPage, qtbot: QtBot, rest: Rest) -> None:
    page.list.select(3)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    rest()
    assert page.panel.isVisible()
    assert page.panel.record is not None
    assert page.panel.record.facts.name == "张一山"
    assert page.close_inner()
    assert not page.panel.isVisible()


def test_a_change_is_saved_by_ctrl_s_and_taken_back(
    window: MainWindow, page: PupilsPage, office: Office, database: Database, qtbot: QtBot, rest: Rest
) -> None:
    page.open_request(3)
    rest()
    page.panel.edit("phone")
    rest()
    form = page.panel.form
    assert form is not None
    qtbot.keyClicks(form.editor("phone"), "13800000000")
    assert page.save_form()
    rest()
    assert facts(database, 3).phone == "13800000000"
    assert page.panel.form is None
    tell: Any = office.tell
    assert tell.toasts[-1] == "已保存 张一山 的 1 处改动"
    tell.undo()
    rest()
    assert facts(database, 3).phone == ""


def test_a_wrong_number_is_named_at_its_field_and_not_saved(page: PupilsPage, database: Database, rest: Rest) -> None:
    page.open_request(3)
    rest()
    page.panel.edit("id_number")
    rest()
    form = page.panel.form
    assert form is not None
    form.editor("id_number").setProperty("text", NUMBER[:-1] + ("2" if NUMBER[-1] != "2" else "3"))
    page.save_form()
    rest()
    assert "校验位" in form.objection_to("id_number")
    assert facts(database, 3).id_number == ""


def test_the_number_fills_birth_and_sex_and_a_contradiction_is_asked_about(
    page: PupilsPage, office: Office, database: Database, qtbot: QtBot, rest: Rest
) -> None:
    page.panel.add()
    rest()
    form = page.panel.form
    assert form is not None
    form.editor("name").setProperty("text", "龙小溪")
    qtbot.keyClicks(form.editor("id_number"), NUMBER)
    assert form.values()["birth_date"] == "2018-06-09"
    assert form.values()["sex"] == "女"
    form.editor("birth_date").setProperty("text", "2018-06-10")
    tell: Any = office.tell
    tell.answers = ["yes"]  # 回去核对
    page.save_form()
    rest()
    assert "身份证件号里的出生日期是 2018-06-09" in tell.said[-1]
    form.editor("birth_date").setProperty("text", "2018-06-09")
    page.save_form()
    rest()
    added = facts(database, 6)
    assert (added.name, added.birth, added.id_number) == ("龙小溪", "2018-06-09", NUMBER)


def test_only_year_and_month_of_birth_may_be_known(page: PupilsPage, database: Database, rest: Rest) -> None:
    page.open_request(4)
    rest()
    page.panel.edit("birth_date")
    rest()
    form = page.panel.form
    assert form is not None
    form.editor("birth_date").setProperty("text", "2017-05")
    page.save_form()
    rest()
    assert facts(database, 4).birth == "2017-05"


def test_brothers_and_sisters_share_an_adult(page: PupilsPage, office: Office, database: Database, rest: Rest) -> None:
    tell: Any = office.tell
    for pupil_id in (1, 3):
        page.open_request(pupil_id)
        rest()
        page.panel._adults.add()
        form = page.panel.form
        assert form is not None
        form.put({"name": "罗成", "phone": "13900001111", "relation": "父亲"})
        page.save_form()
        rest()
    assert "按同一个人登记" in tell.toasts[-1]
    assert facts(database, 1).guardians[0].id == facts(database, 3).guardians[0].id
    record = page.panel.record
    assert record is not None
    assert [child.id for child in record.siblings] == [1]
    page.panel._adults.remove(record.facts.guardians[0])
    rest()
    assert facts(database, 3).guardians == ()
    tell.undo()
    rest()
    assert facts(database, 3).guardians[0].name == "罗成"
    assert facts(database, 1).guardians[0].name == "罗成"


def test_several_children_are_changed_at_once_and_back(
    page: PupilsPage, office: Office, database: Database, rest: Rest
) -> None:
    page.list.table.selectAll()
    act = next(act for act in page.list.kind.acts if act.title == "批量修改")
    act.run(page.list.selected())
    rest()
    box = QApplication.activeModalWidget() or page.window().findChild(FormBox)
    assert isinstance(box, FormBox)
    box.form.put({"village": "新田村", "boarding": "boarding"})
    box.finish()
    rest()
    assert set(texts(page, "village")) == {"新田村"}
    assert set(texts(page, "lodging")) == {"住校"}
    tell: Any = office.tell
    assert tell.toasts[-1] == "已把 5 名学生改为新田村、住校"
    tell.undo()
    rest()
    assert facts(database, 1).village == "河湾村"
    assert not facts(database, 1).boarding


def test_what_is_shown_is_what_is_exported(
    page: PupilsPage, office: Office, database: Database, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "名单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.list.look_for("罗小河")
    page.list.export_button.click()
    rest()
    cells = [str(cell) for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row if cell]
    assert "罗小河（2018-01-07）" in cells
    assert not any("张一山" in cell for cell in cells)
    with database.read() as session:
        assert audit.recent(session, limit=1)[0].kind == "export"


def test_unsaved_words_are_not_lost_in_silence(
    window: MainWindow, page: PupilsPage, office: Office, rest: Rest
) -> None:
    page.open_request(3)
    rest()
    page.panel.edit("phone")
    rest()
    form = page.panel.form
    assert form is not None
    form.editor("phone").setProperty("text", "1")
    tell: Any = office.tell
    tell.answers = ["yes"]  # 继续填写
    window.open_page("reports")
    assert window.page is page
    assert "1 处内容还没有保存" in tell.said[-1]


def test_a_portrait_is_made_small_kept_and_taken_back(
    page: PupilsPage, office: Office, database: Database, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = QImage(2000, 3000, QImage.Format.Format_RGB888)
    big.fill(Qt.GlobalColor.darkCyan)
    big.save(str(tmp_path / "photo.png"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "photo.png"), ""))
    page.open_request(1)
    rest()
    page.panel._portrait.choose()
    rest()
    with database.read() as session:
        kept = pupil_room.photo(session, pupil_id=PupilId(1))
    assert kept is not None
    assert QImage.fromData(kept).height() <= 640
    tell: Any = office.tell
    tell.undo()
    rest()
    with database.read() as session:
        assert pupil_room.photo(session, pupil_id=PupilId(1)) is None


def test_the_search_box_opens_a_child_from_another_page(window: MainWindow, rest: Rest, qtbot: QtBot) -> None:
    window.open_page("reports")
    rest()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    window.search.setFocus()
    qtbot.keyClicks(window.search, "zys")
    qtbot.waitUntil(lambda: window.search._popup.list.count() > 0)
    rest()
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    rest()
    assert isinstance(window.page, PupilsPage)
    assert window.page.panel.record is not None
    assert window.page.panel.record.facts.name == "张一山"


def test_requests_of_other_pages(page: PupilsPage) -> None:
    page.open_request(("incomplete",))
    assert len(page.list.model.rows) == 5
    page.open_request(("village", "石板村"))
    assert texts(page, "name") == ["阿依古丽·买买提江"]
    everybody = sum(line.facts.status == "在读" for line in page.list.model.every)
    page.open_request(("here",))  # whatever was filtered before: as many as 概况 counts
    assert len(page.list.model.rows) == everybody


def test_history_tells_what_was_changed(page: PupilsPage, database: Database, rest: Rest) -> None:
    with database.write("改电话") as session:
        pupil_room.change_pupil(session, pupil_id=PupilId(2), fields={"phone": "0850-123"})
    page.open_request(2)
    rest()
    record = page.panel.record
    assert record is not None
    assert record.history[0].act == "改电话"
    assert record.history[0].changes == ("联系电话：空 → 0850-123",)
