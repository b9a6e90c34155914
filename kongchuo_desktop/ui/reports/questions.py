"""The questions of a report, answered in one row."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from kongchuo_desktop.reports.kinds import Choice
from kongchuo_desktop.ui.words import label

ALL = {"classes": "全部班级", "villages": "全部村", "kinds": "全部"}


class Questions(QWidget):
    """Combos and lines side by side; `changed` when an answer is another."""

    changed = Signal()

    def __init__(self, choices: Sequence[Choice], sources: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._answers: dict[str, QComboBox | QLineEdit] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        for choice in choices:
            editor = self._editor(choice, sources)
            editor.setAccessibleName(choice.label)
            words = label(choice.label, role="label")
            words.setBuddy(editor)
            row.addWidget(words)
            row.addWidget(editor)
            row.addSpacing(12)
            self._answers[choice.key] = editor
        row.addStretch(1)
        self.setVisible(bool(choices))

    def answers(self) -> dict[str, str]:
        """Every answer by the key of its question."""
        return {key: _answer(editor) for key, editor in self._answers.items()}

    def editor(self, key: str) -> QComboBox | QLineEdit:
        """The widget of a question."""
        return self._answers[key]

    def _editor(self, choice: Choice, sources: Mapping[str, Sequence[str]]) -> QComboBox | QLineEdit:
        options = list(choice.options)
        if choice.source:
            options = [("", ALL.get(choice.source, "全部")), *((name, name) for name in sources.get(choice.source, ()))]
        if not options:
            line = QLineEdit(choice.default)
            line.editingFinished.connect(self.changed)
            return line
        box = QComboBox()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(choice.default)))
        box.setMinimumWidth(140)
        box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        return box


def _answer(editor: QComboBox | QLineEdit) -> str:
    return str(editor.currentData()) if isinstance(editor, QComboBox) else editor.text().strip()
