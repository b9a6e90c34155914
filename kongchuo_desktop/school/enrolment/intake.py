"""A row of a list of changes as it was read, before anything is compared or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class NamedClass:
    """A class as a list writes it; None where it says nothing."""

    grade: int | None = None
    number: int | None = None
    campus: str = ""
    entry_year: int | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return self.grade is not None or self.number is not None or self.entry_year is not None


@dataclass(frozen=True)
class ChangeRow:
    """One row of a list of changes. `headings` are the file's own, by field, to name a column in a remark."""

    sheet: str
    row: int
    day: date
    kind: str
    name: str
    student_number: str = ""
    id_number: str = ""
    place: str = ""
    has_receipt: bool = False
    receipt_on: date | None = None
    receipt: str = ""
    room: NamedClass = NamedClass()
    to_room: NamedClass = NamedClass()
    reason: str = ""
    expected_return: date | None = None
    sex: str = ""
    birth_date: date | None = None
    approval: str = ""
    note: str = ""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)
