"""Bringing a file of records in (a row each): read, compare, write as one batch, give back what stayed out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.desk import row_files
from kongchuo_desktop.desk.importing import Imported
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.batches import BatchInfo, current_batch
from kongchuo_desktop.storage.database import Database


@dataclass(frozen=True)
class RecordKind:
    """A kind of file: its key, the act under which it is written, and the three steps.

    `read(path, today=, mapping=, cancelled=)`; `plan(session, rows=, problems=, today=)` reads only;
    `apply(session, plan=, now=, by=)` writes.
    """

    key: str
    act: str
    read: Callable[..., Any]
    plan: Callable[..., Plan]
    apply: Callable[..., None]


@dataclass(frozen=True)
class RecordPreview:
    """A file read and compared; nothing has been written. `seen` is the end of the log it was compared at."""

    records: RecordKind
    path: Path
    read: Any
    plan: Plan
    seen: int

    @property
    def kind(self) -> str:
        """The key of the kind of file."""
        return self.records.key


def preview(
    records: RecordKind, database: Database, path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> RecordPreview:  # fmt: skip
    """Read a file and compare it with the book."""
    read = records.read(path, today=today, mapping=mapping, cancelled=cancelled)
    with database.read() as session:
        plan = records.plan(session, rows=read.rows, problems=read.problems, today=today)
        return RecordPreview(records, path, read, plan, audit.head(session.connection())[0])


def write(database: Database, found: RecordPreview, *, now: datetime) -> Imported:
    """Write a preview as one batch; refused when the book has changed since it was compared."""
    counts = found.plan.counts()
    if not found.plan.work:
        return Imported(None, counts)
    with database.write(found.records.act, batch=BatchInfo(found.kind, found.path.name, counts)) as session:
        if audit.head(session.connection())[0] != found.seen:
            raise UserError("预览之后账本又有改动，为免覆盖，请重新选择文件再预览一次。什么都没有写入。")
        found.records.apply(session, plan=found.plan, now=now, by=database.actor)
        return Imported(current_batch(session), counts)


def as_json(found: RecordPreview, batch: int | None) -> dict[str, Any]:
    """The answer of an import with --json."""
    return row_files.plan_json(found.plan, batch)


def save_bad_rows(found: RecordPreview, path: Path) -> int:
    """The rows that stayed out as an .xlsx to correct and import again; how many."""
    return row_files.save_rows_left_out(found.read, found.plan, path)
