"""A page of several sections: a bar of tabs over them, one section in front, each made when it is first opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.ui.empty import NOBODY, EmptyState, roster_first
from kongchuo_desktop.ui.help.place import MARK
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.words import hairline


@dataclass(frozen=True)
class SectionKind:
    """One section: `factory` is the name in `module` that makes its Page from the Office.

    `then` is what stands here once there are children ('这里…'); while the book has none, the section says that and
    offers to bring the roster in. A section that can be worked without children leaves it empty.
    """

    key: str
    title: str
    module: str
    factory: str
    then: str = ""

    def make(self, office: Office) -> Page:
        """Import the module and make the section."""
        made = cast("Callable[[Office], Page]", getattr(import_module(self.module), self.factory))(office)
        made.setProperty(MARK, self.key)
        return made


class SectionedPage(Page):
    """A subclass gives `title` and `sections`; each section is a Page like any other.

    Requests: ("chase", request) opens a section and hands the request on; a bare "chase" opens it. Ctrl+PageDown and
    Ctrl+PageUp walk the sections. A section is read again when it comes to the front and what it watches has changed.
    """

    sections: Sequence[SectionKind] = ()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._kinds = {kind.key: kind for kind in self.sections}
        self._keys = list(self._kinds)
        self._made: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._nobody = False
        self._curtains: dict[str, EmptyState] = {}
        self.watches |= {"pupil"}
        self._front = self._keys[0]
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for place, kind in enumerate(self.sections):
            self.tabs.addTab(kind.title)
            self.tabs.setTabToolTip(place, f"{kind.title}（Ctrl+PageUp、Ctrl+PageDown 换栏）")
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(hairline())
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._tab_chosen)
        office.changed.connect(self._note)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.step, step))
        self._bring(self._front)

    @property
    def section(self) -> Page:
        """The section in front."""
        return self._made[self._front]

    @property
    def front(self) -> str:
        """The key of the section in front."""
        return self._front

    def open_section(self, key: str, request: object = None) -> None:
        """Bring a section to the front, read what is stale of it, and hand it a request."""
        if key != self._front and not self.section.may_leave():
            self._mark_tab(self._front)
            return
        self._bring(key)
        if key in self._stale:
            self._stale.discard(key)
            self.section.refresh()
        self.state_changed.emit()
        if request is not None:
            self.section.open_request(request)
        self._shown.setFocus()

    def step(self, by: int) -> None:
        """The section to the right or left; round at the ends."""
        place = self._keys.index(self._front) + by
        self.open_section(self._keys[place % len(self._keys)])

    def refresh(self) -> None:
        """Read the section in front again."""
        self._stale.discard(self._front)
        self.office.read(pupil_room.nobody, self._know, latest=f"nobody/{self.title}")
        self.section.refresh()

    def state_sentence(self) -> str:
        """What the section in front says."""
        return NOBODY if self._closed(self._front) else self.section.state_sentence()

    def main_act(self) -> MainAct | None:
        """The main act of the section in front."""
        return None if self._closed(self._front) else self.section.main_act()

    def open_request(self, request: object) -> None:
        """A section by its key, alone or with a request for it; anything else goes to the section in front."""
        if isinstance(request, str) and request in self._kinds:
            self.open_section(request)
        elif isinstance(request, tuple) and len(request) == 2 and request[0] in self._kinds:
            self.open_section(request[0], request[1])
        else:
            self.section.open_request(request)

    def front_part(self) -> QWidget:
        return self.section.front_part()

    def find_here(self) -> bool:
        return not self._closed(self._front) and self.section.find_here()

    def close_inner(self) -> bool:
        return self.section.close_inner()

    def save_form(self) -> bool:
        return self.section.save_form()

    def may_leave(self) -> bool:
        return self.section.may_leave()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Every section, and the states of each that are worth a picture."""
        found: list[tuple[str, Callable[[], object]]] = []
        for kind in self.sections:
            if kind.key != self._front:
                found.append((kind.title, partial(self.open_section, kind.key)))
            for name, strike in self._section(kind.key).poses():
                found.append((f"{kind.title}-{name}", partial(self._strike, kind.key, strike)))
        return tuple(found)

    def _strike(self, key: str, strike: Callable[[], object]) -> None:
        self.open_section(key)
        strike()

    def _section(self, key: str) -> Page:
        if key not in self._made:
            section = self._kinds[key].make(self.office)
            section.state_changed.connect(partial(self._state_of, key))
            self._made[key] = section
            self._stale.add(key)
            self.watches |= section.watches
            self.stack.addWidget(section)
        return self._made[key]

    def _bring(self, key: str) -> None:
        section = self._section(key)
        self._front = key
        self._shown = self._curtain(key) if self._closed(key) else section
        self.stack.setCurrentWidget(self._shown)
        self.setFocusProxy(self._shown)
        self._mark_tab(key)

    def _closed(self, key: str) -> bool:
        """Whether the section has nothing to say for want of children."""
        return self._nobody and bool(self._kinds[key].then)

    def _curtain(self, key: str) -> EmptyState:
        if key not in self._curtains:
            made = self._curtains[key] = roster_first(self.office, self._kinds[key].then)
            made.setProperty(MARK, key)
            self.stack.addWidget(made)
        return self._curtains[key]

    def _know(self, nobody: bool) -> None:
        if nobody == self._nobody:
            return
        self._nobody = nobody
        mine = self._shown.isAncestorOf(QApplication.focusWidget() or self)
        self._bring(self._front)
        if mine:
            self._shown.setFocus()
        self.state_changed.emit()

    def _mark_tab(self, key: str) -> None:
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self._keys.index(key))
        self.tabs.blockSignals(False)

    def _tab_chosen(self, place: int) -> None:
        by_keys = self.tabs.hasFocus()
        self.open_section(self._keys[place])
        if by_keys:
            self.tabs.setFocus()  # the arrows go on walking

    def _state_of(self, key: str) -> None:
        if key == self._front:
            self.state_changed.emit()

    def _note(self, tables: frozenset[str]) -> None:
        self._stale |= {key for key, section in self._made.items() if key != self._front and section.watches & tables}
