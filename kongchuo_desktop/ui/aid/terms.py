"""The line over a section of 资助: which term, and what is found in it in one sentence."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.ui.words import label


class TermRow(QWidget):
    """A term chooser with a sentence beside it; `chosen` tells the term's key. More widgets go into `row`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setMinimumWidth(168)
        self.box.setAccessibleName("学期")
        self.sentence = label(role="sentence", selectable=True)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 10, 16, 2)
        self.row.setSpacing(12)
        self.row.addWidget(label("学期", role="label"))
        self.row.addWidget(self.box)
        self.row.addWidget(self.sentence, 1)
        self.box.activated.connect(lambda _place: self.chosen.emit(self.key))

    @property
    def key(self) -> str:
        """The key of the term chosen; "" before there is one."""
        return str(self.box.currentData() or "")

    def put(self, terms: Sequence[TermSpan], term: TermSpan | None) -> None:
        """Offer these terms, the newest first, and show one as chosen."""
        self.box.blockSignals(True)
        self.box.clear()
        for one in sorted(terms, key=lambda span: span.starts, reverse=True):
            self.box.addItem(one.name, one.key)
        self.box.setCurrentIndex(self.box.findData(term.key) if term else -1)
        self.box.blockSignals(False)


def choose_term(session: Session, key: str, *, today: date) -> tuple[tuple[TermSpan, ...], TermSpan | None]:
    """Every term, and that of a key (for "" today's); None where no term is set."""
    terms = identity.terms(session)
    found = next((one for one in terms if one.key == key), None)
    return terms, found or identity.current_term(session, today=today)
