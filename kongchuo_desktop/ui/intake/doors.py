"""Which act of the desk reads, writes and gives back each kind of file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kongchuo_desktop.desk import attendance, changes, importing, visits
from kongchuo_desktop.desk.attendance import AttendancePreview
from kongchuo_desktop.desk.changes import ChangesPreview
from kongchuo_desktop.desk.importing import Imported, Preview
from kongchuo_desktop.desk.visits import VisitsPreview
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.tasks import Progress

AnyPreview = Preview | AttendancePreview | ChangesPreview | VisitsPreview


def preview(
    database: Database, kind: str, path: Path, *, now: datetime, mapping: Mapping[str, str], progress: Progress
) -> AnyPreview:
    """Read a file and compare it with the book."""
    if kind == attendance.KIND:
        return attendance.preview(database, path, today=now.date(), mapping=mapping)
    if kind == changes.KIND:
        return changes.preview(database, path, today=now.date(), mapping=mapping)
    if kind == visits.KIND:
        return visits.preview(database, path, today=now.date(), mapping=mapping)
    return importing.preview(database, kind, path, today=now.date(), mapping=mapping, progress=progress)


def write(database: Database, found: AnyPreview, *, now: datetime, progress: Progress) -> Imported:
    """Write what was previewed as one import."""
    if isinstance(found, AttendancePreview):
        return attendance.write(database, found, now=now)
    if isinstance(found, ChangesPreview):
        return changes.write(database, found, now=now)
    if isinstance(found, VisitsPreview):
        return visits.write(database, found, now=now)
    return importing.write(database, found, today=now.date(), progress=progress)


def save_bad_rows(found: AnyPreview, path: Path) -> int:
    """The rows that stay out, to correct."""
    if isinstance(found, AttendancePreview):
        return attendance.save_bad_rows(found, path)
    if isinstance(found, ChangesPreview):
        return changes.save_bad_rows(found, path)
    if isinstance(found, VisitsPreview):
        return visits.save_bad_rows(found, path)
    return importing.save_bad_rows(found, path)
