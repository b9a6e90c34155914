"""What an import would do and did, the same for every kind of list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kongchuo_desktop.school.problems import Problem, Severity


class Fate(StrEnum):
    """What becomes of a row of the file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


FATE_NAMES = {
    Fate.NEW: "新增",
    Fate.CHANGED: "更新",
    Fate.UNCHANGED: "无变化",
    Fate.DOUBTFUL: "存疑",
    Fate.REFUSED: "拒收",
}


@dataclass(frozen=True)
class Change:
    """One value that would change: Chinese name of the field, old and new as text."""

    column: str
    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """One row of the file and its fate. `target` is the row of the book it was matched to."""

    sheet: str
    row: int
    name: str
    fate: Fate
    target: int | None = None
    changes: tuple[Change, ...] = ()
    reasons: tuple[str, ...] = ()
    class_name: str = ""


@dataclass(frozen=True)
class Gone:
    """Somebody in the book whom the file, though it has that class, does not name."""

    target: int
    name: str
    class_name: str


@dataclass(frozen=True)
class Plan:
    """The whole preview. `rows` are in the order of the file; nothing has been written."""

    rows: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...]
    gone: tuple[Gone, ...] = ()
    new_classes: tuple[str, ...] = ()
    new_villages: tuple[str, ...] = ()
    work: Mapping[int, object] = field(default_factory=dict, repr=False)  # index of row → what to write

    def counts(self) -> dict[str, int]:
        """How many rows meet each fate, every fate named."""
        found = {fate.value: 0 for fate in Fate}
        for row in self.rows:
            found[row.fate.value] += 1
        return found


def unread(problems: Iterable[Problem], *, read: Iterable[tuple[str, int]] = ()) -> list[PlannedRow]:
    """Rows that could not even be read, once each, with the first reason; `read` are the (sheet, row) that were."""
    first: dict[tuple[str, int], Problem] = {}
    for problem in problems:
        if problem.severity is not Severity.NOTE and problem.row:
            first.setdefault((problem.sheet, problem.row), problem)
    for place in read:
        first.pop(place, None)
    return [
        PlannedRow(
            one.sheet, one.row, "", Fate.REFUSED if one.severity is Severity.REFUSED else Fate.DOUBTFUL,
            reasons=(one.reason,),
        )
        for one in first.values()
    ]  # fmt: skip
