"""概况: what this school's book holds, and what to do next."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.school import overview as overview_room
from kongchuo_desktop.school.overview import NextStep, Overview
from kongchuo_desktop.ui.home.blocks import classes_block, figures_block, layers_block
from kongchuo_desktop.ui.home.steps import act_of, big_step, small_steps
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page

NARROW = 960  # pixels


class HomePage(Page):
    """Figures above, the next steps at the left, the classes at the right."""

    title = "概况"
    watches = frozenset(
        {"school", "term", "pupil", "school_class", "class_post", "staff_member", "village", "agreement", "campus"}
    )

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._overview: Overview | None = None
        self._below: QBoxLayout | None = None
        self._room = QScrollArea(widgetResizable=True)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._room)

    def refresh(self) -> None:
        """Read everything the page says."""
        today = self.office.today()
        self.office.read(
            lambda session: overview_room.overview(session, today=today), self._show, latest=self, title="正在读取"
        )

    def state_sentence(self) -> str:
        """How the school stands, in one line."""
        seen = self._overview
        if seen is None:
            return ""
        if not seen.pupils:
            return "账本是新的，请先导入学生名册。"
        work = f"，下面有 {len(seen.steps)} 件事可以接着做" if seen.steps else "，眼下没有要补的事"
        return f"在校学生 {seen.pupils} 人，{len(seen.classes)} 个班{work}。"

    def main_act(self) -> MainAct | None:
        """The first step, when there is one."""
        if self._overview is None or not self._overview.steps:
            return None
        step = self._overview.steps[0]
        return MainAct(act_of(step).title, lambda: self.take(step), act_of(step).icon)

    def take(self, step: NextStep) -> None:
        """Go where the step is done."""
        act = act_of(step)
        self.office.go(act.page, act.request)

    def _show(self, seen: Overview) -> None:
        self._overview = seen
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(20)
        if seen.pupils or seen.classes or seen.staff or seen.villages:
            column.addWidget(figures_block(seen, self.office.go))
        below = self._below = QBoxLayout(self._direction())
        below.setSpacing(20)
        below.addLayout(self._left(seen), 5)
        below.addLayout(self._right(seen), 6)
        column.addLayout(below)
        column.addStretch(1)
        self._room.setWidget(inside)
        self.state_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where it is narrow the classes go below the steps."""
        super().resizeEvent(event)
        if self._below is not None and shiboken6.isValid(self._below):
            self._below.setDirection(self._direction())

    def _direction(self) -> QBoxLayout.Direction:
        beside = self.width() >= NARROW
        return QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom

    def _left(self, seen: Overview) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(20)
        left.addWidget(big_step(seen.steps, self.take))
        if len(seen.steps) > 1:
            left.addWidget(small_steps(seen.steps[1:], self.take))
        left.addStretch(1)
        return left

    def _right(self, seen: Overview) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(20)
        if seen.pupils and any(layer.signers for layer in seen.layers):
            right.addWidget(layers_block(seen.layers, self.office.go))
        right.addWidget(classes_block(seen.classes, self.office.go))
        right.addStretch(1)
        return right
