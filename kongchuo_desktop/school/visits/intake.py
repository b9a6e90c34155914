"""A row of a file of visits as it was read, before anything is compared or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kongchuo_desktop.school.visits.rules import VisitDraft


@dataclass(frozen=True)
class VisitRow:
    """One visit of a file. `headings` are the file's own, by field, to name a column in a remark.

    `draft` holds what needs no book; its children and visitors are found by `names`, `numbers` and `visitors`.
    """

    sheet: str
    row: int
    draft: VisitDraft
    names: tuple[str, ...]  # the children; brothers and sisters in one cell
    numbers: tuple[str, ...] = ()  # 学籍号, as many as names or none
    visitors: tuple[str, ...] = ()
    grade: int | None = None
    class_number: int | None = None
    campus: str = ""
    class_text: str = ""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)

    @property
    def day(self) -> date:
        """The day of the visit."""
        return self.draft.day
