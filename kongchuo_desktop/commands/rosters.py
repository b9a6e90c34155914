"""import …, list …: the rosters in and out."""

import sys

from kongchuo_desktop.cli_ground import Namespace, answer, now, opened, say
from kongchuo_desktop.commands.grammar import Grammar, tell_import


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
        tell_import(reply, dry=args.dry_run)


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


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    for kind in ("pupils", "staff"):
        grammar.intake("import", kind, import_list).set_defaults(kind=kind)
    grammar.verb("import", "undo", import_undo).add_argument("batch", type=int)
    grammar.verb("list", "pupils", list_pupils, out=True)
