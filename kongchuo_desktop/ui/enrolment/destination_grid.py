"""Destinations of graduates entered like in a spreadsheet: digits for the kind, Enter down, paste, fill down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView

from kongchuo_desktop.kit.dates import read_typed_date
from kongchuo_desktop.school.enrolment.destinations import AFTER_JUNIOR, AFTER_PRIMARY, GraduateFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.tab_leaves import TabLeaves
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Fields = dict[str, object]


@dataclass(frozen=True)
class GridColumn:
    """A column; `field` is the column of Destination, "" for one that can't be typed into."""

    heading: str
    width: int
    field: str = ""
    date: bool = False


COLUMNS = (
    GridColumn("姓名", 104),
    GridColumn("毕业班级", 104),
    GridColumn("去向（按数字）", 112, "kind"),
    GridColumn("升入或就读学校", 200, "school_name"),
    GridColumn("所在地", 136, "region"),
    GridColumn("凭据", 184, "proof"),
    GridColumn("核实日期", 112, "proven_on", date=True),
    GridColumn("证书编号", 176, "certificate"),
    GridColumn("领取人", 104, "collected_by"),
)
KIND = 2


def kinds_of(person: GraduateFacts) -> tuple[str, ...]:
    """The kinds that digits stand for, by what the child graduated from."""
    return AFTER_JUNIOR if person.junior else AFTER_PRIMARY


class DestinationModel(QAbstractTableModel):
    """The graduates; what is typed is told by `entered` and shown when the book has it."""

    entered = Signal(object)  # dict[PupilId, Fields]
    refused = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.people: tuple[GraduateFacts, ...] = ()
        self._today = today

    def show(self, people: Sequence[GraduateFacts]) -> None:
        """Show graduates; the cursor stays where only values changed."""
        same = [one.event.id for one in people] == [one.event.id for one in self.people]
        if same and people:
            self.people = tuple(people)
            self.dataChanged.emit(self.index(0, 0), self.index(len(people) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.people = tuple(people)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """A row a graduate."""
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Every column."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """What a cell says."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ForegroundRole and not COLUMNS[index.column()].field:
            return QColor(COLOURS.ink_soft) if index.column() else QColor(COLOURS.ink)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Headings above, numbers beside."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return COLUMNS[section].heading if orientation == Qt.Orientation.Horizontal else section + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """What can be typed into."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if COLUMNS[index.column()].field else found

    def setData(self, index: AnyIndex, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:  # noqa: N802
        """One cell was typed into."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.enter({(index.row(), index.column()): str(value)})
        return False  # shown when it is in the book

    def text(self, row: int, column: int) -> str:
        """A cell as it is painted and copied."""
        person, spec = self.people[row], COLUMNS[column]
        if column == 0:
            return person.event.name
        if column == 1:
            return person.event.from_class
        value = getattr(person, spec.field)
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value or "")

    def enter(self, cells: Mapping[tuple[int, int], str]) -> None:
        """Take texts for cells: all of them, or none with a sentence."""
        found: dict[PupilId, Fields] = {}
        for (row, column), text in cells.items():
            if row >= len(self.people) or column >= len(COLUMNS) or not COLUMNS[column].field:
                continue
            person = self.people[row]
            value, wrong = self._value(person, column, text.strip())
            if wrong:
                self.refused.emit(f"{person.event.name}：{wrong}")
                return
            if value != (getattr(person, COLUMNS[column].field) or ("" if not COLUMNS[column].date else None)):
                found.setdefault(person.event.pupil_id, {})[COLUMNS[column].field] = value
        for person in self.people:
            fields = found.get(person.event.pupil_id, {})
            if fields.get("proof") and person.proven_on is None:
                fields.setdefault("proven_on", self._today())
        if found:
            self.entered.emit(found)

    def _value(self, person: GraduateFacts, column: int, text: str) -> tuple[object, str]:
        if COLUMNS[column].date:
            day = read_typed_date(text.partition(" ")[0], self._today()) if text else None
            return day, f"没看懂日期“{text}”，请写成 2026-09-01 或 9.1。" if text and day is None else ""
        if column == KIND and text:
            kinds = kinds_of(person)
            if text.isdecimal():
                place = int(text) - 1
                return (kinds[place], "") if 0 <= place < len(kinds) else ("", f"去向请按 1 到 {len(kinds)}。")
            if text not in kinds:
                return "", f"去向请填{'、'.join(kinds)}，或按它的数字。"
        return text, ""


class DestinationGrid(TabLeaves, QTableView):
    """Arrows, typing, Enter and Tab as in a spreadsheet; Ctrl+V pastes a block, Ctrl+D fills down, Delete empties."""

    def __init__(self, model: DestinationModel) -> None:
        super().__init__()
        self.setAccessibleName("毕业生去向")
        self.rows = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.verticalHeader().setDefaultSectionSize(SIZES.row)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(44)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for place, column in enumerate(COLUMNS):
            self.setColumnWidth(place, column.width)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of a spreadsheet."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.rows.enter({(index.row(), index.column()): "" for index in self.selectedIndexes()})
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self._kind_struck(event):
            self._down()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: Any, hint: Any) -> None:  # noqa: N802 - Qt's name
        """Enter in a cell goes down, as spreadsheets do."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:  # Enter
            self._down()

    def copy(self) -> str:
        """The selected block as WPS pastes it."""
        lines: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda one: (one.row(), one.column())):
            lines.setdefault(index.row(), []).append(self.rows.text(index.row(), index.column()))
        text = "\n".join("\t".join(cells) for cells in lines.values())
        QGuiApplication.clipboard().setText(text)
        return text

    def paste(self, text: str) -> None:
        """A block from the cursor on; one value fills the whole selection."""
        lines = [line.split("\t") for line in text.rstrip("\n").split("\n")] if text.strip() else []
        if not lines:
            return
        if len(lines) == 1 and len(lines[0]) == 1:
            self.rows.enter({(index.row(), index.column()): lines[0][0] for index in self.selectedIndexes()})
            return
        start = self.currentIndex()
        self.rows.enter({
            (start.row() + down, start.column() + right): value
            for down, line in enumerate(lines) for right, value in enumerate(line)
        })  # fmt: skip

    def fill_down(self) -> None:
        """The topmost selected cell of each column into those below it."""
        chosen = sorted(self.selectedIndexes(), key=lambda one: one.row())
        tops: dict[int, str] = {}
        for index in chosen:
            tops.setdefault(index.column(), self.rows.text(index.row(), index.column()))
        self.rows.enter({(index.row(), index.column()): tops[index.column()] for index in chosen})

    def _kind_struck(self, event: QKeyEvent) -> bool:
        if self.currentIndex().column() != KIND or not event.text().isdecimal():
            return False
        cells = {
            (index.row(), index.column()): event.text() for index in self.selectedIndexes() if index.column() == KIND
        }
        self.rows.enter(cells)
        return len(cells) == 1

    def _down(self) -> None:
        here = self.currentIndex()
        if here.isValid() and here.row() + 1 < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(here.row() + 1, here.column()))
