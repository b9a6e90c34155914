"""The school's own wording: title, body, the placeholders explained, what is wrong with the text as it is typed."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)  # fmt: skip
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import papers
from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.agreements import wording
from kongchuo_desktop.school.agreements.rules import BY_KIND
from kongchuo_desktop.school.agreements.wording import WordingText
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.tasks import Progress
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, label

PAUSE = 200  # milliseconds after the last key before the text is judged
NAME = Qt.ItemDataRole.UserRole


class WordingPane(QWidget):
    """Left the text, right what may stand in braces; nothing is changed before 保存."""

    left = Signal()

    def __init__(self, page: QWidget, office: Office) -> None:
        super().__init__()
        self._page = page
        self._office = office
        self._text: WordingText | None = None
        self._own = False
        self.name = label(role="heading")
        self.title = QLineEdit()
        self.body = QPlainTextEdit()
        self.problems = label(role="wrong", wrap=True)
        self.placeholders = QListWidget()
        self.placeholders.setAccessibleName("可以放进文字里的项目")
        self.placeholders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.save_button = button("保存", kind="main", tip="Ctrl+S", run=self.save)
        self.restore_button = button("恢复原文", icon=icon("undo"), run=self.restore)
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.judge)
        self.body.textChanged.connect(self._pause.start)
        self.title.textChanged.connect(self._pause.start)
        self.placeholders.itemActivated.connect(self._insert)

    def open_kind(self, kind: str) -> None:
        """Read the text in force and show it."""

        def question(session: Session) -> tuple[WordingText, bool]:
            own = agreements.own_wording(session, kind=kind) is not None
            return papers.wording(session, kind=kind), own

        self._office.read(question, self._show, latest="wording")

    def changed(self) -> bool:
        """Whether something is typed that is not saved."""
        text = self._text
        return text is not None and (self.title.text(), self.body.toPlainText()) != (text.title, text.body)

    def judge(self) -> bool:
        """Say what is wrong with the text; True when nothing is."""
        if self._text is None:
            return False
        found = wording.check(self._text.kind, f"{self.title.text()}\n{self.body.toPlainText()}")
        found = tuple(_without_title(sentence) for sentence in found)
        self.problems.setText("\n".join(found[:4]))
        self.save_button.setEnabled(not found and self.changed())
        return not found

    def save(self) -> None:
        """Keep the text; agreements printed from now on have it."""
        if self._text is None or not self.judge() or not self.changed():
            return
        kind, title, body, now = (
            self._text.kind,
            self.title.text().strip(),
            self.body.toPlainText(),
            self._office.clock(),
        )
        before, was_own = self._text, self._own

        def undo() -> None:
            if was_own:
                self._write("撤销修改文字", kind, before.title, before.body, now)
            else:
                self._office.write(
                    "恢复责任书原文",
                    lambda s: agreements.restore_wording(s, kind=kind),
                    done=lambda _n: self.open_kind(kind),
                )

        self._write("修改责任书文字", kind, title, body, now)
        self._office.tell.toast("已保存，以后打印都用这份文字", undo=undo)

    def restore(self) -> None:
        """Back to the text that came with the program."""
        if self._text is None:
            return
        kind, mine, now = self._text.kind, self._text, self._office.clock()

        def done(_none: object) -> None:
            self.open_kind(kind)
            undo = (lambda: self._write("撤销恢复原文", kind, mine.title, mine.body, now)) if self._own else None
            self._office.tell.toast("已恢复程序自带的文字", undo=undo)

        self._office.write("恢复责任书原文", lambda session: agreements.restore_wording(session, kind=kind), done=done)

    def preview(self) -> None:
        """The first signer's letter with the text as it stands here, saved or not."""
        if self._text is None or not self.judge():
            return
        database, today = self._office.database, self._office.today()
        text = replace(self._text, title=self.title.text().strip(), body=self.body.toPlainText())

        def work(_progress: Progress) -> bytes:
            from kongchuo_desktop.documents.agreements import agreements_pdf

            prepared = papers.prepare(database, text.kind, today=today)
            return agreements_pdf([replace(content, wording=text) for content in prepared.contents[:1]])

        self._office.tasks.run(work, done=self._show_preview, title="排版预览")

    def leave(self) -> bool:
        """Whether the pane may go; asks when something is not saved."""
        if self.changed() and self._office.tell.confirm(
            "文字改动还没有保存。", act="继续修改", cancel="不保存，离开", detail="按 Ctrl+S 可以保存。"
        ):
            return False
        self._text = None
        return True

    def _write(self, act: str, kind: str, title: str, body: str, now: Any) -> None:
        self._office.write(
            act,
            lambda session: agreements.set_wording(session, kind=kind, title=title, body=body, now=now),
            done=lambda _none: self.open_kind(kind),
        )

    def _show(self, answer: tuple[WordingText, bool]) -> None:
        self._text, self._own = answer
        text = self._text
        state = "本校改过的文字" if self._own else "程序自带的文字"
        self.name.setText(f"{BY_KIND[text.kind].title} · {state}")
        self.title.setText(text.title)
        self.body.setPlainText(text.body)
        self.restore_button.setEnabled(self._own)
        self.placeholders.clear()
        for item in wording.PLACEHOLDERS[text.kind]:
            line = QListWidgetItem(f"{item.name}  {item.meaning}")
            line.setData(NAME, item.name)
            line.setSizeHint(QSize(0, 32))
            line.setToolTip(f"{{{item.name}}}：{item.meaning}。双击插入到光标处。")
            self.placeholders.addItem(line)
        self.judge()

    def _insert(self, line: QListWidgetItem) -> None:
        self.body.insertPlainText(f"{{{line.data(NAME)}}}")
        self.body.setFocus()

    def _show_preview(self, pdf: bytes) -> None:
        box = PreviewBox(
            self._page,
            self._office,
            title="预览第一份",
            sentence="这是按现在的文字排出的第一个人的那一份，还没有保存。" if self.changed() else "",
        )
        box.finish_side()
        box.show_pdf(pdf)
        box.open()

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(8)
        text.addWidget(self.name)
        text.addWidget(label("标题", role="label"))
        text.addWidget(self.title)
        text.addWidget(label("正文：一行一段；“一、”开头的是一级标题，“（一）”开头的是二级", role="label"))
        text.addWidget(self.body, 1)
        text.addWidget(self.problems)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.save_button.setIcon(icon("check", COLOURS.on_accent))
        for made in (self.save_button, button("预览第一份", icon=icon("eye"), run=self.preview), self.restore_button):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(button("返回", icon=icon("left"), run=self.left.emit))
        text.addLayout(row)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(label("可以用的项目", role="heading"))
        words.addWidget(
            label("写成 {学生姓名} 这样，打印时换成每个人自己的内容。双击或按回车插入。", role="hint", wrap=True)
        )
        words.addWidget(self.placeholders, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.setSpacing(24)
        outer.addLayout(text, 1)
        side = QWidget()
        side.setFixedWidth(360)
        side.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side)


def _without_title(sentence: str) -> str:
    """Line 1 of what is judged is the title; the body's own lines count from 1."""
    number, found, rest = sentence.removeprefix("第").partition("行")
    if not found or not number.isdecimal():
        return sentence
    return f"标题{rest}" if number == "1" else f"正文第{int(number) - 1}行{rest}"
