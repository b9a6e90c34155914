"""Lists of changes made on the spot, and brought in."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kongchuo_desktop.desk import record_files
from kongchuo_desktop.desk.record_kinds import CHANGES
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW

HEAD = ("日期", "姓名", "学籍号", "类型", "来源或去向", "回执")


def file_of(path: Path, rows: Sequence[Sequence[str]], *, head: Sequence[str] = HEAD) -> Path:
    """A list of changes as an office machine saves it."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def bring(
    book: Database, path: Path, rows: Sequence[Sequence[str]], *, head: Sequence[str] = HEAD, now: datetime = NOW
) -> record_files.RecordPreview:
    """Import a list made of these rows."""
    found = record_files.preview(CHANGES, book, file_of(path, rows, head=head), today=now.date())
    record_files.write(book, found, now=now)
    return found


def counts(found: record_files.RecordPreview) -> dict[str, int]:
    """Only the fates that a row met."""
    return {fate: count for fate, count in found.plan.counts().items() if count}


def reasons(found: record_files.RecordPreview) -> str:
    """Everything the preview says."""
    return "\n".join(problem.reason for problem in found.plan.problems)


def on_the_roll(book: Database) -> dict[str, tuple[str, str]]:
    """Name → status and class of everybody in school or on leave."""
    with book.read() as session:
        return {one.name: (one.status, one.class_name) for one in pupil_room.pupils(session, today=NOW.date())}
