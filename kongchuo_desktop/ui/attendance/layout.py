"""The pieces of the register page and where they stand."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.ui.attendance.bar import Bar
from kongchuo_desktop.ui.attendance.cell_panel import CellPanel
from kongchuo_desktop.ui.attendance.legend import Legend
from kongchuo_desktop.ui.attendance.model import RegisterModel
from kongchuo_desktop.ui.attendance.name_line import NameLine
from kongchuo_desktop.ui.attendance.rooms import RoomList
from kongchuo_desktop.ui.attendance.table import RegisterTable
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import label, restyle

WITH_PANEL, WITH_ROOMS = 940, 640  # pixels


class Desk(QStackedWidget):
    """Classes at the left, the grid with its keys in the middle, the cell in words at the right."""

    def __init__(self, office: Office, model: RegisterModel) -> None:
        super().__init__()
        self.rooms = RoomList()
        self.bar = Bar()
        self.line = NameLine()
        self.legend = Legend()
        self.table = RegisterTable(model)
        self.panel = CellPanel(model, actor=office.database.actor, clock=office.clock)
        self._said = label(role="sentence")
        self._saved = label(role="hint")
        self.panel_wanted = True
        self._full = self._lay_out()
        self._empty = EmptyState(
            "还没有班级。先导入学生名册，班级会一起建好，然后就能点名。", picture="scene-list", act="导入学生名册",
            run=lambda: office.go("intake", "pupils"),
        )  # fmt: skip
        self.addWidget(self._full)
        self.addWidget(self._empty)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """On a small screen the grid comes first."""
        super().resizeEvent(event)
        self.give_room()

    def give_room(self) -> None:
        """The panel beside a week only, and only where there is room for it; F2 still brings it."""
        self.panel.setVisible(self.panel_wanted and self.width() >= WITH_PANEL)
        self.rooms.setVisible(self.width() >= WITH_ROOMS)

    def to_reason(self) -> None:
        """F2: the reason of the cell."""
        self.panel.show()
        self.panel.to_reason()

    def show_empty(self, empty: bool) -> None:
        """The empty page teaches."""
        self.setCurrentWidget(self._empty if empty else self._full)

    def say(self, sentence: str, tone: str) -> None:
        """What the last key did, or why it did nothing."""
        self._said.setText(sentence)
        restyle(self._said, "tone", tone)

    @property
    def sentence(self) -> str:
        """What was said last."""
        return self._said.text()

    def show_saved(self, words: str) -> None:
        """Whether all of it is in the book."""
        self._saved.setText(words)

    def _lay_out(self) -> QWidget:
        keys = QHBoxLayout()
        keys.setContentsMargins(16, 8, 16, 8)
        keys.setSpacing(8)
        keys.addWidget(self.line)
        keys.addWidget(self.legend, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self._said)
        foot.addStretch(1)
        foot.addWidget(self._saved)
        strip = QWidget()
        strip.setFixedHeight(40)
        strip.setLayout(foot)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.bar)
        middle.addLayout(keys)
        middle.addWidget(self.table, 1)
        middle.addWidget(strip)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rooms)
        row.addLayout(middle, 1)
        row.addWidget(self.panel)
        return whole
