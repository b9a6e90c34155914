"""概况: what the book holds and where the next step leads."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.overview import NextStep
from kongchuo_desktop.ui.home.page import HomePage
from kongchuo_desktop.ui.home.steps import act_of, split_sentence
from kongchuo_desktop.ui.office import Office

Rest = Callable[[], None]


@pytest.fixture
def page(office: Office, qtbot: QtBot, rest: Rest) -> HomePage:
    made = HomePage(office)
    qtbot.addWidget(made)
    made.resize(1200, 660)
    made.show()
    made.refresh()
    rest()
    return made


def test_it_counts_what_the_book_holds(page: HomePage) -> None:
    words = [label.text() for label in page.findChildren(QLabel)]
    assert "男 3 · 女 2 · 住校 0" in words
    assert {"5", "2", "3"} <= set(words)
    assert "5 人" in page.state_sentence()


def test_the_first_step_is_the_main_act_and_leads_where_it_is_done(
    page: HomePage, office: Office, qtbot: QtBot
) -> None:
    act = page.main_act()
    assert act is not None
    assert act.title == "导入教职工"
    button = page.findChild(QPushButton, "next_step")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(office.wanted) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == ["intake", "staff"]


@pytest.mark.parametrize(
    ("unit", "page_key", "request_"),
    [
        ("名学生", "pupils", ("here",)),
        ("个班", "classes", ("classes",)),
        ("名教职工", "classes", ("staff",)),
        ("个村", "settings", "villages"),
    ],
)
def test_a_figure_opens_what_it_counts(
    page: HomePage, office: Office, qtbot: QtBot, unit: str, page_key: str, request_: object
) -> None:
    button = next(made for made in page.findChildren(QPushButton) if made.text() == unit)
    with qtbot.waitSignal(office.wanted) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [page_key, request_]


def test_a_class_opens_its_children(page: HomePage, office: Office, qtbot: QtBot) -> None:
    button = next(made for made in page.findChildren(QPushButton) if made.text() == "一年级1班")
    with qtbot.waitSignal(office.wanted) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args[0] == "pupils"
    assert told.args[1][0] == "class"


@pytest.mark.parametrize(
    ("key", "page_key", "request_"),
    [
        ("import-pupils", "intake", "pupils"),
        ("incomplete", "pupils", ("incomplete",)),
        ("print-parent", "agreements", ("print-parent", None)),
        ("collect-parent", "agreements", ("collect-parent", None)),
    ],
)
def test_every_kind_of_step_has_its_page(key: str, page_key: str, request_: object) -> None:
    act = act_of(NextStep(key, ""))
    assert (act.page, act.request) == (page_key, request_)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("导入名册\uff1a先预览。", ("导入名册", "先预览。")),
        ("导入名册:先预览。", ("导入名册", "先预览。")),
        ("都好。", ("都好。", "")),
    ],
)
def test_a_step_is_parted_at_its_colon(sentence: str, parts: tuple[str, str]) -> None:
    assert split_sentence(sentence) == parts
