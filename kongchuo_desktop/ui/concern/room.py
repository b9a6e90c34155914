"""What steps aside while a side panel is open: buttons of the bar on a narrow screen, acts that the panel has."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.panel import SidePanel

ENOUGH = 600  # pixels for a list with every button of its bar


class Room(QObject):
    """Watches a panel beside a list on a page."""

    def __init__(self, page: QWidget, listed: ListView, panel: SidePanel, aside: Sequence[QWidget]) -> None:
        super().__init__(page)
        self._page, self._list, self._panel, self._aside = page, listed, panel, aside
        panel.installEventFilter(self)
        panel.closed.connect(self._give)
        listed.chosen.connect(lambda _row: self._spare_acts())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The panel opens."""
        if watched is self._panel and event.type() == QEvent.Type.Show:
            narrow = self._page.width() - self._panel.width() < ENOUGH
            for widget in self._aside:
                widget.setVisible(not narrow)
            self._spare_acts()
        return super().eventFilter(watched, event)

    def _spare_acts(self) -> None:
        """The panel has the acts of the one row that it shows."""
        if self._panel.isVisible() and len(self._list.selected()) == 1:
            self._list.strip.show_selection(0)

    def _give(self) -> None:
        for widget in self._aside:
            widget.show()
        self._list.strip.show_selection(len(self._list.selected()))
        self._list.setFocus()
