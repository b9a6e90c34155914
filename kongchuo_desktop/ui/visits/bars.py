"""How far the visits are, one bar for each class, teacher or village; each opens its families."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kongchuo_desktop.school.visits.coverage_rules import Share
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

ROW, BAR = 40, 10  # pixels: a line, and the bar in it
NAME, FIGURE = 88, 84
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ShareBars(QWidget):
    """A click, or the arrows and Enter, chooses a line: `wanted` gives its name, "" when it is chosen again."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shares: Sequence[Share] = ()
        self.chosen = ""
        self._place = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("家访进度：上下键选一行，回车看这些家庭")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._small = QFont(self.font())
        self._small.setPixelSize(SIZES.small)

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Draw others."""
        self.shares = shares
        self._place = min(self._place, max(0, len(shares) - 1))
        if self.chosen not in {share.name for share in shares}:
            self.chosen = ""
        self.setFixedHeight(max(ROW, ROW * len(shares)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it gets."""
        return QSize(NAME + FIGURE + 120, max(ROW, ROW * len(self.shares)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A name, a bar, two figures on each line."""
        painter = QPainter(self)
        for place, share in enumerate(self.shares):
            self._paint(painter, QRect(0, place * ROW, self.width(), ROW), place, share)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose what was clicked."""
        place = int(event.position().y() // ROW)
        if 0 <= place < len(self.shares):
            self._place = place
            self.choose(self.shares[place].name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say a line in words."""
        place = int(event.position().y() // ROW)
        self.setToolTip(share_words(self.shares[place]) if 0 <= place < len(self.shares) else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows walk, Enter chooses."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.shares:
            self._place = max(0, min(len(self.shares) - 1, self._place + (1 if key == Qt.Key.Key_Down else -1)))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.shares:
            self.choose(self.shares[self._place].name)
        else:
            super().keyPressEvent(event)

    def choose(self, name: str) -> None:
        """Choose a line, or take the choice back."""
        self.chosen = "" if name == self.chosen else name
        self.update()
        self.wanted.emit(self.chosen)

    def _paint(self, painter: QPainter, room: QRect, place: int, share: Share) -> None:
        if share.name == self.chosen:
            painter.fillRect(room, QColor(COLOURS.accent_soft))
        elif place == self._place and self.hasFocus():
            painter.fillRect(room, QColor(COLOURS.hover))
        painter.setFont(self.font())
        painter.setPen(QColor(COLOURS.ink))
        words = QFontMetrics(self.font()).elidedText(share.name, Qt.TextElideMode.ElideRight, NAME - 8)
        painter.drawText(QRect(room.left() + 16, room.top(), NAME - 8, ROW), LEFT, words)
        track = QRect(room.left() + 16 + NAME, room.top() + (ROW - BAR) // 2, room.width() - NAME - FIGURE - 40, BAR)
        painter.fillRect(track, QColor(COLOURS.sunk))
        if share.planned:
            filled = QRect(track.left(), track.top(), round(track.width() * share.seen / share.planned), BAR)
            painter.fillRect(filled, QColor(COLOURS.accent))
        painter.setFont(self._small)
        painter.setPen(QColor(COLOURS.ink_soft))
        figures = f"{share.seen}/{share.planned}户  {rate_words(share)}"
        painter.drawText(QRect(room.right() - FIGURE - 12, room.top(), FIGURE, ROW), RIGHT, figures)


def rate_words(share: Share) -> str:
    """70%, never 100% before everybody was seen."""
    if not share.planned:
        return "—"
    near = int(100 * share.seen / share.planned + 0.5)
    return f"{near if share.seen >= share.planned else min(near, 99)}%"


def share_words(share: Share) -> str:
    """A line in a sentence."""
    return f"{share.name}：{share.planned}户应访，已访{share.seen}户，未访{len(share.not_seen)}户"
