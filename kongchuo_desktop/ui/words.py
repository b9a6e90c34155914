"""Small makers of labels and buttons, so that every one is plain text and styled by role.

Enums of the namespace Qt are set as properties, by number: importing that namespace costs a sixth of a bare
window's start, and the unlock window is made of these.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QKeyEvent

PLAIN_TEXT = 0  # Qt.TextFormat
SELECTABLE_BY_MOUSE = 1  # Qt.TextInteractionFlag
ENTER = (0x01000004, 0x01000005)  # Qt.Key: Return, and Enter of the number block


def label(text: str = "", *, role: str = "", wrap: bool = False, selectable: bool = False, tone: str = "") -> QLabel:
    """A plain-text label; role: title heading sentence hint label figure wrong; tone: amber red calm."""
    made = QLabel(text)
    made.setProperty("textFormat", PLAIN_TEXT)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    if selectable:
        made.setProperty("textInteractionFlags", SELECTABLE_BY_MOUSE)
    return made


class Button(QPushButton):
    """Enter presses the button that has the keys, like Space; Qt would press a box's default one, or none at all."""

    def keyPressEvent(self, event: "QKeyEvent") -> None:  # noqa: N802 - Qt's name
        """Enter clicks."""
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    title: str,
    *,
    kind: str = "",
    icon: "QIcon | None" = None,
    tip: str = "",
    run: Callable[[], object] | None = None,
) -> QPushButton:
    """A button; kind: main, danger, quiet, link, chip, step, pick or '' for the plain one."""
    made = Button(f" {title}" if icon is not None else title)
    if kind:
        made.setProperty("kind", kind)
    if icon is not None:
        made.setIcon(icon)
    if tip:
        made.setToolTip(tip)
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    made.setAutoDefault(False)
    return made


def hairline() -> QFrame:
    """A line one pixel high."""
    made = QFrame()
    made.setObjectName("hairline")
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have it looked at again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
