"""A row of a 疑似失学 list as it was read, before anything is compared or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class SuspectRow:
    """One child of a list; the ID number stays as it was written, `id_trouble` says why it can't be right."""

    sheet: str
    row: int
    name: str
    number: str = ""
    id_number: str = ""
    id_trouble: str = ""
    birth_date: date | None = None
    place: str = ""
    guardian: str = ""
    phone: str = ""
    category: str = ""
    code: str = ""
    explanation: str = ""
    source: str = ""  # the file's name
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)
