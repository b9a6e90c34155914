"""duties: what the ladder of absence asks for."""

import sys

from kongchuo_desktop.cli_ground import Namespace, answer, now, opened
from kongchuo_desktop.commands.grammar import Grammar, day


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


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    grammar.verb("", "duties", duties, out=True).add_argument("--on", type=day, metavar="DATE")
