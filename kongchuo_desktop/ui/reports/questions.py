"""The questions of a report, answered over its table."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from kongchuo_desktop.reports.kinds import Choice
from kongchuo_desktop.ui.flow import Flow
from kongchuo_desktop.ui.words import label

ALL = {"classes": "全部班级", "villages": "全部村", "grades": "全部年级", "staff": "全校", "scopes": "全校",
       "surveys": "最近一张", "terms": "本学期"}  # fmt: skip
TYPED = {
    "date": "今天；可写 9.1、昨天", "month": "本月；可写 2026-09", "year_start": "学年初；可写 10.8",
    "quarter": "本季度；可写 2026-4",
}  # fmt: skip


WIDE, NARROW = 176, 88  # pixels


class Questions(QWidget):
    """Combos and lines side by side; `changed` when an answer is another."""

    changed = Signal()

    def __init__(self, choices: Sequence[Choice], sources: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._answers: dict[str, QComboBox | QLineEdit] = {}
        lines = Flow(self)
        lines.setContentsMargins(24, 0, 24, 0)
        for choice in choices:
            editor = self._editor(choice, sources)
            editor.setAccessibleName(choice.label)
            lines.addWidget(_question(choice.label, editor))
            self._answers[choice.key] = editor
        if not choices:
            self.hide()

    def answers(self) -> dict[str, str]:
        """Every answer by the key of its question."""
        return {key: _answer(editor) for key, editor in self._answers.items()}

    def editor(self, key: str) -> QComboBox | QLineEdit:
        """The widget of a question."""
        return self._answers[key]

    def _editor(self, choice: Choice, sources: Mapping[str, Sequence[str]]) -> QComboBox | QLineEdit:
        options = list(choice.options)
        if choice.source in sources:
            options = [("", ALL.get(choice.source, "全部")), *((name, name) for name in sources[choice.source])]
        if not options:
            return self._line(choice)
        box = QComboBox()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(choice.default)))
        box.setMinimumWidth(140)
        box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        return box

    def _line(self, choice: Choice) -> QLineEdit:
        line = _Line(choice.default)
        line.setPlaceholderText(TYPED.get(choice.source, ""))
        line.setFixedWidth(WIDE if choice.source in TYPED else NARROW)
        line.settled.connect(self.changed)
        return line


def _question(title: str, editor: QWidget) -> QWidget:
    """A label and its editor that stay together."""
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    words = label(title, role="label")
    words.setBuddy(editor)
    row.addWidget(words)
    row.addWidget(editor)
    return frame


class _Line(QLineEdit):
    """Says once that it was left with another text."""

    settled = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._before = text
        self.editingFinished.connect(self._compare)

    def _compare(self) -> None:
        if self.text() != self._before:
            self._before = self.text()
            self.settled.emit()


def _answer(editor: QComboBox | QLineEdit) -> str:
    return str(editor.currentData()) if isinstance(editor, QComboBox) else editor.text().strip()
