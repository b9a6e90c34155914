"""One child's marks: those that hold, with their acts, and what there was before."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.concern.service import MarkFacts
from kongchuo_desktop.ui.concern.register_lines import ended_words
from kongchuo_desktop.ui.panel import begin_part
from kongchuo_desktop.ui.words import button, label


@dataclass(frozen=True)
class MarkActs:
    """What the buttons beside a mark do."""

    end: Callable[[MarkFacts], object]
    correct: Callable[[MarkFacts], object]


class MarksBody(QWidget):
    """Marks that hold, then the earlier ones."""

    def __init__(self, marks: tuple[MarkFacts, ...], past: tuple[MarkFacts, ...], acts: MarkActs, home: str) -> None:
        super().__init__()
        self._acts = acts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(6)
        begin_part(self._column, "现在的登记")
        if not marks:
            self._column.addWidget(label("没有登记。", role="sentence"))
        for mark in marks:
            self._mark(mark)
        if home:
            begin_part(self._column, "家庭")
            self._column.addWidget(label(home, wrap=True, selectable=True))
        if past:
            begin_part(self._column, "以前的登记")
            for mark in past:
                words = f"{mark.kind}：{mark.since:%Y-%m-%d} 起，{ended_words(mark)}"
                self._column.addWidget(label(words, role="sentence", wrap=True))
        self._column.addStretch(1)

    def _mark(self, mark: MarkFacts) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(label(mark.kind, role="heading"))
        row.addStretch(1)
        if mark.id is not None:
            row.addWidget(button("更正", kind="link", run=lambda: self._acts.correct(mark)))
            row.addWidget(button("解除", kind="link", run=lambda: self._acts.end(mark)))
        self._column.addLayout(row)
        self._column.addWidget(label(mark_words(mark), role="sentence", wrap=True, selectable=True))


def mark_words(mark: MarkFacts) -> str:
    """2026-09-01 起 · 梁老师 · 来自备注：父母都在外打工."""
    if mark.id is None:
        return f"{mark.since:%Y-%m-%d} 起，由{mark.why}自动得出"
    source = "" if mark.source == "登记" else f"来自{mark.source}"
    told = " · ".join(filter(None, (f"{mark.since:%Y-%m-%d} 起", mark.by, source)))
    return f"{told}\n{mark.why}" if mark.why else told
