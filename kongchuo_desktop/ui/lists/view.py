"""The whole list: find line, filters, table, what is shown and hidden, the acts of the selection."""

from collections.abc import Hashable, Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.as_shown import table_as_shown
from kongchuo_desktop.ui.lists.bar import ListBar
from kongchuo_desktop.ui.lists.columns import ListKind, Row
from kongchuo_desktop.ui.lists.filters import Chips, FilterPopup
from kongchuo_desktop.ui.lists.model import ListModel
from kongchuo_desktop.ui.lists.strip import Strip
from kongchuo_desktop.ui.lists.table import ListTable
from kongchuo_desktop.ui.words import button


class ListView(QWidget):
    """Give it a ListKind and rows; it tells who was chosen, opened and wanted as a file."""

    chosen = Signal(object)  # the current row, or None
    opened = Signal(object)  # row: Enter or double click
    exported = Signal(object)  # reports.table.Table, as shown
    narrowed = Signal(object)  # frozenset[str]: keys of the columns with a filter in force

    def __init__(self, kind: ListKind, settings: QSettings) -> None:
        super().__init__()
        self.kind = kind
        self._settings = settings
        self._wanted: dict[str, frozenset[str]] = {}
        self.model = ListModel(kind, self)
        self.table = ListTable(self.model)
        self.table.call(kind.title)
        self.find_line = _FindLine()
        self.chips = Chips()
        self.strip = Strip(kind)
        self._lay_out()
        self._connect()
        self.table.show_columns(self._columns_kept())
        self._tell()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show new rows; filters, order and, where they are still there, selected rows stay."""
        kept = {self.kind.identity(row) for row in self.selected()}
        current = self.current()
        self.model.set_rows(rows)
        self._select(kept, self.kind.identity(current) if current is not None else None)
        self.table.fit()
        self._tell()

    def narrow(self, key: str, texts: frozenset[str]) -> None:
        """Filter a column to these texts; an empty set takes the filter away."""
        self._wanted[key] = texts
        self._filter()

    def narrow_only(self, **wanted: frozenset[str]) -> None:
        """Filter these columns and nothing else: a figure of another page opens just those it counted."""
        self._wanted = dict(wanted)
        self.look_for("")

    def look_for(self, words: str) -> None:
        """Put words into the find line and look for them."""
        self.find_line.setText(words)
        self._filter()

    def select(self, identity: Hashable) -> bool:
        """Choose one row and scroll to it; filters that hide it are taken away. False when it isn't there."""
        if self.model.row_of(identity) < 0:
            self._wanted.clear()
            self.look_for("")
        self._select({identity}, identity)
        return self.model.row_of(identity) >= 0

    def selected(self) -> tuple[Row, ...]:
        """The selected rows in the order shown."""
        picked = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.model.rows[place] for place in picked)

    def current(self) -> Row | None:
        """The row the cursor is on."""
        index = self.table.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def as_shown(self) -> Table:
        """The list as the screen shows it: these rows, these columns, this order."""
        shown = [c for place, c in enumerate(self.model.columns) if not self.table.isColumnHidden(place)]
        return table_as_shown(self.kind.title, shown, self.model.rows, note=self._filter_words())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The cursor goes into the table. A focus proxy would do that too, but Tab would leap over the bar to it."""
        (self.table if self._stack.currentWidget() is self._full else self._empty).setFocus(event.reason())

    def _lay_out(self) -> None:
        self._filter_button = button("筛选", kind="quiet", icon=icon("filter"), run=self._offer_filters)
        self._columns_button = button("列", kind="quiet", icon=icon("columns"), run=self._offer_columns)
        self.export_button = button("导出", kind="quiet", icon=icon("export"), run=self._export)
        over = ListBar()
        bar = self.bar = over.row  # pages may put their own quick filters into it
        bar.addWidget(self.find_line)
        bar.addWidget(self._filter_button)
        self._filter_button.setHidden(not any(column.filtered for column in self.model.columns))
        bar.addWidget(self.chips)
        bar.addStretch(1)
        bar.addWidget(self._columns_button)
        bar.addWidget(self.export_button)
        empty = self.kind.empty
        self._empty = EmptyState(empty.sentence, picture=empty.scene, act=empty.act, run=empty.run)
        self._stack = QStackedWidget()
        self._full = QWidget()
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(over)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        self._stack.addWidget(self._full)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self.find_line.textChanged.connect(lambda _text: self._filter())
        self.find_line.down.connect(self._into_table)
        self.table.typed.connect(self._type_to_find)
        self.table.opened.connect(lambda row: self.opened.emit(self.model.rows[row]))
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._selection_changed())
        self.chips.removed.connect(lambda key: self.narrow(key, frozenset()))
        self.strip.act_wanted.connect(lambda act: act.run(self.selected()))
        self.strip.all_wanted.connect(self._show_all)

    def _type_to_find(self, text: str) -> None:
        self.find_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_line.setText(text)

    def _into_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        if self.model.rowCount() and not self.selected():
            self.table.selectRow(0)

    def _show_all(self) -> None:
        self._wanted.clear()
        self.look_for("")

    def _filter(self) -> None:
        self.model.narrow(self.find_line.text(), self._wanted)
        headings = {column.key: column.heading for column in self.model.columns}
        self.chips.show_filters({k: (headings[k], texts) for k, texts in self._wanted.items() if texts})
        self._tell()
        self.narrowed.emit(frozenset(key for key, texts in self._wanted.items() if texts))
        self.chosen.emit(None)

    def _tell(self) -> None:
        self._turn(self._full if self.model.total else self._empty)
        self.strip.show_count(self.model.rowCount(), self.model.total)
        self.strip.show_selection(len(self.selected()))

    def _turn(self, side: QWidget) -> None:
        """The table or what stands for it; the cursor goes along."""
        if self._stack.currentWidget() is side:
            return
        mine = self.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(side)
        if mine:
            self.setFocus()

    def _selection_changed(self) -> None:
        rows = self.selected()
        self.strip.show_selection(len(rows))
        self.chosen.emit(rows[0] if len(rows) == 1 else None)

    def _select(self, identities: set[Hashable], current: Hashable | None) -> None:
        chooser = self.table.selectionModel()
        picked = QItemSelection()
        last = self.model.columnCount() - 1
        for identity in identities:
            place = self.model.row_of(identity)
            if place >= 0:
                picked.select(self.model.index(place, 0), self.model.index(place, last))
        chooser.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        place = self.model.row_of(current) if current is not None else -1
        if place >= 0:
            index = self.model.index(place, 0)
            chooser.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.table.scrollTo(index)

    def _offer_filters(self) -> None:
        menu = QMenu(self)
        for column in self.model.columns:
            if column.filtered:
                menu.addAction(column.heading, lambda key=column.key: self.offer_filter(key))
        menu.popup(_under(self._filter_button))

    def offer_filter(self, key: str) -> FilterPopup:
        """Open the values of one column to tick."""
        heading = next(column.heading for column in self.model.columns if column.key == key)
        popup = FilterPopup(self, heading, self.model.texts_of(key), self._wanted.get(key, frozenset()))
        popup.decided.connect(lambda texts: self.narrow(key, texts))
        popup.open_at(_under(self._filter_button))
        return popup

    def _filter_words(self) -> str:
        parts = [self.find_line.text().strip()] if self.find_line.text().strip() else []
        parts += ["、".join(sorted(texts)) for texts in self._wanted.values() if texts]
        return "筛选：" + "；".join(parts) if parts else ""

    def _columns_kept(self) -> set[str]:
        kept = self._settings.value(f"list/{self.kind.key}/columns")
        if isinstance(kept, str) and kept:
            return set(kept.split(","))
        return {column.key for column in self.model.columns if column.shown}

    def _offer_columns(self) -> None:
        menu = QMenu(self)
        for place, column in enumerate(self.model.columns[1:], start=1):
            act = menu.addAction(column.heading)
            act.setCheckable(True)
            act.setChecked(not self.table.isColumnHidden(place))
            act.toggled.connect(lambda on, key=column.key: self._turn_column(key, on))
        menu.popup(_under(self._columns_button))

    def _turn_column(self, key: str, on: bool) -> None:
        shown = self._columns_kept() | {key} if on else self._columns_kept() - {key}
        self._settings.setValue(f"list/{self.kind.key}/columns", ",".join(sorted(shown)) or "-")
        self.table.show_columns(shown)

    def _export(self) -> None:
        self.exported.emit(self.as_shown())


class _FindLine(QLineEdit):
    """The list's own find line; the down key goes into the table, Esc empties it."""

    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("在本表中找")
        self.setAccessibleName("在本表中找")
        self.setToolTip("光标在表里时直接打字就行（Ctrl+Shift+F）")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(120)
        self.setMaximumWidth(240)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down and Enter leave for the table."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def _under(widget: QPushButton) -> QPoint:
    return widget.mapToGlobal(QPoint(0, widget.height() + 4))
