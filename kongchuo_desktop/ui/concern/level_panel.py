"""One child's level: every reason with its points, the decision, what was decided before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.levels.rules import Reason
from kongchuo_desktop.school.levels.service import Decision, LevelFacts
from kongchuo_desktop.ui.panel import begin_part
from kongchuo_desktop.ui.words import label


class LevelBody(QWidget):
    """Reasons first: nothing here is a black box."""

    def __init__(self, facts: LevelFacts, earlier: Sequence[Decision]) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(6)
        if facts.waiting:
            self._column.addWidget(label(f"已 {facts.waiting} 天没有家访、谈心或办理记录", tone="amber", wrap=True))
        proposal = facts.proposal
        begin_part(self._column, f"建议“{proposal.level}”，共 {proposal.points:g} 分")
        self._reasons(proposal.reasons)
        self._column.addWidget(label("分值可以在“分值…”里改；等级由人来定，程序只提建议。", role="hint", wrap=True))
        if earlier:
            begin_part(self._column, "定级经过")
            for made in earlier:
                self._column.addWidget(label(decision_words(made), role="sentence", wrap=True))
        self._column.addStretch(1)

    def _reasons(self, reasons: Sequence[Reason]) -> None:
        if not reasons:
            self._column.addWidget(label("没有需要关注的情况。", role="sentence"))
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for place, reason in enumerate(reasons):
            grid.addWidget(label(reason.words, wrap=True, selectable=True), place, 0)
            points = label(f"{reason.points:g} 分", role="sentence")
            grid.addWidget(points, place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(grid)


def decision_words(made: Decision) -> str:
    """2026-11-02 校长定为“中”（建议“高”）：家访后已稳定."""
    otherwise = f"（建议“{made.proposed}”）" if made.level != made.proposed else ""
    why = f"：{made.why}" if made.why else ""
    return f"{made.day:%Y-%m-%d} {made.by}定为“{made.level}”{otherwise}{why}"
