"""The short notice over the window's foot that goes by itself: '已保存', with 撤销 where that is possible."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kongchuo_desktop.ui.words import button, label

STAYS = 5_000  # milliseconds
STAYS_WITH_ACTS = 12_000


class Toast(QFrame):
    """One notice over `window`; a new one replaces the old."""

    def __init__(self, window: QWidget, text: str, acts: tuple[tuple[str, Callable[[], object]], ...] = ()) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(label(text))
        for title, act in acts:
            row.addWidget(button(title, run=partial(self._act, act)))
        self._clock = QTimer(self, singleShot=True, interval=STAYS_WITH_ACTS if acts else STAYS)
        self._clock.timeout.connect(self.close)
        window.installEventFilter(self)
        self.place()
        self.show()
        self.raise_()
        self._clock.start()

    def place(self) -> None:
        """Sit in the middle above the footer."""
        self.adjustSize()
        room = self._window.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 48)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the place when the window changes size."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def _act(self, act: Callable[[], object]) -> None:
        self.close()
        act()
