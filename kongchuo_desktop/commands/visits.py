"""visits …: home visits in."""

from kongchuo_desktop.cli_ground import Namespace, answer, now, opened
from kongchuo_desktop.commands.grammar import Grammar, tell_import


def visits_import(args: Namespace) -> None:
    """visits import BOOK FILE [--dry-run] [--json]."""
    from kongchuo_desktop.desk import visits

    with opened(args) as database:
        moment = now()
        found = visits.preview(database, args.file, today=moment.date())
        batch = None if args.dry_run else visits.write(database, found, now=moment).batch
        if args.bad_rows:
            visits.save_bad_rows(found, args.bad_rows)
        reply = visits.as_json(found, batch)
        if args.json or args.out:
            answer(reply, args.out)
        tell_import(reply, dry=args.dry_run)


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    grammar.intake("visits", "import", visits_import)
