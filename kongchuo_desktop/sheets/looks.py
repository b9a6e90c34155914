"""How the workbooks that leave the program look: styles, paper, safe texts and safe sheet names."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from kongchuo_desktop.kit.errors import UserError

TITLE, SUBTITLE, HEAD, NOTE, MARKED = "控辍标题", "控辍副题", "控辍表头", "控辍注", "控辍待改"
_ALIGNS = ("left", "center", "right")
_SONG, _HEI = "宋体", "黑体"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNFIT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MONEY = re.compile(r"[+-]?\d+\.\d\d")  # yuan as they are written
_LONGEST_TEXT = 32_767  # what a cell of .xlsx can hold
_LONGEST_SHEET_NAME = 31


def new_workbook() -> Workbook:
    """An empty workbook that is written row by row, with the styles of this program."""
    workbook = Workbook(write_only=True)
    hair = Side(style="hair", color="FF7F7F7F")
    lines = Border(left=hair, right=hair, top=hair, bottom=hair)
    for align in _ALIGNS:
        for kind, number_format in (("text", "@"), ("number", "General"), ("money", "0.00"), ("date", "yyyy-mm-dd")):
            style = NamedStyle(_body(align, kind), number_format=number_format, border=lines)
            style.font = Font(name=_SONG, size=11)
            style.alignment = Alignment(horizontal=align, vertical="center", wrap_text=kind == "text")
            workbook.add_named_style(style)
    _add(workbook, TITLE, Font(name=_HEI, size=16), "center")
    _add(workbook, SUBTITLE, Font(name=_SONG, size=11), "center")
    _add(workbook, NOTE, Font(name=_SONG, size=10), "left")
    _add(workbook, HEAD, Font(name=_HEI, size=11), "center", lines, "FFEDF2F7")
    _add(workbook, MARKED, Font(name=_SONG, size=11, color="FF9C2A10"), "left", lines, "FFFFF2CC")
    return workbook


def _add(
    workbook: Workbook, name: str, font: Font, align: str, lines: Border | None = None, fill: str | None = None
) -> None:
    style = NamedStyle(name, font=font, number_format="@")
    style.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if lines:
        style.border = lines
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    workbook.add_named_style(style)


def _body(align: str, kind: str) -> str:
    return f"控辍{kind}{align}"


def set_paper(sheet: WriteOnlyWorksheet, *, landscape: bool, head_row: int, widths: Iterable[int]) -> None:
    """A4, fitted to its width, the head repeated and kept in sight, pages numbered; widths in half-width characters."""
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.7, bottom=0.7, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.freeze_panes = f"A{head_row + 1}"
    for number, width in enumerate(widths):
        sheet.column_dimensions[letters(number)].width = width + 2


def letters(column: int) -> str:
    """A, B … for a column from 0."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def styled(sheet: WriteOnlyWorksheet, value: object, style: str) -> WriteOnlyCell:
    """A text cell that is never a formula, whatever it begins with."""
    text = safe_text("" if value is None else str(value))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.style = style
    if text.startswith(_FORMULA_SIGNS):
        cell.quotePrefix = True
    return cell


class BodyCells:
    """The cells of one column of a list: text stays text (numbers of papers and telephones too), the rest is real.

    A sheet that is written row by row forgets a cell as soon as it is written, so one cell serves a whole column.
    """

    def __init__(self, sheet: WriteOnlyWorksheet, align: str = "left", kind: str = "text") -> None:
        self._kind = kind
        self._text = self._cell(sheet, _body(align, "text"))
        self._sign = self._cell(sheet, _body(align, "text"))
        self._sign.quotePrefix = True
        self._real = self._cell(sheet, _body(align, kind))

    @staticmethod
    def _cell(sheet: WriteOnlyWorksheet, style: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet)
        cell.style = style
        return cell

    def __call__(self, value: object) -> WriteOnlyCell:
        """The cell for a value, good until the next call."""
        if self._kind == "money" and isinstance(value, str) and _MONEY.fullmatch(value):
            self._real.value = float(value)
            return self._real
        is_number = self._kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool)
        if value is None or value == "" or is_number or (self._kind == "date" and isinstance(value, date)):
            self._real.value = value or (0 if is_number else None)
            return self._real
        text = safe_text(as_written(value))
        cell = self._sign if text.startswith(_FORMULA_SIGNS) else self._text
        cell.value = text
        cell.data_type = "s"
        return cell


def as_written(value: object) -> str:
    """A value as text: whole numbers without .0, days as 2026-09-01, 是 and 否."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def safe_text(text: str) -> str:
    """Text that XML and Excel can hold and give back unchanged; raises UserError when it is too long for a cell."""
    if len(text) > _LONGEST_TEXT:
        raise UserError(f"“{text[:20]}…”有{len(text)}个字，超过表格一格的限度({_LONGEST_TEXT}个字)，不能导出。")
    return _ESCAPE_LIKE.sub("_x005F_", _UNFIT.sub("", text))


class SheetNames:
    """Gives each sheet of a workbook a name that Excel accepts and no other sheet has."""

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}

    def take(self, wanted: str) -> str:
        """The wanted name or the nearest to it."""
        plain = _UNFIT_IN_SHEET_NAME.sub(" ", safe_text(wanted)).strip(" '") or "表"
        name, number = _cut(plain, _LONGEST_SHEET_NAME), 1
        while name.casefold() in self._taken:
            number += 1
            mark = f"({number})"
            name = _cut(plain, _LONGEST_SHEET_NAME - len(mark)) + mark
        self._taken.add(name.casefold())
        return name


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, no character halved."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore").rstrip(" '")
