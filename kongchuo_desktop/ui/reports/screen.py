"""A finished table as a list of the screen."""

from datetime import date
from functools import partial

from kongchuo_desktop.reports.table import Cell, Table
from kongchuo_desktop.reports.table import Column as TableColumn
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind

PIXELS = 9  # of a half-width character with its share of the padding
NARROWEST = 64
NUMBERING = "n"  # 序号: the paper's; on the screen it would contradict every sorting
LEADING = ("name", "party")  # what stays in place while one scrolls
FEW = 40  # so many different values are worth a filter
NOTHING = Empty("按现在的选择，这张表里没有内容。")

Line = tuple[int, tuple[Cell, ...]]  # place in the table, cells


def table_kind(key: str, table: Table, *, unit: str = "行", empty: Empty = NOTHING) -> ListKind:
    """The list that shows this table; its rows come from `table_lines`."""
    shown = [(place, column) for place, column in enumerate(table.columns) if column.key != NUMBERING]
    shown.sort(key=lambda item: item[1].key not in LEADING)
    columns = tuple(_column(place, column, table) for place, column in shown)
    return ListKind(
        key=f"report-{key}",
        title=table.title,
        columns=columns,
        identity=lambda line: line[0],
        words=lambda line: "\n".join(cell_text(cell) for cell in line[1]),
        unit=unit,
        empty=empty,
    )


def table_lines(table: Table) -> tuple[Line, ...]:
    """The rows with their place, so that two equal rows stay two."""
    return tuple(enumerate(table.rows))


def cell_text(cell: Cell) -> str:
    """A cell as it reads."""
    if cell is None:
        return ""
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else str(cell)


def _column(place: int, column: TableColumn, table: Table) -> Column:
    different = {row[place] for row in table.rows}
    return Column(
        key=column.key,
        heading=column.heading,
        text=partial(_text, place),
        width=max(NARROWEST, column.width * PIXELS + 16),
        sort=partial(_value, place),
        value=partial(_value, place),
        align=column.align,
        kind=column.kind,
        filtered=column.kind == "text" and 1 < len(different) <= min(FEW, len(table.rows) // 2),
    )


def _text(place: int, line: Line) -> str:
    return cell_text(line[1][place])


def _value(place: int, line: Line) -> Cell:
    return line[1][place]
