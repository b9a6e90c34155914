"""What a list is told about its rows: columns, acts, what typing finds."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Literal

from kongchuo_desktop.reports.table import Cell

Row = Any  # a frozen dataclass of a service; every callable below is handed one


@dataclass(frozen=True)
class Column:
    """One column. `text` is what is painted; sort and export fall back to it.

    `width` is in logical pixels. `filtered` offers the column in 筛选 by its distinct texts. `tone` answers
    '', 'amber', 'red' or 'struck' (struck through) for a row; the text must say the same, colour never stands alone.
    """

    key: str
    heading: str
    text: Callable[[Row], str]
    width: int = 112
    sort: Callable[[Row], Any] | None = None
    value: Callable[[Row], Cell] | None = None
    align: Literal["left", "center", "right"] = "left"
    kind: Literal["text", "number", "money", "date"] = "text"
    shown: bool = True
    filtered: bool = False
    tone: Callable[[Row], str] | None = None


@dataclass(frozen=True)
class RowAct:
    """An act on the selected rows, shown in the bar under the list while rows are selected."""

    title: str
    run: Callable[[tuple[Row, ...]], object]
    icon: str = ""
    most: int | None = None  # at most so many rows


@dataclass(frozen=True)
class Empty:
    """What an empty list says: one sentence, a line drawing (scene-*.svg), the button that starts."""

    sentence: str
    scene: str = "scene-list"
    act: str = ""
    run: Callable[[], object] | None = None


@dataclass(frozen=True)
class ListKind:
    """A list as data. The first column stays in place; `key` is what this machine remembers it by.

    `identity` tells rows apart over a refresh; `words` is what typing finds (name, pinyin, initials …).
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    identity: Callable[[Row], Hashable]
    words: Callable[[Row], str]
    unit: str = "人"
    acts: tuple[RowAct, ...] = ()
    empty: Empty = Empty("这里还没有内容。")
