"""The main window: puts the frame together, opens pages when they are asked for, passes keys on."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.ui.frame.footer import Footer
from kongchuo_desktop.ui.frame.header import Header
from kongchuo_desktop.ui.frame.rail import Rail
from kongchuo_desktop.ui.frame.sample_band import SAMPLE_NAME, sample_band
from kongchuo_desktop.ui.frame.search_box import Ask, Hit, SearchBox
from kongchuo_desktop.ui.frame.task_bar import TaskBar
from kongchuo_desktop.ui.help.keys import open_help
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.pages import PageKind
from kongchuo_desktop.ui.screen import fit

WIDTH, HEIGHT = 1400, 860  # a smaller screen is filled


class MainWindow(QMainWindow):
    """One page in front at a time; the others wait, and are told what changed when they come back."""

    close_wanted = Signal()

    def __init__(self, office: Office, *, kinds: Sequence[PageKind], ask: Ask) -> None:
        super().__init__()
        self.office = office
        self.setWindowTitle("控辍")
        self._kinds = {kind.key: kind for kind in kinds}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._front = ""
        self.may_close = False
        self.rail = Rail(kinds)
        self.search = SearchBox(ask)
        self.header = Header(self.search, help=open_help)
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(1, 1)  # a wide page is cut on a small screen, never the header above it
        self.footer = Footer()
        self._band: QWidget | None = None
        self._work = QVBoxLayout()
        self._lay_out()
        self._connect()
        self._keys()
        self._restore_size()

    @property
    def page(self) -> Page:
        """The page in front."""
        return self._pages[self._front]

    def front_part(self) -> QWidget:
        """Where the manual is asked about when the keys are in rail, header or search."""
        return self.page.front_part() if self._front else self

    def open_page(self, key: str, request: object = None) -> None:
        """Bring a page to the front, making it on its first visit."""
        if self._front and key != self._front and not self.page.may_leave():
            self.rail.show_chosen(self._front)
            return
        page = self._pages.get(key) or self._make(key)
        self._front = key
        self.stack.setCurrentWidget(page)
        self.rail.show_chosen(key)
        if key in self._stale:
            self._stale.discard(key)
            page.refresh()
        self._show_state()
        if request is not None:
            page.open_request(request)
        page.setFocus()

    def mark_sample(self, sample: bool) -> None:
        """The invented school is known by a band over the page and a word in the title of every window and box."""
        self.office.sample = sample
        QGuiApplication.setApplicationDisplayName(SAMPLE_NAME if sample else "")
        if sample and self._band is None:
            self._band = sample_band(self.office.own_book_wanted.emit)
            self._work.insertWidget(0, self._band)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab stops at everything in turn. Qt's own way would leap to what a page or list hands its cursor to."""
        start = self.focusWidget()
        found = _next_stop(start or self, forward)
        if start is not None and not (start.isVisible() and start.isEnabled()) and not self._in_page(found):
            self.page.setFocus()  # a button that went with its act: the keys stay with the page, not with the rail
            QTimer.singleShot(0, self, self._keep_cursor)
        elif found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return found is not None

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing first makes the backup: the desk lets the window go when that is done."""
        if self.may_close:
            self.office.settings.setValue("window/geometry", self.saveGeometry())
            event.accept()
            return
        event.ignore()
        if not self._front or self.page.may_leave():
            self.close_wanted.emit()

    def _make(self, key: str) -> Page:
        page = self._kinds[key].make(self.office)
        page.state_changed.connect(lambda: self._state_of(key))
        self._pages[key] = page
        self._stale.add(key)
        self.stack.addWidget(page)
        return page

    def _lay_out(self) -> None:
        work = self._work
        work.setSpacing(0)
        for widget in (self.header, self.stack, TaskBar(self.office.tasks), self.footer):
            work.addWidget(widget)
        work.setStretchFactor(self.stack, 1)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(work, 1)
        middle = QWidget()
        middle.setLayout(whole)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._open_from_rail)
        self.rail.entered.connect(lambda: self.page.setFocus())
        self.search.left.connect(lambda: self.page.setFocus())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._cursor_moved)  # told of a form that went with the cursor in it, too
        self.rail.lock_wanted.connect(self.office.lock_wanted)
        self.search.chosen.connect(self._open_hit)
        self.office.wanted.connect(self.open_page)
        self.office.changed.connect(self._tables_changed)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+F", self._find_child),
            ("Ctrl+Shift+F", lambda: self.page.find_here()),
            ("F5", lambda: self.page.refresh()),
            ("Esc", lambda: self.page.close_inner()),
            ("Ctrl+S", lambda: self.page.save_form()),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _find_child(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _open_hit(self, hit: Hit) -> None:
        self.open_page(hit.page, hit.request)

    def _tables_changed(self, tables: frozenset[str]) -> None:
        for key, page in self._pages.items():
            if page.watches & tables:
                self._stale.add(key)
        if self._front in self._stale:
            self._stale.discard(self._front)
            self.page.refresh()

    def _state_of(self, key: str) -> None:
        if key == self._front:
            self._show_state()

    def _show_state(self) -> None:
        page = self.page
        self.header.show_state(page.title, page.state_sentence(), page.main_act())
        self._keep_cursor()

    def _open_from_rail(self, key: str) -> None:
        """Arrows on the rail go on walking it; Enter or → leads into the page."""
        walking = QApplication.focusWidget()
        self.open_page(key)
        if walking is not None and self.rail.isAncestorOf(walking):
            self.rail.walk_on(key)

    def _cursor_moved(self, _before: object, to: object) -> None:
        if not isinstance(to, QWidget) or not to.isVisible():  # what had the cursor is gone
            QTimer.singleShot(0, self, self._keep_cursor)

    def _keep_cursor(self) -> None:
        """A page whose place for the cursor was not there yet, or has gone, gets it now: no key is lost."""
        if not self._front or not self.isActiveWindow() or _has_cursor(self):
            return
        self.page.setFocus()
        if not _has_cursor(self) and (found := _next_stop(self.page, forward=True)) is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _in_page(self, found: QWidget | None) -> bool:
        return not self._front or (found is not None and self.page.isAncestorOf(found))

    def _restore_size(self) -> None:
        if fit(self, WIDTH, HEIGHT):
            self.setWindowState(Qt.WindowState.WindowMaximized)
        kept = self.office.settings.value("window/geometry")
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)


def _has_cursor(window: QWidget) -> bool:
    at = window.focusWidget()
    return at is not None and at.hasFocus() and at.isVisible()


def _next_stop(start: QWidget, forward: bool) -> QWidget | None:
    """Where Tab stops next; what only hands the cursor on is no stop."""
    at = start.nextInFocusChain() if forward else start.previousInFocusChain()
    while at is not None and at is not start:
        stops = at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isEnabled() and at.isVisible()
        if stops and at.focusProxy() is None:
            return at
        at = at.nextInFocusChain() if forward else at.previousInFocusChain()
    return None
