"""The box a sentence comes in: plain text, a mark, one row of buttons, the safe one chosen."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kongchuo_desktop.ui.icons import picture
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, label

MARKS = {
    "information": ("info", COLOURS.accent),
    "question": ("info", COLOURS.accent),
    "mistake": ("warning", COLOURS.amber),
    "danger": ("warning", COLOURS.red),
}


@dataclass(frozen=True)
class Choice:
    """One button of a box; `kind` as in the style sheet (main, danger, '')."""

    key: str
    title: str
    kind: str = ""


class SentenceBox(QDialog):
    """A sentence with its choices; `chosen` is the key of the button, '' when the box was closed."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        mark: str,
        sentence: str,
        detail: str,
        choices: tuple[Choice, ...],
        safe: str,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("控辍")
        self.setModal(True)
        self.chosen = ""
        self.buttons: dict[str, QPushButton] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 20)
        outer.setSpacing(24)
        outer.addLayout(self._message(mark, sentence, detail))
        outer.addLayout(self._row(choices))
        self.buttons[safe].setDefault(True)
        self.buttons[safe].setFocus()

    def _message(self, mark: str, sentence: str, detail: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        sign = QLabel()
        name, colour = MARKS[mark]
        sign.setPixmap(picture(name, colour, 28, self.devicePixelRatioF()))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(label(sentence, role="heading", wrap=True, selectable=True))
        if detail:
            words.addWidget(label(detail, role="sentence", wrap=True, selectable=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        self.setMinimumWidth(440)
        self.setMaximumWidth(620)
        return row

    def _row(self, choices: tuple[Choice, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for choice in choices:
            made = button(choice.title, kind=choice.kind)
            made.setAutoDefault(True)
            made.clicked.connect(lambda _checked=False, key=choice.key: self._choose(key))
            self.buttons[choice.key] = made
            row.addWidget(made)
        return row

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.accept()
