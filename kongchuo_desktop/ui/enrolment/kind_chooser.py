"""The kinds of change as a grid of buttons: one click, or arrows and Enter."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from kongchuo_desktop.ui.words import button

ACROSS = 5
STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: ACROSS, Qt.Key.Key_Up: -ACROSS}


class KindChooser(QWidget):
    """`chosen` tells the kind; the chosen one stays marked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)

    def offer(self, names: tuple[str, ...]) -> None:
        """Show these kinds, none of them chosen."""
        for made in self.buttons:
            made.hide()
            made.deleteLater()
        self.buttons = []
        for place, name in enumerate(names):
            made = button(name, kind="pick", run=partial(self._choose, name))
            made.setCheckable(True)
            made.installEventFilter(self)
            self._grid.addWidget(made, place // ACROSS, place % ACROSS)
            self.buttons.append(made)

    def mark(self, name: str) -> None:
        """Mark one as chosen."""
        for made in self.buttons:
            made.setChecked(made.text() == name)

    def focus_first(self) -> None:
        """Put the focus on the likeliest."""
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows walk, Enter takes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QPushButton):
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None:
                place = min(max(self.buttons.index(watched) + step, 0), len(self.buttons) - 1)
                self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                watched.click()
                return True
        return super().eventFilter(watched, event)

    def _choose(self, name: str) -> None:
        self.mark(name)
        self.chosen.emit(name)
