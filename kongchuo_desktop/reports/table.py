"""The finished table: what screen, paper and Excel all show."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """One column; `width` is in half-width characters, 2 for each Chinese one.

    A "money" cell is yuan with both decimals, as text: a number in Excel.
    """

    key: str
    heading: str
    width: int = 10
    align: Literal["left", "center", "right"] = "left"
    kind: Literal["text", "number", "money", "date"] = "text"


@dataclass(frozen=True)
class Table:
    """A table with its heading; `group_by` names the column whose change starts a new page or sheet."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    landscape: bool = False
    group_by: str | None = None
