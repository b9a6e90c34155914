"""The keys and what they mean, as buttons: one row over the grid."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QWidget

from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.ui.words import button

LETTERS = {"K": "旷课", "B": "病假", "S": "事假", "G": "公假", "C": "迟到", "Z": "早退"}
COUNTS = {Counts.TRUANT: "算无故缺课", Counts.LEAVE: "算请假", Counts.PRESENT: "算到校"}


def kinds_by_key(kinds: Mapping[str, Counts]) -> dict[str, str]:
    """Letters of the shipped kinds, and digits for all in their order; a tenth kind has no key."""
    numbered = {str(number): kind for number, kind in enumerate(kinds, start=1) if number <= 9}
    return {letter: kind for letter, kind in LETTERS.items() if kind in kinds} | numbered


class Legend(QWidget):
    """Clicking a button marks the selected cells."""

    chosen = Signal(str)  # a kind
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._kinds: tuple[str, ...] = ()
        self._letters = False  # whether letters mark just now, or are names
        self.buttons: dict[str, QPushButton] = {}

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """On a small screen the last keys are cut off; they work all the same."""
        return QSize(0, self._row.minimumSize().height())

    def show_kinds(self, kinds: Mapping[str, Counts]) -> None:
        """Draw the row anew when the school's kinds have changed."""
        if tuple(kinds) == self._kinds:
            return
        self._kinds = tuple(kinds)
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.buttons.clear()
        for number, (kind, counts) in enumerate(kinds.items(), start=1):
            made = button(kind, kind="key", run=lambda kind=kind: self.chosen.emit(kind))
            struck = "；找人时按 ".join(filter(None, (self._letter(kind), str(number) if number <= 9 else "")))
            made.setToolTip(f"{kind}（{COUNTS[counts]}）" + (f"：按 {struck}" if struck else ""))
            self._put(made)
            self.buttons[kind] = made
        self.show_mode(letters=self._letters)
        self._put(button("空格 清除", kind="key", run=self.cleared.emit, tip="去掉登记：这名学生到了（空格或 Delete）"))
        self._row.addStretch(1)

    def show_mode(self, *, letters: bool) -> None:
        """Name the keys that mark where the cursor is: letters in the grid, digits while a name is typed."""
        self._letters = letters
        for number, kind in enumerate(self._kinds, start=1):
            digit = str(number) if number <= 9 else ""
            key = (self._letter(kind) or digit) if letters else digit
            self.buttons[kind].setText(f"{key} {kind}".strip())

    @staticmethod
    def _letter(kind: str) -> str:
        return next((letter for letter, name in LETTERS.items() if name == kind), "")

    def _put(self, made: QPushButton) -> None:
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(made)
