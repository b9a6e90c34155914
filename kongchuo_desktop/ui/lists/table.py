"""The table on the screen: first column in place, spreadsheet keys, letters go to the find line."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from kongchuo_desktop.ui.lists.fitting import LOOKED_AT, fitted, needed
from kongchuo_desktop.ui.lists.model import ListModel
from kongchuo_desktop.ui.lists.painter import PAD, CellPainter
from kongchuo_desktop.ui.theme.tokens import SIZES

Moves = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint


class ListTable(QTableView):
    """A QTableView with a second one laid over its first column, both on one model and selection."""

    typed = Signal(str)  # a printable key: belongs into the find line
    opened = Signal(int)  # row: Enter or double click

    def __init__(self, model: ListModel) -> None:
        super().__init__()
        self._model = model
        self._painter = CellPainter(model)
        self._frozen = QTableView(self)
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self._own: set[int] = set()  # columns that somebody has drawn wider or narrower
        self._fitting = False
        for view in (self, self._frozen):
            self._set_up(view)
        self.horizontalHeader().setStretchLastSection(True)
        self._lay_frozen()
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self._frozen.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.horizontalHeader().sectionResized.connect(self._keep_width)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    def call(self, title: str) -> None:
        """Give both tables the list's name, for whoever hears the screen read out."""
        self.setAccessibleName(title)
        self._frozen.setAccessibleName(f"{title}（首列）")

    def show_columns(self, shown: set[str]) -> None:
        """Show these columns by key; the first one always."""
        for place, column in enumerate(self._model.columns):
            self.setColumnHidden(place, place > 0 and column.key not in shown)
        self._place_frozen()
        self.fit()

    def fit(self) -> None:
        """Give columns with long words more room, as far as the window has it."""
        shown = [place for place in range(self._model.columnCount()) if not self.isColumnHidden(place)]
        shown = [place for place in shown if place not in self._own]
        taken = sum(self.columnWidth(place) for place in self._own if not self.isColumnHidden(place))
        widths = [self._model.columns[place].width for place in shown]
        wanted = [self._wanted(place) for place in shown]
        self._fitting = True
        for place, width in zip(shown, fitted(widths, wanted, self.viewport().width() - taken), strict=True):
            if self.columnWidth(place) != width:
                self.setColumnWidth(place, width)
        self._fitting = False

    def _wanted(self, place: int) -> int:
        text = self._model.columns[place].text
        metrics = self.fontMetrics()
        wide, narrow = metrics.horizontalAdvance("国"), metrics.horizontalAdvance("0")
        return needed([text(row) for row in self._model.rows[:LOOKED_AT]], wide, narrow, 2 * PAD + 2)

    def copy(self) -> str:
        """Put the selected rows, shown columns, on the clipboard as WPS and Excel paste them."""
        columns = [place for place in range(self._model.columnCount()) if not self.isColumnHidden(place)]
        lines = []
        for index in sorted(self.selectionModel().selectedRows(), key=QModelIndex.row):
            row = self._model.rows[index.row()]
            lines.append("\t".join(_flat(self._model.columns[place].text(row)) for place in columns))
        text = "\n".join(lines)
        QGuiApplication.clipboard().setText(text)
        return text

    def sort_by(self, column: int) -> None:
        """Sort by a column; the same again turns the order round."""
        before, order = self._sorted
        turn = column == before and order == Qt.SortOrder.AscendingOrder
        order = Qt.SortOrder.DescendingOrder if turn else Qt.SortOrder.AscendingOrder
        self._sorted = (column, order)
        self._model.sort(column, order)
        for view in (self, self._frozen):
            view.horizontalHeader().setSortIndicator(column, order)

    # Qt's own
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, Ctrl+C copies, letters look for."""
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the frozen column as high as the table."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
        self._place_frozen()

    def moveCursor(self, action: Moves, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802 - Qt's name
        """Home and End mean the first and last row, as rows are what is selected."""
        if action in (Moves.MoveHome, Moves.MoveEnd):
            row = 0 if action == Moves.MoveHome else self._model.rowCount() - 1
            return self._model.index(row, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def scrollTo(  # noqa: N802 - Qt's name
        self, index: QModelIndex | QPersistentModelIndex, hint: Hint = Hint.EnsureVisible
    ) -> None:
        """Never sideways for the frozen column, and never under it."""
        if index.column() == 0:
            index = self._model.index(index.row(), self.columnAt(self.columnWidth(0) + 4) or 0)
        super().scrollTo(index, hint)

    def _set_up(self, view: QTableView) -> None:
        view.setModel(self._model)
        view.setItemDelegate(self._painter)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(SIZES.row)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self.sort_by)
        for place, column in enumerate(self._model.columns):
            view.setColumnWidth(place, column.width)

    def _lay_frozen(self) -> None:
        frozen = self._frozen
        frozen.setObjectName("frozen")
        frozen.setSelectionModel(self.selectionModel())
        frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frozen.setFocusProxy(self)
        for place in range(1, self._model.columnCount()):
            frozen.setColumnHidden(place, True)
        frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(frozen.verticalScrollBar().setValue)
        frozen.clicked.connect(lambda _index: self.setFocus())
        frozen.show()

    def _place_frozen(self) -> None:
        edge = self.frameWidth()
        height = self.viewport().height() + self.horizontalHeader().height()
        self._frozen.setGeometry(edge, edge, self.columnWidth(0), height)

    def _keep_width(self, section: int, _old: int, width: int) -> None:
        last = section == self.horizontalHeader().logicalIndexAt(max(0, self.viewport().width() - 1))
        if not self._fitting and not last and QGuiApplication.mouseButtons():
            self._own.add(section)
        if section == 0:
            self._frozen.setColumnWidth(0, width)
            self._place_frozen()

    def _menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if not index.isValid():
            return
        menu = QMenu(self)
        text = self._model.data(index)
        menu.addAction("复制这一格", lambda: QGuiApplication.clipboard().setText(text))
        menu.addAction("复制选中的行\tCtrl+C", self.copy)
        menu.popup(self.viewport().mapToGlobal(where))


def _flat(text: str) -> str:
    """One cell stays one cell when pasted."""
    return " ".join(text.split())
