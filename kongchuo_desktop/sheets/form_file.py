"""An office's form as it comes: looked at by the guard, what filling would lose, its cells as a grid to point at."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.form_maps import LARGEST
from kongchuo_desktop.school.enrolment.form_rules import MOST_COLUMNS, MOST_ROWS
from kongchuo_desktop.sheets.archive import check_archive
from kongchuo_desktop.sheets.cells import as_text
from kongchuo_desktop.sheets.form_growth import width_of
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.limits import LIMITS, UnreadableFile

FORM_LIMITS = replace(LIMITS, file_size=LARGEST, expanded=16_000_000, sheets=40, seconds=30.0)
MOST_MERGED = 100_000  # cells under merges: openpyxl makes an object of each
_PIXELS_A_SIGN, _PIXELS_A_POINT = 7, 4 / 3
_USUAL_HEIGHT = 15.0
_OLD = "这份表样是 .xls 格式，填写时会丢版式。请用 Excel 或 WPS 打开，另存为 .xlsx 再选。"
_MACROS = "这份表样带宏（.xlsm），填写会把宏去掉。请用 Excel 或 WPS 另存为 .xlsx 再选。"
_PARTS = (  # what openpyxl does not bring back, by the name of a part or by what stands in it
    (re.compile(r"xl/charts/"), None, "图表"),
    (re.compile(r"xl/(ctrlProps|activeX)/"), None, "按钮、复选框等控件"),
    (re.compile(r"xl/drawings/drawing\d+\.xml"), re.compile(rb"<xdr:(sp|cxnSp|grpSp)\b"), "文本框、线条、图章等图形"),
    (re.compile(r"xl/worksheets/sheet\d+\.xml"), re.compile(rb"<legacyDrawingHF\b"), "页眉页脚里的图片"),
    (re.compile(r"xl/worksheets/sheet\d+\.xml"), re.compile(rb"<x14:dataValidation\b"), "引用别的工作表的下拉选项"),
    (re.compile(r"xl/worksheets/sheet\d+\.xml"), re.compile(rb"<x14:conditionalFormatting\b"), "新版的条件格式"),
    (re.compile(r"xl/pivotTables/"), None, "数据透视表"),
)


@dataclass(frozen=True)
class FormFile:
    """A form that may be filled; `losses` names what will be gone from the filled one."""

    name: str
    data: bytes = field(repr=False)
    losses: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormSheet:
    """One sheet to look at: texts by (row, column) from 1, merges as (top, left, bottom, right), sizes in pixels.

    `framed` are the rows with lines around cells: the room that the form leaves for a list.
    """

    name: str
    rows: int
    columns: int
    texts: dict[tuple[int, int], str]
    merges: tuple[tuple[int, int, int, int], ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    framed: frozenset[int] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()

    def text(self, row: int, column: int) -> str:
        """What a cell says; "" for an empty one."""
        return self.texts.get((row, column), "")


def take_form(path: Path) -> FormFile:
    """A form from outside, checked: the only door through which one gets in.

    Raises UnreadableFile (a UserError) for what is no .xlsx, is damaged, too large or dangerous.
    """
    if path.suffix.lower() == ".xlsm":
        raise UnreadableFile(_MACROS)
    seen = open_workbook(path, limits=FORM_LIMITS)
    with path.open("rb") as stream:
        data = stream.read(FORM_LIMITS.file_size + 1)
    if not data.startswith(b"PK"):
        raise UnreadableFile(_OLD)
    check_archive(io.BytesIO(data), FORM_LIMITS)
    for sheet in seen.sheets:
        width = max(map(len, sheet.rows), default=0)
        if len(sheet.rows) > MOST_ROWS or width > MOST_COLUMNS:
            raise UnreadableFile(
                f"工作表“{sheet.name}”有 {len(sheet.rows)} 行、{width} 列，不像表样。请删去多余的行列，只留空表再选。"
            )
    merged = sum((bottom - top + 1) * (right - left + 1) for sheet in seen.sheets
                 for (top, left), (bottom, right) in sheet.merges)  # fmt: skip
    if merged > MOST_MERGED:
        raise UnreadableFile("表样里合并的单元格范围大得不正常，没有读取。请在 Excel/WPS 中取消整行整列的合并再选。")
    names = _names(data)
    if "xl/workbook.xml" not in names:
        raise UnreadableFile("这不是 .xlsx 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 再选。")
    if "xl/vbaProject.bin" in names:
        raise UnreadableFile(_MACROS)
    load_form(data)
    return FormFile(path.name, data, losses(data))


def _names(data: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return set(archive.namelist())


def losses(data: bytes) -> tuple[str, ...]:
    """What a filled copy of this form will not have, in words."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            for part, inside, words in _PARTS:
                if part.match(name) and (inside is None or inside.search(archive.read(name))):
                    found[words] = None
    return tuple(found)


def load_form(data: bytes) -> Workbook:
    """The form for filling: formulas as formulas, texts with their fonts. It has been through `take_form`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what `losses` names
            return load_workbook(io.BytesIO(data), rich_text=True)
    except Exception as error:  # a parser of other people's files raises whatever it likes
        raise UnreadableFile("这份表样读不出来，可能已损坏。请用 Excel 或 WPS 打开后另存一份 .xlsx 再选。") from error


def grids_of(data: bytes) -> tuple[FormSheet, ...]:
    """The visible sheets of a form as grids."""
    workbook = load_form(data)
    found = tuple(_grid(sheet) for sheet in workbook.worksheets if sheet.sheet_state == "visible")
    if not found:
        raise UserError("表样里没有看得见的工作表，请在 Excel/WPS 中取消隐藏再选。")
    return found


def _grid(sheet: Worksheet) -> FormSheet:
    texts: dict[tuple[int, int], str] = {}
    formulas, framed = set(), set()
    last_row = last_column = 1
    for cell in _cells(sheet):
        here = (cell.row, cell.column)
        if not isinstance(cell, MergedCell) and cell.value is not None:
            texts[here] = _shown(cell)
            if cell.data_type == "f":
                formulas.add(here)
        is_framed = cell.has_style and any(
            getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")
        )
        if is_framed and cell.border.left.style:
            framed.add(cell.row)
        if is_framed or here in texts:
            last_row, last_column = max(last_row, cell.row), max(last_column, cell.column)
    for merge in sheet.merged_cells.ranges:
        if (merge.min_row, merge.min_col) in texts:
            last_row, last_column = max(last_row, merge.max_row), max(last_column, merge.max_col)
    merges = tuple(sorted((m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges))
    return FormSheet(
        sheet.title, last_row, last_column, texts,
        tuple(merge for merge in merges if merge[0] <= last_row and merge[1] <= last_column),
        tuple(_width(sheet, column) for column in range(1, last_column + 1)),
        tuple(_height(sheet, row) for row in range(1, last_row + 1)), frozenset(framed), frozenset(formulas),
    )  # fmt: skip


def _shown(cell: Any) -> str:
    if hasattr(cell.value, "text"):  # a formula over several cells
        return str(cell.value.text)
    is_share = isinstance(cell.value, int | float) and "%" in cell.number_format
    return f"{cell.value:.2%}" if is_share else as_text(cell.value)


def _cells(sheet: Worksheet) -> Iterator[Any]:
    for row in sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column, MOST_COLUMNS)):
        yield from row


def _width(sheet: Worksheet, column: int) -> int:
    width = width_of(sheet, column)
    return round(width * _PIXELS_A_SIGN) + 5 if width else 0


def _height(sheet: Worksheet, row: int) -> int:
    about: Any = sheet.row_dimensions.get(row)
    if about is not None and about.hidden:
        return 0
    usual: float = sheet.sheet_format.defaultRowHeight or _USUAL_HEIGHT
    points: float = about.height if about is not None and about.height else usual
    return round(points * _PIXELS_A_POINT)
