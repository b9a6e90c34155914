"""The line over the grid: which days, week or month, and the acts on a whole class."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton

from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.bar import ListBar
from kongchuo_desktop.ui.words import button, label

MENU = (
    ("import", "导入考勤表…"),
    ("print", "打印空白月考勤表…"),
    ("add_kind", "添加考勤类别…"),
    ("copy", "复制选中的格子\tCtrl+C"),
)


class Bar(ListBar):
    """Every button has its key in the tip; none takes the cursor from the grid."""

    turned = Signal(int)  # a week or a month on
    today_wanted = Signal()
    month_wanted = Signal(bool)
    lessons_wanted = Signal()
    morning_wanted = Signal()
    leave_wanted = Signal()
    undo_wanted = Signal()
    menu_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.days = label(role="heading")
        self.days.setMinimumWidth(176)
        self.days.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.now = button("本周", kind="quiet", run=self.today_wanted.emit, tip="回到今天（F4）")
        self.month = self._toggle("按月", "一格一个半天，对着纸质月考勤表录入（F7）")
        self.lessons = self._toggle("按节", "把这一天展开成晨检和每一节课（F6）")
        self.morning = button("同上午", kind="quiet", icon=icon("copy"), run=self.morning_wanted.emit,
                              tip="下午的缺勤照抄上午的（F9）")  # fmt: skip
        self.leave = button("请假", kind="quiet", icon=icon("calendar"), run=self.leave_wanted.emit,
                            tip="一人或几人请几天假，可以提前登记（F10）")  # fmt: skip
        self.undo = button("撤销", kind="quiet", icon=icon("undo"), run=self.undo_wanted.emit,
                           tip="撤销上一步登记（Ctrl+Z）")  # fmt: skip
        self.more = button("更多", kind="quiet", icon=icon("more"), run=self.offer_more,
                           tip="导入、打印、自定类别（F12）")  # fmt: skip
        self._lay_out()

    def show_days(self, words: str, *, month: bool, unfolded: bool) -> None:
        """Say which days the grid shows."""
        self.days.setText(words)
        self.now.setText("本月" if month else "本周")
        self.month.setChecked(month)
        self.lessons.setChecked(unfolded)
        self.lessons.setEnabled(not month)

    def _toggle(self, title: str, tip: str) -> QPushButton:
        made = button(title, kind="quiet", tip=tip)
        made.setCheckable(True)
        return made

    def _arrow(self, name: str, step: int, tip: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "icon")
        made.setIcon(icon(name))
        made.setToolTip(tip)
        made.setAccessibleName(tip.partition("（")[0])
        made.clicked.connect(lambda _checked=False: self.turned.emit(step))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _lay_out(self) -> None:
        row = self.row
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(4)
        self.back = self._arrow("left", -1, "前一周（PageUp）")
        self.forth = self._arrow("right", 1, "后一周（PageDown）")
        for widget in (self.back, self.days, self.forth, self.now, self.month, self.lessons):
            row.addWidget(widget)
        row.addStretch(1)
        for made in (self.undo, self.morning, self.leave, self.more):
            row.addWidget(made)
        for made in (self.now, self.month, self.lessons, self.undo, self.morning, self.leave, self.more):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.month.clicked.connect(lambda on: self.month_wanted.emit(on))
        self.lessons.clicked.connect(lambda _on: self.lessons_wanted.emit())

    def offer_more(self) -> None:
        """The seldom acts, under their button."""
        menu = QMenu(self)
        for key, title in MENU:
            menu.addAction(title, lambda key=key: self.menu_wanted.emit(key))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
