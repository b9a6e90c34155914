"""From the first window to an open book: decides which card is shown next."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QScrollArea

from kongchuo_desktop.kit.collector import spare_what_stands
from kongchuo_desktop.storage.errors import (
    BookInUse,
    BookNewer,
    NoPasswordHere,
    RecoveryCodeTypo,
    WrongPassword,
    WrongRecoveryCode,
)
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.pages import PAGES
from kongchuo_desktop.ui.start.front import Front
from kongchuo_desktop.ui.start.unlock import SAMPLE, UnlockCard
from kongchuo_desktop.ui.tasks import Task, Tasks
from kongchuo_desktop.ui.theme.style import add_later_faces

BEHIND_AFTER = 120  # milliseconds: the first paint and the first key come before the imports
BOOK_FILES = "学校账本 (*.kongchuo);;所有文件 (*)"
# What the first page will need, imported behind the unlock window while the password is typed: first, on the worker,
# what knows no Qt; then, a module at a time, the screen's own. (PySide makes its classes when they are first asked for;
# two threads asking at once have brought the program down.)
BESIDE = (
    "sqlalchemy.orm",
    "kongchuo_desktop.desk.books",
    "kongchuo_desktop.school.book_tables",
    "kongchuo_desktop.school.overview",
    "argon2.low_level",
)
HERE = (
    "kongchuo_desktop.ui.office",
    "kongchuo_desktop.ui.page",
    "kongchuo_desktop.ui.frame.window",
    "kongchuo_desktop.ui.moving_in",
    "kongchuo_desktop.ui.idle",
    "kongchuo_desktop.ui.keeping",
    "kongchuo_desktop.ui.lists.view",
    PAGES[0].module,
)


class Doorway(QObject):
    """Shows cards on the front window until a book is open."""

    opened = Signal(object)  # storage.database.Opened

    def __init__(
        self,
        front: Front,
        *,
        tasks: Tasks,
        places: Places,
        settings: QSettings,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.front = front
        self.tasks = tasks
        self.places = places
        self.settings = settings
        self.clock = clock
        self.book: Path | None = None
        self.card: Any = None
        self._later = QTimer(self, singleShot=True, interval=BEHIND_AFTER)
        self._later.timeout.connect(self._behind)
        self._to_import = iter(HERE)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._here)
        self._rehearsal: Task | None = None
        self._house: Any = None  # storage.engine.House, once the first page is rehearsed

    @property
    def actor(self) -> str:
        """Who is at work, as this machine remembers."""
        return str(self.settings.value("actor", "") or "")

    def start(self, book: Path | None = None) -> None:
        """Show the unlock card of that book or of the last one; without any, the welcome."""
        last = str(self.settings.value("book/last", "") or "")
        if book is not None or last:
            self.unlock(book or Path(last))
        else:
            self.welcome()
        self._later.start()

    def stop(self) -> None:
        """The sitting ends: nothing more is imported behind the window."""
        self._later.stop()
        self._turn.stop()

    def unlock(self, book: Path) -> None:
        """Ask for the password of a book."""
        self.book = book
        card = UnlockCard(book)
        card.password_given.connect(self._open_by_password)
        card.code_wanted.connect(lambda: self.recover())
        card.other_wanted.connect(self.choose_book)
        card.new_wanted.connect(self.new_book)
        self.show(card)

    def welcome(self) -> None:
        """The very first start."""
        from kongchuo_desktop.ui.start.welcome import WelcomeCard

        card = WelcomeCard()
        card.new_wanted.connect(self.new_book)
        card.open_wanted.connect(self.choose_book)
        card.restore_wanted.connect(lambda: self.restore(None, ""))
        card.sample_wanted.connect(self.sample)
        self.show(card)

    def choose_book(self) -> None:
        """Let the user point at a book."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(self.front, "打开账本", str(self.places.books), BOOK_FILES)
        if chosen:
            self.unlock(Path(chosen))

    def back(self) -> None:
        """To the card one came from."""
        if self.book is not None:
            self.unlock(self.book)
        else:
            self.welcome()

    def recover(self, sentence: str = "") -> None:
        """Ask for the recovery code."""
        from kongchuo_desktop.ui.start.recovery import RecoveryCard

        card = RecoveryCard(sentence)
        card.code_given.connect(self._open_by_code)
        card.back_wanted.connect(self.back)
        self.show(card)

    def new_book(self) -> None:
        """The wizard."""
        from kongchuo_desktop.ui.start.making import Making

        self._making = Making(self)
        self._making.begin()

    def sample(self) -> None:
        """The sample school, made anew in the program's own folder."""
        from kongchuo_desktop.ui.start.making import make_sample

        make_sample(self)

    def restore(self, book: Path | None, why: str, chosen: Path | None = None) -> None:
        """Backups to take the book from, and why one has come here."""
        from kongchuo_desktop.ui.start.restoring import Restoring

        self._restoring = Restoring(self, book, why, chosen)
        self._restoring.begin()

    def show(self, card: Any) -> None:
        """Put a card in front."""
        self.card = card
        self.front.show_card(card)

    def finish(self, opened: Any) -> None:
        """The book is open: remember it, and give a machine that came by the code its own password."""
        self._house = None  # it is this book's now
        self._remember(opened.database.path)
        if opened.by_recovery:
            self._ask_new_password(opened)
        else:
            self.opened.emit(opened)

    def _remember(self, book: Path) -> None:
        """The book that the next start shows; trying out the sample school never hides the school's own."""
        if book.name != SAMPLE or not self.settings.value("book/last"):
            self.settings.setValue("book/last", str(book))

    def finish_new(self, made: Any) -> None:
        """A book that was just made: nothing to be told about it."""
        self.settings.setValue("book/last", str(made.database.path))
        self.opened.emit(SimpleNamespace(database=made.database, notices=(), by_recovery=False))

    def open_book(self, *, password: str | None = None, code: str | None = None) -> None:
        """Open the book beside the window; what goes wrong becomes a card."""
        book, clock, actor, places = self.book, self.clock, self.actor, self.places
        if self._rehearsal is not None:
            self._rehearsal.cancel()
        house = self._house

        def work(_progress: object) -> object:
            from kongchuo_desktop.storage.database import open_book

            import_module("kongchuo_desktop.school.book_tables")
            return open_book(
                book or Path(), password=password, recovery_code=code, clock=clock, actor=actor, places=places,
                house=house,
            )  # fmt: skip

        self.tasks.run(work, done=self.finish, failed=self._refused)

    def _open_by_password(self, password: str) -> None:
        self.open_book(password=password)

    def _open_by_code(self, code: str) -> None:
        self.open_book(code=code)

    def _refused(self, error: Exception) -> None:
        sentence = getattr(error, "sentence", "")
        if not sentence:
            self.card.object("没有打开：程序出了没有料到的故障。账本没有改动，请关闭程序重新打开。")
            self.tasks.failure.emit(error)
        elif isinstance(error, WrongPassword) and isinstance(self.card, UnlockCard):
            self.card.refuse(sentence)
        elif isinstance(error, NoPasswordHere):
            self.recover(sentence)
        elif isinstance(error, BookInUse | BookNewer | RecoveryCodeTypo | WrongRecoveryCode):
            self.card.object(sentence)
        else:
            self.restore(self.book, sentence)

    def _ask_new_password(self, opened: Any) -> None:
        from kongchuo_desktop.ui.start.recovery import NewPasswordCard

        card = NewPasswordCard("设一个新密码", "恢复码对了，账本已打开。请为这台电脑设一个新密码，以后就用它打开。")

        def given(password: str) -> None:
            self.set_password(opened.database, password, done=lambda _none: self.opened.emit(opened), card=card)

        card.password_given.connect(given)
        self.show(card)

    def set_password(self, database: Any, password: str, *, done: Callable[[Any], None], card: Any) -> None:
        """Set a password beside the window, unless something speaks against it."""

        def work(_progress: object) -> str:
            from kongchuo_desktop.storage.passwords import password_objection

            objection = password_objection(password)
            if not objection:
                database.set_password(password)
            return objection or ""

        def told(objection: str) -> None:
            if objection:
                card.object(objection)
            else:
                done(None)

        self.tasks.run(work, done=told)

    def _behind(self) -> None:
        add_later_faces()
        self.front.draw_picture()
        for module in BESIDE:
            self.tasks.run(partial(_bring, module), failed=_ignore)
        self.tasks.run(_warm, done=self._here, failed=_ignore)

    def _here(self, _none: object = None) -> None:
        """One module a turn, so that typing goes on between them."""
        module = next(self._to_import, None)
        if module is not None:
            _bring(module)
            self._turn.start()
        else:
            # Handing out a widget that Qt itself has made lets PySide make all its classes: 40 ms, once.
            QScrollArea().viewport()
            self._draw_icons()
            spare_what_stands()
            if not self.tasks.busy:  # or the password was typed already
                self._rehearse()

    def _rehearse(self) -> None:
        """The worker's last turn before the book; whoever has typed the password by then does not wait for it."""
        from kongchuo_desktop.ui.start.rehearsal import rehearse_first_page

        def done(house: Any) -> None:
            self._house = house

        now = self.clock()
        self._rehearsal = self.tasks.run(
            lambda progress: rehearse_first_page(now, progress.check), done=done, failed=_ignore
        )

    @staticmethod
    def _draw_icons() -> None:
        """Those of the rail, which Qt then keeps."""
        from kongchuo_desktop.ui.icons import icon

        for kind in PAGES:
            icon(kind.icon)


def _bring(module: str, _progress: object = None) -> None:
    import_module(module)


def _warm(_progress: object) -> None:
    """What SQLAlchemy would otherwise do at the first question."""
    import_module("sqlalchemy.orm").configure_mappers()


def _ignore(_error: Exception) -> None:
    """What cannot be imported ahead is met again, and told, when it is needed."""
