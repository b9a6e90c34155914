"""The sample school: marked in every window, apart from the school's own book, and the way out of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kongchuo_desktop.storage import meta
from kongchuo_desktop.storage.database import open_book
from kongchuo_desktop.ui.frame.sample_band import SAMPLE_NAME
from kongchuo_desktop.ui.sitting import Sitting
from kongchuo_desktop.ui.start.new_book import SchoolCard
from kongchuo_desktop.ui.start.unlock import SAMPLE, SAMPLE_PASSWORD, UnlockCard
from tests.ui.room import PASSWORD, book_under, clock, forgetful_settings, places_under
from tests.ui.test_frame import KINDS
from tests.ui.test_start import unlocked


@pytest.fixture
def sitting(machine: Path, qtbot: QtBot) -> Iterator[Sitting]:
    made = Sitting(places=places_under(machine), settings=forgetful_settings(machine), clock=clock, kinds=KINDS)
    yield made
    made.doorway.stop()
    qtbot.waitUntil(lambda: not made.tasks.busy, timeout=15_000)
    if made.window is not None:
        made.office.database.close()
        made.window.may_close = True
        made.window.mark_sample(False)
        made.window.close()
    made.tasks.close()
    made.front.hide()


def as_sample(machine: Path) -> None:
    places = places_under(machine)
    database = open_book(book_under(machine), password=PASSWORD, clock=clock, actor="示例", places=places).database
    with database.write("布置示例学校") as session:
        meta.put(session.connection(), meta.SAMPLE, "1")
    database.close()


def band(sitting: Sitting) -> list[QFrame]:
    return sitting.window.findChildren(QFrame, "sampleband")


def test_the_schools_own_book_has_no_band(sitting: Sitting, machine: Path, qtbot: QtBot) -> None:
    sitting.begin(book_under(machine))
    unlocked(sitting, qtbot)
    qtbot.waitUntil(lambda: not sitting.tasks.busy)
    assert not band(sitting)
    assert QGuiApplication.applicationDisplayName() != SAMPLE_NAME


def test_every_window_of_the_sample_says_so_and_leads_to_ones_own(
    sitting: Sitting, machine: Path, qtbot: QtBot
) -> None:
    as_sample(machine)
    sitting.begin(book_under(machine))
    unlocked(sitting, qtbot)
    qtbot.waitUntil(lambda: bool(band(sitting)), timeout=15_000)
    (shown,) = band(sitting)
    assert QGuiApplication.applicationDisplayName() == SAMPLE_NAME  # Qt puts it into the title of every window
    (button,) = shown.findChildren(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(sitting.doorway.card, SchoolCard), timeout=15_000)
    assert sitting.window is None
    assert QGuiApplication.applicationDisplayName() == ""


def test_trying_out_does_not_hide_the_schools_own_book(sitting: Sitting, machine: Path) -> None:
    own, sample = book_under(machine), book_under(machine).with_name(SAMPLE)
    for last, opened, wanted in (("", sample, sample), (str(own), sample, own), (str(sample), own, own)):
        sitting.settings.setValue("book/last", last)
        sitting.doorway._remember(opened)
        assert sitting.settings.value("book/last") == str(wanted)


def test_the_samples_password_stands_on_its_card(machine: Path, qtbot: QtBot) -> None:
    for path, said in ((book_under(machine), False), (book_under(machine).with_name(SAMPLE), True)):
        card = UnlockCard(path)
        qtbot.addWidget(card)
        assert any(SAMPLE_PASSWORD in made.text() for made in card.findChildren(QLabel)) is said
