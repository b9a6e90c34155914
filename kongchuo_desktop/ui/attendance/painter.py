"""Paints a cell of the register: three states told apart by sign and shape, colour only beside them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.ui.attendance.model import RegisterModel, State
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

CENTRE = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
SELECTED = QStyle.StateFlag.State_Selected
CORNER = 6
USED = (
    "accent",
    "accent_soft",
    "amber",
    "amber_soft",
    "edge",
    "handle",
    "ink_soft",
    "line",
    "paper",
    "sunk",
    "surface",
)


class RegisterPainter(QStyledItemDelegate):
    """A mark is a word in a box, being there a faint tick, not recorded nothing at all."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__(model)
        self._model = model
        self.current = QModelIndex()
        self._ground = {
            State.FREE: QColor(COLOURS.sunk), State.FUTURE: QColor(COLOURS.paper),
        }  # fmt: skip
        self._colours = {name: QColor(getattr(COLOURS, name)) for name in USED}
        self._tick_pen = QPen(self._colours["edge"], 1.4)
        self._plain = QApplication.font()
        self._bold = QFont(self._plain)
        self._bold.setWeight(QFont.Weight.Medium)
        self._small = QFont(self._plain)
        self._small.setPixelSize(SIZES.small)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        row, column = index.row(), index.column()
        state = self._model.state(row, column)
        if option.state & SELECTED and state is not State.FREE:  # type: ignore[attr-defined]
            painter.fillRect(rect, self._colours["accent_soft"])
        elif state in self._ground:
            painter.fillRect(rect, self._ground[state])
        self._lines(painter, rect, column)
        if state is State.FREE:
            self._reason(painter, rect, row, column)
        elif state is State.MARKED:
            self._mark(painter, rect, row, column)
        elif state is State.THERE:
            self._tick(painter, rect, column)
        if self._model.pending.get(self._model.cell(row, column)):
            painter.setPen(QPen(self._colours["accent"], 2))
            painter.drawPoint(rect.left() + 6, rect.top() + 6)
        if index == self.current:
            painter.setPen(QPen(self._colours["accent"], 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _lines(self, painter: QPainter, rect: QRect, column: int) -> None:
        slots = self._model.slots
        painter.setPen(self._colours["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        last = column + 1 == len(slots) or slots[column + 1].day != slots[column].day
        if last:
            painter.setPen(self._colours["handle"])
        painter.drawLine(rect.topRight(), rect.bottomRight())

    def _tick(self, painter: QPainter, rect: QRect, column: int) -> None:
        """There: a tick as a pen makes it; lessons of a day leave it to their half-day."""
        if not self._model.is_lesson(column):
            x, y = rect.center().x(), rect.center().y()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._tick_pen)
            painter.drawPolyline([QPoint(x - 4, y), QPoint(x - 1, y + 3), QPoint(x + 5, y - 5)])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _reason(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        """Why there are no lessons, one character a row down the column."""
        reason = self._model.slots[column].free
        if row < len(reason) and not self._model.brief:
            painter.setFont(self._small)
            painter.setPen(self._colours["ink_soft"])
            painter.drawText(rect, CENTRE, reason[row])

    def _mark(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        mark = self._model.mark(row, column)
        if mark is None or self._model.sheet is None:
            return
        counts = self._model.sheet.kinds.get(mark.kind, Counts.LEAVE)
        ink, ground, edge = {
            Counts.TRUANT: ("amber", "amber_soft", "amber"),
            Counts.LEAVE: ("accent", "accent_soft", "accent"),
            Counts.PRESENT: ("ink_soft", "surface", "edge"),
        }[counts]
        brief = self._model.brief
        box = QRectF(rect.adjusted(1, 5, -2, -6) if brief else rect.adjusted(4, 4, -5, -5))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._colours[edge])
        painter.setBrush(self._colours[ground])
        painter.drawRoundedRect(box, SIZES.radius, SIZES.radius)
        painter.restore()
        painter.setFont(self._bold)
        painter.setPen(self._colours[ink])
        painter.drawText(rect, CENTRE, self._model.text(row, column))
        if mark.reason or mark.told:
            self._corner(painter, rect)

    def _corner(self, painter: QPainter, rect: QRect) -> None:
        """The corner that says: there is more to read here, as in a spreadsheet."""
        corner = rect.topRight() - QPoint(1, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["ink_soft"])
        painter.drawPolygon(QPolygon([corner, corner - QPoint(CORNER, 0), corner + QPoint(0, CORNER)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
