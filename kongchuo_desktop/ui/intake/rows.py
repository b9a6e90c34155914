"""The lists of a preview: rows with their fate, remarks on cells, people whom the file doesn't name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.imports import FATE_NAMES, Fate, Gone, PlannedRow
from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind
from kongchuo_desktop.ui.words import hairline, label

TONES = {Fate.DOUBTFUL: "amber", Fate.REFUSED: "red"}
SEVERITIES = {Severity.NOTE: "已处理", Severity.DOUBTFUL: "存疑", Severity.REFUSED: "拒收"}
SEVERITY_TONES = {Severity.DOUBTFUL: "amber", Severity.REFUSED: "red"}


def row_kind() -> ListKind:
    """Every row of the file."""
    return ListKind(
        key="intake-rows",
        title="导入预览",
        columns=(
            Column("name", "姓名", lambda row: row.name or "(没有姓名)", 144),
            Column("fate", "处理", _fate, 80, filtered=True, tone=lambda row: TONES.get(row.fate, "")),
            Column("class", "班级", lambda row: row.class_name, 112, filtered=True),
            Column("why", "内容", told, 620),
            Column("sheet", "工作表", lambda row: row.sheet, 112, filtered=True),
            Column("row", "行", lambda row: str(row.row), 64, sort=lambda row: row.row, align="right", kind="number"),
        ),
        identity=lambda row: (row.sheet, row.row),
        words=lambda row: "\n".join((row.name, row.class_name, told(row))),
        unit="行",
        empty=Empty("这个文件里没有一行名册。"),
    )


def told(row: PlannedRow) -> str:
    """What would change, or why the row stays out."""
    changes = ";".join(f"{item.heading}:{item.old or '空'} → {item.new or '空'}" for item in row.changes)
    return "  ".join(filter(None, (" ".join(row.reasons), changes if row.fate is not Fate.NEW else "")))


def _fate(row: PlannedRow) -> str:
    return FATE_NAMES[row.fate]


def row_body(row: PlannedRow) -> QWidget:
    """One row in full: reasons, then every value with the one before it."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 16, 24, 24)
    column.setSpacing(8)
    for reason in row.reasons:
        column.addWidget(label(reason, tone=TONES.get(row.fate, "calm"), wrap=True, selectable=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for line, change in enumerate(row.changes):
        heading = label(change.heading, role="label")
        grid.addWidget(heading, line, 0, Qt.AlignmentFlag.AlignTop)
        value = change.new if row.fate is Fate.NEW else f"{change.old or '空'} → {change.new or '空'}"
        grid.addWidget(label(value, wrap=True, selectable=True), line, 1)
    if row.changes:
        column.addWidget(label("新的内容" if row.fate is Fate.NEW else "原来 → 现在", role="heading"))
        column.addWidget(hairline())
        column.addLayout(grid)
    elif row.fate is Fate.UNCHANGED:
        column.addWidget(label("这一行和账本里的完全一样,不用写入。", role="sentence", wrap=True))
    elif row.fate is Fate.NEW:
        column.addWidget(label("账本里还没有这个人,会按这一行新增。", role="sentence", wrap=True))
    column.addStretch(1)
    return body


def problem_kind() -> ListKind:
    """What was said about single cells."""
    return ListKind(
        key="intake-cells",
        title="单元格提示",
        columns=(
            Column("cell", "单元格", lambda item: item.cell or f"第 {item.row} 行", 96),
            Column("severity", "处理", _severity, 80, filtered=True, tone=_severity_tone),
            Column("column", "列", lambda item: item.column, 136, filtered=True),
            Column("reason", "说明", lambda item: item.reason, 720),
            Column("sheet", "工作表", lambda item: item.sheet, 112, filtered=True),
            Column(
                "row", "行", lambda item: str(item.row), 64, sort=lambda item: item.row, align="right", kind="number"
            ),
        ),
        identity=lambda item: (item.sheet, item.row, item.column, item.reason),
        words=lambda item: f"{item.column}\n{item.reason}\n{item.cell}",
        unit="条",
    )


def _severity(item: Problem) -> str:
    return SEVERITIES[item.severity]


def _severity_tone(item: Problem) -> str:
    return SEVERITY_TONES.get(item.severity, "")


def gone_kind() -> ListKind:
    """People of the book whom the file does not name."""
    return ListKind(
        key="intake-gone",
        title="名册里没有的人",
        columns=(
            Column("name", "姓名", _gone_name, 160),
            Column("class", "班级", lambda item: item.class_name, 120, filtered=True),
            Column("what", "说明", lambda _item: "账本里有,这份名册没有。若已转走或离校,请在资料里改状态。", 560),
        ),
        identity=lambda item: item.target,
        words=lambda item: f"{item.name}\n{item.class_name}",
    )


def _gone_name(item: Gone) -> str:
    return item.name
