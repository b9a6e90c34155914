"""The very first day: a founded school without classes. Every page says what will stand there and how to get there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.storage.database import Database, create_book
from kongchuo_desktop.ui.empty import NOBODY, EmptyState
from kongchuo_desktop.ui.finder import Finder
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pages import PAGES, PageKind
from kongchuo_desktop.ui.sections import SectionedPage
from kongchuo_desktop.ui.tasks import Tasks
from tests.ui.room import (
    FACTS,
    PASSWORD,
    AnsweringTell,
    book_under,
    clock,
    forgetful_settings,
    make_school,
    places_under,
)
from tests.ui.whole.measuring import SIZES, wrong_at
from tests.ui.whole.walking import Rest, boxes, close_boxes

# Said of a book without a child, each of these is untrue or says nothing.
CLAIMS = re.compile("都已|都有(?!了)|没有发现|跟得上|都在|各班都|收齐|齐了|都办好")
ZEROS = re.compile(r"(?<![\d.])0 ?[名个行人户份]")
OWN_CONTENTS = {"today", "home", "settings", "aid/amounts", "upward/forms"}  # steps, settings, ready-made things
HARMLESS = "propagateSizeHints"  # of the offscreen platform


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[Database]:
    """A book that has only just been made."""
    made = create_book(
        book_under(tmp_path), password=PASSWORD, metadata=METADATA, clock=clock, actor="王老师",
        places=places_under(tmp_path),
    )  # fmt: skip
    with made.database.write("新建学校账本") as session:
        identity.found_school(session, facts=FACTS)
    yield made.database
    made.database.close()


@pytest.fixture
def first_day(founded: Database, tasks: Tasks, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window over it; a word of Qt's is a failure."""
    said: list[str] = []

    def hear(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
        if HARMLESS not in words:
            said.append(words)

    before = qInstallMessageHandler(hear)
    tell = AnsweringTell(None, log_folder=tmp_path / "logs", clock=clock)
    office = Office(
        database=founded, clock=clock, places=founded.places, tasks=tasks, tell=tell,
        settings=forgetful_settings(tmp_path),
    )  # fmt: skip
    made = MainWindow(office, kinds=PAGES, ask=Finder(office).ask)
    made.may_close = True
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    qInstallMessageHandler(before)
    assert said == []


def parts(window: MainWindow, kind: PageKind, rest: Rest) -> Iterator[str]:
    """The page, then its sections, each brought to the front when it is asked for; 'page' or 'page/section'."""
    window.open_page(kind.key)
    rest()
    QApplication.processEvents()  # what was laid out by an answer is shown a turn later
    page = window.page
    if not isinstance(page, SectionedPage):
        yield kind.key
        return
    for section in page.sections:
        window.open_page(kind.key)
        page.open_section(section.key)
        rest()
        QApplication.processEvents()
        yield f"{kind.key}/{section.key}"


def empty_states(window: MainWindow) -> list[EmptyState]:
    return [one for one in window.page.findChildren(EmptyState) if one.isVisible()]


def said_by(window: MainWindow) -> list[str]:
    """Every word in sight but the names of the rail."""
    kinds = (QLabel, QAbstractButton)
    found = [one for kind in kinds for one in window.findChildren(kind) if one.isVisible()]
    return [one.text() for one in found if not window.rail.isAncestorOf(one)]


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_nothing_untrue_is_said_of_nobody(first_day: MainWindow, rest: Rest, kind: PageKind) -> None:
    found = {}
    for place in parts(first_day, kind, rest):
        wrong = [words for words in said_by(first_day) if CLAIMS.search(words) or ZEROS.search(words)]
        if wrong:
            found[place] = wrong
    assert found == {}


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_an_empty_page_says_so_and_leads_on(
    first_day: MainWindow, rest: Rest, kind: PageKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def no_file(*given: object, **_named: object) -> tuple[str, str]:
        asked.append(str(given[1]))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", no_file)
    for place in parts(first_day, kind, rest):
        shown = empty_states(first_day)
        assert shown or place in OWN_CONTENTS, f"{place} is bare"
        for one in shown:
            assert hasattr(one, "button"), f"{place} has no way on: {one.words.text()}"
            before = (said_by(first_day), len(asked))
            one.button.click()
            rest()
            assert boxes() or (said_by(first_day), len(asked)) != before, (
                f"{place}: ‘{one.button.text()}’ leads nowhere"
            )
            close_boxes()
            first_day.open_page(kind.key)
            first_day.page.close_inner()
            rest()


def test_the_curtain_goes_when_the_first_child_comes(first_day: MainWindow, rest: Rest, founded: Database) -> None:
    from kongchuo_desktop.school.classes import service as class_room
    from kongchuo_desktop.school.pupils import service as pupil_room

    first_day.open_page("visits")
    rest()
    assert first_day.page.state_sentence() == NOBODY
    assert first_day.page.main_act() is None
    with founded.write("添加学生") as session:
        room = class_room.class_at(session, grade=1, number=1)
        pupil_room.add_pupil(
            session, fields={"name": "罗小河", "sex": "女", "class_id": room, "no_id_reason": "正在补办"}
        )
    rest()
    assert empty_states(first_day) == []
    assert first_day.page.state_sentence() == "2026年秋季学期应访 1 户，已访 0 户，还有 1 户没有家访"


def test_children_and_nothing_else(tasks: Tasks, qtbot: QtBot, rest: Rest, tmp_path: Path) -> None:
    """The day after: the roster is in, nothing has been written yet; nothing is claimed to be done."""
    from kongchuo_desktop.storage.database import open_book

    make_school(tmp_path)
    opened = open_book(
        book_under(tmp_path), password=PASSWORD, clock=clock, actor="王老师", places=places_under(tmp_path)
    )
    office = Office(
        database=opened.database, clock=clock, places=opened.database.places, tasks=tasks,
        tell=AnsweringTell(None, log_folder=tmp_path / "logs", clock=clock), settings=forgetful_settings(tmp_path),
    )  # fmt: skip
    window = MainWindow(office, kinds=PAGES, ask=Finder(office).ask)
    window.may_close = True
    qtbot.addWidget(window)
    window.show()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*SIZES[100])
    wrong: dict[str, object] = {}
    for kind in PAGES:
        for place in parts(window, kind, rest):
            if narrow := wrong_at(window, 100):
                wrong[f"{place}, too narrow"] = narrow
            sentence = window.page.state_sentence()
            bare = [one.words.text() for one in empty_states(window) if not hasattr(one, "button")]
            if CLAIMS.search(sentence) or sentence == NOBODY or bare:
                wrong[place] = (sentence, bare)
    office.leave()
    opened.database.close()
    assert wrong == {}
