"""A workbook as it was read: sheets of typed cells, before anything is understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

Cell = str | int | float | bool | date
Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0, both included


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0][0]` is A1. An empty cell is ""."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: tuple[Merge, ...] = ()
    formulas: frozenset[str] = frozenset()  # cells like "E7" whose value comes from a formula
    visible: bool = True


@dataclass(frozen=True)
class Workbook:
    """What a file holds. `remarks` are sentences about the file as a whole (its encoding, for one)."""

    file_name: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = field(default=())


def column_letters(column: int) -> str:
    """A, B … Z, AA … for a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """E7 for (6, 4): row and column counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def as_text(cell: object) -> str:
    """A cell as its reader sees it; a whole number without its .0."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell == cell // 1 and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell)
