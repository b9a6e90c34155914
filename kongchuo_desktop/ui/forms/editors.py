"""One small editor per kind of field, all with the same face."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QWidget

from kongchuo_desktop.kit.dates import read_typed_date
from kongchuo_desktop.ui.forms.fields import Field

WEEKDAYS = "一二三四五六日"
SHORTEST = 4  # characters that a choice shows at the least


class Editor(QObject):
    """The face the form sees: a widget, its value, and when it was left."""

    left = Signal()
    changed = Signal()
    onward = Signal()  # the user is done with it and wants the next field

    def __init__(self, field: Field, widget: QWidget) -> None:
        super().__init__(widget)
        self.field = field
        self.widget = widget

    def value(self) -> Any:
        """The value as the field's kind has it."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def objection(self) -> str:
        """What the editor itself cannot read, as a sentence; '' when it can."""
        return ""

    def tidy(self) -> None:
        """Show what was understood, once the field is left."""


class TextEditor(Editor):
    """One line of text."""

    def __init__(self, field: Field) -> None:
        self._line = QLineEdit()
        super().__init__(field, self._line)
        if field.secret:
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
        if field.longest:
            self._line.setMaxLength(field.longest)
        self._line.textEdited.connect(lambda _text: self.changed.emit())
        self._line.editingFinished.connect(self.left)

    def value(self) -> Any:
        return self._line.text() if self.field.secret else self._line.text().strip()

    def put(self, value: Any) -> None:
        self._line.setText("" if value is None else str(value))
        self._line.setCursorPosition(0)


class NumberEditor(TextEditor):
    """A whole number."""

    def value(self) -> int | None:
        text = str(super().value())
        return int(text) if text.isdecimal() else None

    def objection(self) -> str:
        text = str(super().value())
        return "" if not text or text.isdecimal() else "这里只能填数字。"


class DateEditor(TextEditor):
    """A day in whatever form it is typed: 9.1, 昨天, 20260901."""

    def __init__(self, field: Field, today: Callable[[], date]) -> None:
        super().__init__(field)
        self._today = today
        self._line.setPlaceholderText("如 9.1、昨天、2026-09-01")

    def value(self) -> date | None:
        return read_typed_date(str(super().value()).partition(" ")[0], self._today())

    def put(self, value: Any) -> None:
        super().put(f"{value:%Y-%m-%d} 周{WEEKDAYS[value.weekday()]}" if isinstance(value, date) else "")

    def objection(self) -> str:
        if not super().value() or self.value() is not None:
            return ""
        return "没看懂这个日期，请写成 2026-09-01 或 9.1。"

    def tidy(self) -> None:
        if (day := self.value()) is not None:
            self.put(day)


class ChoiceEditor(Editor):
    """One of a list; typed letters jump to it."""

    def __init__(self, field: Field) -> None:
        self._box = QComboBox()
        super().__init__(field, self._box)
        self._box.setEditable(field.free)
        self._box.setMaxVisibleItems(14)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(SHORTEST)  # a long choice widens no form
        self._box.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for key, words in field.choices:
            self._box.addItem(words, key)
        if not field.required or field.free:
            self._box.insertItem(0, "", "")
        self._box.setCurrentIndex(0)
        self._box.activated.connect(lambda _place: self.left.emit())
        self._box.currentTextChanged.connect(lambda _text: self.changed.emit())

    def value(self) -> Any:
        text = self._box.currentText().strip()
        place = self._box.findText(text, Qt.MatchFlag.MatchExactly)
        return self._box.itemData(place) if place >= 0 else text

    def put(self, value: Any) -> None:
        place = self._box.findData("" if value is None else value)
        if place >= 0:
            self._box.setCurrentIndex(place)
        elif self.field.free:
            self._box.setEditText(str(value))
        else:
            self._box.addItem(str(value), value)
            self._box.setCurrentIndex(self._box.count() - 1)


class FlagEditor(Editor):
    """Yes or no; its words stand beside the box."""

    def __init__(self, field: Field) -> None:
        self._box = QCheckBox(field.label)
        super().__init__(field, self._box)
        self._box.toggled.connect(lambda _on: self.changed.emit())
        self._box.toggled.connect(lambda _on: self.left.emit())

    def value(self) -> bool:
        return self._box.isChecked()

    def put(self, value: Any) -> None:
        self._box.setChecked(bool(value))


class LinesEditor(Editor):
    """Several lines; Tab leaves, Enter is a new line."""

    def __init__(self, field: Field) -> None:
        self._text = _Lines(field.phrases)
        super().__init__(field, self._text)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(96)
        self._text.textChanged.connect(self.changed)
        self._text.left.connect(self.left)
        self._text.onward.connect(self.onward)

    def value(self) -> str:
        return self._text.toPlainText().strip()

    def put(self, value: Any) -> None:
        self._text.setPlainText("" if value is None else str(value))


class _Lines(QPlainTextEdit):
    left = Signal()
    onward = Signal()

    def __init__(self, phrases: Sequence[str]) -> None:
        super().__init__()
        self.phrases = phrases
        if phrases:
            self.setPlaceholderText("F4 选常用语")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The habitual sentences before what every field of text offers."""
        menu = self.createStandardContextMenu()
        if self.phrases:
            menu.insertMenu(menu.actions()[0], self.phrase_menu(menu))
        menu.popup(event.globalPos())

    def phrase_menu(self, parent: QWidget) -> QMenu:
        """One line for each sentence, its digit chooses it."""
        menu = QMenu("常用语", parent)
        for place, phrase in enumerate(self.phrases, start=1):
            shown = phrase.replace("&", "&&")
            menu.addAction(f"&{place}  {shown}", partial(self.add_phrase, phrase))
        return menu

    def add_phrase(self, phrase: str) -> None:
        """Put a sentence behind what is written."""
        text = self.toPlainText().rstrip()
        self.setPlainText(text + phrase)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter goes on, as Enter does elsewhere; F4 offers the habitual sentences."""
        if event.key() == Qt.Key.Key_F4 and self.phrases:
            self.phrase_menu(self).popup(self.mapToGlobal(self.cursorRect().bottomLeft()))
            return
        if event.key() == Qt.Key.Key_Return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.onward.emit()
            return
        super().keyPressEvent(event)


def make_editor(field: Field, today: Callable[[], date]) -> Editor:
    """The editor for a field's kind."""
    if field.kind == "date":
        return DateEditor(field, today)
    makers: dict[str, Callable[[Field], Editor]] = {
        "text": TextEditor,
        "number": NumberEditor,
        "choice": ChoiceEditor,
        "flag": FlagEditor,
        "lines": LinesEditor,
    }
    return makers[field.kind](field)
