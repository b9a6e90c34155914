"""The left rail: one button per work area, icon and word."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.pages import PageKind
from kongchuo_desktop.ui.theme.tokens import SIZES


class Rail(QWidget):
    """The work areas; Ctrl+1 … Ctrl+9 reach the first nine, arrows walk them."""

    chosen = Signal(str)
    lock_wanted = Signal()

    def __init__(self, kinds: Sequence[PageKind]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SIZES.rail)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(2)
        for number, kind in enumerate(kinds, start=1):
            column.addWidget(self._work_area(kind, number))
        column.addStretch(1)
        column.addWidget(self._lock())

    def show_chosen(self, key: str) -> None:
        """Mark the area that is open."""
        self._buttons[key].setChecked(True)

    def _work_area(self, kind: PageKind, number: int) -> QToolButton:
        made = _rail_button(kind.title, kind.icon)
        made.setCheckable(True)
        made.clicked.connect(lambda: self.chosen.emit(kind.key))
        self._group.addButton(made)
        self._buttons[kind.key] = made
        if number <= 10:
            digit = number % 10  # the tenth is Ctrl+0
            made.setToolTip(f"{kind.title}（Ctrl+{digit}）")
            shortcut = QShortcut(QKeySequence(f"Ctrl+{digit}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(made.click)
        return made

    def _lock(self) -> QToolButton:
        made = _rail_button("锁定", "lock")
        made.setToolTip("离开座位时锁上，再用密码打开（Ctrl+L）")
        made.setShortcut(QKeySequence("Ctrl+L"))
        made.clicked.connect(self.lock_wanted)
        return made


def _rail_button(title: str, icon_name: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("kind", "rail")
    made.setText(f"  {title}")
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(SIZES.icon, SIZES.icon))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
