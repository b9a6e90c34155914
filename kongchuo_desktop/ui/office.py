"""What every page is given: the open book, the clock, the worker, the door to the user."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.tasks import Task, Tasks
from kongchuo_desktop.ui.tell import Tell

Clock = Callable[[], datetime]


class Office(QObject):
    """The desk a page works at. Pages know the office and never each other."""

    changed = Signal(object)  # frozenset[str]: tables changed by a commit, told on the screen's thread
    wanted = Signal(str, object)  # page key, request: 'show me that over there'
    lock_wanted = Signal()
    restore_wanted = Signal(object)  # Backup: close the book and put this one in its place
    update_wanted = Signal(object)  # Path of an installer: back up, close the program, hand it to the system
    own_book_wanted = Signal()  # the sample school has been looked at: close it and make a book of one's own
    backed_up = Signal()  # a backup was made: the footer says when

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        places: Places,
        tasks: Tasks,
        tell: Tell,
        settings: QSettings,
    ) -> None:
        super().__init__()
        self.database = database
        self.clock = clock
        self.places = places
        self.tasks = tasks
        self.tell = tell
        self.settings = settings
        self.sample = False  # whether the open book is the invented school's
        self._heard = self.changed.emit
        database.listeners.append(self._heard)
        tasks.failure.connect(tell.failure)

    def leave(self) -> None:
        """The book is being closed: nothing of it reaches this office any more."""
        self.database.listeners.remove(self._heard)
        self.tasks.failure.disconnect(self.tell.failure)

    def today(self) -> date:
        """The day now, by the office's clock."""
        return self.clock().date()

    def go(self, page: str, request: object = None) -> None:
        """Open another page by its key, handing it a request."""
        self.wanted.emit(page, request)

    def read(
        self,
        question: Callable[[Any], Any],
        done: Callable[[Any], object],
        *,
        latest: object = None,
        title: str = "",
    ) -> None:
        """Ask the book beside the window: `question(session)`, its answer to `done` on the screen's thread."""
        database = self.database

        def work(_progress: object) -> object:
            with database.read() as session:
                return question(session)

        self.tasks.run(work, done=done, latest=latest, title=title)

    def write(
        self, act: str, verb: Callable[[Any], Any], *, done: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None, title: str = "",
    ) -> Task:  # fmt: skip
        """Change the book beside the window in one transaction named `act` (what the audit log shows)."""
        database = self.database

        def work(_progress: object) -> object:
            with database.write(act) as session:
                return verb(session)

        return self.tasks.run(work, done=done, failed=failed, title=title or act)

    def last_folder(self, purpose: str) -> str:
        """Where files of that purpose were last taken from or put, as this machine remembers."""
        return str(self.settings.value(f"folder/{purpose}", "") or "")

    def remember_folder(self, purpose: str, path: Path) -> None:
        """Remember the folder of a file the user has just chosen."""
        self.settings.setValue(f"folder/{purpose}", str(path if path.is_dir() else path.parent))
