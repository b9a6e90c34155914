"""The very first start: make a book, open one that is there, or look at the sample school."""

from PySide6.QtCore import Signal

from kongchuo_desktop.ui.start.card import Card
from kongchuo_desktop.ui.words import button, label


class WelcomeCard(Card):
    """Three ways on, each with a sentence about when it is the right one."""

    new_wanted = Signal()
    open_wanted = Signal()
    restore_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("欢迎使用控辍", "学校的学生、教职工、责任书都记在一本加密的账本里。第一次使用，请选一项：")
        ways = (
            ("新建学校账本", "学校还没有账本。约 5 分钟，要用到打印机或一支笔。", self.new_wanted),
            ("打开已有账本", "账本文件（.kongchuo）已经在这台电脑上。", self.open_wanted),
            ("从备份恢复", "换了电脑，或原来的账本坏了，手里有备份U盘。", self.restore_wanted),
            ("试用示例学校", "先看看程序什么样：一所虚构的小学，可以随便改。", self.sample_wanted),
        )
        for place, (title, when, signal) in enumerate(ways):
            made = button(title, kind="main" if place == 0 else "step", run=signal.emit)
            made.setProperty("wide", True)
            made.setMinimumHeight(44)
            if place == 0:
                self.setFocusProxy(made)
            self.column.addWidget(made)
            self.column.addWidget(label(when, role="hint", wrap=True))
            self.column.addSpacing(12)
        self.column.addStretch(1)
