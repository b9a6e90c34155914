"""A member of staff as a file describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class StaffRow:
    """One row of a staff list, healed.

    `fields` keys are column names of the table `staff_member`. `head_of` are the classes led (grade,
    class number); `teaches` likewise for 科任; `villages` those watched (包村); `grades` watched (包年级).
    """

    sheet: str
    row: int
    fields: Mapping[str, object]
    head_of: tuple[tuple[int, int], ...] = ()
    teaches: tuple[tuple[int, int], ...] = ()
    villages: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    group_role: str = ""
    raw: tuple[str, ...] = field(default=(), repr=False)
