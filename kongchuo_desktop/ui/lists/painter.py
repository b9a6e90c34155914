"""Paints a cell in one Python call: three times cheaper than letting Qt ask the model for every role."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kongchuo_desktop.ui.lists.model import ALIGN, ListModel
from kongchuo_desktop.ui.theme.tokens import COLOURS

PAD = 8
LAST_NARROW = "\u2e7f"
SINGLE = int(Qt.TextFlag.TextSingleLine)
SELECTED = QStyle.StateFlag.State_Selected


class CellPainter(QStyledItemDelegate):
    """Hairline below, selection tint, text cut with … where it is too long. No zebra."""

    def __init__(self, model: ListModel) -> None:
        super().__init__(model)
        self._model = model
        self._aligns = [int(ALIGN[column.align]) | SINGLE for column in model.columns]
        self._toned = [column.tone is not None for column in model.columns]
        self._tones = {"": QColor(COLOURS.ink), "amber": QColor(COLOURS.amber), "red": QColor(COLOURS.red)}
        self._tones["struck"] = QColor(COLOURS.ink_faint)
        self._struck = QFont(QApplication.font())
        self._struck.setStrikeOut(True)
        self._line = QColor(COLOURS.line)
        metrics = QFontMetrics(QApplication.font())
        self._wide = metrics.horizontalAdvance("国")
        self._narrow = metrics.horizontalAdvance("0")
        self._tint = QColor(COLOURS.accent_soft)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        row, column = index.row(), index.column()
        if option.state & SELECTED:  # type: ignore[attr-defined]
            painter.fillRect(rect, self._tint)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        model = self._model
        text = model.columns[column].text(model.rows[row])
        if not text:
            return
        tone = model.tone(row, column) if self._toned[column] else ""
        painter.setPen(self._tones[tone])
        width = rect.width() - 2 * PAD
        plain = painter.font() if tone == "struck" else None
        if plain is not None:
            painter.setFont(self._struck)
        painter.drawText(rect.adjusted(PAD, 0, -PAD, 0), self._aligns[column], self._fitting(text, width))
        if plain is not None:
            painter.setFont(plain)

    def _fitting(self, text: str, width: int) -> str:
        """The text cut with … to so many pixels: by two widths, as measuring each cell would cost more."""
        if len(text) * self._wide <= width:
            return text
        room = width
        for place, character in enumerate(text):
            room -= self._wide if character > LAST_NARROW else self._narrow
            if room < 0:
                return text[: max(0, place - 1)] + "…"
        return text
