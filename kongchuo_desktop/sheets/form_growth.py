"""Rows put into an office's form: what openpyxl leaves behind when rows move is moved here.

Cells move by openpyxl; merges, heights, page breaks, print area, rules of colour and of input, tables, anchors of
pictures, defined names and every formula of the workbook move by this module.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from math import ceil
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

USUAL_WIDTH = 8.43  # characters
_CELLS = re.compile(r"(\$?[A-Za-z]{1,3}\$?)([1-9]\d{0,6})(?::(\$?[A-Za-z]{1,3}\$?)([1-9]\d{0,6}))?")
_ROWS = re.compile(r"(\$?)([1-9]\d{0,6}):(\$?)([1-9]\d{0,6})")
_TALLEST, _LINE, _SPARE, _WIDE = 400, 1.25, 4, 0x2E7F  # points, line to type size, points, last narrow sign
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")


@dataclass(frozen=True)
class Shift:
    """`count` new rows for the rows `first` to `last` of a sheet; rows from `at` on move down.

    They come before the last row, so that it keeps its lower border and sums over the rows grow by themselves; after
    it, where it is the only one.
    """

    sheet: str
    first: int
    last: int
    count: int

    @property
    def at(self) -> int:
        """The first row that moves."""
        return self.last if self.last > self.first else self.last + 1

    @property
    def model(self) -> int:
        """The row whose looks the new ones take."""
        return self.last - 1 if self.last > self.first else self.last

    def row(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row + self.count if row >= self.at else row

    def span(self, top: int, bottom: int) -> tuple[int, int]:
        """Where a range of rows stands afterwards; one that ends with a single row to be filled grows with it."""
        if bottom == self.last < self.at:
            return top, bottom + self.count
        return self.row(top), self.row(bottom)


def insert_rows(sheet: Worksheet, shift: Shift) -> None:
    """Put the rows in, looking like the model row, and move everything below."""
    heights = {number: copy(row) for number, row in sheet.row_dimensions.items()}
    merges = [CellRange(merge.coord) for merge in sheet.merged_cells.ranges]
    running = _running(sheet, shift)
    sheet.insert_rows(shift.at, shift.count)
    _move_heights(sheet, heights, shift)
    sheet.merged_cells.ranges = {_cells(one, shift.row(one.min_row), shift.row(one.max_row)) for one in merges}
    _move_formulas(sheet, shift)
    _dress_new_rows(sheet, merges, shift)
    for column in running:
        _copy_formula(sheet.cell(shift.model, column), sheet.cell(shift.row(shift.last), column))
    _move_rules(sheet, shift)
    _move_paper(sheet, shift)
    _move_pictures(sheet, shift)
    for table in sheet.tables.values():
        table.ref = _moved(CellRange(table.ref), shift).coord
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _moved(CellRange(sheet.auto_filter.ref), shift).coord


def _running(sheet: Worksheet, shift: Shift) -> list[int]:
    """Columns whose formula runs down the list, so that the last row says the same of the row above it (=A8+1)."""
    found = []
    for column in range(1, sheet.max_column + 1) if shift.last > shift.first else ():
        model, last = sheet.cell(shift.model, column), sheet.cell(shift.last, column)
        if isinstance(model.value, str) and model.data_type == last.data_type == "f":
            same = Translator(model.value, model.coordinate).translate_formula(last.coordinate)
            if same == last.value:
                found.append(column)
    return found


def _moved(cells: CellRange, shift: Shift) -> CellRange:
    return _cells(cells, *shift.span(cells.min_row, cells.max_row))


def _cells(cells: CellRange, top: int, bottom: int) -> CellRange:
    return CellRange(min_col=cells.min_col, max_col=cells.max_col, min_row=top, max_row=bottom)


def _move_heights(sheet: Worksheet, heights: dict[int, Any], shift: Shift) -> None:
    sheet.row_dimensions.clear()
    for number, row in heights.items():
        _put_height(sheet, shift.row(number), row)
    if shift.model in heights:
        for number in range(shift.at, shift.at + shift.count):
            _put_height(sheet, number, copy(heights[shift.model]))


def _put_height(sheet: Worksheet, number: int, row: Any) -> None:
    row.index = number
    sheet.row_dimensions[number] = row


def _dress_new_rows(sheet: Worksheet, merges: Iterable[CellRange], shift: Shift) -> None:
    """Style, merges within the row and formulas of the model row for each new one."""
    across = [merge for merge in merges if merge.min_row == merge.max_row == shift.model]
    columns = range(1, sheet.max_column + 1)
    for number in range(shift.at, shift.at + shift.count):
        for merge in across:
            sheet.merged_cells.ranges.add(_cells(merge, number, number))  # .add() of the whole looks at every other
        for column in columns:
            model = sheet.cell(shift.model, column)
            if isinstance(model, MergedCell):
                covered = MergedCell(sheet, number, column)
                covered._style = copy(model._style)  # noqa: SLF001 - the way openpyxl itself copies a look
                sheet._cells[number, column] = covered  # noqa: SLF001
            elif model.has_style or model.data_type == "f":
                _copy_cell(model, sheet.cell(number, column))


def _copy_cell(model: Cell, cell: Cell) -> None:
    cell._style = copy(model._style)  # noqa: SLF001 - the way openpyxl itself copies a look
    if model.data_type == "f":
        _copy_formula(model, cell)


def _copy_formula(model: Cell, cell: Cell) -> None:
    if isinstance(model.value, str):
        cell.value = Translator(model.value, model.coordinate).translate_formula(cell.coordinate)


def _move_rules(sheet: Worksheet, shift: Shift) -> None:
    """Rules of colour (conditional formats) and of input (validations)."""
    kept = ConditionalFormattingList()
    for about in sheet.conditional_formatting:
        ranges = " ".join(_moved(one, shift).coord for one in about.sqref.ranges)
        for rule in about.rules:
            rule.formula = [_formula(f"={text}", sheet.title, shift, sheet.title)[1:] for text in rule.formula]
            kept.add(ranges, rule)
    sheet.conditional_formatting = kept
    for check in sheet.data_validations.dataValidation:
        check.sqref = type(check.sqref)(" ".join(_moved(one, shift).coord for one in check.sqref.ranges))
        for name in ("formula1", "formula2"):
            text = getattr(check, name)
            if text:
                setattr(check, name, _formula(f"={text}", sheet.title, shift, sheet.title)[1:])


def _move_paper(sheet: Worksheet, shift: Shift) -> None:
    areas = []
    for match in _AREA.finditer(sheet.print_area):
        top, bottom = shift.span(int(match[2]), int(match[4]))
        areas.append(f"{match[1]}{top}:{match[3]}{bottom}")
    if areas:
        sheet.print_area = areas
    for stop in sheet.row_breaks.brk:
        stop.id = shift.row(stop.id)


def _move_pictures(sheet: Worksheet, shift: Shift) -> None:
    for drawn in (*sheet._images, *sheet._charts):  # noqa: SLF001 - openpyxl has no other door to them
        for corner in ("_from", "to"):
            place = getattr(drawn.anchor, corner, None)
            if place is not None:
                place.row = shift.row(place.row + 1) - 1


def _move_formulas(sheet: Worksheet, shift: Shift) -> None:
    """Every formula of the workbook that speaks of this sheet, and the names defined on it."""
    workbook = sheet.parent
    for other in workbook.worksheets:
        for cell in (cell for row in other.iter_rows() for cell in row):
            if cell.data_type == "f":
                _move_formula(cell, other.title, shift)
            if cell.hyperlink is not None:
                cell.hyperlink.ref = cell.coordinate
        for name in other.defined_names.values():
            name.attr_text = _formula(f"={name.attr_text}", other.title, shift, sheet.title)[1:]
    for name in workbook.defined_names.values():
        name.attr_text = _formula(f"={name.attr_text}", "", shift, sheet.title)[1:]


def _move_formula(cell: Cell, own: str, shift: Shift) -> None:
    value = cell.value
    if isinstance(value, ArrayFormula):
        value.text = _formula(value.text, own, shift, shift.sheet)
        if own == shift.sheet:
            value.ref = _moved(CellRange(value.ref), shift).coord
    elif isinstance(value, str) and not isinstance(value, DataTableFormula):
        cell.value = _formula(value, own, shift, shift.sheet)


def _formula(formula: str, own: str, shift: Shift, target: str) -> str:
    """The formula with its references to the sheet `target` moved; `own` is the sheet it stands on."""
    if not isinstance(formula, str) or not formula.startswith("="):
        return formula
    try:
        tokens = Tokenizer(formula).items
    except TokenizerError:  # a name or rule that is none any more; it stays as it came
        return formula
    parts = ["="]
    for token in tokens:
        is_reference = token.type == Token.OPERAND and token.subtype == Token.RANGE
        parts.append(_reference(token.value, own, shift, target) if is_reference else token.value)
    return "".join(parts)


def _reference(text: str, own: str, shift: Shift, target: str) -> str:
    prefix, sign, cells = text.rpartition("!")
    named = prefix.strip("'").replace("''", "'") if sign else own
    if named.casefold() != target.casefold():
        return text
    if match := _CELLS.fullmatch(cells):
        if match[3] is None:
            return f"{prefix}{sign}{match[1]}{shift.row(int(match[2]))}"
        top, bottom = shift.span(int(match[2]), int(match[4]))
        return f"{prefix}{sign}{match[1]}{top}:{match[3]}{bottom}"
    if match := _ROWS.fullmatch(cells):
        top, bottom = shift.span(int(match[2]), int(match[4]))
        return f"{prefix}{sign}{match[1]}{top}:{match[3]}{bottom}"
    return text


def widths_of(sheet: Worksheet, first: int, columns: Sequence[int]) -> dict[int, float]:
    """The room for text in each column of a list, of all the columns that its merged cells span; in characters."""
    last = {merge.min_col: merge.max_col for merge in sheet.merged_cells.ranges if merge.min_row == first}
    spans = {column: range(column, last.get(column, column) + 1) for column in columns}
    return {column: sum(width_of(sheet, one) for one in span) for column, span in spans.items()}


def fit_height(sheet: Worksheet, row: int, widths: Mapping[int, float]) -> None:
    """Make a row with a height of its own higher where a wrapped text would be cut off."""
    height = sheet.row_dimensions[row].height if row in sheet.row_dimensions else None
    if height is None:
        return  # Excel fits it by itself
    needed = max((_height_of(sheet.cell(row, column), width) for column, width in widths.items()), default=0.0)
    if needed > height:
        sheet.row_dimensions[row].height = min(needed, _TALLEST)


def _height_of(cell: Any, width: float) -> float:
    if isinstance(cell, MergedCell) or not isinstance(cell.value, str) or not cell.alignment.wrap_text:
        return 0
    size = cell.font.sz or 11
    units = max(1.0, width * 11 / size)
    lines = sum(max(1, ceil(sum(2 if ord(sign) > _WIDE else 1 for sign in part) / units))
                for part in cell.value.split("\n"))  # fmt: skip
    return float(lines * size * _LINE + _SPARE)


def width_of(sheet: Worksheet, column: int) -> float:
    """The width of a column in characters, 0 of a hidden one; a width may be given for several columns at once."""
    letters = get_column_letter(column)
    for name, about in sheet.column_dimensions.items():
        if name == letters or (about.min and about.max and about.min <= column <= about.max):
            if about.hidden:
                return 0
            if about.width:
                return float(about.width)
    return float(sheet.sheet_format.defaultColWidth or sheet.sheet_format.baseColWidth or USUAL_WIDTH)
