"""What came of an import, and what can be done now."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.desk.importing import Imported
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.intake.doors import AnyPreview
from kongchuo_desktop.ui.intake.words import KINDS, told_counts
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, label


@dataclass(frozen=True)
class Outcome:
    """What was previewed and what was written."""

    found: AnyPreview
    imported: Imported


class ResultPane(QWidget):
    """One sentence, then the ways on."""

    look_wanted = Signal()
    save_wanted = Signal()
    take_back_wanted = Signal(int)  # batch
    again_wanted = Signal()
    clues_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._outcome: Outcome | None = None
        self._title = label(role="title", wrap=True)
        self._counts = label(role="sentence", wrap=True)
        self._left = label(tone="amber", wrap=True)
        self.look = button("", kind="main", icon=icon("right", COLOURS.on_accent), run=self.look_wanted.emit)
        self.save = button("存疑和拒收的行另存为 Excel", icon=icon("export"), run=self.save_wanted.emit)
        self.take_back = button("撤销这次导入", icon=icon("undo"), run=self._take_back)
        self.clues = button("", icon=icon("concern"), run=self.clues_wanted.emit)
        self.again = button("再导入一个文件", icon=icon("intake"), run=self.again_wanted.emit)
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(720)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(16)
        for words in (self._title, self._counts, self._left):
            column.addWidget(words)
        for buttons in ((self.look, self.clues, self.again), (self.save, self.take_back)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for made in buttons:
                row.addWidget(made)
            row.addStretch(1)
            column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)

    def show_outcome(self, outcome: Outcome) -> None:
        """Say what was written and what stayed out."""
        self._outcome = outcome
        counts, words = outcome.imported.counts, KINDS[outcome.found.kind]
        written = counts["new"] + counts["changed"]
        self._title.setText(f"已从“{outcome.found.path.name}”写入 {written} {words.unit}")
        self._counts.setText(f"{told_counts(counts)}。写入前已自动备份；不对的话可以整次撤销。")
        left = counts["doubtful"] + counts["refused"]
        self._left.setText(f"有 {left} 行没有写入。另存为 Excel，照着每行后面写明的原因改好，再导入那个文件就行。")
        self._left.setVisible(left > 0)
        self.save.setVisible(left > 0)
        self.take_back.setVisible(outcome.imported.batch is not None)
        self.look.setText(words.look)
        self.clues.hide()
        self.setFocusProxy(self.look)

    def show_clues(self, number: int) -> None:
        """Lead to what roster and remarks now suggest for the register of concern."""
        self.clues.setText(f" 核对 {number} 条关爱线索")
        self.clues.setVisible(number > 0)

    def _take_back(self) -> None:
        if self._outcome is not None and self._outcome.imported.batch is not None:
            self.take_back_wanted.emit(self._outcome.imported.batch)
