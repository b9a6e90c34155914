"""attendance …, duties: registers in, and what the ladder of absence asks for."""

import sys

from kongchuo_desktop.cli_ground import Namespace, answer, now, opened
from kongchuo_desktop.commands.grammar import Grammar, day, tell_import


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
        tell_import(reply, dry=args.dry_run)


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
    grammar.intake("attendance", "import", attendance_import)
    grammar.verb("", "duties", duties, out=True).add_argument("--on", type=day, metavar="DATE")
