"""What every command that brings a file of records in does."""

from collections.abc import Callable
from datetime import datetime

from kongchuo_desktop.cli_ground import Namespace, answer, opened
from kongchuo_desktop.commands.grammar import tell_import


def importer(key: str, now: Callable[[], datetime]) -> Callable[[Namespace], None]:
    """The act of a command for one kind of file: preview, back up and write unless it is a dry run, answer."""

    def act(args: Namespace) -> None:
        from kongchuo_desktop.desk import books, record_files
        from kongchuo_desktop.desk.record_kinds import BY_KEY
        from kongchuo_desktop.storage.backup import Why

        with opened(args) as database:
            moment = now()
            found = record_files.preview(BY_KEY[key], database, args.file, today=moment.date())
            batch = None
            if not args.dry_run:
                if found.plan.work:
                    books.backup_before(database, Why.IMPORT)
                batch = record_files.write(database, found, now=moment).batch
            if args.bad_rows:
                record_files.save_bad_rows(found, args.bad_rows)
            reply = record_files.as_json(found, batch)
            if args.json or args.out:
                answer(reply, args.out)
            tell_import(reply, dry=args.dry_run)

    return act
