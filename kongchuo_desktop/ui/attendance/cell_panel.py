"""Beside the grid: the selected cell in words, its reason, and who told the parents. No dialog, no button to save."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.ui.attendance.model import Cell, RegisterModel, State
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.words import button, hairline, label

WIDTH = 248
STATES = {State.THERE: "到校", State.UNKNOWN: "还没有点名", State.FUTURE: "还没有到", State.FREE: "不上课"}


class CellPanel(QFrame):
    """What is written here is kept when the field is left or Enter is struck."""

    noted = Signal(object, object, object)  # cells, reason | None, told | None
    done = Signal()  # back to the grid
    opened = Signal(object)  # PupilId: show the record
    leave_wanted = Signal()

    def __init__(self, model: RegisterModel, *, actor: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(WIDTH)
        self._model = model
        self._actor, self._clock = actor, clock
        self._cells: tuple[Cell, ...] = ()
        self._child: object = None
        self.name = label(role="title", wrap=True)
        self.where = label(role="sentence", wrap=True)
        self.what = label(role="heading", wrap=True)
        self.reason = _Line("如 发热、家中有事")
        self.told = _Line("谁、几点、怎样告知的")
        self.phoned = button("刚打过电话", kind="link", icon=icon("phone"), run=self._phoned)
        self.adults = label(role="hint", wrap=True, selectable=True)
        self.record = button("学生档案", kind="link", icon=icon("pupils"), run=lambda: self.opened.emit(self._child))
        self.leave = button("请几天假…", kind="link", icon=icon("calendar"), run=self.leave_wanted.emit)
        self._lay_out()
        self.reason.editingFinished.connect(lambda: self._keep("reason"))
        self.told.editingFinished.connect(lambda: self._keep("told"))
        self.reason.entered.connect(lambda: self.told.setFocus(Qt.FocusReason.TabFocusReason))
        self.told.entered.connect(self.done)

    def show_cells(self, cells: Sequence[Cell], row: int, column: int) -> None:
        """Show the selection; one cell in full, a rectangle by its numbers."""
        self._cells = tuple(cells)
        marks = [mark for cell in cells if (mark := self._model.mark_of(cell)) is not None]
        people = list(dict.fromkeys(cell[0] for cell in cells))
        child = self._model.people[row] if 0 <= row < len(self._model.people) else None
        one = child is not None and len(people) <= 1
        self._child = child.id if one and child else None
        self.name.setText(child.name if one and child else f"选中 {len(people)} 人")
        slots = len({cell[1:] for cell in cells})
        where = self._model.headerData(column, Qt.Orientation.Horizontal) or ""
        parts = (child.apart if one and child else "", where if slots <= 1 else f"{slots} 个半天")
        self.where.setText(" · ".join(filter(None, parts)))
        self.what.setText(self._words(marks, cells, row, column))
        self._fill(marks)
        self.adults.setText("\n".join(child.adults) if one and child else "")
        self.record.setVisible(one)

    def to_reason(self) -> None:
        """Put the cursor into the reason, when there is a mark to give one to."""
        if self.reason.isEnabled():
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.reason.selectAll()

    def _words(self, marks: Sequence[Mark], cells: Sequence[Cell], row: int, column: int) -> str:
        if len(cells) == 1 and not marks:
            return STATES.get(self._model.state(row, column), "")
        if not cells:
            return STATES[State.FREE]
        kinds = list(dict.fromkeys(mark.kind for mark in marks))
        return "、".join(kinds) + (f"（{len(marks)} 格）" if len(marks) > 1 else "") if kinds else "没有登记缺勤"

    def _fill(self, marks: Sequence[Mark]) -> None:
        for line, values in (
            (self.reason, {mark.reason for mark in marks}), (self.told, {mark.told for mark in marks}),
        ):  # fmt: skip
            line.setEnabled(bool(marks))
            if not line.hasFocus():
                line.setText((values.pop() or "") if len(values) == 1 else "")
        self.phoned.setVisible(bool(marks))

    def _keep(self, which: str) -> None:
        marks = [mark for cell in self._cells if (mark := self._model.mark_of(cell)) is not None]
        line: QLineEdit = getattr(self, which)
        text = line.text().strip()
        before = {getattr(mark, which) for mark in marks}
        if marks and before != {text} and (text or len(before) == 1):
            reason, told = (text, None) if which == "reason" else (None, text)
            self.noted.emit(self._cells, reason, told)

    def _phoned(self) -> None:
        self.told.setText(f"{self._actor} {self._clock():%H:%M} 电话".strip())
        self._keep("told")

    def give_up(self) -> bool:
        """Esc: leave what was typed and go back to the grid; False when no field was open."""
        if not (self.reason.hasFocus() or self.told.hasFocus()):
            return False
        marks = [mark for cell in self._cells if (mark := self._model.mark_of(cell)) is not None]
        for line in (self.reason, self.told):
            line.blockSignals(True)
        self.done.emit()
        self._fill(marks)
        for line in (self.reason, self.told):
            line.blockSignals(False)
        return True

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(4)
        for widget in (self.name, self.where, self.what):
            column.addWidget(widget)
        column.addSpacing(12)
        for title, line in (("原因（F2）", self.reason), ("告知家长", self.told)):
            above = label(title, role="label")
            above.setBuddy(line)
            line.setAccessibleName(title)
            column.addWidget(above)
            column.addWidget(line)
            column.addSpacing(8)
        column.addWidget(self.phoned)
        column.addSpacing(4)
        column.addWidget(self.adults)
        column.addSpacing(8)
        column.addWidget(hairline())
        column.addWidget(self.leave)
        column.addWidget(self.record)
        column.addStretch(1)


class _Line(QLineEdit):
    """A field whose Enter goes on."""

    entered = Signal()

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setMaxLength(60)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter keeps and goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.editingFinished.emit()
            self.entered.emit()
        else:
            super().keyPressEvent(event)
