"""What of a window cannot be read or reached: words with too little room, widgets outside of what holds them."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QWidget

from kongchuo_desktop.ui.attendance.legend import Legend
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.one_line import OneLine, OneLineButton
from tests.ui.whole.walking import boxes, told, worked

SIZES = {100: (1366, 768), 125: (1092, 614), 150: (910, 512)}  # the laptop in logical pixels, by scale in per cent
NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def wrong_at(window: MainWindow, scale: int) -> list[str]:
    """What is wrong with the window and the boxes over it, as they stand."""
    width, height = SIZES[scale]
    for _ in range(3):  # words wrap, bars let go of theirs: until nothing moves
        QApplication.processEvents()
    found = []
    for top in (window, *boxes()):
        if top.width() > width or top.height() > height:
            found.append(f"{told(top)} {top.width()} × {top.height()}")
        found += cut(top) + outside(top)
    return found


def cut(top: QWidget) -> list[str]:
    """Labels and buttons whose words have less room than they need, in a place that does not scroll sideways."""
    found = []
    for one in top.findChildren(QWidget):
        if (
            not isinstance(one, QLabel | QAbstractButton)
            or isinstance(one, OneLine | OneLineButton)
            or not one.isVisibleTo(top)
        ):
            continue
        if isinstance(one.parentWidget(), Legend):  # digits that work also where they are not seen
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            if one.text() and one.height() < (high := one.heightForWidth(one.width())):
                found.append(f"too low: {told(one)} {one.height()} of {high}")
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
    """What is said or can be worked with and lies, wholly or in part, where nobody can see it."""
    said = [one for one in top.findChildren(QLabel) if one.text() and one.isVisibleTo(top)]
    return [f"outside: {told(one)}" for one in (*worked(top), *said) if not is_seen(one, top)]


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
