"""What a walk through the whole window looks at: its states, what can be worked in each, and what that is called."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.pages import PAGES

WORKED = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QAbstractItemView, QTabBar,
)  # fmt: skip
Rest = Callable[[], None]


@dataclass(frozen=True)
class State:
    """One state of the window: a page, a section, or what a page poses with; `strike` brings it about."""

    page: str
    name: str
    strike: Callable[[], object]


def states(window: MainWindow, key: str, rest: Rest) -> Iterator[State]:
    """A page as it opens, then every section and pose of it, each brought about when it is asked for."""
    window.open_page(key)
    rest()
    title = next(kind.title for kind in PAGES if kind.key == key)
    yield State(key, title, lambda: window.open_page(key))
    for name, strike in window.page.poses():
        close_boxes()
        strike()
        rest()
        QApplication.processEvents()
        yield State(key, f"{title}-{name}", strike)
    close_boxes()
    window.page.close_inner()


def boxes() -> list[QWidget]:
    """The boxes and windows that stand over the main one."""
    others = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
    return [
        one for one in QApplication.topLevelWidgets()
        if one.isVisible() and not isinstance(one, MainWindow) and one.windowType() not in others
    ]  # fmt: skip


def close_boxes() -> None:
    """Close them without an answer."""
    for box in boxes():
        box.close()
    QApplication.processEvents()


def tops(window: MainWindow) -> list[QWidget]:
    """The window and the boxes over it."""
    return [window, *boxes()]


def worked(root: QWidget) -> list[QWidget]:
    """What can be worked with, as far as it is in sight; what Qt itself puts inside another widget is left out."""
    found = (one for one in root.findChildren(QWidget) if isinstance(one, WORKED) and one.isVisibleTo(root))
    return [one for one in found if not inside_another(one)]


def inside_another(widget: QWidget) -> bool:
    """Parts of a greater widget: the line of a combo box, the corner of a table, the buttons of tabs, headers."""
    parent = widget.parentWidget()
    if isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_"):
        return True
    if isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar | QLineEdit):
        return True
    return isinstance(parent, QAbstractItemView) and widget is not parent.viewport() and type(widget).__name__ in (
        "QAbstractButton", "QTableCornerButton",
    )  # fmt: skip


def name_of(widget: QWidget) -> str:
    """What a screen reader would call it: its own words, its label's, or a name given for it."""
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name).strip() if face is not None else widget.accessibleName()


def told(widget: QWidget) -> str:
    """A widget so that one finds it in the code."""
    parents = []
    one: Any = widget
    while one is not None and len(parents) < 5:
        parents.append(type(one).__name__ + (f"#{one.objectName()}" if one.objectName() else ""))
        one = one.parentWidget()
    words = getattr(widget, "text", lambda: "")() or getattr(widget, "placeholderText", lambda: "")()
    return f"{' < '.join(parents)} ‘{words or widget.toolTip()}’"


def in_room(widget: QWidget, root: QWidget) -> bool:
    """Whether the whole widget lies in the window, or in something that scrolls."""
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    place = QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())
    return root.rect().contains(place)


def by_keys(widget: QWidget) -> bool:
    """Whether Tab stops at it."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
