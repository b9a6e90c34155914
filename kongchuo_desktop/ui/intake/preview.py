"""The preview of an import: how many rows meet which fate, and each row with its reason."""

from functools import partial

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from kongchuo_desktop.school.imports import FATE_NAMES, Fate, Plan
from kongchuo_desktop.school.problems import Problem
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.intake.doors import AnyPreview
from kongchuo_desktop.ui.intake.mapping import MappingPane
from kongchuo_desktop.ui.intake.rows import (
    TONES,
    PreviewRow,
    gone_kind,
    preview_rows,
    problem_body,
    problem_kind,
    row_body,
    row_kind,
)
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.words import button, label, restyle

ROWS, CELLS, GONE, COLUMNS = range(4)


class PreviewPane(QWidget):
    """Figures, what would be made, then four lists behind tabs."""

    other_wanted = Signal()
    back_wanted = Signal()
    save_wanted = Signal()
    mapped = Signal(object)  # dict[str, str]: heading → field

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.rows = ListView(row_kind(), settings)
        self.cells = ListView(problem_kind(), settings)
        self.gone = ListView(gone_kind(), settings)
        self.columns = MappingPane()
        self.panel = SidePanel()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for pane in (self.rows, self.cells, self.gone, self.columns):
            self._stack.addWidget(pane)
            self.tabs.addTab("")
        self._figures: dict[Fate, tuple[QLabel, QWidget]] = {}
        self._notes = label(tone="calm", wrap=True)
        self._warnings = label(tone="amber", wrap=True)
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)
        self.rows.opened.connect(self._open_row)
        self.cells.opened.connect(self._open_cell)
        self.columns.mapped.connect(self.mapped)
        self.setFocusProxy(self.rows)

    def show_preview(self, found: AnyPreview) -> None:
        """Show a plan from its start."""
        plan, counts = found.plan, found.plan.counts()
        for fate, (figure, _link) in self._figures.items():
            figure.setText(str(counts[fate.value]))
            restyle(figure, "tone", TONES.get(fate, "") if counts[fate.value] else "")
        self.rows.set_rows(preview_rows(plan))
        self.rows.narrow("fate", frozenset())
        self.cells.set_rows(plan.problems)
        self.gone.set_rows(plan.gone)
        self.columns.show_headings(found)
        titles = (
            f"每一行 {len(plan.rows)}",
            f"单元格提示 {len(plan.problems)}",
            f"名册里没有的人 {len(plan.gone)}",
            f"没认出的列 {len(found.read.unknown)}",
        )
        for place, (title, number) in enumerate(
            zip(titles, (1, len(plan.problems), len(plan.gone), len(found.read.unknown)), strict=True)
        ):
            self.tabs.setTabText(place, title)
            self.tabs.setTabVisible(place, bool(number))
        self._tell(found)
        self._save.setVisible(counts["doubtful"] + counts["refused"] > 0)
        self.panel.close_panel()
        self.tabs.setCurrentIndex(ROWS)

    def close_panel(self) -> bool:
        """Close the row that is open, if one is."""
        return self.panel.close_panel()

    def _tell(self, found: AnyPreview) -> None:
        made = _to_be_made(found.plan)
        self._notes.setText(made)
        self._notes.setVisible(bool(made))
        warnings = list(found.read.remarks)
        if found.plan.gone:
            warnings.append(
                f"账本里有 {len(found.plan.gone)} 人这份名册没有列出，导入不会动他们，请到“名册里没有的人”核对去向。"
            )
        if found.read.unknown:
            names = "、".join(found.read.unknown[:6])
            warnings.append(f"没认出的列：{names}。可以在“没认出的列”里指给程序看。")
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 24, 8)
        top.setSpacing(8)
        top.addWidget(self._figures_row())
        top.addWidget(self._notes)
        top.addWidget(self._warnings)
        left.addLayout(top)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 24, 0)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        self._save = button("存疑和拒收的行另存为 Excel", kind="quiet", icon=icon("export"), run=self.save_wanted.emit)
        bar.addWidget(self._save)
        bar.addWidget(button("换一个文件", kind="quiet", icon=icon("file"), run=self.other_wanted.emit))
        bar.addWidget(button("不导入了", kind="quiet", icon=icon("close"), run=self.back_wanted.emit))
        left.addLayout(bar)
        left.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def _figures_row(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(20)
        hints = {
            Fate.NEW: "账本里还没有的",
            Fate.CHANGED: "账本里有，内容不同",
            Fate.UNCHANGED: "和账本完全一样",
            Fate.DOUBTFUL: "分不清，先不写入",
            Fate.REFUSED: "有错，不写入",
        }
        for fate in Fate:
            column = QVBoxLayout()
            column.setSpacing(0)
            line = QHBoxLayout()
            line.setSpacing(4)
            figure = label("0", role="figure")
            link = button(FATE_NAMES[fate], kind="link", tip="只看这些行", run=partial(self._only, fate))
            line.addWidget(figure)
            line.addWidget(link)
            line.addStretch(1)
            column.addLayout(line)
            column.addWidget(label(hints[fate], role="hint"))
            row.addLayout(column, 1)
            self._figures[fate] = (figure, link)
        return frame

    def _only(self, fate: Fate) -> None:
        self.tabs.setCurrentIndex(ROWS)
        self.rows.narrow("fate", frozenset({FATE_NAMES[fate]}))

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(max(0, place))

    def _open_row(self, item: PreviewRow) -> None:
        row = item.row
        detail = " · ".join(filter(None, (FATE_NAMES[row.fate], row.class_name, row.sheet, f"第 {row.row} 行")))
        self.panel.open(row.name or f"第 {row.row} 行", detail, row_body(item))

    def _open_cell(self, problem: Problem) -> None:
        title = problem.cell or f"第 {problem.row} 行"
        self.panel.open(title, " · ".join(filter(None, (problem.column, problem.sheet))), problem_body(problem))


def _to_be_made(plan: Plan) -> str:
    parts = []
    if plan.new_classes:
        parts.append(f"新建 {len(plan.new_classes)} 个班：{'、'.join(plan.new_classes)}")
    if plan.new_villages:
        parts.append(f"新建 {len(plan.new_villages)} 个村：{'、'.join(plan.new_villages)}")
    return "写入时会" + "；".join(parts) + "。" if parts else ""
