"""One sitting at the desk: from the unlock window to the backup at the end. Kept small; pages do the work."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication

from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.pages import PAGES, PageKind
from kongchuo_desktop.ui.start.doorway import Doorway
from kongchuo_desktop.ui.start.front import Front
from kongchuo_desktop.ui.start.unlock import UnlockCard
from kongchuo_desktop.ui.tasks import Tasks


class Sitting(QObject):
    """Owns the front window, the open book, the main window, and the way between them."""

    ended = Signal()
    ready = Signal(object)  # MainWindow, once its first page is there

    def __init__(
        self,
        *,
        places: Places,
        settings: QSettings,
        clock: Callable[[], datetime],
        kinds: Sequence[PageKind] = PAGES,
    ) -> None:
        super().__init__()
        self.places = places
        self.settings = settings
        self.clock = clock
        self._kinds = kinds
        self.tasks = Tasks(self)
        self.tasks.failure.connect(self._failure_before_the_office)
        self.front = Front()
        self.front.closed.connect(self._front_closed)
        self.doorway = Doorway(self.front, tasks=self.tasks, places=places, settings=settings, clock=clock, parent=self)
        self.doorway.opened.connect(self._move_in)
        self.window: Any = None
        self.office: Any = None
        self._idle: Any = None

    @property
    def log_folder(self) -> Path:
        """Where records of bugs lie."""
        return self.places.settings / "logs"

    def begin(self, book: Path | None = None) -> None:
        """Show the unlock window."""
        self.doorway.start(book)
        self.front.show()
        self.front.activateWindow()

    def called(self, book: Path | None) -> None:
        """The program was started a second time: come to the front, and turn to the book that was asked for."""
        from kongchuo_desktop.ui.calling import answer

        answer(self, book)

    def change_book(self, then: Callable[[], object]) -> None:
        """Back up and close the book; `then` decides what the front shows next."""

        def done() -> None:
            self._move_out()
            self.front.show()
            self.front.activateWindow()
            then()

        if self.window.page.may_leave():
            self._close_book(done, title="正在备份现在的账本")

    def lock(self) -> None:
        """Hide everything that shows a name; the pages stay as they are behind it."""
        from PySide6.QtWidgets import QDialog

        if self.window is None or self.front.isVisible():
            return
        card = UnlockCard(self.office.database.path, locked=True)
        card.password_given.connect(lambda password: self._unlock(card, password))
        self.doorway.show(card)
        self.front.show()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()
            elif widget is not self.front and widget.isVisible():
                widget.hide()
        self.tasks.run(lambda _progress: self.office.database.settle())

    def _move_in(self, opened: Any) -> None:
        from kongchuo_desktop.ui.moving_in import move_in

        self.tasks.failure.disconnect(self._failure_before_the_office)
        self.office, self.window = move_in(self, opened, self._kinds)
        self.office.lock_wanted.connect(self.lock)
        self.window.close_wanted.connect(self._close)
        self.office.restore_wanted.connect(self._restore)
        self.office.update_wanted.connect(self._update)
        self.office.own_book_wanted.connect(self._own_book)
        self._watch_idleness()
        self._keep()
        self.window.show()
        self.window.activateWindow()
        self.front.hide()
        self.window.open_page(self._kinds[0].key)
        self.ready.emit(self.window)
        if opened.notices:
            self.office.tell.information("\n".join(opened.notices))

    def _unlock(self, card: UnlockCard, password: str) -> None:
        from kongchuo_desktop.ui.moving_in import is_password

        database, places = self.office.database, self.places

        def done(right: bool) -> None:
            if right:
                self.window.show()
                self.window.activateWindow()
                self.front.hide()
                self._idle.start()
            else:
                card.refuse("密码不对。请检查大小写和输入法后再试。")

        self.tasks.run(lambda _progress: is_password(database, places, password), done=done)

    def _watch_idleness(self) -> None:
        from kongchuo_desktop.ui.idle import Idle

        self._idle = Idle(self, minutes=lambda: lock_minutes(self.settings))
        self._idle.passed.connect(self.lock)
        self._idle.start()

    def _keep(self) -> None:
        from kongchuo_desktop.ui.keeping import Keeping

        Keeping(self.office)

    def _close(self) -> None:
        """Back up, close the book, then let the window go."""
        self._close_book(self._end, title="正在备份，马上就好")

    def _restore(self, backup: Any) -> None:
        """Back up and close the book, then let the front put the chosen backup in its place."""
        path = self.office.database.path

        def restore() -> None:
            self.doorway.book = path
            self.doorway.restore(path, "", backup.path)

        self.change_book(restore)

    def _own_book(self) -> None:
        """From the sample school to the wizard; back from there leads to the welcome."""

        def make() -> None:
            self.doorway.book = None
            self.doorway.new_book()

        self.change_book(make)

    def _update(self, installer: Path) -> None:
        """Back up and close the book, hand the installer to the system, end."""
        from kongchuo_desktop.ui.calling import hand_to_system

        def done() -> None:
            hand_to_system(self, installer)
            self._end()

        if self.window.page.may_leave():
            self._close_book(done, title="更新以前先备份账本")

    def _close_book(self, done: Callable[[], object], *, title: str) -> None:
        database = self.office.database
        self.window.setEnabled(False)

        def work(_progress: object) -> None:
            from kongchuo_desktop.desk import books

            books.close(database)

        self.tasks.run(work, done=lambda _none: done(), failed=self._not_backed_up, title=title)

    def _move_out(self) -> None:
        """Let go of the window and the office of a book that is closed."""
        self._idle.stop()
        self.office.leave()
        self.tasks.failure.connect(self._failure_before_the_office)
        self.window.may_close = True
        self.window.mark_sample(False)
        self.window.close()
        self.window.deleteLater()
        self.window = self.office = None

    def _not_backed_up(self, error: Exception) -> None:
        self.window.setEnabled(True)
        sentence = getattr(error, "sentence", "") or "关闭前的备份没有做成。账本本身已保存好。"
        if self.office.tell.confirm(sentence, act="仍然关闭", cancel="回到程序"):
            self.office.database.close()
            self._end()

    def _end(self) -> None:
        self.window.may_close = True
        self.window.close()
        self.doorway.stop()
        self.tasks.close()
        self.ended.emit()

    def _front_closed(self) -> None:
        """Closing the front before a book is open ends the program; while locked it closes the book as well."""
        if self.window is None:
            self.doorway.stop()
            self.tasks.close()
            self.ended.emit()
        elif not self.window.isVisible():
            self._close()

    def _failure_before_the_office(self, error: Exception) -> None:
        from kongchuo_desktop.ui.tell import Tell

        Tell(self.front, log_folder=self.log_folder, clock=self.clock).failure(error)


def lock_minutes(settings: QSettings) -> int:
    """After how many idle minutes the window locks (1–30, 5 unless set)."""
    try:
        return min(30, max(1, int(str(settings.value("lock/minutes", 5)))))
    except ValueError:
        return 5
