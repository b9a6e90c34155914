"""The proposal as a grid: a tick, the child, a helper that can be changed on the spot, the reasons in words."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from kongchuo_desktop.school.pairing.proposal import Proposed
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.pairs.suggesting import Suggested
from kongchuo_desktop.ui.tab_leaves import TabLeaves
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

CHILD, CLASS, HELPER, LOAD, REASONS = range(5)
HEADINGS = ("学生", "班级", "帮扶人", "推算后共带", "理由")
WIDTHS = (136, 104, 144, 104, 320)
FREE = "由程序推算"
Index = QModelIndex | QPersistentModelIndex


class ProposalGrid(TabLeaves, QTableWidget):
    """`pinned` tells a child and the key of the helper chosen by hand, "" to let the program choose again."""

    pinned = Signal(int, str)
    ticked = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(HEADINGS))
        self.seen: Suggested | None = None
        self._off: set[PupilId] = set()
        self.setHorizontalHeaderLabels(list(HEADINGS))
        self.setItemDelegateForColumn(HELPER, _Helpers(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(SIZES.row)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.setAccessibleName("结对建议：空格勾选，回车换人")
        self.itemChanged.connect(self._changed)

    def show_proposal(self, seen: Suggested) -> None:
        """Show a proposal; ticks taken away stay away, the cursor stays on its child."""
        here = self.current()
        self.seen = seen
        self.blockSignals(True)
        self.setRowCount(len(seen.found.pairs))
        for row, pair in enumerate(seen.found.pairs):
            self._put(row, pair, seen)
        self.blockSignals(False)
        rows = [row for row, pair in enumerate(seen.found.pairs) if here and pair.child.id == here.child.id]
        if seen.found.pairs:
            self.setCurrentCell(rows[0] if rows else 0, HELPER)
        self.ticked.emit()

    def current(self) -> Proposed | None:
        """The pair the cursor is on."""
        pairs = self.seen.found.pairs if self.seen else ()
        return pairs[self.currentRow()] if 0 <= self.currentRow() < len(pairs) else None

    def chosen(self) -> tuple[Proposed, ...]:
        """The pairs that are ticked."""
        return tuple(pair for pair in self.seen.found.pairs if pair.child.id not in self._off) if self.seen else ()

    def tick(self, row: int, on: bool) -> None:
        """Tick a pair, or leave it out of what is accepted."""
        item = self.item(row, CHILD)
        if item is not None:
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space ticks the rows chosen, Enter opens the helper."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        if event.key() == Qt.Key.Key_Space and rows and self.seen:
            on = self.seen.found.pairs[rows[0]].child.id in self._off
            for row in rows:
                self.tick(row, on)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.edit(self.model().index(self.currentRow(), HELPER))
        else:
            super().keyPressEvent(event)

    def _put(self, row: int, pair: Proposed, seen: Suggested) -> None:
        load = seen.found.loads.get(pair.helper.key, 0)
        reasons = "；".join(pair.reasons) or "没有特别的理由，人数较少"
        texts = (
            pair.child.name, seen.room(pair.child.class_id),
            f"{pair.helper.name}（已指定）" if pair.pinned else pair.helper.name, f"{load} 人", reasons,
        )  # fmt: skip
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if column == CHILD:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
                off = pair.child.id in self._off
                item.setCheckState(Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)
            if column == HELPER:
                flags |= Qt.ItemFlag.ItemIsEditable
                item.setForeground(QColor(COLOURS.accent))
                item.setToolTip(f"{text}：双击或按回车换人")
            item.setFlags(flags)
            self.setItem(row, column, item)

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() != CHILD or self.seen is None:
            return
        child = self.seen.found.pairs[item.row()].child.id
        if item.checkState() == Qt.CheckState.Checked:
            self._off.discard(child)
        else:
            self._off.add(child)
        self.ticked.emit()


class _Helpers(QStyledItemDelegate):
    """A list of everybody who may help, opened at once; choosing closes it."""

    def __init__(self, grid: ProposalGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """The helpers with what they hold after this proposal."""
        box = QComboBox(parent)
        seen = self._grid.seen
        if seen is not None:
            pair = seen.found.pairs[index.row()]
            box.addItem(FREE, "")
            for one in seen.offered(pair.child.class_id):
                box.addItem(f"{one.name}（{seen.found.loads.get(one.key, 0)} 人）", one.key)
            box.setCurrentIndex(max(0, box.findData(pair.helper.key)))
        box.view().setMinimumWidth(200)
        box.activated.connect(lambda _place: self._done(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Open the list."""
        if isinstance(editor, QComboBox):
            editor.showPopup()

    def setModelData(  # noqa: N802 - Qt's name
        self, editor: QWidget, model: QAbstractItemModel, index: Index
    ) -> None:
        """Nothing is written here: the proposal is worked out anew."""

    def _done(self, box: QComboBox) -> None:
        pair = self._grid.current()
        key = str(box.currentData())
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)
        if pair is not None:
            self._grid.pinned.emit(pair.child.id, key)
