"""Any finished table on A4: title, repeated headings, even rows, page x of y."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby
from pathlib import Path

from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.finished_files import put_whole
from kongchuo_desktop.documents.grid import FRAME, HAIRLINE, Cell, RowStyle, set_row
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Fit, Line
from kongchuo_desktop.documents.pdf_file import A4, Page, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Piece, Put, Setter, baseline
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet
from kongchuo_desktop.reports.table import Cell as Value
from kongchuo_desktop.reports.table import Column, Table

MARGIN = 16 * MM
SIDE = 14 * MM
FOOT_ROOM = 12 * MM
TITLE, SUBTITLE = 18.0, 10.5
STYLES = (RowStyle(10.5, 14, 22), RowStyle(9.5, 12.5, 20), RowStyle(8.5, 11, 18), RowStyle(7.5, 9.5, 16))
USUAL = 0.95  # the part of a column's cells that should stand in one line
SAMPLE = 2000  # rows that are looked at for it
WIDEST = 20.0  # what a column may ask for, in characters; longer text wraps
MOST_DRAWN_IN = 0.6  # how far a column of words may be narrowed before a smaller style is taken
SHORT = 6.0  # a column of at most so many characters keeps its width
CELL_AIR = 10.0  # points


@dataclass(frozen=True, slots=True)
class _Need:
    """What a column asks for, in units of the size; a column of words can take less."""

    ems: float
    wraps: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """The measures of one table."""

    size: tuple[float, float]
    widths: tuple[float, ...]
    style: RowStyle

    @property
    def left(self) -> float:
        """Where the table begins: in the middle of the page."""
        return (self.size[0] - sum(self.widths)) / 2

    @property
    def bottom(self) -> float:
        """Below this no row goes."""
        return self.size[1] - MARGIN - FOOT_ROOM


def draw_table(table: Table, out: Path, *, printed_on: date | None = None, typefaces: Typefaces | None = None) -> int:
    """Write the table to a PDF; the number of pages."""
    ink = Ink(typefaces or load_typefaces())
    pages = _pages(table, Setter(ink), printed_on)
    put_whole(out, assemble(pages, prepare_fonts(ink.fonts()), Properties(table.title, "", table.subtitle)))
    return len(pages)


def as_text(value: Value) -> str:
    """A value as people write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _pages(table: Table, setter: Setter, printed_on: date | None) -> list[Page]:
    form = _form(table, setter)
    sections = [(subtitle, list(_deal(table, rows, setter, form, subtitle))) for subtitle, rows in _sections(table)]
    total = sum(len(pages) for _, pages in sections)
    result: list[Page] = []
    for subtitle, dealt in sections:
        for number, rows in enumerate(dealt):
            last = number == len(dealt) - 1
            notes = table.notes if last else ()
            place = (len(result) + 1, total)
            result.append(_page(table, setter, form, rows, (subtitle, notes, place, printed_on)))
    return result


def _sections(table: Table) -> Iterator[tuple[str, Sequence[tuple[Value, ...]]]]:
    """Rows by the value of the grouping column; each begins a page. An empty table still has one."""
    place = next((n for n, column in enumerate(table.columns) if column.key == table.group_by), None)
    if place is None or not table.rows:
        yield table.subtitle, table.rows
        return
    for value, rows in groupby(table.rows, key=lambda row: row[place]):
        name = as_text(value)
        yield "　".join(filter(None, (name, table.subtitle))), list(rows)


def _form(table: Table, setter: Setter) -> _Form:
    """The largest style in which the columns fit; columns of words may be drawn in and wrap, numbers never."""
    size = (A4[1], A4[0]) if table.landscape else A4
    room = size[0] - 2 * SIDE
    needs = [
        _need(column, [row[place] for row in table.rows[:SAMPLE]], setter) for place, column in enumerate(table.columns)
    ]
    for style in STYLES:
        stiff = sum(need.ems * style.size + CELL_AIR for need in needs if not need.wraps)
        soft = sum(need.ems * style.size + CELL_AIR for need in needs if need.wraps)
        if stiff + soft * MOST_DRAWN_IN <= room:
            break
    scale = max(0.2, min(1.0, (room - stiff) / soft)) if soft else 1.0
    widths = [(need.ems * style.size + CELL_AIR) * (scale if need.wraps else 1.0) for need in needs]
    spread = room / sum(widths)  # a narrow table is let out, but not to the whole page
    return _Form(size, tuple(width * min(spread, 1.5) for width in widths), style)


def _need(column: Column, values: Sequence[Value], setter: Setter) -> _Need:
    """What a column asks for: nearly all its cells in one line, a long heading in two."""
    body, heading = setter.ink.pen(Role.BODY), setter.ink.pen(Role.HEADING)
    texts = sorted((as_text(value) for value in values), key=len)
    usual = texts[int(len(texts) * USUAL)] if texts else ""
    head = heading.width(column.heading)
    ems = max(2.0, column.width / 2, body.width(usual) + 0.2, head if head <= 4 else head / 2 + 0.5)
    return _Need(min(ems, WIDEST), wraps=ems > SHORT and not usual.isascii())


def _deal(
    table: Table, rows: Sequence[tuple[Value, ...]], setter: Setter, form: _Form, subtitle: str
) -> Iterator[list[Piece]]:
    """Set the rows and deal them to pages, the heading row first on each."""
    heading = _heading_row(table.columns, setter, form)
    top = MARGIN + sum(piece.height for piece in _top(table, setter, form, subtitle)) + heading.height
    notes = _notes(table.notes, setter, form)
    page = [heading]
    filled = top
    for place, row in enumerate(rows):
        piece = _row(table.columns, row, setter, form)
        extra = notes.height if place == len(rows) - 1 else 0
        if filled + piece.height + extra > form.bottom and len(page) > 1:
            yield page
            page = [heading]
            filled = top
        page.append(piece)
        filled += piece.height
    yield page


def _heading_row(columns: Sequence[Column], setter: Setter, form: _Form) -> Piece:
    cells = [Cell(column.heading, Role.HEADING) for column in columns]
    return set_row(
        setter, cells, form.widths, RowStyle(form.style.size, form.style.leading, form.style.least + 4), ruled=False
    )


def _row(columns: Sequence[Column], row: Sequence[Value], setter: Setter, form: _Form) -> Piece:
    cells = [Cell(as_text(value), Role.BODY, column.align) for column, value in zip(columns, row, strict=True)]
    return set_row(setter, cells, form.widths, form.style, ruled=False)


def _top(table: Table, setter: Setter, form: _Form, subtitle: str) -> list[Piece]:
    """Title in the middle, what the table is of below it."""
    room = form.size[0] - 2 * SIDE
    pieces = [
        _middle(line, TITLE, 30, form)
        for line in setter.lines(table.title, Role.TITLE, Fit(TITLE, room, TITLE, justified=False))
    ]
    lines = setter.lines(subtitle, Role.BODY, Fit(SUBTITLE, room, SUBTITLE, justified=False))
    pieces += [_middle(line, SUBTITLE, 18, form) for line in lines]
    return [*pieces, Piece(6)]


def _middle(line: Line, size: float, height: float, form: _Form) -> Piece:
    return Piece(height, (Put(line, (form.size[0] - line.width) / 2, baseline(height, size)),))


def _notes(notes: Sequence[str], setter: Setter, form: _Form) -> Piece:
    """Remarks under the table."""
    texts: list[Put] = []
    top = 6.0 if notes else 0.0
    for note in notes:
        for line in setter.lines(note, Role.BODY, Fit(9, sum(form.widths), 9)):
            texts.append(Put(line, form.left, top + baseline(14, 9)))
            top += 14
    return Piece(top, tuple(texts))


def _page(
    table: Table,
    setter: Setter,
    form: _Form,
    rows: Sequence[Piece],
    told: tuple[str, Sequence[str], tuple[int, int], date | None],
) -> Page:
    """One page: top, rows in their frame, notes on the last, foot."""
    subtitle, notes, place, printed_on = told
    sheet = Sheet(form.size)
    top = MARGIN
    for piece in _top(table, setter, form, subtitle):
        piece.draw(sheet, 0, top)
        top += piece.height
    _frame(sheet, form, top, rows)
    for piece in rows:
        piece.draw(sheet, form.left, top)
        top += piece.height
    if len(rows) == 1:
        empty = setter.line("（没有记录）", Role.BODY, SUBTITLE)
        sheet.text(empty, (form.size[0] - empty.width) / 2, top + 24)
        top += 30
    _notes(notes, setter, form).draw(sheet, 0, top)
    _foot(setter, sheet, form, place, printed_on)
    return sheet.finish()


def _frame(sheet: Sheet, form: _Form, top: float, rows: Sequence[Piece]) -> None:
    """A strong frame, a strong line under the headings, hairlines between rows and columns."""
    levels = [top, *accumulate((piece.height for piece in rows), initial=top)][1:]
    edges = list(accumulate(form.widths, initial=form.left))
    for level in levels:
        strong = level in (top, levels[1], levels[-1])
        ends = (edges[0] - FRAME / 2, edges[-1] + FRAME / 2) if strong else (edges[0], edges[-1])
        sheet.rule(Rule(ends[0], level, ends[1], level, FRAME if strong else HAIRLINE))
    for edge in edges:
        strong = edge in (edges[0], edges[-1])
        sheet.rule(Rule(edge, top, edge, levels[-1], FRAME if strong else HAIRLINE))


def _foot(setter: Setter, sheet: Sheet, form: _Form, place: tuple[int, int], printed_on: date | None) -> None:
    base = form.size[1] - MARGIN
    mark = setter.line(f"第 {place[0]} 页 / 共 {place[1]} 页", Role.BODY, 9)
    sheet.text(mark, (form.size[0] - mark.width) / 2, base)
    if printed_on:
        day = setter.line(f"打印日期：{printed_on.year}年{printed_on.month}月{printed_on.day}日", Role.BODY, 9)
        sheet.text(day, form.size[0] - SIDE - day.width, base)
