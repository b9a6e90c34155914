"""The grid in memory: what every cell says, changed at once when a key is pressed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.attendance.columns import FREE, Slot, day_words, half_of
from kongchuo_desktop.ui.attendance.reading import Child, Sheet

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
Cell = tuple[PupilId, date, str]
HERE = "√"


class State(Enum):
    """What a cell is: the three states of attendance, and two kinds of days on which there is none."""

    MARKED = "marked"
    THERE = "there"
    UNKNOWN = "unknown"
    FUTURE = "future"
    FREE = "free"


class RegisterModel(QAbstractTableModel):
    """Children down, half-days across."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.people: tuple[Child, ...] = ()
        self.slots: tuple[Slot, ...] = ()
        self.brief = False  # one character a mark: the month
        self.pending: Counter[Cell] = Counter()  # edits on their way into the book
        self.found: frozenset[int] | None = None  # rows that the typed letters find; None when none are typed
        self._marks: dict[Cell, Mark] = {}
        self._taken: set[tuple[date, str]] = set()

    # what Qt asks
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Children."""
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Half-days and periods."""
        return 0 if parent.isValid() else len(self.slots)

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:
        """The cell in a word; the sentence as tool tip."""
        if not index.isValid():
            return None
        if role == DISPLAY:
            return self.text(index.row(), index.column())
        if role == TOOLTIP:
            return self.sentence(index.row(), index.column())
        return Qt.AlignmentFlag.AlignCenter if role == ALIGNMENT else None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> Any:
        """Names down, days across, as a screen reader wants them; the headers paint themselves."""
        names = orientation == Qt.Orientation.Vertical
        if role != DISPLAY and not (names and role == TOOLTIP):
            return None
        if names:
            return self.people[section].name if 0 <= section < len(self.people) else None
        return f"{day_words(self.slots[section].day)} {self.slots[section].half}" if section < len(self.slots) else None

    # what the page tells
    def show_sheet(self, sheet: Sheet, slots: tuple[Slot, ...], *, brief: bool) -> None:
        """Take what was read; cells still on their way into the book keep what was keyed."""
        same = (sheet.children, slots, brief) == (self.people, self.slots, self.brief)
        kept = {cell: self._marks.get(cell) for cell in self.pending}
        if not same:
            self.beginResetModel()
        self.sheet, self.people, self.slots, self.brief = sheet, sheet.children, slots, brief
        self._marks = {(row.pupil_id, *place): mark for row in sheet.grid.rows for place, mark in row.marks.items()}
        for cell, mark in kept.items():
            self._keep(cell, mark)
        self._taken = {(day.day, slot) for day in sheet.grid.days for slot in day.taken}
        if not same:
            self.found = None
            self.endResetModel()
        else:
            self.repaint()

    def put(self, cell: Cell, mark: Mark | None) -> None:
        """Show a mark at once, as not yet saved."""
        self.pending[cell] += 1
        self._keep(cell, mark)
        self._touch(cell)

    def settle(self, cells: Iterable[Cell]) -> None:
        """These cells are in the book now."""
        for cell in cells:
            self.pending[cell] -= 1
            if self.pending[cell] <= 0:
                del self.pending[cell]
            self._touch(cell)

    def take(self, day: date, slot: str, *, taken: bool = True) -> None:
        """Show a register as taken, or not."""
        if taken:
            self._taken.add((day, slot))
        else:
            self._taken.discard((day, slot))
        self.repaint()

    def repaint(self) -> None:
        """Every cell and both headers say something new."""
        if self.people and self.slots:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.people) - 1, len(self.slots) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.slots) - 1)

    # what the painter and the page ask
    def mark(self, row: int, column: int) -> Mark | None:
        """The mark of a cell."""
        return self._marks.get(self.cell(row, column))

    def mark_of(self, cell: Cell) -> Mark | None:
        """The mark of a cell by its key."""
        return self._marks.get(cell)

    def cell(self, row: int, column: int) -> Cell:
        """The key of a cell."""
        slot = self.slots[column]
        return self.people[row].id, slot.day, slot.slot

    def taken(self, day: date, half: str) -> bool:
        """Whether a half-day's register was taken."""
        return (day, half) in self._taken

    def state(self, row: int, column: int) -> State:
        """What a cell is."""
        slot = self.slots[column]
        if slot.slot == FREE:
            return State.FREE
        if (self.people[row].id, slot.day, slot.slot) in self._marks:
            return State.MARKED
        assert self.sheet is not None  # noqa: S101 - there are no columns before it is read
        if (slot.day, half_of(slot.slot, self.sheet.plan)) in self._taken:
            return State.THERE
        return State.FUTURE if slot.day > self.sheet.today else State.UNKNOWN

    def text(self, row: int, column: int) -> str:
        """The word in a cell; periods of a half-day that is marked as a whole stay empty."""
        state = self.state(row, column)
        if state is State.MARKED:
            kind = self._marks[self.cell(row, column)].kind
            return self._short(kind) if self.brief or self.is_lesson(column) else kind
        return HERE if state is State.THERE and not self.is_lesson(column) else ""

    def is_lesson(self, column: int) -> bool:
        """Whether a column is a single period or 晨检."""
        return self.slots[column].slot not in ("am", "pm", FREE)

    def sentence(self, row: int, column: int) -> str:
        """All that a cell knows."""
        slot, child = self.slots[column], self.people[row]
        if slot.slot == FREE:
            return f"{day_words(slot.day)}不上课：{slot.free}"
        where = f"{child.name} {day_words(slot.day)} {slot.half}："
        mark = self.mark(row, column)
        if mark is None:
            words = {State.THERE: "到校", State.UNKNOWN: "还没有点名", State.FUTURE: "还没有到"}
            return where + words[self.state(row, column)]
        parts = (mark.kind, mark.reason, mark.told and f"家长已告知（{mark.told}）")
        return where + "，".join(filter(None, parts))

    def absent(self, column: int) -> int:
        """How many are away in a column: with leave or without, not those who only came late."""
        kinds: Mapping[str, Counts] = self.sheet.kinds if self.sheet else {}
        slot = self.slots[column]
        marks = (self._marks.get((child.id, slot.day, slot.slot)) for child in self.people)
        return sum(1 for mark in marks if mark and kinds.get(mark.kind) is not Counts.PRESENT)

    def column_of(self, day: date, slot: str) -> int:
        """Where a half-day is shown, or -1."""
        places = (place for place, item in enumerate(self.slots) if item.day == day and item.slot in (slot, FREE))
        return next(places, -1)

    def nearest(self, day: date, slot: str) -> int:
        """Its column; when it has no lessons the last one before that day, else the first there is; or -1."""
        column = self.column_of(day, slot)
        if column >= 0 and self.slots[column].slot != FREE:
            return column
        there = [place for place, item in enumerate(self.slots) if item.slot != FREE]
        before = [place for place in there if self.slots[place].day <= day]
        return before[-1] if before else there[0] if there else -1

    def rows_found(self, typed: str) -> Sequence[int]:
        """Rows that typed letters find; those called exactly so come alone."""
        rows = [place for place, child in enumerate(self.people) if child.found_by(typed)]
        exact = [place for place in rows if self.people[place].is_called(typed)]
        return exact or rows

    @staticmethod
    def _short(kind: str) -> str:
        """迟到 → 迟, 早退 → 退, else the first character."""
        return "退" if kind == "早退" else kind[:1]

    def _keep(self, cell: Cell, mark: Mark | None) -> None:
        if mark is None or not mark.kind:
            self._marks.pop(cell, None)
        else:
            self._marks[cell] = mark

    def _touch(self, cell: Cell) -> None:
        """Repaint one cell, where it is shown."""
        row = next((place for place, child in enumerate(self.people) if child.id == cell[0]), -1)
        column = next((place for place, item in enumerate(self.slots) if (item.day, item.slot) == cell[1:]), -1)
        if row >= 0 and column >= 0:
            index = self.index(row, column)
            self.dataChanged.emit(index, index)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)
