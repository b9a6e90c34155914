"""A change as it is filled in, before it is entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kongchuo_desktop.school.types import ClassId


@dataclass(frozen=True)
class Draft:
    """A change before it is entered. `day` is the first day of the new state; `papers`: those received, and when."""

    kind: str
    day: date
    to_class_id: ClassId | None = None
    place: str = ""
    region: str = ""
    reason: str = ""
    approval: str = ""
    approved_on: date | None = None
    expected_return: date | None = None
    receipt_on: date | None = None
    receipt: str = ""
    note: str = ""
    papers: Mapping[str, date | None] = field(default_factory=dict)
