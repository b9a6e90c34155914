"""A new book, step by step; and the sample school."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.ui.start.card import Card
from kongchuo_desktop.ui.start.new_book import NewBook, SchoolCard, SheetCard, TypeBackCard
from kongchuo_desktop.ui.start.recovery import NewPasswordCard
from kongchuo_desktop.ui.start.unlock import SAMPLE, SAMPLE_PASSWORD
from kongchuo_desktop.ui.tell import open_with_desktop

if TYPE_CHECKING:
    from kongchuo_desktop.ui.start.doorway import Doorway


class Making(QObject):
    """Leads through the wizard; the book is made when the password is good, and shown when the sheet is safe."""

    def __init__(self, doorway: "Doorway") -> None:
        super().__init__(doorway)
        self._doorway = doorway
        self._book: NewBook | None = None
        self._made: Any = None

    def begin(self) -> None:
        """Step 1."""
        doorway = self._doorway
        card = SchoolCard(
            folder=doorway.places.books, today=doorway.clock().date(), actor=doorway.actor, before=self._book
        )
        card.back_wanted.connect(doorway.back)
        card.answered.connect(self._ask_password)
        doorway.show(card)

    def _ask_password(self, book: NewBook) -> None:
        self._book = book
        sentence = (
            "第 2 步，共 3 步：密码，至少 8 位。可以用一句自己记得住的话（拼音也行），比短而怪的密码更好记也更安全。"
        )
        card = NewPasswordCard("设一个密码", sentence, act="建立账本", waiting="正在建立账本…", back=self.begin)
        card.password_given.connect(self._make)
        self._doorway.show(card)

    def _make(self, password: str) -> None:
        book, doorway = self._book, self._doorway
        assert book is not None  # noqa: S101 - step 1 came before
        doorway.settings.setValue("actor", book.actor)

        def work(_progress: object) -> Any:
            from kongchuo_desktop.desk import books
            from kongchuo_desktop.school.identity.service import SchoolFacts
            from kongchuo_desktop.storage.passwords import password_objection

            objection = password_objection(password, (book.school, book.actor, book.above))
            if objection:
                raise UserError(objection)
            facts = SchoolFacts(name=book.school, stage=book.stage, current_year=book.year, above=book.above)
            return books.new_book(
                book.path,
                password=password,
                facts=facts,
                clock=doorway.clock,
                actor=book.actor,
                sheet=None,
                places=doorway.places,
            )

        doorway.tasks.run(work, done=self._show_sheet, failed=self._not_made)

    def _not_made(self, error: Exception) -> None:
        sentence = getattr(error, "sentence", "")
        self._doorway.card.object(sentence or "账本没有建成，请再试一次。")
        if not sentence:
            self._doorway.tasks.failure.emit(error)

    def _show_sheet(self, made: Any) -> None:
        self._made = made
        book = self._book
        assert book is not None  # noqa: S101 - step 1 came before
        card = SheetCard(made.recovery_code, suggested=Path.home() / f"{book.school}-恢复码.pdf")
        card.save_wanted.connect(lambda path: self._write_sheet(card, path, show=False))
        card.print_wanted.connect(lambda: self._print_sheet(card))
        card.done.connect(self._ask_group)
        self._doorway.show(card)

    def _print_sheet(self, card: SheetCard) -> None:
        assert self._book is not None  # noqa: S101 - step 1 came before
        self._write_sheet(card, self._book.path.with_name(f"{self._book.path.stem}-恢复码.pdf"), show=True)

    def _write_sheet(self, card: SheetCard, path: Path, *, show: bool) -> None:
        code, school, now = self._made.recovery_code, self._book.school if self._book else "", self._doorway.clock()

        def work(_progress: object) -> Path:
            from kongchuo_desktop.desk import books

            books.write_recovery_sheet(path, school=school, code=code, made_on=now)
            return path

        def done(written: Path) -> None:
            words = f"已存到 {written}。打印后请把这个文件从电脑上删除。"
            if show and not open_with_desktop(written):
                words = (
                    f"这台电脑上没有能打开 PDF 的程序，恢复码页存在 {written}。"
                    "请拷到别的电脑上打印，再把这个文件删除；或用笔抄下来。"
                )
            card.was_saved(words)

        self._doorway.tasks.run(work, done=done, failed=lambda error: _object(card, error))

    def _ask_group(self) -> None:
        card = TypeBackCard(self._made.recovery_code, draw=secrets.randbelow)
        card.proven.connect(lambda: self._doorway.finish_new(self._made))
        card.back_wanted.connect(lambda: self._show_sheet(self._made))
        self._doorway.show(card)


def make_sample(doorway: "Doorway") -> None:
    """Build the sample school under a password of its own and open it at once."""
    path = doorway.places.books / SAMPLE
    password = SAMPLE_PASSWORD
    doorway.book = path
    card = Card("正在准备示例学校", f"一所虚构的小学，里面没有真人。以后再打开它，密码是 {password}")
    doorway.show(card)

    def work(_progress: object) -> None:
        from kongchuo_desktop.desk import demo

        if not path.exists():
            demo.build(path, password=password, clock=doorway.clock)

    doorway.tasks.run(
        work, done=lambda _none: doorway.open_book(password=password), failed=lambda error: _object(card, error)
    )


def _object(card: Card, error: Exception) -> None:
    card.column.addWidget(card.trouble)
    card.object(getattr(error, "sentence", "") or "没有做成，请再试一次。")
