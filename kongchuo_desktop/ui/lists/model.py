"""The rows behind a list: prepared once, narrowed and sorted in Python, asked for only what is painted."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kongchuo_desktop.school.classes.rules import in_order
from kongchuo_desktop.ui.lists.columns import Column, ListKind, Row

AnyIndex = QModelIndex | QPersistentModelIndex
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}
NOWHERE = QModelIndex()


class ListModel(QAbstractTableModel):
    """All rows in sorted order, their search keys beside them, and the ones now shown."""

    def __init__(self, kind: ListKind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = kind.columns
        self._kind = kind
        self._texts = [column.text for column in kind.columns]
        self._all: list[Row] = []
        self._keys: list[str] = []
        self._shown: list[Row] = []
        self._query: tuple[str, ...] = ()
        self._wanted: dict[str, frozenset[str]] = {}
        self._sorted_by: tuple[int, bool] | None = None

    # what Qt asks
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Every column, also the hidden ones."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:
        """The painted text; nearly every other role leaves at once."""
        if role in (DISPLAY, TOOLTIP):
            return self._texts[index.column()](self._shown[index.row()]) if index.isValid() else None
        if role == ALIGNMENT and index.isValid():
            return ALIGN[self.columns[index.column()].align]
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> Any:
        """Headings above, nothing beside."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == DISPLAY:
            return self.columns[section].heading
        return ALIGN[self.columns[section].align] if role == ALIGNMENT else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows keep their order; empty values come last upwards."""
        if not 0 <= column < len(self.columns):
            return
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder)
        self.beginResetModel()
        self._order()
        self._narrow()
        self.endResetModel()

    # what the list asks
    @property
    def total(self) -> int:
        """All rows, shown or not."""
        return len(self._all)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown, in their order."""
        return self._shown

    @property
    def every(self) -> Sequence[Row]:
        """All rows, also those that a filter hides."""
        return self._all

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Take new rows; query, filters and order stay in force."""
        self.beginResetModel()
        self._all = list(rows)
        self._order()
        self._narrow()
        self.endResetModel()

    def narrow(self, query: str, wanted: Mapping[str, frozenset[str]]) -> None:
        """Show the rows that hold every word of the query and one of the wanted texts of each column."""
        self.beginResetModel()
        self._query = tuple(query.lower().split())
        self._wanted = {key: texts for key, texts in wanted.items() if texts}
        self._narrow()
        self.endResetModel()

    def texts_of(self, key: str) -> Counter[str]:
        """The distinct texts of a column over all rows, with their numbers."""
        return Counter(map(self._column(key).text, self._all))

    def row_of(self, identity: Hashable) -> int:
        """Where the row of that identity is shown, or -1."""
        which = self._kind.identity
        return next((place for place, row in enumerate(self._shown) if which(row) == identity), -1)

    def tone(self, row: int, column: int) -> str:
        """'', 'amber', 'red' or 'struck' for a cell."""
        ask = self.columns[column].tone
        return ask(self._shown[row]) if ask else ""

    def _column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def _order(self) -> None:
        if self._sorted_by is not None:
            column, down = self._sorted_by
            text = self.columns[column].text
            value = self.columns[column].sort or (lambda row: in_order(text(row)))
            there = [row for row in self._all if value(row) not in (None, "")]
            missing = [row for row in self._all if value(row) in (None, "")]
            self._all = sorted(there, key=value, reverse=down) + missing
        words = self._kind.words
        self._keys = [words(row).lower() for row in self._all]

    def _narrow(self) -> None:
        rows = self._all
        if self._query:
            first, *rest = self._query
            hits = [place for place, key in enumerate(self._keys) if first in key]
            for word in rest:
                hits = [place for place in hits if word in self._keys[place]]
            rows = [self._all[place] for place in hits]
        for key, texts in self._wanted.items():
            text = self._column(key).text
            rows = [row for row in rows if text(row) in texts]
        self._shown = rows if rows is not self._all else list(rows)
