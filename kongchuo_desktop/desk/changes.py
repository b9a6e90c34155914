"""Bringing a list of changes of the roll in: read, compare, write as one batch. Taken back like every import."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.desk.importing import Imported
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import file_plan, file_writing
from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.school.problems import Problem
from kongchuo_desktop.sheets.bad_rows import RowsToCorrect, write_bad_rows
from kongchuo_desktop.sheets.changes_sheet import ChangesRead, read_changes
from kongchuo_desktop.sheets.roster import LeftOut
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.batches import BatchInfo, current_batch
from kongchuo_desktop.storage.database import Database

KIND = "changes"


@dataclass(frozen=True)
class ChangesPreview:
    """A file read and compared; nothing has been written. `seen` is the end of the log it was compared at."""

    path: Path
    read: ChangesRead
    plan: Plan
    seen: int
    kind: str = KIND


def preview(
    database: Database, path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ChangesPreview:  # fmt: skip
    """Read a list of changes and compare it with the book."""
    read = read_changes(path, today=today, mapping=mapping, cancelled=cancelled)
    with database.read() as session:
        plan = file_plan.plan(session, rows=read.rows, problems=read.problems, today=today)
        return ChangesPreview(path, read, plan, audit.head(session.connection())[0])


def write(database: Database, found: ChangesPreview, *, now: datetime) -> Imported:
    """Write a preview as one batch; refused when the book has changed since it was compared."""
    counts = found.plan.counts()
    if not found.plan.work:
        return Imported(None, counts)
    with database.write("导入学籍异动", batch=BatchInfo(KIND, found.path.name, counts)) as session:
        if audit.head(session.connection())[0] != found.seen:
            raise UserError("预览之后账本又有改动，为免覆盖，请重新选择文件再预览一次。什么都没有写入。")
        file_writing.apply(session, plan=found.plan, now=now, by=database.actor)
        return Imported(current_batch(session), counts)


def as_json(found: ChangesPreview, batch: int | None) -> dict[str, Any]:
    """The answer of `import changes … --json`, the same as of every import."""
    told = [_problem(problem) for problem in found.plan.problems]
    return {**found.plan.counts(), "problems": told, "gone": [], "batch": batch}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet, "row": problem.row, "column": problem.column, "reason": problem.reason,
        "severity": problem.severity.value, "cell": problem.cell,
    }  # fmt: skip


def save_bad_rows(found: ChangesPreview, path: Path) -> int:
    """The rows that stayed out as an .xlsx to correct and import again; how many."""
    kept_out = {(one.sheet, one.row) for one in found.plan.problems if one.severity != "note"}
    rows = {(one.sheet, one.row): one for one in found.read.left_out}
    for row in found.read.rows:
        if (row.sheet, row.row) in kept_out:
            rows[row.sheet, row.row] = LeftOut(row.sheet, row.row, row.raw)
    groups = [
        RowsToCorrect(sheet, found.read.headings, tuple(rows[place] for place in sorted(rows) if place[0] == sheet))
        for sheet in dict.fromkeys(place[0] for place in sorted(rows))
    ]
    return write_bad_rows(path, groups, found.plan.problems)
