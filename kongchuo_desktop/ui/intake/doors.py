"""Which act of the desk reads, writes and gives back each kind of file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kongchuo_desktop.desk import importing, record_files
from kongchuo_desktop.desk.importing import Imported, Preview
from kongchuo_desktop.desk.record_files import RecordPreview
from kongchuo_desktop.desk.record_kinds import BY_KEY
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.tasks import Progress

AnyPreview = Preview | RecordPreview


def preview(
    database: Database, kind: str, path: Path, *, now: datetime, mapping: Mapping[str, str], progress: Progress
) -> AnyPreview:
    """Read a file and compare it with the book."""
    if kind in BY_KEY:
        return record_files.preview(BY_KEY[kind], database, path, today=now.date(), mapping=mapping)
    return importing.preview(database, kind, path, today=now.date(), mapping=mapping, progress=progress)


def write(database: Database, found: AnyPreview, *, now: datetime, progress: Progress) -> Imported:
    """Write what was previewed as one import."""
    if isinstance(found, RecordPreview):
        return record_files.write(database, found, now=now)
    return importing.write(database, found, today=now.date(), progress=progress)


def save_bad_rows(found: AnyPreview, path: Path) -> int:
    """The rows that stay out, to correct."""
    if isinstance(found, RecordPreview):
        return record_files.save_bad_rows(found, path)
    return importing.save_bad_rows(found, path)
