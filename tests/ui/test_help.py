"""The manual inside: F1 where one is, over boxes too; contents, search, the way back."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import kongchuo_desktop.ui
from kongchuo_desktop.desk.manual import FIRST, read_manual
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.help.keys import give_key
from kongchuo_desktop.ui.help.place import anchors_at
from kongchuo_desktop.ui.help.window import HelpWindow, show_help
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.sections import SectionedPage
from kongchuo_desktop.ui.start.restoring import RestoreCard
from kongchuo_desktop.ui.start.welcome import WelcomeCard
from tests.ui.room import NOW

Open = Callable[..., MainWindow]
Rest = Callable[[], None]


def helps() -> list[HelpWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, HelpWindow) and one.isVisible()]


def in_front(window: QWidget, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture(autouse=True)
def _close_what_opened(qapp: QApplication) -> Iterator[None]:
    yield
    for one in QApplication.topLevelWidgets():
        if isinstance(one, HelpWindow):
            one.close()
            one.deleteLater()
    qapp.processEvents()


@pytest.fixture
def window(qtbot: QtBot) -> HelpWindow:
    made = HelpWindow()
    qtbot.addWidget(made)
    made.open_at(FIRST)
    made.show()
    return made


def at(window: HelpWindow) -> str:
    return window.browser.anchor_of(window.browser.source())


def test_f1_opens_the_page_where_one_is(open_window: Open, rest: Rest, qtbot: QtBot) -> None:
    main = open_window()
    give_key(main)
    for key, request, wanted in (
        ("attendance", None, "attendance"),
        ("enrolment", "rates", "enrolment-rates"),
        ("enrolment", "changes", "enrolment"),
        ("settings", "backup", "settings-backup"),
        ("visits", "talks", "visits-talks"),
    ):
        main.open_page(key, request)
        rest()
        in_front(main, qtbot)
        QTest.keyClick(main, Qt.Key.Key_F1)
        qtbot.waitUntil(lambda: len(helps()) == 1)
        assert at(helps()[0]) == wanted
        helps()[0].close()


def test_the_sign_in_the_header_opens_it_too(open_window: Open, rest: Rest, qtbot: QtBot) -> None:
    main = open_window()
    main.open_page("reports")
    rest()
    in_front(main, qtbot)
    main.search.setFocus()
    show_help()
    assert at(helps()[0]) == "reports"


def test_over_a_box_it_belongs_to_the_box(open_window: Open, office: Office, rest: Rest, qtbot: QtBot) -> None:
    main = open_window()
    main.open_page("agreements")
    rest()
    box = FormBox(main.page, "一栏", (Field("name", "名称"),), act="好", run=lambda _values: None, today=date.today)
    box.open()
    made = show_help()
    assert made is not None
    assert made.parentWidget() is box
    assert at(made) == "agreements"
    in_front(made, qtbot)
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible()
    assert box.isVisible()
    box.reject()


def test_before_a_book_is_open(qtbot: QtBot) -> None:
    for card, wanted in ((WelcomeCard(), "start"), (RestoreCard("", now=NOW), "restore")):
        qtbot.addWidget(card)
        assert read_manual().first_known(anchors_at(card)) == wanted


def test_every_section_opens_something_of_its_own_page(open_window: Open, rest: Rest) -> None:
    main, manual = open_window(), read_manual()
    for module in pkgutil.walk_packages(kongchuo_desktop.ui.__path__, "kongchuo_desktop.ui."):
        if module.name.endswith(".page"):
            importlib.import_module(module.name)
    pages = [kind for kind in main._kinds.values() if issubclass(_class_of(kind), SectionedPage)]
    assert len(pages) >= 5
    for kind in pages:
        main.open_page(kind.key)
        page = main.page
        assert isinstance(page, SectionedPage)
        for section in page.sections:
            page.open_section(section.key)
            rest()
            found = manual.first_known(anchors_at(page.section))
            assert found.split("-")[0] == kind.key, (kind.key, section.key, found)


def _class_of(kind: object) -> type:
    found = getattr(importlib.import_module(kind.module), kind.factory)  # type: ignore[attr-defined]
    assert isinstance(found, type)
    return found


def test_search_finds_words_and_whole_questions(window: HelpWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    for words, wanted in (("怎么打印责任书", "责任书"), ("下午同上午", "点名"), ("忘记密码", "密码、恢复码、锁定")):
        window.find_line.setText(words)
        QTest.keyClick(window.find_line, Qt.Key.Key_Return)
        titles = [window.hits.item(row).text() for row in range(window.hits.count())]
        assert any(title.startswith(wanted) for title in titles[:2]), (words, titles)
    window.find_line.setText("量子力学")
    assert window.hits.count() == 0
    assert not window._none.isHidden()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.find_line.text() == ""
    assert window.isVisible()


def test_back_and_forward(window: HelpWindow) -> None:
    window.open_at("attendance")
    window.open_at("reports")
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert at(window) == "attendance"
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert at(window) == "reports"


def test_the_contents_lead_everywhere_and_follow(window: HelpWindow) -> None:
    for number in range(window.contents.topLevelItemCount()):
        chapter = window.contents.topLevelItem(number)
        window.contents.setCurrentItem(chapter)
        assert len(window.browser.toPlainText()) > 20
    window.open_at("visits-talks")
    assert window.contents.currentItem().text(0) == "谈心辅导"


def test_links_and_pictures_stay_inside(window: HelpWindow, tmp_path: Path) -> None:
    window.open_at("settings")
    kind = QTextDocument.ResourceType.ImageResource.value
    outside = window.browser.source()
    outside.setPath("../../pyproject.toml")
    assert window.browser.loadResource(kind, outside).isNull()  # type: ignore[attr-defined]
    assert 'href="safety.html#settings-backup"' in window.browser.toHtml()


def test_manual_and_card_are_previewed_from_the_window(
    open_window: Open, office: Office, rest: Rest, qtbot: QtBot
) -> None:
    main = open_window()
    main.open_page("home")
    rest()
    made = show_help()
    assert made is not None
    for button, pages in zip(made._papers, (10, 1), strict=True):
        assert not button.isHidden()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        rest()
        (box,) = made.findChildren(PreviewBox)
        qtbot.waitUntil(lambda box=box: box.view.count > 0, timeout=15_000)
        assert box.view.count >= pages
        box.reject()
        qtbot.waitUntil(lambda: not made.findChildren(PreviewBox))


def test_without_a_book_there_is_no_printing(window: HelpWindow) -> None:
    assert all(button.isHidden() for button in window._papers)
