"""A child's time-line as a list: newest first."""

from collections.abc import Hashable
from dataclasses import dataclass

from kongchuo_desktop.desk.timeline import CLEAR, Entry, Story
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct


@dataclass(frozen=True)
class TimeLine:
    """One line; `aspects`: what of the 四清 it belongs to, as text."""

    number: int
    entry: Entry
    aspects: str


def lines_of(story: Story) -> tuple[TimeLine, ...]:
    """Newest first."""
    return tuple(
        TimeLine(number, entry, "、".join(one for one in CLEAR if one in {name for name, _ in entry.clears}))
        for number, entry in reversed(list(enumerate(story.entries)))
    )


def timeline_kind(acts: tuple[RowAct, ...]) -> ListKind:
    """The list under the four cards."""
    columns = (
        Column("day", "日期", lambda line: f"{line.entry.day:%Y-%m-%d}", 104, kind="date",
               sort=lambda line: (line.entry.day, line.number)),
        Column("kind", "类别", lambda line: line.entry.kind, 96, filtered=True),
        Column("sentence", "事情", lambda line: line.entry.sentence, 720),
        Column("aspects", "四清", lambda line: line.aspects, 120, filtered=True),
    )  # fmt: skip
    empty = Empty("这名学生还没有任何记录。点名、家访、谈心、学籍变动登记以后，都会按日期列在这里。", "scene-list")
    return ListKind(
        key="timeline", title="一生一档", columns=columns, identity=_identity, unit="条", acts=acts, empty=empty,
        words=lambda line: f"{line.entry.kind}\n{line.entry.sentence}\n{line.entry.day:%Y-%m-%d}",
    )  # fmt: skip


def _identity(line: TimeLine) -> Hashable:
    return (line.entry.day, line.entry.kind, line.entry.sentence)
