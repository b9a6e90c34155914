"""The left rail: one button per work area, icon and word; rows draw together on a low screen, then scroll."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.pages import PageKind
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import hairline

HIGHEST, LOWEST = 44, 32  # of a row, in logical pixels
EDGE, SPACE, PARTED = 8, 2, 9  # over and under the rows, between two, around a line between groups
INTO_THE_PAGE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)
SLIM = 6  # the scroll bar, which is there to say that more follows


class Rail(QWidget):
    """The work areas; Ctrl+1 … Ctrl+9 reach the first nine, arrows walk them."""

    chosen = Signal(str)
    lock_wanted = Signal()
    entered = Signal()  # from the rail into the page

    def __init__(self, kinds: Sequence[PageKind]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SIZES.rail)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._lines = sum(1 for kind in kinds[1:] if kind.opens_group)
        self._room = _room()
        inside = QWidget()
        inside.setObjectName("scrolled")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, EDGE, 0, 0)
        rows.setSpacing(SPACE)
        for number, kind in enumerate(kinds, start=1):
            if kind.opens_group and number > 1:
                rows.addWidget(_line_between_groups())
            rows.addWidget(self._work_area(kind, number))
        rows.addStretch(1)
        self._room.setWidget(inside)
        self._lock_button = self._lock()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, EDGE)
        column.setSpacing(SPACE)
        column.addWidget(self._room, 1)
        column.addWidget(_line_between_groups())
        column.addWidget(self._lock_button)

    def show_chosen(self, key: str) -> None:
        """Mark the area that is open."""
        self._buttons[key].setChecked(True)
        self._room.ensureWidgetVisible(self._buttons[key], 0, LOWEST)

    def walk_on(self, key: str) -> None:
        """The cursor stays on the button of an area that the arrows opened."""
        self._buttons[key].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Rows share the height there is, between what a finger wants and what an eye still likes."""
        super().resizeEvent(event)
        rows = len(self._buttons) + 1
        free = self.height() - 2 * EDGE - SPACE * rows - PARTED * (self._lines + 1)
        height = max(LOWEST, min(HIGHEST, free // rows))
        for made in (*self._buttons.values(), self._lock_button):
            made.setFixedHeight(height)
        chosen = self._group.checkedButton()
        if chosen is not None:
            self._room.ensureWidgetVisible(chosen, 0, LOWEST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A button that the keys reach is brought into view."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.entered.emit()  # a cursor left on the rail would take the keys meant for the page that is clicked
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QToolButton):
            self._room.ensureWidgetVisible(watched, 0, LOWEST)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in INTO_THE_PAGE:
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)

    def _work_area(self, kind: PageKind, number: int) -> QToolButton:
        made = _rail_button(kind.title, kind.icon)
        made.setCheckable(True)
        made.installEventFilter(self)
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


def _room() -> QScrollArea:
    made = QScrollArea(widgetResizable=True)
    made.setObjectName("railroom")
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.verticalScrollBar().setFixedWidth(SLIM)
    return made


def _line_between_groups() -> QWidget:
    made = QWidget()
    made.setFixedHeight(PARTED - SPACE)
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 0, 16, 0)
    column.addWidget(hairline())
    return made


def _rail_button(title: str, icon_name: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("kind", "rail")
    made.setText(f"  {title}")
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(SIZES.icon, SIZES.icon))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
