"""The command line: the same verbs as the window (see docs/development.md for the table of commands).

Exit 0: done. 1: a sentence for the user on stderr. 2: wrong usage. JSON goes to stdout or --out, talk to stderr.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from kongchuo_desktop import __version__
from kongchuo_desktop.cli_ground import Namespace, actor, answer, chosen, now, opened, password_of, say, typed
from kongchuo_desktop.kit.errors import UserError


class _Parser(argparse.ArgumentParser):
    """argparse with its complaints in one line; usage errors leave with 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"命令不完整或有误：{message}\n")


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


def import_list(args: Namespace) -> None:
    """import pupils|staff BOOK FILE [--dry-run] [--json]."""
    from kongchuo_desktop.desk import books, importing
    from kongchuo_desktop.storage.backup import Why

    with opened(args) as database:
        today = now().date()
        found = importing.preview(database, args.kind, args.file, today=today)
        batch = None
        if not args.dry_run:
            if found.plan.work:
                books.backup_before(database, Why.IMPORT)
            batch = importing.write(database, found, today=today).batch
        if args.bad_rows:
            importing.save_bad_rows(found, args.bad_rows)
        reply = importing.as_json(found, batch)
        if args.json or args.out:
            answer(reply, args.out)
        _tell_import(reply, dry=args.dry_run)


def _tell_import(reply: dict[str, Any], *, dry: bool) -> None:
    say(
        ("预览（没有写入）：" if dry else "") + f"新增 {reply['new']}，更新 {reply['changed']},"
        f"无变化 {reply['unchanged']}，存疑 {reply['doubtful']}，拒收 {reply['refused']}"
        + (f";批次号 {reply['batch']}" if reply["batch"] else "")
    )
    for problem in reply["problems"]:
        where = " ".join(filter(None, (problem["sheet"], f"第{problem['row']}行", problem["column"])))
        say(f"  {where}：{problem['reason']}")


def attendance_import(args: Namespace) -> None:
    """attendance import BOOK FILE [--dry-run] [--json]."""
    from kongchuo_desktop.desk import attendance

    with opened(args) as database:
        moment = now()
        found = attendance.preview(database, args.file, today=moment.date())
        batch = None if args.dry_run else attendance.write(database, found, now=moment).batch
        if args.bad_rows:
            attendance.save_bad_rows(found, args.bad_rows)
        reply = attendance.as_json(found, batch)
        if args.json or args.out:
            answer(reply, args.out)
        _tell_import(reply, dry=args.dry_run)


def duties(args: Namespace) -> None:
    """duties BOOK [--on DATE] --json: what the ladder of absence asks for."""
    from kongchuo_desktop.desk import duties as due

    with opened(args) as database:
        found = due.as_json(database, on=args.on or now().date())
    if args.json or args.out:
        answer(found, args.out)
    else:
        for item in found:
            words = (item["due"], item["state"], item["class"], item["name"], item["title"], item["duty"], item["who"])
            sys.stdout.write("\t".join(words) + "\n")


def day(text: str) -> date:
    """A date of the command line, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期要写成 2026-09-01 这样，不是“{text}”") from None


def import_undo(args: Namespace) -> None:
    """import undo BOOK BATCH."""
    from kongchuo_desktop.desk import importing

    with opened(args) as database:
        say(importing.undo(database, args.batch))


def list_pupils(args: Namespace) -> None:
    """list pupils BOOK --json."""
    from kongchuo_desktop.desk import lists

    with opened(args) as database:
        people = lists.pupils(database, today=now().date())
    if args.json or args.out:
        answer(people, args.out)
    else:
        for person in people:
            sys.stdout.write(f"{person['class']}\t{person['name']}\t{person['sex']}\t{person['birth_date']}\n")


def paper_list(args: Namespace) -> None:
    """paper list [--json]: key<TAB>title."""
    from kongchuo_desktop.desk import papers

    _catalogue([(kind.key, kind.title) for kind in papers.kinds()], args)


def report_list(args: Namespace) -> None:
    """report list [--json]."""
    from kongchuo_desktop.reports.catalogue import KINDS

    _catalogue([(kind.key, kind.title) for kind in KINDS], args)


def _catalogue(lines: list[tuple[str, str]], args: Namespace) -> None:
    if args.json or args.out:
        answer([{"key": key, "title": title} for key, title in lines], args.out)
    else:
        for key, title in lines:
            sys.stdout.write(f"{key}\t{title}\n")


def paper_make(args: Namespace) -> None:
    """paper make BOOK KIND --out PATH [--choose k=v …]."""
    from kongchuo_desktop.desk import papers

    with opened(args) as database:
        made = papers.make(database, args.kind, out=args.out, choices=chosen(args.choose), now=now())
        for sentence in made.remarks:
            say(sentence)
        say(f"已生成 {made.count} 份：{args.out}")


def report_make(args: Namespace) -> None:
    """report make BOOK KIND --out PATH.pdf|.xlsx|.json [--choose k=v …]."""
    from kongchuo_desktop.desk import report_files

    with opened(args) as database:
        rows = report_files.make(database, args.kind, out=args.out, choices=chosen(args.choose), now=now())
        say(f"已生成，共 {rows} 行：{args.out}")


def demo(args: Namespace) -> None:
    """demo BOOK: build the sample school."""
    from kongchuo_desktop.desk import demo as sample

    made = sample.build(args.book, password=password_of(args, twice=True), clock=now)
    say(f"示例学校已建立：{args.book}（学生 {made} 名，全部为虚构）")


def _book(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("book", type=Path, metavar="BOOK")
    parser.add_argument("--password-file")
    parser.add_argument("--recovery-code")
    return parser


def _out(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path)
    return parser


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar in one place."""
    parser = _Parser(prog="kongchuo", description="控辍：村小的办公桌")
    parser.add_argument("--version", action="version", version=f"kongchuo {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=_Parser)
    _book_verbs(_group(verbs, "book"))
    _import_verbs(_group(verbs, "import"))
    _does(_out(_book(_group(verbs, "list").add_parser("pupils"))), list_pupils)
    for noun, lister, maker in (("paper", paper_list, paper_make), ("report", report_list, report_make)):
        group = _group(verbs, noun)
        _does(_out(group.add_parser("list")), lister)
        make = _does(_book(group.add_parser("make")), maker)
        make.add_argument("kind", metavar="KIND")
        make.add_argument("--out", type=Path, required=True)
        make.add_argument("--choose", nargs="*", action="extend", default=[], metavar="K=V")
    attendance = _does(_out(_book(_group(verbs, "attendance").add_parser("import"))), attendance_import)
    attendance.add_argument("file", type=Path, metavar="FILE")
    attendance.add_argument("--dry-run", action="store_true")
    attendance.add_argument("--bad-rows", type=Path, metavar="XLSX")
    due = _does(_out(_book(verbs.add_parser("duties"))), duties)
    due.add_argument("--on", type=day, metavar="DATE")
    _does(_book(verbs.add_parser("demo")), demo)
    _book(verbs.add_parser("shots")).add_argument("folder", type=Path, metavar="DIR")
    return parser


def _group(verbs: Any, name: str) -> Any:
    return verbs.add_parser(name).add_subparsers(dest="what", required=True, parser_class=_Parser)


def _does(parser: argparse.ArgumentParser, act: Callable[[Namespace], None]) -> argparse.ArgumentParser:
    parser.set_defaults(act=act)
    return parser


def _book_verbs(group: Any) -> None:
    new = _does(_book(group.add_parser("new")), book_new)
    new.add_argument("--school", required=True)
    new.add_argument("--stage", required=True, choices=("小学", "初中", "九年一贯", "教学点"))
    new.add_argument("--year", type=int, required=True)
    new.add_argument("--above")
    new.add_argument("--no-sheet", action="store_true")
    _does(_out(_book(group.add_parser("info"))), book_info)
    _does(_book(group.add_parser("check")), book_check)
    _does(_book(group.add_parser("backup")), book_backup).add_argument("--to", type=Path)
    _does(_out(_book(group.add_parser("backups"))), book_backups)
    restore = _does(_book(group.add_parser("restore")), book_restore)
    restore.add_argument("--from", dest="source", type=Path)


def _import_verbs(group: Any) -> None:
    for kind in ("pupils", "staff"):
        parser = _does(_out(_book(group.add_parser(kind))), import_list)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--bad-rows", type=Path, metavar="XLSX")
        parser.set_defaults(kind=kind)
    _does(_book(group.add_parser("undo")), import_undo).add_argument("batch", type=int)


def main(argv: Sequence[str], *, picture: Callable[[Path, Path, str], None]) -> int:
    """Run one command. `picture` (book, folder, password) is the one act that needs the screen: `shots`."""
    args = build_parser().parse_args(argv)
    if book := getattr(args, "book", None):
        args.book = book.absolute()  # sentences name the folder
    try:
        if args.verb == "shots":
            picture(args.book, args.folder, password_of(args))
        else:
            args.act(args)
    except UserError as error:
        say(error.sentence)
        return 1
    except OSError as error:
        say(f"读写“{error.filename or '文件'}”没有成功（{error.strerror or error}），请检查路径和名称的长短。")
        return 1
    except KeyboardInterrupt:
        say("已取消。")
        return 1
    return 0
