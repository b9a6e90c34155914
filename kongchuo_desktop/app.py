"""The composition root: puts the window together and runs it."""

import faulthandler
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.crash import keep_hard_crashes
from kongchuo_desktop.ui.help.keys import HelpKey
from kongchuo_desktop.ui.marks import show_whose
from kongchuo_desktop.ui.one_program import OneProgram
from kongchuo_desktop.ui.scaling import apply_scale
from kongchuo_desktop.ui.sitting import Sitting
from kongchuo_desktop.ui.theme.style import STYLE, add_later_faces, dress


def now() -> datetime:
    """The wall clock of this machine, with its offset from UTC."""
    return datetime.now().astimezone()


def machine_settings(places: Places) -> QSettings:
    """What belongs to the machine and not to the school: window size, last folder, scaling."""
    return QSettings(str(places.settings / "window.ini"), QSettings.Format.IniFormat)


def run(book: Path | None = None) -> int:
    """Open the window; the exit code of the program."""
    places = Places.of_this_machine()
    settings = machine_settings(places)
    door = OneProgram(places.settings)
    if not door.take():
        return _hand_over(door, book)
    apply_scale(settings)
    hard = keep_hard_crashes(places.settings / "logs")
    application = QApplication([*sys.argv[:1], *STYLE])
    application.setQuitOnLastWindowClosed(False)
    dress(application)
    show_whose(application)
    HelpKey(application)
    sitting = Sitting(places=places, settings=settings, clock=now)
    sitting.ended.connect(application.quit)
    sys.excepthook = lambda kind, error, trace: _uncaught(sitting, kind, error, trace)
    sitting.begin(book.absolute() if book else None)
    door.rung.connect(sitting.called)
    door.listen()
    code = application.exec()
    door.release()
    if hard is not None:
        faulthandler.disable()
        hard.close()
    return code


def _hand_over(door: OneProgram, book: Path | None) -> int:
    """Somebody is at work already: hand over what was clicked, and end."""
    if door.ring(book.absolute() if book else None):
        return 0
    from kongchuo_desktop.ui.tell import Tell

    dress(QApplication([*sys.argv[:1], *STYLE]))
    sentence = "控辍已经开着，但没有回应。请在任务栏里找到它的窗口；找不到，请重新启动电脑再打开。"
    Tell(None, log_folder=Path(), clock=now).mistake(sentence, "已经保存的内容都在账本里，没有丢失。")
    return 1


def shots(book: Path, folder: Path, *, password: str) -> None:
    """Every page of the book, and the windows around it, as 1366 × 768 PNG files in the folder."""
    from kongchuo_desktop.ui.shots import take_all

    places = Places.of_this_machine()
    application = QApplication.instance() or QApplication([*sys.argv[:1], *STYLE])
    assert isinstance(application, QApplication)  # noqa: S101 - the command line makes no other
    dress(application)
    add_later_faces()
    take_all(book, folder, password=password, places=places, clock=now)


def _uncaught(sitting: Sitting, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, Exception):
        sitting.tasks.failure.emit(error)
    else:
        sys.__excepthook__(kind, error, trace)
