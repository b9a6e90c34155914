"""By what the desktop knows the program: name, icon, the identity of its button in the task bar."""

import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from kongchuo_desktop.kit.resources import resource

NAME = "控辍"
IDENTITY = "org.kongchuo.desktop"  # the menu entry's file name on Linux, the task bar's group on Windows


def show_whose(application: QApplication) -> None:
    """Before the first window: windows of the program share one button, under its own icon."""
    application.setApplicationName(NAME)
    application.setDesktopFileName(IDENTITY)
    application.setWindowIcon(program_icon())
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(IDENTITY)


def program_icon() -> QIcon:
    """The program's own icon in every size that was drawn; pictures are read when they are shown."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        path = resource("icons", "program", f"kongchuo-{side}.png")
        if path.exists():
            made.addFile(str(path))
    return made
