"""What the cards of the front window have in common: heading, sentence, a place for what is wrong."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kongchuo_desktop.ui.help.place import MARK
from kongchuo_desktop.ui.words import button, label


class Card(QWidget):
    """A heading with room below. `help` is the part of the manual that F1 opens here."""

    help = "start"

    def __init__(self, heading: str, sentence: str = "") -> None:
        super().__init__()
        self.setProperty(MARK, self.help)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.setMaximumWidth(520)
        self.column.addWidget(label(heading, role="title", wrap=True))
        if sentence:
            self.column.addWidget(label(sentence, role="sentence", wrap=True))
        self.column.addSpacing(12)
        self.trouble = label("", tone="amber", wrap=True)
        self.trouble.hide()
        self.main: QPushButton | None = None

    def object(self, sentence: str) -> None:
        """Say what is wrong; '' takes it back."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.set_busy(False)

    def set_busy(self, busy: bool, words: str = "") -> None:
        """While the work runs the main button waits and says so."""
        if self.main is None:
            return
        if not self.main.property("words"):
            self.main.setProperty("words", self.main.text())
        self.main.setEnabled(not busy)
        self.main.setText(words if busy and words else str(self.main.property("words")))

    def buttons(self, *made: QPushButton, main: QPushButton) -> QHBoxLayout:
        """A row of buttons, the main one first, as reading goes."""
        self.main = main
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(main)
        for one in made:
            row.addWidget(one)
        row.addStretch(1)
        return row

    def enter_presses(self, line: QLineEdit) -> None:
        """Enter in this line presses the main button."""
        line.returnPressed.connect(self._press)

    def _press(self) -> None:
        if self.main is not None and self.main.isEnabled():
            self.main.click()


def secret_line() -> QLineEdit:
    """A line for a password; Qt keeps input methods away from it by itself."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def show_secret(*lines: QLineEdit) -> QPushButton:
    """A button that shows what was typed, as long as it is down."""
    made = button("显示密码", kind="quiet")
    made.setCheckable(True)

    def show(on: bool) -> None:
        for line in lines:
            line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    made.toggled.connect(show)
    return made
