"""The line under a list: what is shown, what is hidden and why, and the acts of the selection."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.bar import ListBar
from kongchuo_desktop.ui.lists.columns import ListKind, RowAct
from kongchuo_desktop.ui.one_line import OneLine
from kongchuo_desktop.ui.words import button, label


class Strip(ListBar):
    """Always of one height, so that the list never jumps when rows are selected."""

    act_wanted = Signal(object)  # RowAct
    all_wanted = Signal()

    def __init__(self, kind: ListKind) -> None:
        super().__init__()
        self._unit = kind.unit
        self._count = OneLine("sentence")
        self._all = button("全部显示", kind="link", run=self.all_wanted.emit)
        self._picked = label(role="heading")
        self._acts = [(act, self._act_button(act)) for act in kind.acts]
        self.setFixedHeight(44)
        row = self.row
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(4)
        row.addWidget(self._count, 1)
        row.addWidget(self._all)
        row.addWidget(self._picked, 0, Qt.AlignmentFlag.AlignVCenter)
        for _act, made in self._acts:
            row.addWidget(made)

    @property
    def count_words(self) -> str:
        """The count line as it reads."""
        return self._count.whole()

    def show_count(self, shown: int, total: int) -> None:
        """Say how many are shown and how many a filter hides."""
        hidden = total - shown
        words = f"共 {total} {self._unit}" if not hidden else ""
        self._count.say(words or f"显示 {shown} {self._unit}，另有 {hidden} {self._unit}因筛选未显示")
        self._all.setVisible(hidden > 0)

    def show_selection(self, number: int) -> None:
        """Show the acts that so many selected rows allow."""
        self._picked.setText(f"选中 {number} {self._unit}：" if number and self._acts else "")
        for act, made in self._acts:
            made.setVisible(number > 0)
            made.setEnabled(act.most is None or number <= act.most)

    def _act_button(self, act: RowAct) -> QPushButton:
        made = button(act.title, icon=icon(act.icon) if act.icon else None)
        made.clicked.connect(lambda _checked=False: self.act_wanted.emit(act))
        made.hide()
        return made
