"""What is put together once the book is open: office, search, window, footer."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, QSettings

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.storage import meta
from kongchuo_desktop.storage.backup import newest_backup
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.keys import opened_by_password
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.finder import Finder
from kongchuo_desktop.ui.frame.footer import Footing
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Clock, Office
from kongchuo_desktop.ui.pages import PageKind
from kongchuo_desktop.ui.tasks import Tasks
from kongchuo_desktop.ui.tell import Tell


class Host(Protocol):
    """What the office is made from: the sitting, or whoever takes its place."""

    places: Places
    settings: QSettings
    clock: Clock
    tasks: Tasks


def move_in(
    sitting: Host, opened: Any, kinds: Sequence[PageKind], *, door: type[Tell] = Tell
) -> tuple[Office, MainWindow]:
    """The office of this book and its window, not yet shown."""
    tell = door(None, log_folder=sitting.places.settings / "logs", clock=sitting.clock)
    office = Office(
        database=opened.database,
        clock=sitting.clock,
        places=sitting.places,
        tasks=sitting.tasks,
        tell=tell,
        settings=sitting.settings,
    )
    window = MainWindow(office, kinds=kinds, ask=Finder(office).ask)
    tell.window = window
    Footings(office, window)
    return office, window


class Footings(QObject):
    """Keeps the footer true."""

    WATCHES = frozenset({"school", "term", "import_batch"})  # an import makes a backup first

    def __init__(self, office: Office, window: MainWindow) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        office.changed.connect(self._changed)
        office.backed_up.connect(self._read)
        self._read()

    def _changed(self, tables: frozenset[str]) -> None:
        if tables & self.WATCHES:
            self._read()

    def _read(self) -> None:
        office, today = self._office, self._office.today()
        folder = office.places.school_backups(office.database.school_uid)

        def question(session: Any) -> Footing:
            term = identity.current_term(session, today=today)
            school = identity.school(session)
            latest = newest_backup(folder)
            when = latest.at if latest else None
            sample = meta.value_of(session.connection(), meta.SAMPLE) == "1"
            return Footing(school.name, term.name if term else "", office.database.actor, when, sample)

        office.read(question, self._show)

    def _show(self, footing: Footing) -> None:
        self._window.setWindowTitle(f"{footing.school} — 控辍")
        self._window.footer.show_footing(footing, self._office.clock())
        self._window.mark_sample(footing.sample)


def is_password(database: Database, places: Places, password: str) -> bool:
    """Whether the password opens the book that is open; asked of the slots in memory, never of the live file."""
    secret = places.device_secret()
    return bool(secret and opened_by_password(database.unlocked.slots, password, secret))
