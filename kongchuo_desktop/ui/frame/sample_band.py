"""The band over every page of the sample school: nobody takes the invented children for real ones."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from kongchuo_desktop.ui.one_line import OneLine
from kongchuo_desktop.ui.words import button

SAMPLE_NAME = "示例学校（试用）"
WORDS = "示例学校：孩子和老师都是虚构的，可以随便改、随便印，和真账本不在一个文件里。"
HIGH = 36


def sample_band(own: Callable[[], object]) -> QFrame:
    """What this is, and the way to a book of one's own."""
    made = QFrame()
    made.setObjectName("sampleband")
    made.setFixedHeight(HIGH)
    line = OneLine()
    line.say(WORDS)
    row = QHBoxLayout(made)
    row.setContentsMargins(24, 0, 16, 0)
    row.addWidget(line, 1)
    row.addWidget(button("建立自己学校的账本…", kind="link", run=own))
    return made
