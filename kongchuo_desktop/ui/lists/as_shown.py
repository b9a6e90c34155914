"""A list as a finished table, just as the screen shows it: for Excel and paper."""

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.reports.table import Cell, Table
from kongchuo_desktop.reports.table import Column as TableColumn
from kongchuo_desktop.ui.lists.columns import Column, Row

PIXELS = 8  # of a half-width character on the screen


def table_as_shown(title: str, columns: Sequence[Column], rows: Sequence[Row], *, note: str = "") -> Table:
    """These columns of these rows; widths follow the screen's."""
    heads = tuple(TableColumn(c.key, c.heading, max(4, c.width // PIXELS), c.align, c.kind) for c in columns)
    body = tuple(tuple(_cell(column, row) for column in columns) for row in rows)
    return Table(title, heads, body, notes=(note,) if note else (), landscape=len(columns) > 8)


def _cell(column: Column, row: Row) -> Cell:
    if column.value is not None:
        return column.value(row)
    plain = column.sort(row) if column.sort is not None and column.kind != "text" else None
    return plain if isinstance(plain, date | int | float) else column.text(row)
