"""An office's form on the screen: merged cells as they are, and over them what the map puts in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kongchuo_desktop.school.enrolment.form_rules import FormRules, column_letters
from kongchuo_desktop.ui.tab_leaves import TabLeaves
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.upward.bench import spot_of

if TYPE_CHECKING:
    from kongchuo_desktop.sheets.form_file import FormSheet

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NARROWEST, WIDEST, LOWEST, HIGHEST = 28, 320, 22, 120  # pixels of a cell on the screen
SPARE = 3  # free rows and columns beyond the form, to point at


class FormModel(QAbstractTableModel):
    """The cells of one sheet; `titles` are the words for the fields of each list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: FormSheet | None = None
        self.rules: FormRules | None = None
        self.name = ""
        self._titles: Mapping[str, Mapping[str, str]] = {}
        self._filled, self._rows = QColor(COLOURS.accent_soft), QColor(COLOURS.paper)
        self._ink, self._quiet, self._plain = QColor(COLOURS.accent), QColor(COLOURS.ink_faint), QColor(COLOURS.ink)

    def show_sheet(
        self, sheet: "FormSheet", rules: FormRules | None, name: str, titles: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Show another sheet; without rules it is only looked at."""
        self.beginResetModel()
        self.sheet, self.rules, self.name, self._titles = sheet, rules, name, titles
        self.endResetModel()

    def show_rules(self, rules: FormRules) -> None:
        """The same sheet under other rules."""
        self.rules = rules
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """The form and a little beyond."""
        return self.sheet.rows + SPARE if self.sheet is not None and not parent.isValid() else 0

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """The form and a little beyond."""
        return self.sheet.columns + SPARE if self.sheet is not None and not parent.isValid() else 0

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Letters above, numbers beside, as Excel has them."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the form says, or what the map puts there."""
        if self.sheet is None or not index.isValid():
            return None
        text, tone = self.told(index.row() + 1, index.column() + 1)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter if len(text) <= 24 else Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.BackgroundRole:
            return {"filled": self._filled, "rows": self._rows}.get(tone)
        if role == Qt.ItemDataRole.ForegroundRole:
            return {"filled": self._ink, "rows": self._quiet}.get(tone, self._plain)
        return None

    def told(self, row: int, column: int) -> tuple[str, str]:
        """The text of a cell and its tone: filled (by the map), rows (below the first of a list), or plain."""
        assert self.sheet is not None  # noqa: S101 - asked of what is shown
        own = self.sheet.text(row, column)
        if self.rules is None:
            return own, ""
        spot = spot_of(self.rules, self.name, row, column)
        if spot.cell is not None:
            return spot.cell.text, "filled"
        if spot.rows is None:
            return own, ""
        if spot.column is None or (spot.rows.grow == "match" and spot.column == spot.rows.columns[0]):
            return own, "rows"  # a row's printed name stays
        title = self._titles.get(spot.rows.takes, {}).get(spot.column.field, spot.column.field)
        return (f"〔{title}〕", "filled") if row == spot.rows.first else ("〃", "filled")


class _Painter(QStyledItemDelegate):
    """Draws a frame around the cell pointed at, as Excel does."""

    def __init__(self, grid: QTableView) -> None:
        super().__init__(grid)
        self._grid = grid
        self._pen = QPen(QColor(COLOURS.accent), 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        super().paint(painter, option, index)
        if index == self._grid.currentIndex():
            painter.setPen(self._pen)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))  # type: ignore[attr-defined]


class FormGrid(TabLeaves, QTableView):
    """The sheet; tells which cell was pointed at, by mouse or arrow keys, and what is wanted of it."""

    pointed = Signal(int, int)  # row and column from 1; the first cell of a merged one
    typing = Signal()  # Enter: on to the chooser
    emptied = Signal()  # Delete

    def __init__(self) -> None:
        super().__init__()
        self.model_of_form = FormModel(self)
        self.setModel(self.model_of_form)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setAccessibleName("表样")
        self.setItemDelegate(_Painter(self))
        self.verticalHeader().setMinimumSectionSize(LOWEST)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().setMinimumSectionSize(NARROWEST)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.selectionModel().currentChanged.connect(self._point)

    def show_sheet(
        self, sheet: "FormSheet", rules: FormRules | None, name: str = "",
        titles: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:  # fmt: skip
        """Show a sheet with its merged cells and sizes."""
        self.clearSpans()
        self.model_of_form.show_sheet(sheet, rules, name, titles or {})
        for top, left, bottom, right in sheet.merges:
            rows, columns = min(bottom, sheet.rows) - top + 1, min(right, sheet.columns) - left + 1
            if rows > 1 or columns > 1:
                self.setSpan(top - 1, left - 1, rows, columns)
        for place, width in enumerate(sheet.widths):
            self.setColumnWidth(place, max(NARROWEST, min(WIDEST, width)) if width else 0)
        for place, height in enumerate(sheet.heights):
            self.setRowHeight(place, max(LOWEST, min(HIGHEST, height)) if height else 0)

    def point_at(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.setCurrentIndex(self.model_of_form.index(row - 1, column - 1))

    def here(self) -> tuple[int, int]:
        """Row and column of the cursor, from 1; of a merged cell its first. (0, 0) nowhere."""
        index = self.currentIndex()
        if not index.isValid() or self.model_of_form.sheet is None:
            return 0, 0
        row, column = index.row() + 1, index.column() + 1
        for top, left, bottom, right in self.model_of_form.sheet.merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes to the chooser, Delete empties."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.typing.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.emptied.emit()
        else:
            super().keyPressEvent(event)

    def _point(self, *_indexes: object) -> None:
        row, column = self.here()
        if row:
            self.pointed.emit(row, column)
