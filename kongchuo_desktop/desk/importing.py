"""Bringing a list in: read, compare, write as one batch, take back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.agreements.model import Agreement
from kongchuo_desktop.school.classes import staff_roster
from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.school.problems import Problem
from kongchuo_desktop.school.pupils import roster, roster_writing
from kongchuo_desktop.sheets.roster import RosterRead, read_roster
from kongchuo_desktop.sheets.staff_list import StaffRead, read_staff
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.batches import BatchInfo, current_batch
from kongchuo_desktop.storage.database import Database

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Preview:
    """A file read and compared; nothing has been written. `seen` is the end of the log it was compared at."""

    kind: str  # pupils | staff
    path: Path
    read: RosterRead | StaffRead
    plan: Plan
    seen: int


@dataclass(frozen=True)
class Imported:
    """What an import did; `batch` is None when there was nothing to write."""

    batch: int | None
    counts: Mapping[str, int]


def preview(
    database: Database, kind: str, path: Path, *, today: date, mapping: Any = None, progress: Progress | None = None
) -> Preview:
    """Read a file of pupils or staff and compare it with the book."""
    read = read_roster(path, mapping=mapping) if kind == "pupils" else read_staff(path, mapping=mapping)
    with database.read() as session:
        plan = compare(session, read, today=today, progress=progress)
        return Preview(kind, path, read, plan, _end_of_log(session))


def compare(
    session: Session, read: RosterRead | StaffRead, *, today: date, progress: Progress | None = None
) -> Plan:
    """The plan of a file against the book as it stands in this session."""
    if isinstance(read, RosterRead):
        return roster.plan(session, rows=read.rows, problems=read.problems, today=today, progress=progress)
    return staff_roster.plan(session, rows=read.rows, problems=read.problems, today=today)


def _end_of_log(session: Session) -> int:
    return audit.head(session.connection())[0]


def write(
    database: Database, found: Preview, *, today: date, progress: Progress | None = None
) -> Imported:
    """Write a preview as one batch; refused when the book has changed since it was compared."""
    counts = found.plan.counts()
    if not found.plan.work:
        return Imported(None, counts)
    name = {"pupils": "导入学生名册", "staff": "导入教职工名册"}[found.kind]
    with database.write(name, batch=BatchInfo(found.kind, found.path.name, counts)) as session:
        if _end_of_log(session) != found.seen:
            raise UserError("预览之后账本又有改动,为免覆盖,请重新选择文件再预览一次。什么都没有写入。")
        if found.kind == "pupils":
            roster_writing.apply(session, plan=found.plan, progress=progress)
        else:
            staff_roster.apply(session, plan=found.plan, today=today)
        batch = current_batch(session)
    return Imported(batch, counts)


def as_json(found: Preview, batch: int | None) -> dict[str, Any]:
    """The answer of `import … --json`."""
    problems = [_problem(problem) for problem in found.plan.problems]
    told = {(problem.sheet, problem.row, problem.reason) for problem in found.plan.problems}
    for row in found.plan.rows:
        problems += [
            {"sheet": row.sheet, "row": row.row, "column": "", "reason": reason}
            for reason in row.reasons
            if (row.sheet, row.row, reason) not in told
        ]
    gone = [{"name": item.name, "class": item.class_name} for item in found.plan.gone]
    return {**found.plan.counts(), "problems": problems, "gone": gone, "batch": batch}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "reason": problem.reason,
        "severity": problem.severity.value,
        "cell": problem.cell,
    }


def built_on(session: Session, table: str, row_ids: frozenset[int]) -> tuple[str, ...]:
    """What stands on imported rows without a foreign key: agreements issued to those signers."""
    party = {"pupil": "pupil", "staff_member": "staff", "village": "village"}.get(table)
    if party is None:
        return ()
    rows = session.query(Agreement.party_name, Agreement.party_id).filter(Agreement.party_kind == party)
    return tuple(f"{name}的责任书" for name, party_id in rows if party_id in row_ids)
