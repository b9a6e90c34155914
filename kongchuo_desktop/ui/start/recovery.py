"""The way in without the password: the code of the recovery sheet, then a new password for this machine."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from kongchuo_desktop.ui.start.card import Card, secret_line, show_secret
from kongchuo_desktop.ui.words import button, label


class RecoveryCard(Card):
    """Seven groups of five signs, typed with or without hyphens."""

    help = "unlock"
    code_given = Signal(str)
    back_wanted = Signal()

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            "用恢复码打开",
            sentence or "请拿出建账本时打印的恢复码页，把 7 组字符照抄下来；大小写、空格和横线都不要紧。",
        )
        self.code = QLineEdit()
        self.code.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        self.setFocusProxy(self.code)
        self.enter_presses(self.code)
        above = label("恢复码", role="label")
        above.setBuddy(self.code)
        self.column.addWidget(above)
        self.column.addWidget(self.code)
        self.column.addWidget(self.trouble)
        self.column.addSpacing(12)
        main = button("打开", kind="main", run=self._give)
        self.column.addLayout(self.buttons(button("返回", run=self.back_wanted.emit), main=main))
        self.column.addStretch(1)

    def _give(self) -> None:
        self.object("")
        self.set_busy(True, "正在打开…")
        self.code_given.emit(self.code.text())


class NewPasswordCard(Card):
    """A password twice, with what speaks against it in words."""

    password_given = Signal(str)

    def __init__(
        self, heading: str, sentence: str, *, act: str = "设好了，打开账本", waiting: str = "正在保存…",
        back: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(heading, sentence)
        self._waiting = waiting
        self.first, self.second = secret_line(), secret_line()
        self.setFocusProxy(self.first)
        self.first.returnPressed.connect(self.second.setFocus)
        self.enter_presses(self.second)
        for words, line in (("新密码", self.first), ("再输一遍", self.second)):
            above = label(words, role="label")
            above.setBuddy(line)
            self.column.addWidget(above)
            self.column.addWidget(line)
            self.column.addSpacing(4)
        self.column.addWidget(show_secret(self.first, self.second), 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.trouble)
        self.column.addSpacing(12)
        ways = (button("返回", run=back),) if back is not None else ()
        self.column.addLayout(self.buttons(*ways, main=button(act, kind="main", run=self._give)))
        self.column.addStretch(1)

    def _give(self) -> None:
        if self.first.text() != self.second.text():
            self.object("两遍输入的密码不一样，请再输一次。")
            self.second.selectAll()
            self.second.setFocus()
            return
        self.object("")
        self.set_busy(True, self._waiting)
        self.password_given.emit(self.first.text())
