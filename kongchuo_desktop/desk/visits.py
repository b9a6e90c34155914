"""Bringing a file of visits in: read, compare, write as one batch. Taken back like every import."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.desk import row_files
from kongchuo_desktop.desk.importing import Imported
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.school.visits import file_plan
from kongchuo_desktop.sheets.visits_sheet import VisitsRead, read_visits
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.batches import BatchInfo, current_batch
from kongchuo_desktop.storage.database import Database

KIND = "visits"


@dataclass(frozen=True)
class VisitsPreview:
    """A file read and compared; nothing has been written. `seen` is the end of the log it was compared at."""

    path: Path
    read: VisitsRead
    plan: Plan
    seen: int
    kind: str = KIND


def preview(
    database: Database, path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> VisitsPreview:  # fmt: skip
    """Read a file of visits and compare it with the book."""
    read = read_visits(path, today=today, mapping=mapping, cancelled=cancelled)
    with database.read() as session:
        plan = file_plan.plan(session, rows=read.rows, problems=read.problems, today=today)
        return VisitsPreview(path, read, plan, audit.head(session.connection())[0])


def write(database: Database, found: VisitsPreview, *, now: datetime) -> Imported:
    """Write a preview as one batch; refused when the book has changed since it was compared."""
    counts = found.plan.counts()
    if not found.plan.work:
        return Imported(None, counts)
    with database.write("导入家访记录", batch=BatchInfo(KIND, found.path.name, counts)) as session:
        if audit.head(session.connection())[0] != found.seen:
            raise UserError("预览之后账本又有改动，为免覆盖，请重新选择文件再预览一次。什么都没有写入。")
        file_plan.apply(session, plan=found.plan, now=now, by=database.actor)
        return Imported(current_batch(session), counts)


def as_json(found: VisitsPreview, batch: int | None) -> dict[str, Any]:
    """The answer of `visits import … --json`, the same as of `import`."""
    return row_files.plan_json(found.plan, batch)


def save_bad_rows(found: VisitsPreview, path: Path) -> int:
    """The rows that stayed out as an .xlsx to correct and import again; how many."""
    return row_files.save_rows_left_out(found.read, found.plan, path)
