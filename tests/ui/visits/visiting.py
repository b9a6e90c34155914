"""Hands at the 家访谈心 page, and what the book then holds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kongchuo_desktop.school.visits import service
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
Key = Qt.Key
TODAY = NOW.date()


class Hands:
    """Counts the keys that a teacher presses; they go where the cursor is, or into the menu that is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.count = 0

    def press(self, key: Key, text: str = "", held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        target = QApplication.activePopupWidget() or self._window.focusWidget() or self._window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, held, text))

    def type(self, text: str) -> None:
        for letter in text:
            self.press(Key(0), letter)


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


def box_over(page: QWidget) -> FormBox:
    return next(box for box in page.window().findChildren(FormBox) if box.isVisible())


def written(database: Database) -> tuple[service.VisitFacts, ...]:
    with database.read() as session:
        return service.visits(session)


def press(page: QWidget, words: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text().strip() == words and one.isVisible()).click()
