"""The first-start wizard: the school, the password, the recovery sheet, one group typed back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from kongchuo_desktop.school.identity.rules import STAGES, school_year_of
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.start.card import Card
from kongchuo_desktop.ui.words import button, label

BOOK_ENDING = ".kongchuo"
NOT_IN_NAMES = '\\/:*?"<>|'


@dataclass(frozen=True)
class NewBook:
    """What the wizard asks before a book can be made."""

    school: str
    stage: str
    above: str
    year: int
    actor: str
    path: Path


class SchoolCard(Card):
    """Step 1: which school, who is at work, and where the book lies."""

    answered = Signal(object)  # NewBook
    back_wanted = Signal()

    def __init__(self, *, folder: Path, today: date, actor: str = "", before: NewBook | None = None) -> None:
        super().__init__("新建学校账本", "第 1 步，共 3 步：学校。写全称，责任书和报表都照这个名称印。")
        self._folder = folder
        self._chosen: Path | None = None
        self._year = school_year_of(today)
        self.form = Form(_school_fields(), today=lambda: today)
        self.form.put({"stage": STAGES[0], "actor": actor})
        if before is not None:  # come back from the next step: what was typed is still there
            self._chosen = None if before.path.parent == folder else before.path
            self.form.put({key: getattr(before, key) for key in ("school", "stage", "above", "actor")})
        self.form.submitted.connect(self._next)
        self.form.changed.connect(self._show_place)
        self.setFocusProxy(self.form.editor("school"))
        self._place = label("", role="hint", wrap=True)
        self.column.addWidget(self.form)
        place = QHBoxLayout()
        place.addWidget(self._place, 1)
        place.addWidget(button("换个地方", kind="link", run=self._choose_place))
        self.column.addLayout(place)
        self.column.addWidget(self.trouble)
        self.column.addSpacing(8)
        main = button("下一步", kind="main", run=self._next)
        self.column.addLayout(self.buttons(button("返回", run=self.back_wanted.emit), main=main))
        self._show_place()

    def path(self) -> Path:
        """Where the book will lie."""
        name = "".join(sign for sign in self.form.values()["school"] if sign not in NOT_IN_NAMES)
        return self._chosen or self._folder / f"{name or '学校名称'}{BOOK_ENDING}"

    def _show_place(self) -> None:
        self._place.setText(f"账本将存为 {self.path()}")

    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "账本存放在", str(self.path()), f"学校账本 (*{BOOK_ENDING})")
        if chosen:
            self._chosen = Path(chosen).with_suffix(BOOK_ENDING)
            self._show_place()

    def _next(self) -> None:
        if not self.form.check():
            return
        given = self.form.values()
        book = NewBook(given["school"], given["stage"], given["above"], self._year, given["actor"], self.path())
        if book.path.exists():
            self.object(f"“{book.path.name}”已经有了。要打开它请返回选“打开已有账本”；要另建一本请换个地方存放。")
            return
        self.answered.emit(book)


def _school_fields() -> tuple[Field, ...]:
    stages = tuple((stage, stage) for stage in STAGES)
    return (
        Field("school", "学校名称", required=True, longest=80, hint="如：青石镇河湾小学"),
        Field("stage", "学段", "choice", required=True, choices=stages, width=12),
        Field("above", "上级（中心校或教育局）", longest=80, hint="报表送给谁，如：青石镇中心学校；没有可以空着"),
        Field("actor", "您的姓名", required=True, longest=40, width=12, hint="谁改了什么，操作记录里写这个名字"),
    )


class SheetCard(Card):
    """Step 3: the recovery code. Printed, saved or copied by hand: the next card asks for a group of it."""

    save_wanted = Signal(object)  # Path
    print_wanted = Signal()
    done = Signal()

    def __init__(self, code: str, *, suggested: Path) -> None:
        super().__init__(
            "第 3 步：收好恢复码",
            "忘了密码或电脑坏了，只有它能打开账本。请打印、存到U盘，或用笔一字不差地抄下来，"
            "放进学校的保险柜或档案柜，不要和电脑放在一起。",
        )
        self._suggested = suggested
        self.column.addWidget(_code_table(code))
        self.column.addSpacing(8)
        self.column.addWidget(self.trouble)
        self._saved = label("", tone="calm", wrap=True)
        self._saved.hide()
        self.column.addWidget(self._saved)
        self.column.addSpacing(8)
        self._go = button("用笔抄好了，下一步", run=self.done.emit)
        save = button("存为 PDF…", kind="main", run=self._ask_where)
        self.setFocusProxy(save)
        self.column.addLayout(self.buttons(button("打开并打印", run=self.print_wanted.emit), self._go, main=save))
        self.column.addStretch(1)

    def was_saved(self, words: str) -> None:
        """The sheet is on paper or on a disk: the way on is open."""
        self._saved.setText(words)
        self._saved.show()
        self.set_busy(False)
        self._go.setText("收好了，下一步")
        self._go.setFocus()

    def _ask_where(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "恢复码页存到", str(self._suggested), "PDF (*.pdf)")
        if chosen:
            self.save_wanted.emit(Path(chosen).with_suffix(".pdf"))


class TypeBackCard(Card):
    """One group of the sheet typed back: proof that the paper exists."""

    proven = Signal()
    back_wanted = Signal()

    def __init__(self, code: str, *, draw: Callable[[int], int]) -> None:
        groups = code.split("-")
        self._place = draw(len(groups))
        self._wanted = groups[self._place]
        super().__init__(
            "最后一步：核对恢复码页",
            f"请看着刚才的恢复码页，输入第 {self._place + 1} 组的 5 个字符。这样才能确定它真的在您手里。",
        )
        self.group = QLineEdit()
        self.group.setFixedWidth(160)
        self.group.setMaxLength(8)
        self.setFocusProxy(self.group)
        self.enter_presses(self.group)
        above = label(f"第 {self._place + 1} 组", role="label")
        above.setBuddy(self.group)
        self.column.addWidget(above)
        self.column.addWidget(self.group)
        self.column.addWidget(self.trouble)
        self.column.addSpacing(12)
        main = button("完成，进入首页", kind="main", run=self._compare)
        self.column.addLayout(self.buttons(button("再看一次恢复码", run=self.back_wanted.emit), main=main))
        self.column.addStretch(1)

    def _compare(self) -> None:
        typed = self.group.text().strip().upper().translate(str.maketrans("OIL", "011"))
        if typed == self._wanted:
            self.proven.emit()
            return
        self.object(f"和恢复码页第 {self._place + 1} 组不一样，请对照着再输一次。数字 0 和字母 O 都可以。")
        self.group.selectAll()
        self.group.setFocus()


def _code_table(code: str) -> QWidget:
    """The groups with their numbers, big enough to copy by hand."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    for place, group in enumerate(code.split("-")):
        grid.addWidget(label(f"第 {place + 1} 组", role="hint"), place // 4 * 2, place % 4)
        grid.addWidget(label(group, role="figure", selectable=True), place // 4 * 2 + 1, place % 4)
    return table
