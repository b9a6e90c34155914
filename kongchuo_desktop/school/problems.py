"""What an import has to say about a file, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Severity(StrEnum):
    """NOTE: the row goes in, the cell was healed or left out. DOUBTFUL, REFUSED: the row stays out."""

    NOTE = "note"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class InFile(Protocol):
    """A row of a file, counted from 1 as Excel shows it."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...


class RowRead(InFile, Protocol):
    """What every row of a file knows: where it stood, and under which heading each field was."""

    @property
    def headings(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Problem:
    """One remark on one cell or row; `row` counts from 1 as Excel shows it, `column` is the file's heading."""

    sheet: str
    row: int
    column: str
    reason: str
    severity: Severity
    cell: str = ""

    @classmethod
    def of(cls, row: RowRead, field: str, reason: str, severity: Severity = Severity.NOTE) -> "Problem":
        """A remark on the cell of a field ("" for the whole row)."""
        return cls(row.sheet, row.row, row.headings.get(field, ""), reason, severity)

    def as_json(self) -> dict[str, Any]:
        """As the commands tell it."""
        return {
            "sheet": self.sheet, "row": self.row, "column": self.column, "reason": self.reason,
            "severity": self.severity.value, "cell": self.cell,
        }  # fmt: skip


def row_named(row: InFile, *, beside: InFile) -> str:
    """第5行, with its sheet where that is another than the one spoken of."""
    return f"第{row.row}行" if row.sheet == beside.sheet else f"工作表“{row.sheet}”第{row.row}行"
