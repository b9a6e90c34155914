"""The roll through a period: for each month who came above the line, who went below it, and how many were there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.ui.enrolment.rates_reading import Bar
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

HEIGHT = 176
TOP, FOOT, SIDE = 28, 24, 72  # pixels: the row of totals, the row of months, the words at the left
WIDEST_BAR, SLOT = 36, 96
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class _Ground:
    """Where things stand: the axis, the room of one month, pixels for one child."""

    axis: float
    slot: float
    child: float


class RollChart(QWidget):
    """A click, or the arrows and Enter, opens the children of a bar: `wanted` gives its place and "came" or "went"."""

    wanted = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.bars: Sequence[Bar] = ()
        self.place = 0
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("在校人数变动图：左右键选月份，上键看增加的学生，下键看减少的学生")
        self._small = QFont(self.font())
        self._small.setPixelSize(SIZES.small)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw another period."""
        self.bars = bars
        self.place = min(self.place, max(0, len(bars) - 1))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as it gets."""
        return QSize(SIDE + SLOT * max(1, len(self.bars)), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Three rows of words and the bars between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        ground = self._ground()
        self._words_at_the_side(painter, ground)
        painter.setPen(QPen(QColor(COLOURS.edge), 1))
        right = SIDE + ground.slot * len(self.bars)
        painter.drawLine(QPointF(SIDE, ground.axis), QPointF(right, ground.axis))
        for place, bar in enumerate(self.bars):
            self._paint_bar(painter, ground, place, bar)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was clicked."""
        ground = self._ground()
        place = int((event.position().x() - SIDE) // ground.slot)
        if 0 <= place < len(self.bars):
            self.place = place
            self._open("came" if event.position().y() <= ground.axis else "went")
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say in words what a bar shows."""
        place = int((event.position().x() - SIDE) // self._ground().slot)
        self.setToolTip(bar_words(self.bars[place]) if 0 <= place < len(self.bars) else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right choose a month; up or Enter its arrivals, down its departures."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.bars:
            self.place = (self.place + (1 if key == Qt.Key.Key_Right else -1)) % len(self.bars)
            self.update()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.bars:
            self._open("came" if self.bars[self.place].came or key == Qt.Key.Key_Up else "went")
        elif key == Qt.Key.Key_Down and self.bars:
            self._open("went")
        else:
            super().keyPressEvent(event)

    def _open(self, side: str) -> None:
        self.wanted.emit(self.place, side)

    def _ground(self) -> _Ground:
        most_in = max((len(bar.came) for bar in self.bars), default=0)
        most_out = max((len(bar.went) for bar in self.bars), default=0)
        room = self.height() - TOP - FOOT - 2 * SIZES.small - 8
        child = room / max(1, most_in + most_out)
        axis = TOP + SIZES.small + 4 + child * most_in if most_in + most_out else self.height() / 2
        slot = min(float(SLOT), (self.width() - SIDE) / max(1, len(self.bars)))
        return _Ground(axis, slot, min(child, 24.0))

    def _words_at_the_side(self, painter: QPainter, ground: _Ground) -> None:
        painter.setPen(QColor(COLOURS.ink_soft))
        painter.drawText(QRectF(0, 0, SIDE - 12, TOP), RIGHT, "月末在校" if self._monthly() else "年末在校")
        painter.drawText(QRectF(0, ground.axis - 20, SIDE - 12, 20), RIGHT, "增加")
        painter.drawText(QRectF(0, ground.axis, SIDE - 12, 20), RIGHT, "减少")

    def _monthly(self) -> bool:
        return not self.bars or self.bars[0].title.endswith("月")

    def _paint_bar(self, painter: QPainter, ground: _Ground, place: int, bar: Bar) -> None:
        left = SIDE + ground.slot * place
        if place == self.place and self.hasFocus():
            painter.fillRect(QRectF(left, 0, ground.slot, self.height()), QColor(COLOURS.accent_soft))
        painter.setPen(QColor(COLOURS.ink))
        painter.drawText(QRectF(left, 0, ground.slot, TOP), CENTRE, str(bar.at_end))
        painter.setPen(QColor(COLOURS.ink_soft))
        painter.drawText(QRectF(left, self.height() - FOOT, ground.slot, FOOT), CENTRE, bar.title)
        wide = min(float(WIDEST_BAR), ground.slot * 0.5)
        start = left + (ground.slot - wide) / 2
        if bar.came:
            high = ground.child * len(bar.came)
            painter.fillRect(QRectF(start, ground.axis - high, wide, high), QColor(COLOURS.accent))
            self._number(painter, QRectF(left, ground.axis - high - 18, ground.slot, 16), f"+{len(bar.came)}")
        if bar.went:
            high = ground.child * len(bar.went)
            painter.fillRect(QRectF(start, ground.axis, wide, high), QColor(COLOURS.edge))
            self._number(painter, QRectF(left, ground.axis + high + 2, ground.slot, 16), f"−{len(bar.went)}")

    def _number(self, painter: QPainter, room: QRectF, text: str) -> None:
        painter.setPen(QColor(COLOURS.ink))
        if QFontMetricsF(self._small).horizontalAdvance(text) <= room.width():
            painter.drawText(room, CENTRE, text)


def bar_words(bar: Bar) -> str:
    """A bar in a sentence."""
    return f"{bar.title}：增加 {len(bar.came)} 人，减少 {len(bar.went)} 人，月末在校 {bar.at_end} 人"
