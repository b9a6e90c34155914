"""A pupil as a file describes it, before anything is compared or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class GuardianCells:
    """One adult of a row (成员1, 成员2 … or 家长). Empty text: the file does not say."""

    name: str
    relation: str = ""
    phone: str = ""
    id_type: str = ""
    id_number: str | None = None
    address: str = ""
    is_guardian: str = ""
    workplace: str = ""
    duty: str = ""
    ethnicity: str = ""
    hukou_region: str = ""


@dataclass(frozen=True)
class PupilRow:
    """One row of a roster file, healed.

    `fields` has a key (a column name of the table `pupil`) only for cells that hold something; an empty
    cell says nothing and never empties the book. `birth_date` is a date, with `birth_month_only` True
    when the file gives year and month. `lost` names the columns whose cell had to be refused (an ID
    number that Excel stored as a number): the row may go in, that value may not.
    """

    sheet: str
    row: int
    fields: Mapping[str, object]
    guardians: tuple[GuardianCells, ...] = ()
    grade: int | None = None  # 1–9
    class_number: int | None = None
    campus: str = ""
    lost: frozenset[str] = frozenset()
    raw: tuple[str, ...] = field(default=(), repr=False)
