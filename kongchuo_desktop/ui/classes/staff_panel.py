"""The side panel of a member of staff: facts, classes, 三包 duties."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.staff.service import GROUP_ROLES
from kongchuo_desktop.ui.classes.lines import StaffLine
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.words import button, hairline, label

HEADINGS = (
    ("sex", "性别"), ("birth_month", "出生年月"), ("duty", "职务"), ("subject", "任教学科"),
    ("phone", "联系电话"), ("politics", "政治面貌"), ("remark", "备注"),
)  # fmt: skip


@dataclass(frozen=True)
class StaffActs:
    """What the panel's buttons do; a duty is (kind, village name or grade)."""

    give: Callable[[StaffLine, str], object]  # kind: group, village, grade
    end: Callable[[StaffLine, str, str | int], object]


def staff_body(line: StaffLine, acts: StaffActs) -> QWidget:
    """One person in full."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 16, 24, 24)
    column.setSpacing(8)
    column.addLayout(_facts(line))
    _section(column, "班级", "、".join((*(f"{name}班主任" for name in line.leads), *line.teaches)), None)
    _section(column, "领导小组", line.facts.group_role, partial(acts.give, line, "group"), "改")
    if line.facts.group_role:
        column.addWidget(_ending("不再是领导小组成员", partial(acts.end, line, "group", "")))
    _section(column, "包村", "" if line.facts.villages else "没有", partial(acts.give, line, "village"))
    for village in line.facts.villages:
        column.addWidget(_duty(village, partial(acts.end, line, "village", village)))
    _section(column, "包年级", "" if line.facts.grades else "没有", partial(acts.give, line, "grade"))
    for grade in line.facts.grades:
        column.addWidget(_duty(grade_name(grade), partial(acts.end, line, "grade", grade)))
    column.addStretch(1)
    return body


def _facts(line: StaffLine) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 80)
    grid.setColumnStretch(1, 1)
    known = [(heading, getattr(line.facts, key)) for key, heading in HEADINGS if getattr(line.facts, key)]
    for place, (heading, text) in enumerate(known):
        grid.addWidget(label(heading, role="label"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, wrap=True, selectable=True), place, 1, Qt.AlignmentFlag.AlignTop)
    return grid


def _section(column: QVBoxLayout, title: str, text: str, give: Callable[[], object] | None, word: str = "添加") -> None:
    row = QHBoxLayout()
    row.setContentsMargins(0, 12, 0, 0)
    row.addWidget(label(title, role="heading"))
    row.addStretch(1)
    if give is not None:
        row.addWidget(button(word, kind="link", tip=f"{word}{title}", run=give))
    column.addLayout(row)
    column.addWidget(hairline())
    if text or give is None:
        column.addWidget(label(text or "没有", wrap=True))


def _duty(words: str, end: Callable[[], object]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label(words))
    row.addStretch(1)
    row.addWidget(_ending("结束", end))
    return line


def _ending(words: str, end: Callable[[], object]) -> QWidget:
    return button(words, kind="link", tip="从今天起不再负责", run=end)


def staff_parts() -> tuple[FormPart, ...]:
    """The form of a person."""
    return (
        Field("name", "姓名", required=True, longest=60),
        Field("sex", "性别", "choice", choices=(("男", "男"), ("女", "女"))),
        Field(
            "duty",
            "职务",
            "choice",
            free=True,
            choices=_same("校长 副校长 教导主任 总务主任 德育主任 教师 宿管员 保安 炊事员"),
        ),
        Field(
            "subject",
            "任教学科",
            "choice",
            free=True,
            choices=_same("语文 数学 英语 道德与法治 科学 体育 音乐 美术 信息科技"),
        ),
        Field("phone", "联系电话", longest=40),
        Field("birth_month", "出生年月", hint="如 1985-06", longest=7),
        Field("politics", "政治面貌", "choice", free=True, choices=_same("中共党员 共青团员 群众")),
        Field("remark", "备注", "lines", longest=200),
    )


def group_parts() -> tuple[FormPart, ...]:
    """The form of a place in the leading group."""
    return (Field("role", "领导小组", "choice", required=True, choices=_same(" ".join(GROUP_ROLES))), SINCE)


def _same(words: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words.split())


SINCE = Field("since", "从哪天起", "date", required=True)
