"""What every command that brings a file of records in does."""

from datetime import datetime
from typing import TYPE_CHECKING

from kongchuo_desktop.cli_ground import Namespace, answer, opened
from kongchuo_desktop.commands.grammar import tell_import

if TYPE_CHECKING:
    from kongchuo_desktop.desk.record_files import RecordKind


def import_records(args: Namespace, records: "RecordKind", moment: datetime) -> None:
    """Preview, write unless it is a dry run, give bad rows back, answer."""
    from kongchuo_desktop.desk import record_files

    with opened(args) as database:
        found = record_files.preview(database, records, args.file, today=moment.date())
        batch = None if args.dry_run else record_files.write(database, found, now=moment).batch
        if args.bad_rows:
            record_files.save_bad_rows(found, args.bad_rows)
        reply = record_files.as_json(found, batch)
        if args.json or args.out:
            answer(reply, args.out)
        tell_import(reply, dry=args.dry_run)
