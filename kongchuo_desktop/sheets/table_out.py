"""Any finished table of a report as a workbook."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.cell_range import CellRange

from kongchuo_desktop.reports.table import Cell, Table
from kongchuo_desktop.sheets.looks import (
    HEAD,
    NOTE,
    SUBTITLE,
    TITLE,
    BodyCells,
    SheetNames,
    as_written,
    letters,
    set_paper,
    styled,
)
from kongchuo_desktop.sheets.saving import saved_workbook

_TITLE_HEIGHT, _HEAD_HEIGHT, _ROW_HEIGHT = 30, 24, 18  # points
Row = tuple[Cell, ...]


def write_table(table: Table, path: Path) -> None:
    """Writes an .xlsx with one sheet, or one for each value of `group_by`; raises UserError when it cannot be saved."""
    names = SheetNames()
    with saved_workbook(path) as workbook:
        for group, rows in _groups(table):
            sheet = workbook.create_sheet(names.take(group or table.title))
            _write_sheet(sheet, table, f"{table.title}({group})" if group else table.title, rows)


def _groups(table: Table) -> list[tuple[str, Sequence[Row]]]:
    keys = [column.key for column in table.columns]
    if table.group_by not in keys or not table.rows:
        return [("", table.rows)]
    place = keys.index(table.group_by)
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        value = row[place]
        groups.setdefault("未分组" if value in (None, "") else as_written(value), []).append(row)
    return list(groups.items())


def _write_sheet(sheet: WriteOnlyWorksheet, table: Table, title: str, rows: Sequence[Row]) -> None:
    head_row = 3 if table.subtitle else 2
    width = len(table.columns)
    set_paper(sheet, landscape=table.landscape, head_row=head_row, widths=[column.width for column in table.columns])
    _heights(sheet, {1: _TITLE_HEIGHT, head_row: _HEAD_HEIGHT})
    _across(sheet, 1, width)
    sheet.append([styled(sheet, title, TITLE)])
    if table.subtitle:
        _across(sheet, 2, width)
        sheet.append([styled(sheet, table.subtitle, SUBTITLE)])
    sheet.append([styled(sheet, column.heading, HEAD) for column in table.columns])
    if rows and width:
        sheet.auto_filter.ref = f"A{head_row}:{letters(width - 1)}{head_row + len(rows)}"
    cells = [BodyCells(sheet, column.align, column.kind) for column in table.columns]
    for row in rows:
        sheet.append([cell(value) for cell, value in zip(cells, row, strict=True)])
    for number, note in enumerate(table.notes, head_row + len(rows) + 1):
        _across(sheet, number, width)
        sheet.append([styled(sheet, note, NOTE)])


def _across(sheet: WriteOnlyWorksheet, row: int, width: int) -> None:
    """Lets the first cell of a row run over the whole width."""
    if width > 1:
        sheet.merged_cells.add(CellRange(min_row=row, max_row=row, min_col=1, max_col=width).coord)


def _heights(sheet: WriteOnlyWorksheet, heights: dict[int, int]) -> None:
    sheet.sheet_format.defaultRowHeight = _ROW_HEIGHT
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height
