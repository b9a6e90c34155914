"""Notices that nobody has touched keyboard or mouse for a while."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOKS_EVERY = 10_000  # milliseconds
TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Idle(QObject):
    """Watches the native windows only: a filter on every widget's events would slow the whole program."""

    passed = Signal()

    def __init__(self, parent: QObject, *, minutes: Callable[[], int], now: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._now = now
        self._touched = now()
        self._clock = QTimer(self, interval=LOOKS_EVERY)
        self._clock.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())

    def start(self) -> None:
        """Begin to count from now."""
        self._touched = self._now()
        self._clock.start()

    def stop(self) -> None:
        """Count no longer."""
        self._clock.stop()

    def look(self) -> None:
        """Tell when the time has passed."""
        if self._now() - self._touched >= self._minutes() * 60:
            self._clock.stop()
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note every touch, stop none."""
        if event.type() in TOUCHES:
            self._touched = self._now()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
        self._touched = self._now()
