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


class RowRead(Protocol):
    """What every row of a file knows: where it stood, and under which heading each field was."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
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
