"""One disabled child in the side panel: placement, the term's plan, months and lessons."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.visits.teaching import AtHome, LessonFacts
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.visits.teaching_lines import PlacedLine
from kongchuo_desktop.ui.words import button, hairline, label

LEFT = Qt.AlignmentFlag.AlignLeft


class PlacedBody(QWidget):
    """What is owed first, then the lessons (each can be changed and deleted), the plan, the placement."""

    def __init__(
        self, line: PlacedLine, *, change: Callable[[PlacedLine, int], object],
        delete: Callable[[LessonFacts], object], child: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(4)
        self._column.addWidget(button("学生档案", kind="link", icon=icon("pupils"), run=child), 0, LEFT)
        if line.home is not None:
            self._months(line.home)
            self._lessons(line, change, delete)
            self._plan(line.home)
        placed = line.placed
        self._column.addSpacing(8)
        self._column.addWidget(label("安置", role="heading"))
        self._pair("残疾类型", f"{placed.disability}{placed.degree}")
        self._pair("残疾证号", placed.certificate)
        self._pair("就读学校或机构", placed.school_name)
        self._pair("从哪天起", f"{placed.since:%Y-%m-%d}")
        self._pair("备注", placed.note)
        self._column.addStretch(1)

    def _pair(self, heading: str, text: str) -> None:
        if text:
            self._column.addWidget(label(heading, role="label"))
            self._column.addWidget(label(text, wrap=True, selectable=True))
            self._column.addSpacing(6)

    def _months(self, home: AtHome) -> None:
        for month in home.months:
            told = f"{month.name}：应送 {month.wanted} 次，已送 {month.held} 次"
            owed = f"，还欠 {month.lacking} 次" if month.lacking else ""
            self._column.addWidget(label(told + owed, tone="amber" if month.lacking else ""))

    def _plan(self, home: AtHome) -> None:
        self._column.addSpacing(8)
        self._column.addWidget(label("本学期计划", role="heading"))
        plan = home.plan
        if plan is None:
            self._column.addWidget(label("还没有送教计划，点“计划…”填写。", tone="amber", wrap=True))
            return
        self._pair("安排", f"每月 {plan.per_month} 次，每次 {plan.lessons} 课时，{plan.teachers}")
        self._pair("现有水平", plan.state)
        self._pair("目标", plan.goals)
        self._pair("内容", plan.content)

    def _lessons(
        self, line: PlacedLine, change: Callable[[PlacedLine, int], object], delete: Callable[[LessonFacts], object]
    ) -> None:
        lessons = line.home.lessons if line.home else ()
        self._column.addSpacing(8)
        self._column.addWidget(label(f"送教记录 {len(lessons)} 次", role="heading"))
        for place, lesson in enumerate(lessons):
            draft = lesson.draft
            self._column.addWidget(hairline())
            row = QHBoxLayout()
            row.addWidget(label(f"{draft.day:%Y-%m-%d}  {draft.lessons}课时  {draft.teachers}", role="label"), 1)
            row.addWidget(button("改", kind="link", run=partial(change, line, place)))
            row.addWidget(button("删除…", kind="link", run=partial(delete, lesson)))
            self._column.addLayout(row)
            told = f"{draft.content}{'；' + draft.response if draft.response else ''}"
            self._column.addWidget(label(told, wrap=True, selectable=True))
