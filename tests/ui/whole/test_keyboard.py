"""The whole window by keyboard alone: every page, section, panel, box and button; and back out of it by Esc.

New pages and sections are walked as soon as they stand in ui/pages.py.
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QRadioButton,
    QWidget,
)
from shiboken6 import isValid

from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.pages import PAGES, PageKind
from kongchuo_desktop.ui.sections import SectionedPage
from tests.ui.whole.walking import Rest, State, boxes, by_keys, close_boxes, name_of, states, told, worked

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
MOST = 250  # stops of Tab on one page


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    yield
    close_boxes()


@pytest.fixture(autouse=True)
def _nobody_chooses_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialogs of the desktop itself are closed at once."""
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_given, **_named: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given, **_named: "")
    monkeypatch.setattr(QDialog, "exec", lambda _self: 0)


@pytest.fixture(autouse=True)
def _nothing_flashes(qapp: QApplication) -> Iterator[None]:
    """A widget shown before it has its place is for a moment a window of its own, and takes the cursor along."""
    watcher = _Flashes()
    qapp.installEventFilter(watcher)
    yield
    qapp.removeEventFilter(watcher)
    assert watcher.seen == []


WINDOWS = {"MainWindow", "HelpWindow"}


class _Flashes(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note single labels, fields and buttons that are shown as windows."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            plain = watched.windowType() in (Qt.WindowType.Window, Qt.WindowType.Widget)
            if plain and type(watched).__name__ not in WINDOWS:
                self.seen.append(told(watched))
        return False


def press(key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the cursor is."""
    at = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert at is not None, "the cursor is nowhere"
    QTest.keyClick(at, key, modifier)
    QApplication.processEvents()


def focus_of(root: QWidget) -> QWidget:
    """Where the cursor is; it has to be in sight."""
    at = QApplication.focusWidget()
    assert at is not None, "the cursor is nowhere"
    assert at.isVisible(), f"the cursor is on something hidden: {told(at)}"
    assert root.isAncestorOf(at) or at is root, f"the cursor is elsewhere: {told(at)}"
    return at


def ring(root: QWidget) -> list[QWidget]:
    """Where Tab stops, from the cursor round to the first place seen twice."""
    found = [focus_of(root)]
    for _ in range(MOST):
        press(Key.Key_Tab)
        at = focus_of(root)
        if at is found[-1] and isinstance(at, QAbstractItemView) and at.tabKeyNavigation():
            at.setCurrentIndex(at.model().index(at.model().rowCount() - 1, at.model().columnCount() - 1))
            press(Key.Key_Tab)  # out of the grid at its last cell
            at = focus_of(root)
        assert at is not found[-1], f"Tab does not leave {told(at)}"
        if at in found:
            return found
        found.append(at)
    raise AssertionError(f"Tab does not come round: {told(found[-1])}")


def reached_otherwise(widget: QWidget, stops: list[QWidget]) -> bool:
    """By the arrows of its group, by a key that its tip names, or through what stands for it."""
    if not widget.isEnabled() or widget.focusProxy() is not None:
        return True
    if isinstance(widget, QRadioButton) or (isinstance(widget, QAbstractButton) and widget.group() is not None):
        return True
    if not by_keys(widget):
        return "（" in widget.toolTip() or bool(NO_STOP & {type(widget).__name__, widget.objectName()})
    return any(isValid(stop) and stop.focusProxy() is widget for stop in stops)


# Lists that only show what keys elsewhere walk; the frozen column is a part of its table.
NO_STOP = {"RoomList", "frozen", "TaskBar"}


def go_to(window: MainWindow, kind: PageKind) -> None:
    """By Ctrl and a digit, or along the rail with the arrows."""
    place = PAGES.index(kind)
    if place < 10:
        press(Qt.Key(Key.Key_0 + (place + 1) % 10), CONTROL)
    else:
        press(Key.Key_0, CONTROL)
        window.rail._buttons[PAGES[9].key].setFocus()
        for _ in range(place - 9):
            press(Key.Key_Down)
        press(Key.Key_Return)
    assert window._front == kind.key
    assert window.page.isAncestorOf(focus_of(window)), "the cursor does not go to the page"


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_a_page_is_worked_by_keyboard_alone(window: MainWindow, rest: Rest, kind: PageKind) -> None:
    window.open_page(PAGES[0].key)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    rest()
    go_to(window, kind)
    rest()
    if isinstance(window.page, SectionedPage):
        walk_sections(window.page, rest)
    pressed: set[str] = set()
    for state in states(window, kind.key, rest):
        root: QWidget = boxes()[-1] if boxes() else window
        root.activateWindow()
        assert QTest.qWaitForWindowActive(root)
        stops = ring(root)
        lost = [told(one) for one in worked(root) if one not in stops and not reached_otherwise(one, stops)]
        assert lost == [], f"{state.name}: no key leads there"
        for stop in filter(isValid, stops):
            if isinstance(stop, QAbstractButton) and told(stop) not in pressed and root.isAncestorOf(stop):
                pressed.add(told(stop))
                press_button(window, state, stop, rest)


def walk_sections(page: SectionedPage, rest: Rest) -> None:
    """Ctrl+PageDown leads through all of them."""
    seen = []
    for _ in page.sections:
        press(Key.Key_PageDown, CONTROL)
        rest()
        focus_of(page)
        seen.append(page.front)
    assert seen == [*(kind.key for kind in page.sections[1:]), page.sections[0].key]


def press_button(window: MainWindow, state: State, made: QAbstractButton, rest: Rest) -> None:
    """Press it by Space, look at what opens, and leave that by Esc."""
    if not made.isVisible() or not made.isEnabled():
        return
    by = told(made)
    made.setFocus()
    press(Key.Key_Space)
    rest()
    QApplication.processEvents()
    leave_menu()
    leave_boxes(by, rest)
    close_boxes()
    window.activateWindow()  # a window manager does it by itself
    if window._front != state.page or not window.isVisible():
        window.open_page(state.page)
    window.page.close_inner()
    state.strike()
    rest()
    QApplication.processEvents()


def leave_menu() -> None:
    menu = QApplication.activePopupWidget()
    if menu is not None:
        QTest.keyClick(menu, Key.Key_Escape)
        QApplication.processEvents()
        assert QApplication.activePopupWidget() is None, "Esc does not close the menu"


def leave_boxes(by: str, rest: Callable[[], None]) -> None:
    """Each has the cursor, names for everything, and closes by Esc."""
    for _ in range(5):
        standing = boxes()
        if not standing:
            return
        box = standing[-1]
        box.activateWindow()
        QApplication.processEvents()
        at = focus_of(box)
        nameless = [told(one) for one in worked(box) if not name_of(one)]
        assert nameless == [], f"in the box that {by} opens"
        QTest.keyClick(at, Key.Key_Escape)
        QApplication.processEvents()
        rest()
        assert box not in boxes(), f"Esc does not close the box that {by} opens"
