"""One line of a child's time-line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.school.types import PupilId

CAUSE, VISITED, HELP, RESULT = "原因", "家访", "帮扶", "效果"
CLEAR = (CAUSE, VISITED, HELP, RESULT)  # 四清: what a file about a child at risk must be able to show


@dataclass(frozen=True)
class Entry:
    """What happened on a day. `clears` says what of it belongs to the 四清 (aspect, words).

    `opens` is a page's key and its request; `inside` stays in the school and off every dossier.
    """

    day: date
    kind: str
    sentence: str
    opens: tuple[str, object] | None = None
    clears: tuple[tuple[str, str], ...] = ()
    inside: bool = False


Found = Iterator[tuple[PupilId, Entry]]


def until(first: date, last: date) -> str:
    """9月14日—9月16日, or the one day."""
    one = f"{first.month}月{first.day}日"
    if first == last:
        return one
    year = f"{last.year}年" if last.year != first.year else ""
    return f"{one}—{year}{last.month}月{last.day}日"


def told(*parts: str) -> str:
    """The parts that say something, as one sentence without its full stop."""
    return "，".join(part.strip().rstrip("。") for part in parts if part.strip())
