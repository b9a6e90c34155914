"""The sample school in the main window: every page has something to show."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kongchuo_desktop.storage.database import Database, open_book
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.tasks import Tasks
from tests.command_clock import PASSWORD
from tests.documents.sample_book import NOW, sample_book
from tests.ui.room import AnsweringTell, forgetful_settings


@pytest.fixture(scope="session")
def sample_machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine with the sample school's closed book."""
    root = tmp_path_factory.mktemp("sample")
    sample_book(root).close()
    return root


@pytest.fixture
def sample(sample_machine: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of it, open."""
    root = tmp_path / "sample"
    shutil.copytree(sample_machine, root)
    places = Places.under(root / "machine", KeyCost(memory=8, passes=1, lanes=1))
    opened = open_book(root / "s.kongchuo", password=PASSWORD, clock=lambda: NOW, actor="王老师", places=places)
    yield opened.database
    opened.database.close()


@pytest.fixture
def sample_office(sample: Database, tasks: Tasks, tmp_path: Path) -> Office:
    """An office at that book whose user answers at once."""
    return Office(
        database=sample, clock=lambda: NOW, places=sample.places, tasks=tasks,
        tell=AnsweringTell(None, log_folder=tmp_path / "logs", clock=lambda: NOW),
        settings=forgetful_settings(tmp_path),
    )  # fmt: skip


@pytest.fixture
def window(sample_office: Office, qtbot: QtBot) -> MainWindow:
    """The whole window over it, shown."""
    from kongchuo_desktop.ui.finder import Finder
    from kongchuo_desktop.ui.pages import PAGES

    made = MainWindow(sample_office, kinds=PAGES, ask=Finder(sample_office).ask)
    made.may_close = True
    qtbot.addWidget(made)
    made.show()
    return made


Settle = Callable[[], None]
