"""F1 in every window: boxes and file dialogs get the key when they first come to the front."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

KEY = "F1"
HAS_KEY = "helped"


class HelpKey(QObject):
    """Watches which window is in front; the manual itself is read at the first F1."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._in_front)

    def _in_front(self, _window: object) -> None:
        window = QApplication.activeWindow()
        if window is not None and not window.property(HAS_KEY):
            give_key(window)


def give_key(window: QWidget) -> None:
    """Let F1 in this window open the manual where one is."""
    window.setProperty(HAS_KEY, True)
    QShortcut(QKeySequence(KEY), window).activated.connect(open_help)


def open_help(anchor: str = "") -> None:
    """Show the manual at an anchor, or where one is."""
    from kongchuo_desktop.ui.help.window import show_help

    show_help(anchor)
