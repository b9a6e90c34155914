"""A change to read: what was entered, its papers to tick, what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.enrolment.events import EventFacts, PaperFacts
from kongchuo_desktop.ui.words import hairline, label

HEADINGS = 96


@dataclass(frozen=True)
class Told:
    """A change with the earlier ones that it replaces and the other changes of the child."""

    event: EventFacts
    others: tuple[EventFacts, ...]


class ChangeDetails(QWidget):
    """`turn(paper, received)` is asked when a paper is ticked or its tick taken away."""

    def __init__(self, told: Told, *, turn: Callable[[PaperFacts, bool], object]) -> None:
        super().__init__()
        event = told.event
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        if event.withdrawn_at is not None:
            column.addWidget(
                label(f"已撤回（{event.withdrawn_at:%Y-%m-%d}）：{event.withdrawn_why}", tone="amber", wrap=True)
            )
        elif not event.proven:
            column.addWidget(label("还没有收到接收回执，去向没有落实。", tone="amber", wrap=True))
        column.addLayout(_grid(_values(event)))
        if event.papers:
            column.addSpacing(8)
            column.addWidget(label("材料", role="heading"))
            column.addWidget(hairline())
            for paper in event.papers:
                column.addWidget(self._paper(paper, turn, stands=event.withdrawn_at is None))
        if told.others:
            column.addSpacing(8)
            column.addWidget(label("这个孩子的其他异动", role="heading"))
            column.addWidget(hairline())
            for one in told.others:
                column.addWidget(label(_one_line(one), role="sentence", wrap=True))
        column.addStretch(1)

    def _paper(self, paper: PaperFacts, turn: Callable[[PaperFacts, bool], object], *, stands: bool) -> QCheckBox:
        here = f"（{paper.received_on:%Y-%m-%d} 收到）" if paper.received_on else "" if paper.needed else "（不需要）"
        box = QCheckBox(f"{paper.name}{here}")
        box.setChecked(paper.received_on is not None)
        box.setEnabled(stands)
        box.toggled.connect(partial(turn, paper))
        self.boxes[paper.name] = box
        return box


def _one_line(event: EventFacts) -> str:
    back = f"（已撤回：{event.withdrawn_why}）" if event.withdrawn_at else ""
    return f"{event.day:%Y-%m-%d}  {event.kind}  {event.place or event.to_class}{back}"


def _values(event: EventFacts) -> tuple[tuple[str, str], ...]:
    way = event.sort.way
    classes = (("原班级", event.from_class), ("编入班级", event.to_class if way in ("in", "back", "inside") else ""))
    found = (
        ("异动", event.kind), ("日期", f"{event.day:%Y-%m-%d}"), *classes, (event.sort.place or "去向", event.place),
        ("所在地", event.region), ("原因", event.reason),
        ("预计复学", f"{event.expected_return:%Y-%m-%d}" if event.expected_return else ""),
        ("回执", _receipt(event)), ("审批文号", event.approval), ("学籍号", event.student_number), ("备注", event.note),
        ("登记", f"{event.recorded_at:%Y-%m-%d %H:%M}  {event.recorded_by}".strip()), ("异动编号", str(event.id)),
    )  # fmt: skip
    return tuple((heading, value) for heading, value in found if value)


def _receipt(event: EventFacts) -> str:
    if not event.sort.needs_proof:
        return ""
    return f"{event.receipt_on:%Y-%m-%d} 收到  {event.receipt}".strip() if event.receipt_on else "未收到"


def _grid(values: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, HEADINGS)
    grid.setColumnStretch(1, 1)
    for line, (heading, text) in enumerate(values):
        head, value = label(heading, role="label"), label(text, wrap=True, selectable=True)
        for made in (head, value):
            made.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(head, line, 0)
        grid.addWidget(value, line, 1)
    return grid
