"""What the settings page asks of a section."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import label


class Section(QWidget):
    """Builds its widgets in __init__, reads in `refresh`; never blocks."""

    scrolls = True  # False for a section that is a list and scrolls by itself
    state_changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def refresh(self) -> None:
        """Read what is shown."""

    def open_request(self, request: object) -> None:
        """Show what another page asks for."""

    def state_sentence(self) -> str:
        """One sentence for the header."""
        return ""

    def save_form(self) -> bool:
        """Ctrl+S; False without a form."""
        return False

    def add_card(self, heading: str, sentence: str = "") -> QVBoxLayout:
        """A framed part with a heading; answers the column to fill."""
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(heading, role="heading"))
        if sentence:
            column.addWidget(label(sentence, role="sentence", wrap=True))
        card.setMaximumWidth(760)
        self.column.addWidget(card)
        return column
