"""成批补登: a grid for the forms that come back from an afternoon, one line for each family."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits.rules import FORMS
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.tab_leaves import TabLeaves
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES
from kongchuo_desktop.ui.visits.batch_lines import (
    CHILD,
    COPIED,
    DAY,
    FORM,
    FOUND,
    HEADINGS,
    MEASURES,
    TOLD,
    WHO,
    BatchBook,
    BatchRefused,
    read_batch,
    write_batch,
)
from kongchuo_desktop.ui.words import button, hairline, label

WIDTHS = (184, 112, 64, 112, 104, 220, 180, 128, 120)
TYPED = (CHILD, *range(FOUND, TOLD))  # what makes a line worth asking about


class BatchPane(QWidget):
    """`begin` fills it; `closed` when it is left or saved. Enter goes on to the right, at the end to the next line."""

    closed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.book: BatchBook | None = None
        self.table = _Grid()
        self._words = label(role="sentence", wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(button("返回家访记录", run=self.leave))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(hairline())
        column.addWidget(self.table, 1)
        self.table.itemChanged.connect(self._changed)
        self.setFocusProxy(self.table)
        self._tell()

    def begin(self, pupil_ids: Sequence[PupilId]) -> None:
        """Lines for some families (one each), and an empty one; without any, the empty one."""
        today = self.office.today()

        def show(book: BatchBook) -> None:
            self.book = book
            self.table.learn([one.words for one in book.children.values()])
            self.table.setRowCount(0)
            seen: set[PupilId] = set()
            for number in pupil_ids:
                known = book.children.get(number)
                if known is not None and number not in seen:
                    seen.update(known.family)
                    self._add_line(known.words, known.visitor)
            self._add_line("", "")
            self.table.setCurrentCell(0, FOUND if pupil_ids else CHILD)
            self.table.setFocus()
            self._tell()

        self.office.read(lambda session: read_batch(session, today=today), show, latest="visit-batch")

    def lines(self) -> dict[int, tuple[str, ...]]:
        """The lines that name a child or say something, by place."""
        every = {row: tuple(self._text(row, column) for column in range(TOLD)) for row in range(self.table.rowCount())}
        return {row: cells for row, cells in every.items() if any(cells[column].strip() for column in TYPED)}

    def save(self) -> None:
        """Write all lines, or say at each what is wrong and write none."""
        book, lines = self.book, self.lines()
        if book is None or not lines:
            self.office.tell.toast("还没有填写。先在第一列打学生姓名或拼音首字母")
            return
        now, by = self.office.clock(), self.office.database.actor

        def done(number: int) -> None:
            self.table.setRowCount(0)
            self.office.tell.toast(f"已登记 {number} 次家访")
            self.closed.emit()

        def failed(error: Exception) -> None:
            if isinstance(error, BatchRefused):
                self._show_wrong(error)
            else:
                self.office.tell.failure(error)

        self.office.write(
            "成批登记家访", lambda session: write_batch(session, lines=lines, book=book, now=now, by=by),
            done=done, failed=failed,
        )  # fmt: skip

    def leave(self) -> bool:
        """Back to the list, after asking."""
        if self.may_leave():
            self.table.setRowCount(0)
            self.closed.emit()
        return True

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        number = sum(1 for cells in self.lines().values() if any(cells[column].strip() for column in TYPED[1:]))
        return not number or not self.office.tell.confirm(
            f"这一批填了 {number} 行，还没有保存。", act="继续填写", cancel="不保存，离开"
        )

    def state_sentence(self) -> str:
        """How much is on the grid."""
        number = len(self.lines())
        return f"成批补登：{number} 次" if number else "成批补登：一行一次家访"

    def _add_line(self, child: str, visitor: str) -> None:
        row = self.table.rowCount()
        above = [self._text(row - 1, column) for column in range(TOLD)] if row else []
        today = f"{self.office.today():%Y-%m-%d}"
        first = {DAY: today, FORM: FORMS[0], WHO: visitor or self.office.database.actor}
        values = {column: (above[column] if above else "") or first[column] for column in COPIED}
        if visitor:
            values[WHO] = visitor
        values[CHILD] = child
        self.table.blockSignals(True)
        self.table.setRowCount(row + 1)
        for column in range(len(HEADINGS)):
            item = QTableWidgetItem(values.get(column, ""))
            if column == TOLD:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setForeground(QColor(COLOURS.red))
            self.table.setItem(row, column, item)
        self.table.blockSignals(False)

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() == TOLD:
            return
        self._put_told(item.row(), "")
        if item.column() == CHILD and self.book is not None and item.text().strip():
            known = self.book.child_of(item.text())
            if known is None:
                self._put_told(item.row(), "没有这名学生，或不止一名，请从列表里选")
            else:
                self._put(item.row(), CHILD, known.words)
        if item.row() == self.table.rowCount() - 1 and item.text().strip():
            self._add_line("", "")
        self._tell()

    def _show_wrong(self, refused: BatchRefused) -> None:
        for row, told in refused.lines.items():
            self._put_told(row, told)
        first = min(refused.lines)
        self.table.setCurrentCell(first, CHILD)
        self.table.setFocus()
        self._words.setText("；".join(f"第 {row + 1} 行：{told}" for row, told in list(refused.lines.items())[:3]))
        self.office.tell.toast(refused.sentence)

    def _put_told(self, row: int, told: str) -> None:
        self._put(row, TOLD, told)
        item = self.table.item(row, TOLD)
        if item is not None:
            item.setToolTip(told)

    def _put(self, row: int, column: int, text: str) -> None:
        item = self.table.item(row, column)
        if item is not None:
            self.table.blockSignals(True)
            item.setText(text)
            self.table.blockSignals(False)

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item is not None else ""

    def _tell(self) -> None:
        number = len(self.lines())
        told = f"已填 {number} 行。" if number else ""
        self._words.setText(
            f"{told}一行一次家访：打姓名或拼音首字母选学生，兄弟姐妹自动一起登记；日期、方式、家访人照上一行。"
        )


class _Grid(TabLeaves, QTableWidget):
    """Typing starts editing; Enter goes on."""

    def __init__(self) -> None:
        super().__init__(0, len(HEADINGS))
        self.setHorizontalHeaderLabels(list(HEADINGS))
        self.setItemDelegateForColumn(CHILD, _Names(self))
        self.setItemDelegateForColumn(FORM, _Names(self, FORMS))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.verticalHeader().setDefaultSectionSize(SIZES.row)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        header.setStretchLastSection(True)
        self.setAccessibleName("成批补登家访")

    def learn(self, names: Sequence[str]) -> None:
        """What the first column offers."""
        delegate = self.itemDelegateForColumn(CHILD)
        if isinstance(delegate, _Names):
            delegate.names = tuple(names)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes to the right, from the last column to the next line; Delete empties cells."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            row, column = self.currentRow(), self.currentColumn()
            if column >= MEASURES:
                self.setCurrentCell(min(row + 1, self.rowCount() - 1), CHILD)
            else:
                self.setCurrentCell(row, column + 1)
        elif event.key() == Qt.Key.Key_Delete:
            for item in self.selectedItems():
                if item.column() != TOLD:
                    item.setText("")
        else:
            super().keyPressEvent(event)


Index = QModelIndex | QPersistentModelIndex


class _Names(QStyledItemDelegate):
    """An editor that offers names; what is typed is looked for anywhere in them."""

    def __init__(self, parent: QWidget, names: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.names = tuple(names)

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A line with a list under it."""
        line = QLineEdit(parent)
        offered = QCompleter(list(self.names), line)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line.setCompleter(offered)
        return line
