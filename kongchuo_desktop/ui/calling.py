"""What comes from outside while a book is open: a second start of the program, a newer program on a stick."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from kongchuo_desktop.ui.tell import Tell, open_with_desktop

if TYPE_CHECKING:
    from kongchuo_desktop.ui.sitting import Sitting

FREE_CARDS = ("UnlockCard", "WelcomeCard", "RecoveryCard")  # nothing typed there is lost


def answer(sitting: "Sitting", book: Path | None) -> None:
    """Come to the front; another book than the one in hand is asked about, and opened when that loses nothing."""
    window = sitting.front if sitting.front.isVisible() else sitting.window
    if window is None or not window.isEnabled():
        return  # on its way out
    come_forward(window)
    now = sitting.office.database.path if sitting.office else sitting.doorway.book
    if book is None or (now is not None and same_file(book, now)):
        return
    tell = sitting.office.tell if sitting.office else Tell(window, log_folder=sitting.log_folder, clock=sitting.clock)
    wanted, card = book.stem, type(sitting.doorway.card).__name__
    if sitting.window is None:
        if card in FREE_CARDS and not sitting.tasks.busy:
            sitting.doorway.unlock(book)
        else:
            tell.information(f"手上的这件事做完或返回以后，再双击打开“{wanted}”。")
    elif sitting.front.isVisible():
        tell.information(f"“{now.stem if now else ''}”锁着。先输入密码打开它，再双击“{wanted}”。")
    elif QApplication.activeModalWidget() is not None:
        tell.information(f"先把打开着的框办完或取消，再双击打开“{wanted}”。")
    elif tell.confirm(
        f"现在打开的是“{now.stem if now else ''}”。要关上它，打开“{wanted}”吗？",
        act="关上并打开",
        detail="关上以前会先备份。一次只开一本账，免得记错地方。",
    ):
        sitting.change_book(lambda: sitting.doorway.unlock(book))


def come_forward(window: QWidget) -> None:
    """Show a window that is minimised or covered; a box over it comes along."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    for one in (window, QApplication.activeModalWidget()):
        if one is not None:
            one.raise_()
            one.activateWindow()


def hand_to_system(sitting: "Sitting", installer: Path) -> None:
    """The book is closed: let the system's own installer take over, or say how to do it by hand."""
    if not open_with_desktop(installer):
        sitting.office.tell.information(
            f"账本已备份并关上，但系统没有打开“{installer.name}”。请双击它安装，或请管电脑的老师来装。",
            f"安装文件在：{installer}",
        )


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths name one file, however they are written."""
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
