"""The lists of a preview: rows with their fate, remarks on cells, people whom the file doesn't name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kongchuo_desktop.reports.pupil_lists import masked
from kongchuo_desktop.school.attendance.file_plan import AttendanceWork
from kongchuo_desktop.school.attendance.rules import SLOT_NAMES
from kongchuo_desktop.school.classes.rules import class_name
from kongchuo_desktop.school.classes.staff_roster import HEADINGS, StaffWork
from kongchuo_desktop.school.enrolment.file_plan import ChangeWork
from kongchuo_desktop.school.imports import FATE_NAMES, Fate, Gone, Plan, PlannedRow
from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.school.pupils.fields import heading_of
from kongchuo_desktop.school.pupils.roster import Work
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind
from kongchuo_desktop.ui.words import hairline, label

TONES = {Fate.DOUBTFUL: "amber", Fate.REFUSED: "red"}
SEVERITIES = {Severity.NOTE: "提示", Severity.DOUBTFUL: "存疑", Severity.REFUSED: "拒收"}
SEVERITY_TONES = {Severity.DOUBTFUL: "amber", Severity.REFUSED: "red"}
TELLING = (
    "性别", "出生日期", "身份证件号", "村", "家长", "职务", "任教学科", "班主任", "包村", "领导小组", "缺勤", "点名",
    "异动", "回执",
)  # fmt: skip
NAMED = ("班主任", "包村", "领导小组")  # told with their heading: a bare “成员” says nothing
ATTENTION = (Fate.REFUSED, Fate.DOUBTFUL)


@dataclass(frozen=True)
class PreviewRow:
    """A row of the plan with what would be written: heading and text."""

    row: PlannedRow
    contents: tuple[tuple[str, str], ...]
    told: str


def preview_rows(plan: Plan) -> tuple[PreviewRow, ...]:
    """The rows as the list shows them: those that stay out first, else in the order of the file."""
    rows = [_preview_row(row, plan.work.get(place)) for place, row in enumerate(plan.rows)]
    return tuple(sorted(rows, key=lambda item: item.row.fate not in ATTENTION))


def _preview_row(row: PlannedRow, work: object) -> PreviewRow:
    contents = coming_in(work) if row.fate is Fate.NEW else ()
    return PreviewRow(row, contents, _told(row, contents))


def coming_in(work: object) -> tuple[tuple[str, str], ...]:
    """What a new person's row would write, in words; numbers masked."""
    if isinstance(work, Work):
        values = [(heading_of(key), _plain(key, value)) for key, value in work.values.items() if heading_of(key) != key]
        values += [("村", work.village)] if work.village else []
        values += [("家长", f"{one.name}（{one.relation or '家长'}） {one.phone}".strip()) for one in work.guardians]
        return tuple((heading, text) for heading, text in values if text and heading != "姓名")
    if isinstance(work, StaffWork):
        known = ((HEADINGS.get(key, key), str(value)) for key, value in work.fields.items() if key != "name")
        rooms = "、".join(class_name(*room) for room in work.row.head_of)
        more = (("班主任", rooms), ("包村", "、".join(work.row.villages)), ("领导小组", work.row.group_role))
        return tuple((heading, text) for heading, text in (*known, *more) if text)
    if isinstance(work, AttendanceWork):
        return tuple(_absence(mark) for mark in work.marks) or tuple(_register(place) for place in work.registers)
    if isinstance(work, ChangeWork):
        return tuple(_change(work))
    return ()


def _change(work: ChangeWork) -> Iterator[tuple[str, str]]:
    draft = work.draft
    yield "异动", " ".join(filter(None, (f"{draft.day:%Y-%m-%d}", draft.kind, draft.place)))
    if draft.receipt_on:
        yield "回执", "回执已收到"
    if draft.expected_return:
        yield "预计复学", f"{draft.expected_return:%Y-%m-%d}"
    if work.newcomer:
        known = ((heading_of(key), _plain(key, value)) for key, value in work.newcomer.items() if key != "name")
        yield from known


def _absence(mark: Mapping[str, Any]) -> tuple[str, str]:
    more = "，".join(filter(None, (mark.get("reason"), mark.get("told"))))
    return "缺勤", f"{mark['day']:%m-%d} {SLOT_NAMES[mark['slot']]} {mark['kind']}" + (f"（{more}）" if more else "")


def _register(place: tuple[int, date, str]) -> tuple[str, str]:
    return "点名", f"{place[1]:%m-%d} {SLOT_NAMES[place[2]]} 全到"


def _plain(column: str, value: object) -> str:
    if isinstance(value, bool):
        words = ("走读", "住校") if column == "boarding" else ("否", "是")
        return words[value]
    text = "" if value is None else str(value)
    return masked(text) if column in ("id_number", "student_number") else text


def row_kind() -> ListKind:
    """Every row of the file."""
    return ListKind(
        key="intake-rows",
        title="导入预览",
        columns=(
            Column("name", "姓名", lambda item: item.row.name or f"第 {item.row.row} 行", 144),
            Column("fate", "处理", _fate, 80, filtered=True, tone=lambda item: TONES.get(item.row.fate, "")),
            Column("class", "班级", lambda item: item.row.class_name, 112, filtered=True),
            Column("what", "要写入的内容，或不写入的原因", lambda item: item.told, 640),
            Column("sheet", "工作表", lambda item: item.row.sheet, 120, filtered=True),
            Column("row", "行", _row_number, 64, sort=lambda item: item.row.row, align="right", kind="number"),
        ),
        identity=lambda item: (item.row.sheet, item.row.row),
        words=lambda item: f"{item.row.name}\n{item.row.class_name}\n{item.told}",
        unit="行",
        empty=Empty("这个文件里没有一行名册。"),
    )


def _told(row: PlannedRow, contents: tuple[tuple[str, str], ...]) -> str:
    """What would change, or why the row stays out."""
    changes = "；".join(f"{item.heading}：{item.old or '空'} → {item.new or '空'}" for item in row.changes)
    telling = ((heading, text) for heading, text in contents if heading in TELLING)
    fresh = "，".join(f"{heading}{text}" if heading in NAMED else text for heading, text in telling)
    if row.fate is Fate.NEW:
        changes = fresh or "，".join(f"{item.heading}：{item.new}" for item in row.changes if item.new)
    return "  ".join(filter(None, (" ".join(row.reasons), changes)))


def _fate(item: PreviewRow) -> str:
    return FATE_NAMES[item.row.fate]


def _row_number(item: PreviewRow) -> str:
    return str(item.row.row)


def row_body(item: PreviewRow) -> QWidget:
    """One row in full: reasons, then every value with the one before it."""
    row = item.row
    lines = item.contents or tuple((one.heading, f"{one.old or '空'} → {one.new or '空'}") for one in row.changes)
    if row.fate is Fate.UNCHANGED:
        return _body(row, "这一行和账本里的完全一样，不用写入。", ())
    return _body(row, "会新增下面的内容" if row.fate is Fate.NEW else "原来 → 现在" if lines else "", lines)


def _body(row: PlannedRow, heading: str, lines: tuple[tuple[str, str], ...]) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 16, 24, 24)
    column.setSpacing(8)
    for reason in row.reasons:
        column.addWidget(label(reason, tone=TONES.get(row.fate, "calm"), wrap=True, selectable=True))
    if heading:
        column.addWidget(label(heading, role="heading", wrap=True))
        column.addWidget(hairline())
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 96)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(lines):
        grid.addWidget(label(name, role="label"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, wrap=True, selectable=True), place, 1, Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
    column.addStretch(1)
    return body


def problem_body(problem: Problem) -> QWidget:
    """One remark in full."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 16, 24, 24)
    column.addWidget(label(problem.reason, wrap=True, selectable=True))
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
            Column("what", "说明", lambda _item: "账本里有，这份名册没有。若已转走或离校，请登记学籍异动。", 560),
        ),
        identity=lambda item: item.target,
        words=lambda item: f"{item.name}\n{item.class_name}",
    )


def _gone_name(item: Gone) -> str:
    return item.name
