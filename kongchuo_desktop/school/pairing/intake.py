"""A row of a file of pairs as it was read, before anything is compared or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class PairRow:
    """One pair of a file; -1 of a number: the file does not say. `headings` are the file's own, by field."""

    sheet: str
    row: int
    name: str
    helper: str
    kind: str = ""
    student_number: str = ""
    since: date | None = None
    helper_unit: str = ""
    helper_phone: str = ""
    subject: str = ""
    aim: str = ""
    talks: int = -1
    visits: int = -1
    grade: int | None = None
    class_number: int | None = None
    campus: str = ""
    class_text: str = ""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)
