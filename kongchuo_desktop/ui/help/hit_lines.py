"""What was found in the manual, two lines each: the topic, and below it the words around the hit."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

ANCHOR, WORDS, EXCERPT = (Qt.ItemDataRole.UserRole + place for place in range(3))
PAD, LINE, BELOW = 8, 22, 20
ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class HitLines(QStyledItemDelegate):
    """Each line is cut where it is too long."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Two lines and some air."""
        return QSize(0, LINE + BELOW + PAD + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Title in ink, excerpt smaller and softer, a hairline below."""
        painter.save()
        place: QRect = option.rect  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(place, QColor(COLOURS.accent_soft))
        painter.setPen(QColor(COLOURS.line))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        font = option.font  # type: ignore[attr-defined]
        self._line(painter, font, COLOURS.ink, QRect(place.left() + PAD, place.top() + PAD // 2, place.width(), LINE),
                   str(index.data()))  # fmt: skip
        font.setPixelSize(SIZES.small)
        below = QRect(place.left() + PAD, place.top() + PAD // 2 + LINE, place.width(), BELOW)
        self._line(painter, font, COLOURS.ink_soft, below, str(index.data(EXCERPT)))
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, font: object, colour: str, place: QRect, text: str) -> None:
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(QColor(colour))
        room = place.adjusted(0, 0, -2 * PAD, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, ALIGN, shown)
