"""升级: every class shown with its new name before anything is done."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.school.classes.rules import Advance
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.ui.words import button, label


class AdvanceBox(QDialog):
    """Names every class and how many children move; the safe button is the default."""

    def __init__(
        self, parent: QWidget, steps: Sequence[Advance], *, year: int, today: date, run: Callable[[], object]
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("控辍")
        self.setFixedWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._run = run
        moving = [step for step in steps if not step.graduates]
        leaving = [step for step in steps if step.graduates]
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addWidget(label(f"升入{year_name(year + 1)}", role="title"))
        told = f"{len(moving)} 个班、{sum(step.pupils for step in moving)} 名学生升一级"
        if leaving:
            told += f"；{len(leaving)} 个毕业班、{sum(step.pupils for step in leaving)} 名学生毕业"
        column.addWidget(label(f"{told}。升级前自动备份，升级后还可以整次撤销。", role="sentence", wrap=True))
        column.addWidget(self._table(steps), 1)
        self.act = button(f"升级 {len(steps)} 个班", kind="danger", run=self._do)
        first = date(year + 1, 6, 1)  # as class_room.advance_year has it
        if today < first:
            column.insertWidget(2, label(f"{first:%Y年%m月%d日}以后才能升级，现在只能看看。", tone="amber", wrap=True))
            self.act.setEnabled(False)
        self.cancel = button("现在不升", kind="main", run=self.reject)
        self.cancel.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.act)
        row.addWidget(self.cancel)
        column.addLayout(row)

    def _table(self, steps: Sequence[Advance]) -> QScrollArea:
        body = QWidget()
        body.setObjectName("scrolled")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(3, 1)
        for place, step in enumerate(steps):
            grid.addWidget(label(step.before), place, 0)
            grid.addWidget(label("→", role="sentence"), place, 1)
            grid.addWidget(label("毕业" if step.graduates else step.after, role="heading"), place, 2)
            grid.addWidget(label(f"{step.pupils} 人", role="sentence"), place, 3, Qt.AlignmentFlag.AlignRight)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(body)
        area.setMinimumHeight(min(360, 32 * len(steps) + 8))
        return area

    def _do(self) -> None:
        self.accept()
        self._run()
