"""What an import has to say about a file, cell by cell."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """NOTE: the row goes in, the cell was healed or left out. DOUBTFUL, REFUSED: the row stays out."""

    NOTE = "note"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


@dataclass(frozen=True)
class Problem:
    """One remark on one cell or row; `row` counts from 1 as Excel shows it, `column` is the file's heading."""

    sheet: str
    row: int
    column: str
    reason: str
    severity: Severity
    cell: str = ""
