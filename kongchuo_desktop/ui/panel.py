"""The side panel: opens at the right of a list, shows one child, and leaves the list where it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import hairline, label


class SidePanel(QFrame):
    """A heading, a scrolling body, a foot of buttons. Esc or × closes; `closed` is then emitted."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(SIZES.panel)
        self._title = label(role="title", wrap=True)
        self._detail = label(role="sentence", wrap=True)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(24, 12, 24, 12)
        self._foot.setSpacing(8)
        self._over_foot = QVBoxLayout()
        self._over_foot.setContentsMargins(24, 0, 24, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(hairline())
        column.addWidget(self._scroll, 1)
        column.addWidget(hairline())
        column.addLayout(self._over_foot)
        column.addLayout(self._foot)
        self.hide()

    def open(
        self, title: str, detail: str, body: QWidget, buttons: tuple[QWidget, ...] = (), *, note: QWidget | None = None
    ) -> None:
        """Show `body` under its heading; the body before it is deleted. `note` stays in sight over the buttons.

        Keys that were in the panel stay in it, on the first button.
        """
        cursor = self.window().focusWidget()
        inside = cursor is not None and self.isAncestorOf(cursor)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        body.setObjectName(body.objectName() or "scrolled")
        self._scroll.setWidget(body)
        self._put_note(note)
        self._put_buttons(buttons)
        self.show()
        if inside and buttons:
            buttons[0].show()  # a hidden one takes no cursor, and the layout shows it only later
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> bool:
        """Close; False when it was not open."""
        if not self.isVisible():
            return False
        self.hide()
        self.closed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        shut = QToolButton()
        shut.setProperty("kind", "icon")
        shut.setIcon(icon("close"))
        shut.setToolTip("关闭（Esc）")
        shut.setAccessibleName("关闭")
        shut.clicked.connect(self.close_panel)
        row = QHBoxLayout()
        row.setContentsMargins(24, 16, 12, 16)
        row.addLayout(words, 1)
        row.addWidget(shut, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _put_note(self, note: QWidget | None) -> None:
        while (item := self._over_foot.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it would be painted once more where it no longer has a place
                widget.deleteLater()
        self._over_foot.setContentsMargins(24, 12 if note is not None else 0, 24, 0)
        if note is not None:
            self._over_foot.addWidget(note)

    def _put_buttons(self, buttons: tuple[QWidget, ...]) -> None:
        while (item := self._foot.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it would be painted once more where it no longer has a place
                widget.deleteLater()
        for made in buttons:
            self._foot.addWidget(made)
        self._foot.addStretch(1)


def begin_part(column: QVBoxLayout, heading: str, act: QWidget | None = None) -> None:
    """A part of a panel's body: its heading over a line, perhaps with an act at the right."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 12 if column.count() else 0, 0, 0)
    row.addWidget(label(heading, role="heading", wrap=act is None), 1)
    if act is not None:
        row.addWidget(act)
    column.addLayout(row)
    column.addWidget(hairline())
