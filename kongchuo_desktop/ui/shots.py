"""Draws every page and the windows around it into PNG files: for reviews, the manual, and the eye of a test."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QSettings, Qt
from PySide6.QtWidgets import QDialog, QWidget

from kongchuo_desktop.desk import books
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.storage.backup import list_backups
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.boxes import Choice, SentenceBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.moving_in import move_in
from kongchuo_desktop.ui.pages import PAGES
from kongchuo_desktop.ui.start.front import Front
from kongchuo_desktop.ui.start.new_book import SchoolCard, SheetCard, TypeBackCard
from kongchuo_desktop.ui.start.recovery import NewPasswordCard, RecoveryCard
from kongchuo_desktop.ui.start.restoring import RestoreCard
from kongchuo_desktop.ui.start.unlock import UnlockCard
from kongchuo_desktop.ui.start.welcome import WelcomeCard
from kongchuo_desktop.ui.tasks import Tasks
from kongchuo_desktop.ui.tell import Tell

WIDTH, HEIGHT = 1366, 768
SAMPLE_CODE = "7K2MX-3FQ9A-VB6T0-HN4RC-8WZ1D-PJ5YE-GS2KM"  # shown on a picture only; opens nothing


class _Sitter(QObject):
    """What move_in wants of a Sitting, with settings that vanish afterwards."""

    def __init__(self, places: Places, settings: QSettings, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.places, self.settings, self.clock = places, settings, clock
        self.tasks = Tasks(self)


class _NobodyThere(Tell):
    """A box would wait for ever: what it was going to say ends the round instead."""

    said = ""

    def ask(self, mark: str, sentence: str, detail: str, choices: tuple[Choice, ...], safe: str) -> str:
        """Close the box at once."""
        self.said = self.said or sentence
        return ""

    def require_silence(self, page: str) -> None:
        """Raise what a page had to say."""
        if self.said:
            raise UserError(f"“{page}”页没有画成：{self.said}")


def take_all(
    book: Path, folder: Path, *, password: str, places: Places, clock: Callable[[], datetime]
) -> tuple[Path, ...]:
    """Open the book, draw everything, close it again; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = books.open_book(book, password=password, clock=clock, actor="示例", places=places)
    taken: list[Path] = []
    with tempfile.TemporaryDirectory() as nowhere:
        settings = QSettings(str(Path(nowhere) / "window.ini"), QSettings.Format.IniFormat)
        sitter = _Sitter(places, settings, clock)
        try:
            backups = list_backups(places.school_backups(opened.database.school_uid))
            still = SimpleNamespace(database=opened.database, notices=())
            office, window = move_in(sitter, still, PAGES, door=_NobodyThere)
            for name, widget in chain(_pages(window, sitter.tasks), _fronts(book, backups, clock)):
                taken.append(_save(widget, folder / f"{len(taken) + 1:02}-{name}.png"))
            window.may_close = True
            window.close()
            office.leave()
        finally:
            sitter.tasks.close()
            opened.database.close()
    return tuple(taken)


def settle(tasks: Tasks) -> None:
    """Let the window come to rest: all work done, everything laid out."""
    while tasks.busy:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QCoreApplication.processEvents()


def _pages(window: MainWindow, tasks: Tasks) -> Iterator[tuple[str, QWidget]]:
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(WIDTH, HEIGHT)
    window.show()
    for kind in PAGES:
        window.open_page(kind.key)
        settle(tasks)
        yield kind.title, window
        for name, strike in window.page.poses():
            strike()
            settle(tasks)
            yield f"{kind.title}-{name}", window
        if isinstance(window.office.tell, _NobodyThere):
            window.office.tell.require_silence(kind.title)
        window.page.close_inner()
    yield "危险操作", _danger(window)
    for box in window.findChildren(QDialog):  # those that poses opened, too: none stays open behind
        box.close()


def _danger(window: QWidget) -> QWidget:
    choices = (Choice("yes", "撤销导入", "danger"), Choice("no", "不做了", "main"))
    box = SentenceBox(
        window,
        mark="danger",
        sentence="撤销这次导入：新增的 108 名学生会从账本里去掉。",
        detail="撤销前会先备份，可以再导入一次。",
        choices=choices,
        safe="no",
    )
    box.show()
    return box


def _fronts(book: Path, backups: Sequence[Any], clock: Callable[[], datetime]) -> Iterator[tuple[str, QWidget]]:
    now = clock()
    restore = RestoreCard("", now=now)
    restore.show_backups(backups)
    cards: tuple[tuple[str, Any], ...] = (
        ("打开账本", UnlockCard(book)),
        ("欢迎", WelcomeCard()),
        ("新建-学校", SchoolCard(folder=Path("/账本"), today=now.date())),
        ("新建-密码", NewPasswordCard("设一个密码", "第 2 步，共 3 步：密码。", act="建立账本")),
        ("新建-恢复码", SheetCard(SAMPLE_CODE, suggested=Path("恢复码.pdf"))),
        ("新建-核对", TypeBackCard(SAMPLE_CODE, draw=lambda many: many // 2)),
        ("恢复码", RecoveryCard()),
        ("恢复备份", restore),
    )
    for name, card in cards:
        front = Front()
        front.draw_picture()
        front.show_card(card)
        front.show()
        front.resize(940, 640)
        yield name, front
        front.close()
        front.deleteLater()


def _save(widget: QWidget, path: Path) -> Path:
    QCoreApplication.processEvents()
    widget.grab().save(str(path))
    return path
