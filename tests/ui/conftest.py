"""Fixtures for the screen: the theme once, a school's book per test, an office at it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kongchuo_desktop.storage.database import Database, open_book
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pages import PAGES, PageKind
from kongchuo_desktop.ui.tasks import Tasks
from kongchuo_desktop.ui.theme.style import STYLE, dress
from tests.ui.room import (
    PASSWORD,
    AnsweringTell,
    book_under,
    clock,
    forgetful_settings,
    make_school,
    places_under,
)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """What pytest-qt begins the application with."""
    return ["kongchuo", *STYLE]


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture(scope="session")
def school_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    root = tmp_path_factory.mktemp("screen")
    return root, make_school(root)


@pytest.fixture
def machine(school_template: tuple[Path, str], tmp_path: Path) -> Path:
    """A machine with a closed book (`book_under(machine)`) that opens with PASSWORD."""
    root = tmp_path / "machine-and-book"
    shutil.copytree(school_template[0], root)
    return root


@pytest.fixture
def recovery_code(school_template: tuple[Path, str]) -> str:
    return school_template[1]


@pytest.fixture
def database(machine: Path) -> Iterator[Database]:
    places = places_under(machine)
    opened = open_book(book_under(machine), password=PASSWORD, clock=clock, actor="王老师", places=places)
    yield opened.database
    opened.database.close()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def office(database: Database, tasks: Tasks, machine: Path) -> Office:
    """An office whose user answers at once: `office.tell.answers`, `.said`, `.toasts`."""
    return Office(
        database=database,
        clock=clock,
        places=places_under(machine),
        tasks=tasks,
        tell=AnsweringTell(None, log_folder=machine / "logs", clock=clock),
        settings=forgetful_settings(machine),
    )


@pytest.fixture
def rest(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Lets all work end and its results arrive."""
    return lambda: qtbot.waitUntil(lambda: not tasks.busy, timeout=15_000)


@pytest.fixture
def open_window(office: Office, qtbot: QtBot) -> Callable[..., MainWindow]:
    """Makes the main window over the given pages (all of them unless told otherwise)."""

    def make(kinds: tuple[PageKind, ...] = PAGES) -> MainWindow:
        from kongchuo_desktop.ui.finder import Finder

        window = MainWindow(office, kinds=kinds, ask=Finder(office).ask)
        window.may_close = True
        qtbot.addWidget(window)
        window.show()
        return window

    return make
