"""The grid under the hands: arrows move, one key marks, a rectangle takes the key as a whole."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kongchuo_desktop.ui.attendance.columns import FREE
from kongchuo_desktop.ui.attendance.headers import DayHead, NameHead
from kongchuo_desktop.ui.attendance.model import Cell, RegisterModel
from kongchuo_desktop.ui.attendance.painter import RegisterPainter

Moves = QAbstractItemView.CursorAction
Key = Qt.Key
SIDEWAYS = {Moves.MoveLeft: -1, Moves.MoveRight: 1, Moves.MovePrevious: -1, Moves.MoveNext: 1}
WIDTHS = {"half": 46, "lesson": 32, "free": 34, "brief": 18, "brief free": 16}
WIDEST_HALF = 64
ROW, BRIEF_ROW = 30, 28


class RegisterTable(QTableView):
    """Emits what the keys mean; what it means for the book is the page's affair."""

    struck = Signal(str)  # a letter or digit that may stand for a kind
    cleared = Signal()
    find_wanted = Signal(str)  # go to the name line, with letters
    reason_wanted = Signal()
    entered = Signal()
    moved = Signal()  # the cursor or the selection is elsewhere

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self.setAccessibleName("考勤表")
        self.register = model
        self.days = DayHead(model)
        self.names = NameHead(model)
        self._painter = RegisterPainter(model)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setHorizontalHeader(self.days)
        self.setVerticalHeader(self.names)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters are keys here, never pinyin
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.moved.emit())
        model.modelReset.connect(self.fit)
        model.headerDataChanged.connect(lambda _way, _first, _last: self.days.viewport().update())

    def fit(self) -> None:
        """Give every column its width: a half-day a word, as wide as there is room; a lesson or a month a character."""
        self.names.setFixedWidth(self.names.sizeHint().width())
        self.names.setDefaultSectionSize(BRIEF_ROW if self.register.brief else ROW)
        kinds = [self._kind(place) for place in range(len(self.register.slots))]
        widths = dict(WIDTHS)
        if halves := kinds.count("half"):
            taken = sum(WIDTHS[kind] for kind in kinds if kind != "half")
            room = self.width() - self.names.width() - self.verticalScrollBar().sizeHint().width() - 4
            widths["half"] = min(WIDEST_HALF, max(WIDTHS["half"], (room - taken) // halves))
        for place, kind in enumerate(kinds):
            self.setColumnWidth(place, widths[kind])
        self.updateGeometries()

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        index = self.register.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def cells(self) -> tuple[Cell, ...]:
        """The selected cells on which something can be recorded, child after child."""
        found = [index for index in self.selectedIndexes() if self.register.slots[index.column()].slot != FREE]
        found.sort(key=lambda index: (index.row(), index.column()))
        return tuple(self.register.cell(index.row(), index.column()) for index in found)

    def copy(self) -> str:
        """Put the selected rectangle with its names on the clipboard, as WPS pastes it."""
        rows: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda item: (item.row(), item.column())):
            rows.setdefault(index.row(), []).append(self.register.text(index.row(), index.column()))
        text = "\n".join("\t".join((self.register.people[row].name, *cells)) for row, cells in rows.items())
        QGuiApplication.clipboard().setText(text)
        return text

    def _kind(self, place: int) -> str:
        """Which of WIDTHS a column has."""
        brief = self.register.brief
        if self.register.slots[place].slot == FREE:
            return "brief free" if brief else "free"
        return "brief" if brief else "lesson" if self.register.is_lesson(place) else "half"

    # Qt's own
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Half-days share the room."""
        super().resizeEvent(event)
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Letters mark from now on."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Marking keys first, then what a table does anyway."""
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in (Key.Key_Space, Key.Key_Delete, Key.Key_Backspace):
            self.cleared.emit()
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._next_child()
        elif key == Key.Key_F2:
            self.reason_wanted.emit()
        elif text == "/":
            self.find_wanted.emit("")
        elif plain and text.isalnum() and text.isascii():
            self.struck.emit(text.upper())
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: Moves, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802 - Qt's name
        """Days without lessons are stepped over; Home and End are the first and last child."""
        here = self.currentIndex()
        if action in (Moves.MoveHome, Moves.MoveEnd):
            row = 0 if action == Moves.MoveHome else self.register.rowCount() - 1
            return self.register.index(row, max(0, here.column()))
        if action in SIDEWAYS and here.isValid():
            column = here.column() + SIDEWAYS[action]
            while 0 <= column < len(self.register.slots) and self.register.slots[column].slot == FREE:
                column += SIDEWAYS[action]
            return self.register.index(here.row(), column) if 0 <= column < len(self.register.slots) else here
        return super().moveCursor(action, modifiers)

    def currentChanged(  # noqa: N802 - Qt's name
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Both heads show where the cursor is."""
        super().currentChanged(current, previous)
        self._painter.current = self.currentIndex()
        self.days.mark_section(current.column())
        self.names.mark_section(current.row())

    def _next_child(self) -> None:
        here = self.currentIndex()
        if here.isValid() and here.row() + 1 < self.register.rowCount():
            self.go_to(here.row() + 1, here.column())
