"""book …: a book made, asked, checked, backed up and brought back; the sample school."""

import sys
from pathlib import Path

from kongchuo_desktop.cli_ground import Namespace, actor, answer, now, opened, password_of, say, typed
from kongchuo_desktop.commands.grammar import Grammar
from kongchuo_desktop.kit.errors import UserError


def book_new(args: Namespace) -> None:
    """book new BOOK --school NAME --stage STAGE --year 2026."""
    from kongchuo_desktop.desk import books
    from kongchuo_desktop.school.identity.service import SchoolFacts

    facts = SchoolFacts(name=args.school, stage=args.stage, current_year=args.year, above=args.above or "")
    password = password_of(args, twice=True)
    if objection := books.objection_to(password, facts):
        if not password or typed(args):
            raise UserError(objection)
        say(f"提醒：{objection}")  # a script chose it; whoever runs the script answers for it
    made = books.new_book(
        args.book, password=password, facts=facts, clock=now, actor=actor(),
        sheet=None if args.no_sheet else args.book.with_name(f"{args.book.stem}-恢复码.pdf"),
    )  # fmt: skip
    books.close(made.database, keep=False)
    say(f"账本已建立：{args.book}")
    if made.sheet:
        say(f"恢复码已写入：{made.sheet}。请打印两份分开保管，打印后删除此文件。")
    else:
        say(f"恢复码（只显示这一次，请抄下）：{made.recovery_code}")


def book_info(args: Namespace) -> None:
    """book info BOOK."""
    from kongchuo_desktop.desk import books

    with opened(args) as database:
        answer(books.info(database, now=now()), args.out)


def book_check(args: Namespace) -> None:
    """book check BOOK: exits 1 with what is wrong."""
    from kongchuo_desktop.desk import books

    with opened(args) as database:
        say(books.check(database))


def book_backup(args: Namespace) -> None:
    """book backup BOOK [--to FOLDER]."""
    from kongchuo_desktop.desk import books

    with opened(args) as database:
        path, sentence = books.save_backup(database, to=args.to)
        say(sentence)
        sys.stdout.write(f"{path}\n")


def book_backups(args: Namespace) -> None:
    """book backups BOOK: the list with what each holds."""
    from kongchuo_desktop.desk import books

    answer(books.backups(args.book), args.out)


def book_restore(args: Namespace) -> None:
    """book restore BOOK [--from BACKUP]."""
    from kongchuo_desktop.desk import books

    code = args.recovery_code
    say(books.restore(
        args.book, source=args.source, password=None if code else password_of(args), recovery_code=code,
        clock=now, actor=actor(),
    ))  # fmt: skip


def demo(args: Namespace) -> None:
    """demo BOOK: build the sample school."""
    from kongchuo_desktop.desk import demo as sample

    made = sample.build(args.book, password=password_of(args, twice=True), clock=now)
    say(f"示例学校已建立：{args.book}（学生 {made} 名，全部为虚构）")


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    new = grammar.verb("book", "new", book_new)
    new.add_argument("--school", required=True)
    new.add_argument("--stage", required=True, choices=("小学", "初中", "九年一贯", "教学点"))
    new.add_argument("--year", type=int, required=True)
    new.add_argument("--above")
    new.add_argument("--no-sheet", action="store_true")
    grammar.verb("book", "info", book_info, out=True)
    grammar.verb("book", "check", book_check)
    grammar.verb("book", "backup", book_backup).add_argument("--to", type=Path)
    grammar.verb("book", "backups", book_backups, out=True)
    grammar.verb("book", "restore", book_restore).add_argument("--from", dest="source", type=Path)
    grammar.verb("", "demo", demo)
