"""A form made from its fields: one column, labels above, a sentence at the field that is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.ui.forms.editors import Editor, make_editor
from kongchuo_desktop.ui.forms.fields import Field, FormPart, Heading
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import label, restyle

BESIDE = 48  # pixels shown above and below the field the cursor goes to


@dataclass
class _Row:
    editor: Editor
    hint: QLabel
    wrong: QLabel
    above: QLabel | None = None


class Form(QWidget):
    """Values in, values out. Enter goes on to the next field; on the last one it emits `submitted`."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, parts: Iterable[FormPart], *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._rows: dict[str, _Row] = {}
        self._before: dict[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setMaximumWidth(SIZES.column)
        for part in parts:
            if isinstance(part, Heading):
                self._add_heading(part)
            else:
                self._add_field(part, today)
        self._column.addStretch(1)
        self._before = self.values()

    def values(self) -> dict[str, Any]:
        """All values by key."""
        return {key: row.editor.value() for key, row in self._rows.items()}

    def put(self, values: Mapping[str, Any]) -> None:
        """Show values; what `changes` compares with from now on."""
        for key, value in values.items():
            if key in self._rows:
                self._rows[key].editor.put(value)
                self.object_to(key, "")
        self._before = self.values()

    def changes(self) -> dict[str, Any]:
        """The values that differ from what was put in."""
        return {key: value for key, value in self.values().items() if value != self._before.get(key)}

    def check(self) -> bool:
        """Check every field; the first wrong one gets the cursor and False is the answer."""
        wrong = [key for key in self._rows if not self._check(key)]
        if wrong:
            self.go_to(wrong[0])
        return not wrong

    def object_to(self, key: str, sentence: str) -> None:
        """Say at a field what is wrong with it; '' takes that back."""
        row = self._rows[key]
        row.wrong.setText(sentence)
        row.wrong.setVisible(bool(sentence))
        row.hint.setVisible(bool(row.hint.text()) and not sentence)
        restyle(row.editor.widget, "state", "wrong" if sentence else "")

    def objection_to(self, key: str) -> str:
        """What the form now says is wrong with a field."""
        return self._rows[key].wrong.text()

    def go_to(self, key: str) -> None:
        """Put the cursor into a field, and the field into sight."""
        widget = self._rows[key].editor.widget
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            QTimer.singleShot(0, widget, partial(above.ensureWidgetVisible, widget, 24, 96))

    def show_field(self, key: str, shown: bool) -> None:
        """Show a field or take it out of sight with its words; its value stays."""
        row = self._rows[key]
        row.editor.widget.setVisible(shown)
        row.hint.setVisible(shown and bool(row.hint.text()) and not row.wrong.text())
        row.wrong.setVisible(shown and bool(row.wrong.text()))
        if row.above is not None:
            row.above.setVisible(shown)

    def editor(self, key: str) -> QWidget:
        """The widget of a field."""
        return self._rows[key].editor.widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter goes on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and isinstance(watched, QLineEdit | QComboBox) and not event.modifiers() & _CONTROL:
                self._go_on(watched)
                return True
        return super().eventFilter(watched, event)

    def _add_heading(self, part: Heading) -> None:
        made = label(part.text, role="heading")
        made.setContentsMargins(0, 16 if self._rows else 0, 0, 4)
        self._column.addWidget(made)

    def _add_field(self, field: Field, today: Callable[[], date]) -> None:
        editor = make_editor(field, today)
        row = _Row(editor, label(field.hint, role="hint", wrap=True), label("", role="wrong", wrap=True))
        self._rows[field.key] = row
        if field.kind != "flag":
            above = label(field.label + ("（必填）" if field.required else ""), role="label")
            above.setBuddy(editor.widget)
            self._column.addWidget(above)
            row.above = above
        if field.width:
            editor.widget.setFixedWidth(field.width * SIZES.base + 24)
        self._column.addWidget(editor.widget)
        self._column.addWidget(row.hint)
        self._column.addWidget(row.wrong)
        row.hint.setHidden(not field.hint)
        row.wrong.hide()
        self._column.addSpacing(8)
        editor.widget.installEventFilter(self)
        editor.widget.setAccessibleName(field.label)
        editor.left.connect(lambda: self._was_left(field.key))
        editor.onward.connect(lambda: self._go_on(editor.widget))
        editor.changed.connect(self.changed)

    def _was_left(self, key: str) -> None:
        if self._check(key, leaving=True):
            self._rows[key].editor.tidy()

    def _check(self, key: str, *, leaving: bool = False) -> bool:
        """Only what was typed is judged on leaving; an empty required field is judged when saving."""
        editor = self._rows[key].editor
        field, value = editor.field, editor.value()
        sentence = editor.objection()
        empty = value in (None, "")
        if not sentence and empty and field.required and not leaving:
            sentence = f"请填写{field.label}。"
        if not sentence and field.check is not None and not (empty and (leaving or not field.required)):
            sentence = field.check(value)
        self.object_to(key, sentence)
        return not sentence

    def _go_on(self, widget: QWidget) -> None:
        keys = list(self._rows)
        place = next(i for i, key in enumerate(keys) if self._rows[key].editor.widget is widget)
        self._was_left(keys[place])
        after = [key for key in keys[place + 1 :] if not self._rows[key].editor.widget.isHidden()]
        if after:
            self.go_to(after[0])
        else:
            self.submitted.emit()


_CONTROL = Qt.KeyboardModifier.ControlModifier
