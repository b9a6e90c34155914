"""The window before the book is open: name and picture at the left, one card at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.ui.screen import fit
from kongchuo_desktop.ui.words import label

if TYPE_CHECKING:  # its class brings 180 kinds of events with it
    from PySide6.QtGui import QCloseEvent

WIDTH, HEIGHT, SIDE = 940, 640, 320


class Front(QWidget):
    """Shows one card at a time; a card is any widget."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("front")
        self.setWindowTitle("控辍")
        fit(self, WIDTH, HEIGHT)
        self._cards = QStackedWidget()
        self._picture = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(self._cards, 1)

    def show_card(self, card: QWidget) -> None:
        """Put a card in front; the ones before it are let go."""
        room = QScrollArea(widgetResizable=True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(56, 40, 56, 24)
        column.addWidget(card)
        room.setWidget(inside)
        before = self._cards.currentWidget()
        self._cards.addWidget(room)
        self._cards.setCurrentWidget(room)
        if before is not None:
            self._cards.removeWidget(before)
            before.deleteLater()
        card.setFocus()

    def draw_picture(self) -> None:
        """Draw the line picture; apart from the rest, so that the first keys need not wait for it."""
        from kongchuo_desktop.ui.icons import scene

        self._picture.setPixmap(scene("scene-school", self.devicePixelRatioF()))

    def closeEvent(self, event: "QCloseEvent") -> None:  # noqa: N802 - Qt's name
        """Closing the front ends the program, or leaves it locked: the desk decides."""
        super().closeEvent(event)
        self.closed.emit()

    def _side(self) -> QWidget:
        side = QFrame()
        side.setObjectName("rail")
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(8)
        column.addWidget(label("控辍", role="title"))
        column.addWidget(
            label("防流控辍、控辍保学的一本账。名册、责任书、花名册，都从这一本账里出。", role="sentence", wrap=True)
        )
        column.addStretch(1)
        self._picture.setFixedSize(160, 120)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._picture)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        column.addWidget(label("不用上网。内容加密存放在这台电脑上。", role="hint", wrap=True))
        return side
