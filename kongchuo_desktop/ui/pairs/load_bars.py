"""How many children each helper holds: what they had, and what the proposal adds."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

ROW, BAR, NAME, FIGURE = 28, 10, 80, 76  # pixels
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Load:
    """A helper's children now and with the proposal, and the most there may be."""

    name: str
    had: int
    after: int
    most: int

    @property
    def words(self) -> str:
        """2+1 人."""
        added = self.after - self.had
        return f"{self.had}+{added} 人" if added and self.had else f"{self.after} 人"


class LoadBars(QWidget):
    """A name, a bar, a figure on each line; what is added is lighter."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: Sequence[Load] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._small = QFont(self.font())
        self._small.setPixelSize(SIZES.small)
        self.setMouseTracking(True)

    def show_loads(self, loads: Sequence[Load]) -> None:
        """Draw others."""
        self.loads = loads
        self.setFixedHeight(ROW * max(1, len(loads)))
        self.setAccessibleName("；".join(f"{one.name} {one.words}" for one in loads))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it gets."""
        return QSize(NAME + FIGURE + 80, ROW * max(1, len(self.loads)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say a line whole."""
        place = int(event.position().y() // ROW)
        found = self.loads[place] if 0 <= place < len(self.loads) else None
        self.setToolTip(f"{found.name}：{found.words}" if found else "")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All lines."""
        painter = QPainter(self)
        for place, load in enumerate(self.loads):
            self._paint(painter, QRect(0, place * ROW, self.width(), ROW), load)
        painter.end()

    def _paint(self, painter: QPainter, room: QRect, load: Load) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(COLOURS.ink))
        words = QFontMetrics(self.font()).elidedText(load.name, Qt.TextElideMode.ElideRight, NAME - 8)
        painter.drawText(QRect(room.left(), room.top(), NAME - 8, ROW), LEFT, words)
        track = QRect(room.left() + NAME, room.top() + (ROW - BAR) // 2, room.width() - NAME - FIGURE, BAR)
        painter.fillRect(track, QColor(COLOURS.sunk))
        most = max(load.most, load.after, 1)
        after, had = (round(track.width() * number / most) for number in (load.after, load.had))
        painter.fillRect(QRect(track.left(), track.top(), after, BAR), QColor(COLOURS.handle))
        painter.fillRect(QRect(track.left(), track.top(), had, BAR), QColor(COLOURS.accent))
        painter.setFont(self._small)
        painter.setPen(QColor(COLOURS.ink_soft))
        painter.drawText(QRect(room.right() - FIGURE, room.top(), FIGURE, ROW), RIGHT, load.words)
