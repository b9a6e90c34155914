"""The plan of a child's term: causes ticked by group, three texts, small goals with their dates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.kit.dates import read_typed_date
from kongchuo_desktop.school.pairing.plans import CAUSES, GoalFacts, PlanFacts
from kongchuo_desktop.ui.asking_box import AskingBox
from kongchuo_desktop.ui.flow import Flow
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.tab_leaves import TabLeaves
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import button, label

GOAL, MEASURE, WHO, DUE, REACHED, RESULT = range(6)
HEADINGS = ("小目标", "怎么做", "谁来做", "到哪天", "达成日期", "效果")
WIDTHS = (232, 200, 88, 104, 104, 120)
TEXTS = (
    Field("diagnosis", "学情分析", "lines", hint="哪里卡住了，从什么时候起"),
    Field("strengths", "闪光点", longest=300, hint="如 爱劳动、会画画"),
    Field("long_goal", "长期目标", longest=300, hint="如 期末数学及格"),
)
WIDTH, HEIGHT = 960, 640


@dataclass(frozen=True)
class Entered:
    """What was entered of a plan."""

    causes: tuple[str, ...]
    fields: Mapping[str, str]
    goals: tuple[GoalFacts, ...]


class PlanBox(AskingBox):
    """Shown with `open()`; `run` gets what was entered once every date can be read."""

    def __init__(
        self, parent: QWidget, office: Office, title: str, plan: PlanFacts | None, *, who: str,
        run: Callable[[Entered], object],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.resize(min(WIDTH, parent.window().width()), min(HEIGHT, max(440, parent.window().height() - 60)))
        self._office, self._run, self._plan = office, run, plan
        self.causes: dict[str, QCheckBox] = {}
        self.form = Form(TEXTS, today=office.today)
        self.form.setMaximumWidth(WIDTH)
        self.goals = GoalGrid(who)
        self.goals.put(plan.goals if plan else ())
        if plan is not None:
            self.form.put({field.key: getattr(plan, field.key) for field in TEXTS})
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.finish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        head = label(title, role="heading")
        head.setContentsMargins(24, 0, 24, 8)
        column.addWidget(head)
        column.addWidget(self._in_sight(plan.causes if plan else ()), 1)
        column.addLayout(self._foot())

    def finish(self) -> None:
        """Take everything, unless a date can't be read."""
        goals, told = self.goals.values(self._office.today())
        self.refuse(told)
        if told or not self.form.check():
            return
        causes = tuple(cause for cause, box in self.causes.items() if box.isChecked())
        entered = Entered(causes, {key: text or "" for key, text in self.form.values().items()}, goals)
        self.attempt(lambda: self._run(entered))

    def _in_sight(self, chosen: Sequence[str]) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 0, 24, 8)
        column.setSpacing(4)
        column.addWidget(label("小目标（低起点、小步走，每个都写日期；最后一行写字就添一个）", role="label"))
        column.addWidget(self.goals)
        column.addSpacing(8)
        column.addWidget(label("成因（可以选几项）", role="label"))
        every = dict.fromkeys([*(one for group in CAUSES.values() for one in group), *chosen])
        own = tuple(one for one in every if not any(one in group for group in CAUSES.values()))
        for group, causes in (*CAUSES.items(), *((("其他", own),) if own else ())):
            column.addWidget(self._group(group, causes, chosen))
        column.addSpacing(8)
        column.addWidget(self.form)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _group(self, group: str, causes: Sequence[str], chosen: Sequence[str]) -> QWidget:
        line = QWidget()
        row = Flow(line, across=16, down=0)
        row.setContentsMargins(0, 0, 0, 0)
        name = label(group, role="hint")
        name.setFixedWidth(72)
        name.setMinimumHeight(28)
        row.addWidget(name)
        for cause in causes:
            box = QCheckBox(cause)
            box.setChecked(cause in chosen)
            self.causes[cause] = box
            row.addWidget(box)
        return line

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 0)
        row.setSpacing(8)
        row.addWidget(self.refusal, 1)
        row.addStretch(0)
        row.addWidget(button("取消", run=self.reject))
        self.act = button("保存方案", kind="main", run=self.finish)
        row.addWidget(self.act)
        return row


class GoalGrid(TabLeaves, QTableWidget):
    """A goal on each line, an empty one at the end."""

    def __init__(self, who: str) -> None:
        super().__init__(0, len(HEADINGS))
        self._who = who
        self._ids: list[int] = []
        self.setHorizontalHeaderLabels(list(HEADINGS))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(SIZES.row)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.setAccessibleName("小目标")
        self.setTabKeyNavigation(True)
        self.itemChanged.connect(self._changed)

    def put(self, goals: Sequence[GoalFacts]) -> None:
        """Show goals."""
        self.blockSignals(True)
        self.setRowCount(0)
        self._ids.clear()
        for goal in goals:
            self._add(goal.id, (goal.goal, goal.measure, goal.who, _day(goal.due), _day(goal.reached_on), goal.result))
        self._add(0, ("", "", "", "", "", ""))
        self.blockSignals(False)

    def write(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell, as if it were typed."""
        item = self.item(row, column)
        if item is not None:
            item.setText(text)

    def values(self, today: date) -> tuple[tuple[GoalFacts, ...], str]:
        """The goals, and the sentence of what can't be read ("" when all can)."""
        found = []
        for row, number in enumerate(self._ids):
            goal, measure, who, due, reached, result = (self._text(row, column) for column in range(len(HEADINGS)))
            if not goal and not measure and not result:
                continue
            days = [read_typed_date(text, today) if text else None for text in (due, reached)]
            for text, day, heading in zip((due, reached), days, (HEADINGS[DUE], HEADINGS[REACHED]), strict=True):
                if text and day is None:
                    return (), f"第 {row + 1} 个目标的“{heading}”没看懂：“{text}”，请写成 2026-10-31 或 10.31。"
            found.append(GoalFacts(number, goal, measure, who, days[0], days[1], result))
        empty = next((place for place, one in enumerate(found, start=1) if not one.goal), 0)
        told = f"第 {empty} 个目标没有写内容，请写清楚要做到什么，或清空这一行。" if empty else ""
        return tuple(found), told

    def _add(self, number: int, texts: Sequence[str]) -> None:
        row = self.rowCount()
        self.insertRow(row)
        self._ids.append(number)
        for column, text in enumerate(texts):
            self.setItem(row, column, QTableWidgetItem(text))
        self.setFixedHeight((min(self.rowCount(), 6) + 1) * SIZES.row + 4)

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.row() != self.rowCount() - 1 or not item.text().strip():
            return
        self.blockSignals(True)
        who = self.item(item.row(), WHO)
        if who is not None and not who.text():
            who.setText(self._who)
        self._add(0, ("", "", "", "", "", ""))
        self.blockSignals(False)

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
