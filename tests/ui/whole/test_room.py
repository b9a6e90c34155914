"""The laptop's 1366 × 768 at 100, 125 and 150 %: nothing stands outside the window, no words are cut."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QWidget

from kongchuo_desktop.ui.attendance.legend import Legend
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.one_line import OneLine
from kongchuo_desktop.ui.pages import PAGES, PageKind
from tests.ui.whole.walking import Rest, boxes, states, told, worked

SIZES = {100: (1366, 768), 125: (1092, 614), 150: (910, 512)}  # logical pixels
NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_a_page_has_room(window: MainWindow, rest: Rest, kind: PageKind, scale: int) -> None:
    width, height = SIZES[scale]
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(width, height)
    wrong: dict[str, str] = {}
    for state in states(window, kind.key, rest):
        for _ in range(3):  # words wrap, bars let go of theirs: until nothing moves
            QApplication.processEvents()
        for top in (window, *boxes()):
            if top.width() > width or top.height() > height:
                wrong[f"{told(top)} {top.width()} × {top.height()}"] = state.name
            wrong |= dict.fromkeys(cut(top) + outside(top), state.name)
    assert wrong == {}


def cut(top: QWidget) -> list[str]:
    """Labels and buttons whose words have less room than they need, in a place that does not scroll sideways."""
    found = []
    for one in top.findChildren(QWidget):
        if not isinstance(one, QLabel | QAbstractButton) or isinstance(one, OneLine) or not one.isVisibleTo(top):
            continue
        if isinstance(one.parentWidget(), Legend):  # digits that work also where they are not seen
            continue
        if isinstance(one, QLabel) and (one.wordWrap() or not one.text()):
            continue
        if one.text() and one.width() < (need := needed(one)):
            found.append(f"cut: {told(one)} {one.width()} of {need}")
    return found


def needed(one: QLabel | QAbstractButton) -> int:
    """Pixels that its words take, with an icon beside them."""
    if isinstance(one, QLabel):
        return one.sizeHint().width() - 1
    sign = 0 if one.icon().isNull() else one.iconSize().width() + 4
    lines = one.text().replace("&", "").splitlines()
    return max(one.fontMetrics().horizontalAdvance(line.strip()) for line in lines) + sign


def outside(top: QWidget) -> list[str]:
    """What can be worked with and lies, wholly or in part, where nobody can see it."""
    return [f"outside: {told(one)}" for one in worked(top) if not is_seen(one, top)]


def is_seen(one: QWidget, top: QWidget) -> bool:
    """Whether it lies in everything that holds it, where that does not scroll."""
    above, left, right = one.parentWidget(), 0, one.width()
    low, high = 0, one.height()
    while above is not None:
        corner = one.mapTo(above, QPoint(0, 0))
        area = above.parentWidget() if isinstance(above.parentWidget(), QAbstractScrollArea) else None
        across = isinstance(area, QAbstractScrollArea) and area.horizontalScrollBarPolicy() != NEVER
        down = isinstance(area, QAbstractScrollArea) and area.verticalScrollBarPolicy() != NEVER
        if not across and not (corner.x() + left >= -1 and corner.x() + right <= above.width() + 1):
            return False
        if not down and not (corner.y() + low >= -1 and corner.y() + high <= above.height() + 1):
            return False
        if area is not None or above is top:
            return True
        above = above.parentWidget()
    return True
