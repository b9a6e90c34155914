"""The first thing on the screen: which book, its password, and the other ways in."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kongchuo_desktop.ui.start.card import Card, secret_line, show_secret
from kongchuo_desktop.ui.words import button, label

SAMPLE = "示例学校.kongchuo"
SAMPLE_PASSWORD = "shili-xuexiao-2026"  # noqa: S105 - of an invented school, and said on the card


class UnlockCard(Card):
    """Password in, Enter opens. With `locked` only this book can be opened: the desk behind it still stands."""

    help = "unlock"
    password_given = Signal(str)
    code_wanted = Signal()
    other_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, book: Path, *, locked: bool = False) -> None:
        super().__init__(book.stem, "已锁定。输入密码继续，刚才的页面还在。" if locked else str(book.parent))
        if book.name == SAMPLE:
            self.column.addWidget(label(f"试用的示例学校，密码是 {SAMPLE_PASSWORD}", tone="calm", selectable=True))
        self.password = secret_line()
        self.setFocusProxy(self.password)
        self.enter_presses(self.password)
        above = label("密码", role="label")
        above.setBuddy(self.password)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.password, 1)
        row.addWidget(show_secret(self.password))
        self.column.addWidget(above)
        self.column.addLayout(row)
        self.column.addWidget(self.trouble)
        self.column.addSpacing(12)
        self.column.addLayout(self.buttons(main=button("打开", kind="main", run=self._give)))
        self.column.addStretch(1)
        if not locked:
            self.column.addLayout(self._other_ways())

    def refuse(self, sentence: str) -> None:
        """Say why it did not open; the password is marked to be typed again."""
        self.object(sentence)
        self.password.setEnabled(True)
        self.password.selectAll()
        self.password.setFocus()

    def _give(self) -> None:
        if not self.password.text():
            self.refuse("请先输入密码。")
            return
        self.object("")
        self.set_busy(True, "正在打开…")
        self.password_given.emit(self.password.text())

    def _other_ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(button("忘记密码，用恢复码", kind="link", run=self.code_wanted.emit))
        row.addWidget(button("打开另一个账本", kind="link", run=self.other_wanted.emit))
        row.addWidget(button("新建账本", kind="link", run=self.new_wanted.emit))
        row.addStretch(1)
        return row
