"""Responsibility agreements by the window: printed, marked, taken back, worded anew."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.agreements.page import AgreementsPage
from kongchuo_desktop.ui.agreements.printing import PrintBox
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.pupils.page import PupilsPage
from tests.ui.room import NOW

Rest = Callable[[], None]
TODAY = NOW.date()


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("agreements")
    rest()
    return made


@pytest.fixture
def page(window: MainWindow) -> AgreementsPage:
    assert isinstance(window.page, AgreementsPage)
    return window.page


def states(database: Database, kind: str = "parent") -> list[str]:
    with database.read() as session:
        return [line.state for line in agreements.register(session, kind=kind, today=TODAY)]


def laid_out(page: AgreementsPage, rest: Rest) -> PrintBox:
    page.flow.layer("parent")
    rest()
    assert page.flow.box is not None
    return page.flow.box


def issue(page: AgreementsPage, rest: Rest, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    box = laid_out(page, rest)
    box.save()
    rest()
    box.reject()
    rest()


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(document[n].get_textpage().get_text_range() for n in range(len(document)))


def box_over(page: AgreementsPage) -> FormBox:
    return next(box for box in page.window().findChildren(FormBox) if box.isVisible())


def test_looking_issues_nothing(page: AgreementsPage, window: MainWindow, database: Database, rest: Rest) -> None:
    assert window.header.main_button.text().strip() == "打印整层 5 份"
    window.header.main_button.click()
    rest()
    assert page.flow.box is not None
    assert page.flow.box.view.count == 5
    assert set(states(database)) == {"未印发"}
    page.flow.box.reject()


def test_saving_numbers_every_letter_and_tells_where(
    page: AgreementsPage, database: Database, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "家长责任书.pdf"
    issue(page, rest, path, monkeypatch)
    assert set(states(database)) == {"已印发"}
    text = text_of(path)
    assert "阿依古丽·买买提江" in text
    assert "家005号" in text
    with database.read() as session:
        assert audit.recent(session, limit=1)[0].kind == "print"


@pytest.mark.parametrize(("way", "files"), [("signer", 5), ("class", 2)])
def test_one_file_each(
    page: AgreementsPage, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, files: int
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    box = laid_out(page, rest)
    next(made for made in box._ways.buttons() if box._ways.id(made) == ("", "signer", "class").index(way)).click()
    box.save_button.click()  # type: ignore[attr-defined]
    rest()
    assert len(list((tmp_path / "学校—家长责任书").glob("*.pdf"))) == files
    box.reject()


def test_the_printer_gets_the_pages_after_the_numbers(
    page: AgreementsPage, office: Office, database: Database, rest: Rest, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 3)
    box = laid_out(page, rest)
    box.print_with(printer)
    rest()
    assert set(states(database)) == {"已印发"}
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == 2
    tell: Any = office.tell
    assert "2 页发往打印机" in tell.toasts[-1]


def test_what_is_missing_leads_to_the_child(window: MainWindow, page: AgreementsPage, rest: Rest, qtbot: QtBot) -> None:
    box = laid_out(page, rest)
    assert box.missing.count() == 5
    assert "家长姓名" in box.missing.item(0).text()
    box.missing.setCurrentRow(2)
    box.missing.itemActivated.emit(box.missing.item(2))
    rest()
    assert isinstance(window.page, PupilsPage)
    assert window.page.panel.record is not None
    assert window.page.panel.record.facts.name == "张一山"


@pytest.fixture
def issued(page: AgreementsPage, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AgreementsPage:
    """The page after all parents' letters were saved."""
    issue(page, rest, tmp_path / "x.pdf", monkeypatch)
    return page


def test_marking_asks_for_the_day_and_is_taken_back(
    issued: AgreementsPage, office: Office, database: Database, rest: Rest
) -> None:
    page = issued
    page.list.table.selectAll()
    act = next(act for act in page.list.kind.acts if act.title == "已签订")
    act.run(page.list.selected())
    box = box_over(page)
    box.form.editor("day").setProperty("text", "9.3")
    box.finish()
    rest()
    assert set(states(database)) == {"已签订"}
    assert page.list.model.rows[0].issued.signed_on.day == 3
    tell: Any = office.tell
    tell.undo()
    rest()
    assert set(states(database)) == {"已印发"}


def test_what_was_not_issued_is_not_marked(
    page: AgreementsPage, office: Office, database: Database, rest: Rest
) -> None:
    page.list.table.selectAll()
    page.marking.ask(page.list.selected(), "signed")
    tell: Any = office.tell
    assert "还没有印发" in tell.said[-1]


def test_chosen_children_from_the_list_of_children(window: MainWindow, rest: Rest) -> None:
    window.open_page("pupils")
    rest()
    window.office.go("agreements", ("print-parent", (1, 2)))
    rest()
    assert isinstance(window.page, AgreementsPage)
    assert window.page.flow.box is not None
    assert [person.name for person in window.page.flow.box.prepared.people] == ["罗小河", "罗小河"]


def test_who_has_not_signed_is_one_click(issued: AgreementsPage, rest: Rest) -> None:
    page = issued
    page.marking.mark([page.list.model.rows[0].issued], "signed", TODAY)
    rest()
    page.open_request(("collect-parent", None))
    rest()
    assert len(page.list.model.rows) == 4
    page._unsigned()
    rest()
    box = next(box for box in page.window().findChildren(PreviewBox) if box.isVisible())
    assert any("共 4 行" in words.text() for words in box.findChildren(QLabel))
    box.reject()


def test_layers_are_chosen_by_their_cards(page: AgreementsPage, rest: Rest, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.cards.cards["village"], Qt.MouseButton.LeftButton)
    rest()
    assert [line.name for line in page.list.model.rows] == ["上寨村村民委员会", "河湾村村民委员会", "石板村村民委员会"]
    assert page.cards.cards["parent"].words() == "应签 5 份，未印发"


def test_wording_is_judged_while_typed_and_restored(
    page: AgreementsPage, office: Office, database: Database, rest: Rest, qtbot: QtBot
) -> None:
    page._edit_wording()
    rest()
    pane = page.wording
    shipped = pane.body.toPlainText()
    pane.body.setPlainText(f"{shipped}\n请{{学生名}}家长放心。")
    assert not pane.judge()
    assert "没有“学生名”这一项" in pane.problems.text()
    assert not pane.save_button.isEnabled()
    pane.body.setPlainText(f"{shipped}\n请{{学生姓名}}家长放心。")
    assert pane.judge()
    assert page.save_form()
    rest()
    with database.read() as session:
        own = agreements.own_wording(session, kind="parent")
    assert own is not None
    assert own.body.endswith("家长放心。")
    assert "本校改过的文字" in pane.name.text()
    pane.restore_button.click()
    rest()
    assert pane.body.toPlainText() == shipped


def test_unsaved_wording_is_asked_about(page: AgreementsPage, office: Office, rest: Rest) -> None:
    page._edit_wording()
    rest()
    page.wording.title.setText("另一个标题")
    tell: Any = office.tell
    tell.answers = ["yes"]
    assert not page.may_leave()
    assert page.wording.isVisible()


def test_a_placeholder_is_put_in_by_enter(page: AgreementsPage, rest: Rest, qtbot: QtBot) -> None:
    page._edit_wording()
    rest()
    pane = page.wording
    pane.body.setPlainText("")
    pane.placeholders.itemActivated.emit(pane.placeholders.item(0))
    assert pane.body.toPlainText() == "{学校名称}"


def test_the_preview_has_the_text_as_typed(page: AgreementsPage, rest: Rest) -> None:
    page._edit_wording()
    rest()
    page.wording.title.setText("试一试的标题")
    page.wording.preview()
    rest()
    box = next(box for box in page.window().findChildren(PreviewBox) if box.isVisible())
    document = pypdfium2.PdfDocument(box.pdf)
    assert len(document) == 1
    assert "试一试的标题" in document[0].get_textpage().get_text_range()
    box.reject()


def test_a_rare_character_is_named_or_printed(page: AgreementsPage, database: Database, rest: Rest) -> None:
    with database.write("改名") as session:
        pupil_room.change_pupil(session, pupil_id=PupilId(3), fields={"name": "张\U0001f600"})
    rest()
    box = laid_out(page, rest)
    assert box.prepared.missing_characters == ("\U0001f600",)
    box.reject()
    QApplication.processEvents()
