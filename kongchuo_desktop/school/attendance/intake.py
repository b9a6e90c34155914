"""A row of an attendance file as it was read, before anything is compared or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class AttendanceRow:
    """One row of an attendance file. `headings` are the file's own, by field, to name a column in a remark."""

    sheet: str
    row: int
    day: date
    slots: tuple[str, ...]
    kind: str  # as the book names it, or as written when it is not known
    grade: int | None = None
    class_number: int | None = None
    campus: str = ""
    class_text: str = ""  # as written
    name: str = ""
    student_number: str = ""
    reason: str = ""
    told: str = ""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)
