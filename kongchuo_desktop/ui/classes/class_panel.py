"""The side panel of a class: its 班主任, its subject teachers, its numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.classes.service import PostFacts
from kongchuo_desktop.ui.classes.lines import ClassLine
from kongchuo_desktop.ui.panel import begin_part
from kongchuo_desktop.ui.words import button, label


@dataclass(frozen=True)
class ClassActs:
    """What the panel's buttons do."""

    appoint_head: Callable[[ClassLine], object]
    add_teacher: Callable[[ClassLine], object]
    end_post: Callable[[PostFacts, str], object]  # post, name of the class
    show_pupils: Callable[[ClassLine], object]


def class_body(line: ClassLine, acts: ClassActs) -> QWidget:
    """One class in full."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 16, 24, 24)
    column.setSpacing(8)
    title = "换班主任" if line.head else "指定班主任"
    begin_part(column, "班主任", button(title, kind="link", run=lambda: acts.appoint_head(line)))
    if line.head:
        column.addWidget(_post(line.head, "", None))
    else:
        column.addWidget(label("还没有班主任，这个班的责任书没有人签。", tone="amber", wrap=True))
    begin_part(column, "科任教师", button("添加科任教师", kind="link", run=lambda: acts.add_teacher(line)))
    if not line.teachers:
        column.addWidget(label("还没有登记科任教师。", role="sentence"))
    for post in line.teachers:
        column.addWidget(_post(post, post.subject, partial(acts.end_post, post, line.facts.full_name)))
    begin_part(column, "学生", button("看这个班的学生", kind="link", run=lambda: acts.show_pupils(line)))
    numbers = f"{line.pupils} 人，男 {line.boys}，女 {line.pupils - line.boys}，住校 {line.boarders}"
    column.addWidget(label(numbers))
    column.addStretch(1)
    return body


def _post(post: PostFacts, subject: str, end: Callable[[], object] | None) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(post.staff))
    row.addWidget(label(" · ".join(filter(None, (subject, f"从 {post.since:%Y-%m-%d} 起"))), role="sentence"))
    row.addStretch(1)
    if end is not None:
        row.addWidget(button("结束", kind="link", tip="从今天起不再任这门课", run=end))
    return line
