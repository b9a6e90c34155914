"""The line into which names are typed by their initials: letters find, digits mark, so no key means two things."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from kongchuo_desktop.ui.icons import icon

Key = Qt.Key
ARROWS = (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right)


class NameLine(QLineEdit):
    """Input methods are kept out, so that letters come as they are struck whatever the keyboard is set to."""

    typed = Signal(str)
    struck = Signal(str)  # a digit: mark the child that was found
    cleared = Signal()  # space: take its mark away
    turned = Signal(int)  # another of those found: +1, -1
    left = Signal(object)  # into the grid, with the arrow key struck (or None)
    entered = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("拼音首字母找人，再按数字")
        self.setToolTip("打姓名的拼音首字母找到学生，再按数字登记；有几人同音时用 ↓ 选。回车进表格。")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setFixedWidth(216)
        self.setAccessibleName("按拼音首字母找学生")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.textChanged.connect(lambda text: self.typed.emit(text.strip().lower()))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Letters are names from now on."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits and the space bar mark, arrows and Enter leave for the grid, the rest is the name."""
        key, text = event.key(), event.text()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_wanted.emit()
        elif text.isascii() and text.isdigit() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.struck.emit(text)
        elif key == Key.Key_Space:
            self.cleared.emit()
        elif key in (Key.Key_Up, Key.Key_Down) and self.text():
            self.turned.emit(1 if key == Key.Key_Down else -1)
        elif key in (Key.Key_Return, Key.Key_Enter):
            self.left.emit(None)
        elif key in ARROWS and not self.text() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.left.emit(key)
        elif key == Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
