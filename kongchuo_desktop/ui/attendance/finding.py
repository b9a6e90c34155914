"""The name line and the grid under one hand: letters find a child, the next digit marks it, and so on to the next."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from kongchuo_desktop.ui.attendance.entry import Entry
from kongchuo_desktop.ui.attendance.layout import Desk
from kongchuo_desktop.ui.attendance.legend import kinds_by_key
from kongchuo_desktop.ui.attendance.model import RegisterModel


class Finding(QObject):
    """Never marks one of several: who is meant has to be chosen first."""

    def __init__(self, desk: Desk, model: RegisterModel, entry: Entry) -> None:
        super().__init__()
        self._desk, self._model, self._entry = desk, model, entry
        self._rows: tuple[int, ...] = ()
        self._picked = False
        line, table = desk.line, desk.table
        line.typed.connect(self._find)
        line.struck.connect(self._strike_in_line)
        line.cleared.connect(self._clear_in_line)
        line.turned.connect(self._turn)
        line.left.connect(self._into_table)
        line.undo_wanted.connect(entry.undo)
        line.redo_wanted.connect(entry.redo)
        line.entered.connect(lambda: desk.legend.show_mode(letters=False))
        table.entered.connect(lambda: desk.legend.show_mode(letters=True))
        table.struck.connect(self._strike)
        table.cleared.connect(self._clear)
        table.find_wanted.connect(lambda _text: line.setFocus(Qt.FocusReason.ShortcutFocusReason))
        table.reason_wanted.connect(desk.to_reason)
        desk.legend.chosen.connect(self._mark)
        desk.legend.cleared.connect(self._clear)

    def _find(self, typed: str) -> None:
        self._picked = False
        self._rows = tuple(self._model.rows_found(typed)) if typed else ()
        self._model.found = frozenset(self._rows) if typed else None
        self._desk.table.names.viewport().update()
        if not typed:
            return
        if self._rows:
            self._go_to(self._rows[0])
            self._tell(typed)
        else:
            self._entry.said.emit(f"本班没有人的拼音首字母是“{typed}”。", "amber")

    def _tell(self, typed: str) -> None:
        names = [self._name(row) for row in self._rows]
        if len(names) == 1:
            self._entry.said.emit(f"{names[0]}：按数字登记，空格清除", "")
        else:
            shown = "、".join(names[:4]) + ("…" if len(names) > 4 else "")
            self._entry.said.emit(f"“{typed}”有 {len(names)} 人：{shown}。再打一个字母，或用 ↓ 选", "")

    def _turn(self, step: int) -> None:
        if self._rows:
            here = self._desk.table.currentIndex().row()
            place = self._rows.index(here) if here in self._rows else 0
            if self._picked or len(self._rows) == 1 or step < 0:
                place = (place + step) % len(self._rows)
            self._picked = True
            self._go_to(self._rows[place])
            self._entry.said.emit(f"{self._name(self._rows[place])}：按数字登记，空格清除", "")

    def _strike_in_line(self, digit: str) -> None:
        if self._one_is_meant() and self._strike(digit):
            self._desk.line.clear()

    def _clear_in_line(self) -> None:
        if self._one_is_meant():
            self._clear()
            self._desk.line.clear()

    def _one_is_meant(self) -> bool:
        typed = self._desk.line.text()
        if not typed or len(self._rows) == 1 or (self._picked and self._rows):
            return True
        if self._rows:
            names = "、".join(self._name(row) for row in self._rows[:4])
            self._entry.said.emit(f"有 {len(self._rows)} 人：{names}。用 ↓ 选好人，再按数字。", "amber")
        else:
            self._entry.said.emit(f"本班没有人的拼音首字母是“{typed}”，没有登记。", "red")
        return False

    def _strike(self, key: str) -> bool:
        sheet = self._model.sheet
        kind = kinds_by_key(sheet.kinds).get(key) if sheet is not None else None
        if kind is None:
            self._entry.said.emit("这个键没有对应的类别。要按姓名找学生，先按 / 键。", "amber")
            return False
        return self._mark(kind)

    def _mark(self, kind: str) -> bool:
        cells = self._desk.table.cells()
        if not cells:
            self._entry.said.emit("这一天不上课，没有登记。", "red")
        return self._entry.mark(cells, kind)

    def _clear(self) -> None:
        self._entry.clear(self._desk.table.cells())

    def _go_to(self, row: int) -> None:
        column = self._desk.table.currentIndex().column()
        if column >= 0:
            self._desk.table.go_to(row, column)

    def _into_table(self, key: Qt.Key | None) -> None:
        table = self._desk.table
        self._desk.line.clear()
        table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if key is not None and table.currentIndex().isValid():
            struck = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(table, struck)

    def _name(self, row: int) -> str:
        child = self._model.people[row]
        return f"{child.name}（{child.apart}）" if child.apart else child.name
