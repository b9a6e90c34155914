"""compare …: other people's lists of children beside the book."""

import sys
from pathlib import Path

from kongchuo_desktop.cli_ground import Namespace, answer, now, opened, say
from kongchuo_desktop.commands.grammar import Grammar


def compare(args: Namespace) -> None:
    """compare BOOK FILE… [--as 学籍|户籍 …] [--keep] [--json]."""
    from kongchuo_desktop.desk import comparison
    from kongchuo_desktop.school.enrolment.comparison import Source

    with opened(args) as database:
        moment = now()
        sources = [Source(word) for word in args.sources]
        compared = comparison.run(database, args.files, today=moment.date(), sources=sources)
        check = comparison.keep(database, compared, now=moment) if args.keep else None
        if args.json or args.out:
            answer(comparison.as_json(database, compared, check), args.out)
        else:
            for item in compared.found.differences:
                sys.stdout.write(f"{item.kind.value}\t{item.shown.where}\t{item.name}\t{item.why}\n")
        told = "，".join(f"{kind}{count}" for kind, count in compared.found.counts().items() if count)
        say(f"比对完成：各方一致在册 {compared.found.in_all} 人；差异：{told or '没有'}。")
        for one in compared.lists:
            if left_out := len(one.read.left_out):
                say(f"  {one.label}（{one.path.name}）有 {left_out} 行没有参加比对，原因见 problems。")


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    parser = grammar.verb("", "compare", compare, out=True)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--as", dest="sources", action="append", default=[], choices=("学籍", "户籍"))
    parser.add_argument("--keep", action="store_true")
