"""import changes: who comes and who goes, from a list."""

from kongchuo_desktop.cli_ground import Namespace, answer, now, opened
from kongchuo_desktop.commands.grammar import Grammar, tell_import


def import_changes(args: Namespace) -> None:
    """import changes BOOK FILE [--dry-run] [--bad-rows X.xlsx] [--json]."""
    from kongchuo_desktop.desk import books, changes
    from kongchuo_desktop.storage.backup import Why

    with opened(args) as database:
        moment = now()
        found = changes.preview(database, args.file, today=moment.date())
        batch = None
        if not args.dry_run:
            if found.plan.work:
                books.backup_before(database, Why.IMPORT)
            batch = changes.write(database, found, now=moment).batch
        if args.bad_rows:
            changes.save_bad_rows(found, args.bad_rows)
        reply = changes.as_json(found, batch)
        if args.json or args.out:
            answer(reply, args.out)
        tell_import(reply, dry=args.dry_run)


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    grammar.intake("import", "changes", import_changes)
