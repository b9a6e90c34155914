"""A line of text, or a link, that ends in … where the window is too narrow, and says the whole as its tip."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from kongchuo_desktop.ui.words import Button, restyle

SMALLEST = 84  # pixels: four characters and …


class OneLine(QLabel):
    """Never makes the window wider than the screen."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        if role:
            restyle(self, "role", role)

    def say(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self._fit()

    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut or uncut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class OneLineButton(Button):
    """As wide as its words where there is room; narrower, it cuts them with … and has the whole as its tip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self._whole = text
        self.setText(text)

    def whole(self) -> str:
        """The words as they were given."""
        return self._whole

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for all the words."""
        return super().sizeHint() + QSize(self._width_of(self._whole) - self._width_of(self.text()), 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a few."""
        return QSize(min(SMALLEST, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut or uncut."""
        super().resizeEvent(event)
        lost = self.sizeHint().width() - self.width()
        room = self._width_of(self._whole) - lost
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        shown = cut if lost > 0 else self._whole  # a width rounded down would cut words that have their room
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


def line_button(text: str, *, run: Callable[[], object], kind: str = "link") -> OneLineButton:
    """A link that is cut where it has no room."""
    made = OneLineButton(text)
    made.setProperty("kind", kind)
    made.clicked.connect(lambda _checked=False: run())
    made.setAutoDefault(False)
    return made
