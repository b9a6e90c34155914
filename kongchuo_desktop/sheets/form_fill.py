"""An office's own xlsx, filled: values into cells, lists into rows, the rest of the form as it was."""

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kongchuo_desktop.kit.dates import ReadDate
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.form_rules import (
    MOST_ROWS,
    ColumnRule,
    FormRules,
    ListRule,
    Mark,
    bare,
    column_number,
    place_of,
)
from kongchuo_desktop.school.enrolment.form_texts import PAGE, PAGES, REAL_DATE, Share, Value, filled_text, written
from kongchuo_desktop.sheets.form_file import load_form
from kongchuo_desktop.sheets.form_growth import Shift, fit_height, insert_rows, widths_of
from kongchuo_desktop.sheets.form_match import placed
from kongchuo_desktop.sheets.looks import SheetNames, safe_text

Row = Mapping[str, Value]
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_TOLD = 3  # places named in a refusal


class FormMoved(UserError):
    """The form's cells are not where the map has them; nothing was written."""


@dataclass(frozen=True)
class FormContent:
    """What goes in: values by name, and for each list of the map (in its order) the rows by field."""

    values: Mapping[str, Value]
    lists: Sequence[Sequence[Row]] = ()


@dataclass(frozen=True)
class Filled:
    """The filled form, how many rows went in, and what the teacher should know."""

    data: bytes = field(repr=False)
    rows: int
    remarks: tuple[str, ...] = ()


def fill_form(data: bytes, rules: FormRules, content: FormContent) -> Filled:
    """Fill a form that has been through `take_form`; raises FormMoved, or a UserError for a list without room."""
    workbook = load_form(data)
    check_marks(workbook, rules.marks)
    pages = {name: _pages_of(workbook, name, rules, content) for name in _sheet_names(rules)}
    remarks: list[str] = []
    for name in pages:
        remarks += _fill_sheet(workbook, name, pages[name], rules, content)
    for one, rows in zip(rules.lists, content.lists, strict=True):
        if not rows:
            remarks.append(f"第 {one.first} 行起的名单是空的：账本里没有符合条件的人，表里没有填。")
    workbook.calculation.fullCalcOnLoad = True  # sums are worked out by whoever opens it
    out = io.BytesIO()
    workbook.save(out)
    return Filled(out.getvalue(), sum(map(len, content.lists)), tuple(remarks))


def check_marks(workbook: Workbook, marks: Sequence[Mark]) -> None:
    """Raises FormMoved naming the cells that say something else than when the map was made."""
    wrong = []
    for mark in marks:
        sheet = sheet_named(workbook, mark.sheet)
        row, column = place_of(mark.at)
        now = _text_at(sheet, row, column)
        if bare(now) != bare(mark.text):
            instead = f"现在是“{_short(now)}”" if now.strip() else "现在是空的"
            moved = _found_at(sheet, mark.text)
            wrong.append(
                f"第 {row} 行（{mark.at}）应有“{_short(mark.text)}”，{instead}"
                + (f"，它现在在 {moved}" if moved else "")
            )
    if wrong:
        more = f"等 {len(wrong)} 处" if len(wrong) > _TOLD else ""
        raise FormMoved(
            f"表样和当初指定时不一样：{'；'.join(wrong[:_TOLD])}{more}。什么都没有填。请在上报表样里重新指定，或换回原来的表样。"
        )


def sheet_named(workbook: Workbook, name: str) -> Worksheet:
    """A sheet by its name, "" the first in sight; a missing one is told with those that are there."""
    sheets = workbook.worksheets
    if not name and sheets:
        return next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
    found = next((sheet for sheet in sheets if sheet.title == name), None)
    if found is None:
        raise FormMoved(f"表样里没有名为“{name}”的工作表，只有：{'、'.join(sheet.title for sheet in sheets)}。")
    return found


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 16 else f"{plain[:15]}…"


def _found_at(sheet: Worksheet, text: str) -> str:
    wanted = bare(text)
    for row in sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS)):
        for cell in row:
            if wanted and isinstance(cell.value, str) and bare(cell.value) == wanted:
                return str(cell.coordinate)
    return ""


def _text_at(sheet: Worksheet, row: int, column: int) -> str:
    value = _cell_at(sheet, row, column).value
    return "" if value is None else str(value)


def _cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the first of the merged ones it belongs to."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for merge in sheet.merged_cells.ranges:
            if cell.coordinate in merge:
                return sheet.cell(merge.min_row, merge.min_col)
    return cell


def _sheet_names(rules: FormRules) -> list[str]:
    return list(dict.fromkeys([one.sheet for one in rules.lists] + [cell.sheet for cell in rules.cells]))


@dataclass(frozen=True)
class _Page:
    """One sheet to fill and which rows of each list go on it (by the list's number)."""

    sheet: Worksheet
    chunks: Mapping[int, Sequence[Row]]


def _pages_of(workbook: Workbook, name: str, rules: FormRules, content: FormContent) -> list[_Page]:
    """The sheet, and as many copies after it as its lists need."""
    sheet = sheet_named(workbook, name)
    mine = {number: one for number, one in enumerate(rules.lists) if one.sheet == name}
    needed = 1
    for number, one in mine.items():
        rows = len(content.lists[number])
        if one.grow == "fixed" and rows > one.room:
            raise UserError(
                f"第 {one.first}—{one.last} 行只能填 {one.room} 人，名单有 {rows} 人，没有填。"
                "请分班、分村填，或把表样改成行数不够时插入新行。"
            )
        if one.grow == "copy":
            needed = max(needed, -(-rows // one.room))
    names = SheetNames()
    for other in workbook.worksheets:
        names.take(other.title)
    copies = [_copy_of(workbook, sheet, names, place) for place in range(1, needed)]
    pages = []
    for place, one_sheet in enumerate([sheet, *copies]):
        chunks = {}
        for number, one in mine.items():
            rows_of = content.lists[number]
            if one.grow == "copy":
                chunks[number] = rows_of[place * one.room : (place + 1) * one.room]
            else:
                chunks[number] = rows_of if place == 0 else ()
        pages.append(_Page(one_sheet, chunks))
    return pages


def _copy_of(workbook: Workbook, sheet: Worksheet, names: SheetNames, place: int) -> Worksheet:
    """The same sheet once more, right behind: with the paper and the rules that openpyxl's copy leaves out."""
    made = workbook.copy_worksheet(sheet)
    made.title = names.take(f"{sheet.title}({place + 1})")
    made.sheet_view.showGridLines = sheet.sheet_view.showGridLines
    made.freeze_panes = sheet.freeze_panes
    for kind in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        setattr(made.HeaderFooter, kind, copy(getattr(sheet.HeaderFooter, kind)))
    if sheet.print_title_rows:
        made.print_title_rows = sheet.print_title_rows
    if sheet.print_area:
        made.print_area = [part.rpartition("!")[2].replace("$", "") for part in sheet.print_area.split(",")]
    for check in sheet.data_validations.dataValidation:
        made.add_data_validation(copy(check))
    for about in sheet.conditional_formatting:
        for rule in about.rules:
            made.conditional_formatting.add(str(about.sqref), copy(rule))
    workbook.move_sheet(made, workbook.index(sheet) + place - workbook.index(made))
    return made


def _fill_sheet(
    workbook: Workbook, name: str, pages: Sequence[_Page], rules: FormRules, content: FormContent
) -> list[str]:
    """Fill a sheet and its copies; sentences about rows that found no place."""
    told = []
    for place, page in enumerate(pages, 1):
        numbers = sorted(page.chunks, key=lambda number: -rules.lists[number].first)
        shifts: list[Shift] = []
        for number in numbers:  # from below, so that rows above keep their numbers
            one, rows = rules.lists[number], page.chunks[number]
            if one.grow == "match":
                told += _fill_matched(page.sheet, one, rows, rules.dates)
                continue
            shifts += _grow(page.sheet, one, len(rows))
            _fill_list(page.sheet, one, rows, rules.dates)
        values = {**content.values, PAGE: place, PAGES: len(pages)}
        for cell in rules.cells:
            if cell.sheet == name:
                row, column = place_of(cell.at)
                row += sum(shift.count for shift in shifts if row >= shift.at)
                target = _cell_at(page.sheet, row, column)
                put(target, filled_text(cell.text, values, rules.dates), _style_alone(cell.text), rules.dates)
    return told


def _fill_matched(sheet: Worksheet, one: ListRule, rows: Sequence[Row], dates: str) -> list[str]:
    """Each row where its name is printed; the printed names stay."""
    found, without = placed(sheet, one, rows)
    for number in range(one.first, one.last + 1):
        for column in one.columns[1:]:
            cell = _cell_at(sheet, number, column_number(column.at))
            if number in found:
                _put_field(cell, found[number], column, dates)
            else:
                _empty(cell)
    return [f"表里没有印“{'、'.join(without)}”这一行，没有填。"] if without else []


def _style_alone(text: str) -> str:
    return REAL_DATE if text.strip().endswith(f"|{REAL_DATE}}}") else ""


def _grow(sheet: Worksheet, one: ListRule, rows: int) -> list[Shift]:
    if one.grow != "insert" or rows <= one.room:
        return []
    shift = Shift(sheet.title, one.first, one.last, rows - one.room)
    insert_rows(sheet, shift)
    return [shift]


def _fill_list(sheet: Worksheet, one: ListRule, rows: Sequence[Row], dates: str) -> None:
    """The rows one below the other; what stood in the columns of unused rows goes (examples of the form)."""
    widths = widths_of(sheet, one.first, [column_number(column.at) for column in one.columns])
    for place in range(max(len(rows), one.room)):
        row = rows[place] if place < len(rows) else None
        for column in one.columns:
            cell = sheet.cell(one.first + place, column_number(column.at))
            if isinstance(cell, MergedCell):
                continue
            if row is None:
                _empty(cell)
            else:
                _put_field(cell, row, column, dates)
        if row is not None:
            fit_height(sheet, one.first + place, widths)


def _empty(cell: Cell) -> None:
    if cell.data_type != "f":
        cell.value = None


def _put_field(cell: Cell, row: Row, column: ColumnRule, dates: str) -> None:
    put(cell, row.get(column.field), column.style, dates)


def put(cell: Cell, value: Value, style: str, dates: str) -> None:
    """A value into a cell, in the form's own look: numbers as numbers, numbers of papers as text, never a formula."""
    day = value.date if isinstance(value, ReadDate) and value.precision == "day" else value
    if isinstance(day, date) and (style == REAL_DATE or (not style and is_date_format(cell.number_format))):
        cell.value = day
        if not is_date_format(cell.number_format):
            cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, Share) and "%" in cell.number_format:
        cell.value = value.value
    elif isinstance(value, int | float) and not isinstance(value, bool) and not style:
        cell.value = value
    else:
        _put_text(cell, written(value, style, dates))


def _put_text(cell: Cell, text: str) -> None:
    safe: Any = safe_text(text)
    cell.value = safe or None
    if not safe:
        return
    cell.data_type = "s"
    if safe.startswith(_FORMULA_SIGNS):
        cell.quotePrefix = True
    if safe[:1].isdigit() or safe[:1] in "+-":
        cell.number_format = "@"


def preview_of(content: FormContent, most: int = 3) -> FormContent:
    """The content cut to the first rows of each list."""
    return FormContent(content.values, [list(rows)[:most] for rows in content.lists])
