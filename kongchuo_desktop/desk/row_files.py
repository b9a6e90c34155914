"""What bringing in any file of records (a row each) has in common: the answer, and the rows given back to correct."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.sheets.bad_rows import RowsToCorrect, write_bad_rows
from kongchuo_desktop.sheets.roster import LeftOut


class RawRow(Protocol):
    """A row that was read, as it stands in the file."""

    @property
    def sheet(self) -> str:
        """Name of the sheet."""

    @property
    def row(self) -> int:
        """Its number, as Excel shows it."""

    @property
    def raw(self) -> tuple[str, ...]:
        """Its cells."""


class FileRead(Protocol):
    """A file that was read."""

    @property
    def rows(self) -> Sequence[RawRow]:
        """Rows that may go in."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The file's own headings."""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Rows that could not be read."""


def plan_json(plan: Plan, batch: int | None) -> dict[str, Any]:
    """The answer of an import with --json."""
    return {**plan.counts(), "problems": [one.as_json() for one in plan.problems],
            "gone": [{"name": one.name, "class": one.class_name} for one in plan.gone], "batch": batch}  # fmt: skip


def save_rows_left_out(read: FileRead, plan: Plan, path: Path) -> int:
    """The rows that stayed out as an .xlsx to correct and import again; how many."""
    kept_out = {(one.sheet, one.row) for one in plan.problems if one.severity != "note"}
    rows = {(one.sheet, one.row): one for one in read.left_out}
    for row in read.rows:
        if (row.sheet, row.row) in kept_out:
            rows[row.sheet, row.row] = LeftOut(row.sheet, row.row, row.raw)
    groups = [
        RowsToCorrect(sheet, read.headings, tuple(rows[place] for place in sorted(rows) if place[0] == sheet))
        for sheet in dict.fromkeys(place[0] for place in sorted(rows))
    ]
    return write_bad_rows(path, groups, plan.problems)
