"""paper …, report …: what goes to a printer or upward."""

import sys
from pathlib import Path

from kongchuo_desktop.cli_ground import Namespace, answer, chosen, now, opened, say
from kongchuo_desktop.commands.grammar import Grammar


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


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    for noun, lister, maker in (("paper", paper_list, paper_make), ("report", report_list, report_make)):
        grammar.verb(noun, "list", lister, book=False, out=True)
        make = grammar.verb(noun, "make", maker)
        make.add_argument("kind", metavar="KIND")
        make.add_argument("--out", type=Path, required=True)
        make.add_argument("--choose", nargs="*", action="extend", default=[], metavar="K=V")
