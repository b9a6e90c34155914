"""A section that is one list: read beside the window, a request kept until it has been read, perhaps a side panel."""

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.lists.columns import ListKind
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.panel import SidePanel

NARROWEST = 336  # the list beside a panel, on a laptop at 150 %


class ListSection(Page):
    """A subclass calls `build` with its list, answers `question` and `show_seen`, and may take requests in `opened_by`.

    `seen` is what was read last, None before. With a panel, `show_row` fills it: Enter opens it, arrows leaf through.
    """

    seen: Any = None
    panel: SidePanel | None = None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.main: QPushButton | None = None  # the act of the panel that comes first
        self._request: object = None

    def build(self, kind: ListKind, *, over: QWidget | None = None, panel: SidePanel | None = None) -> None:
        """Lay the list out, with a row of widgets over it and a panel beside it."""
        self.list = ListView(kind, self.office.settings)
        if panel is not None:
            self.panel = panel
        self.list.exported.connect(lambda table: save_table(self, self.office, table))
        self.list.opened.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if over is not None:
            column.addWidget(over)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        column.addLayout(row, 1)
        if panel is not None:
            self.list.setMinimumWidth(NARROWEST)
            row.addWidget(panel)
            panel.closed.connect(self._panel_closed)
            self.list.chosen.connect(self._follow)
        self.setFocusProxy(self.list)

    # what a subclass answers
    def question(self) -> Callable[[Session], Any]:
        """What is asked of the book, with the choices of the screen bound in."""
        raise NotImplementedError

    def show_seen(self, seen: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def first_shown(self) -> None:
        """What is done once, when the first rows stand there: a filter to begin with."""

    def opened(self, row: Any) -> None:
        """Enter or a double click on a row; with a panel, show it there with the cursor on its main act."""
        self.show_row(row)
        if self.main is not None:
            self.main.setFocus(Qt.FocusReason.TabFocusReason)

    def show_row(self, row: Any) -> None:
        """Show a row in the panel."""

    def opened_by(self, request: object) -> None:
        """A request of another page, now that something has been read."""

    # what the page does for it
    def refresh(self) -> None:
        self.office.read(self.question(), self._take, latest=type(self).__name__)

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
        else:
            self.opened_by(request)

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        return self.panel is not None and self.panel.close_panel()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("选中", self.choose_first),)

    def choose_first(self) -> None:
        """Choose the first row."""
        if self.list.model.rows:
            self.list.select(self.identity(self.list.model.rows[0]))

    def identity(self, row: Any) -> Hashable:
        """What tells a row apart."""
        return self.list.kind.identity(row)

    def row_shown(self, fits: Callable[[Any], bool]) -> Any:
        """The first row that fits and is chosen now; None when there is none."""
        row = next((one for one in self.list.model.every if fits(one)), None)
        if row is not None:
            self.list.select(self.identity(row))
        return row

    def _take(self, seen: Any) -> None:
        first, self.seen = self.seen is None, seen
        self.show_seen(seen)
        if first:
            self.first_shown()
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.opened_by(request)

    def _follow(self, row: Any) -> None:
        if row is not None and self.panel is not None and self.panel.isVisible():
            self.list.strip.show_selection(0)  # the panel has the acts of the one row it shows
            self.show_row(row)

    def _panel_closed(self) -> None:
        self.list.strip.show_selection(len(self.list.selected()))
        self.list.setFocus()


class EntrySection(ListSection):
    """A list in whose panel a form opens: `form` while it does. What was typed is not left without asking."""

    unsaved = ""  # the sentence that asks
    form: Any = None  # has `changed()`
    panel: SidePanel

    def save(self) -> None:
        """Save the form that is open."""
        raise NotImplementedError

    def close_inner(self) -> bool:
        if not self.panel.isVisible() or not self.may_leave():
            return self.panel.isVisible()
        return self.panel.close_panel()

    def save_form(self) -> bool:
        if self.form is None:
            return False
        self.save()
        return True

    def may_leave(self) -> bool:
        if self.form is None or not self.form.changed():
            return True
        if self.office.tell.confirm(self.unsaved, act="继续填写", cancel="不保存，离开"):
            return False
        self.form = None
        return True
