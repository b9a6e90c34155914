"""The header: the page's name, its one sentence of state, the search box, the main act."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.one_line import OneLine
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES
from kongchuo_desktop.ui.words import button, label


class Header(QWidget):
    """One line over the page; says what the page is and how things stand."""

    def __init__(self, search: QWidget, *, help: Callable[[], object]) -> None:  # noqa: A002 - what it is
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(SIZES.header)
        self._title = label(role="title")
        self._sentence = OneLine("sentence")
        self._act: MainAct | None = None
        self.main_button = self._main_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        words.addStretch(1)
        row.addLayout(words, 2)
        row.addWidget(search, 1)
        row.addWidget(self.main_button)
        row.addWidget(_help_button(help))

    def show_state(self, title: str, sentence: str, act: MainAct | None) -> None:
        """Say how the page in front stands."""
        self._title.setText(title)
        self._sentence.say(sentence)
        self._sentence.setVisible(bool(sentence))
        self._act = act
        self.main_button.setVisible(act is not None)
        if act is not None:
            self.main_button.setText(f" {act.title}")
            self.main_button.setIcon(
                icon(act.icon, COLOURS.on_accent) if act.icon else icon("right", COLOURS.on_accent)
            )

    def _main_button(self) -> QPushButton:
        made = button("", kind="main", run=self._do)
        made.setObjectName("main_act")
        made.hide()
        return made

    def _do(self) -> None:
        if self._act is not None:
            self._act.run()


def _help_button(run: Callable[[], object]) -> QPushButton:
    made = button("", kind="quiet", icon=icon("help"), tip="使用手册，打开的就是这一页怎么用（F1）", run=run)
    made.setAccessibleName("使用手册（F1）")
    return made
