"""The parts of a form, set: head, boxes, grids, words."""

from collections.abc import Sequence
from dataclasses import replace

from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.form_boxes import set_boxes
from kongchuo_desktop.documents.form_closing import set_pictures, set_signatures
from kongchuo_desktop.documents.form_content import (
    Block,
    Boxes,
    Form,
    Gap,
    Grid,
    NewPage,
    Pictures,
    Signatures,
    Words,
)
from kongchuo_desktop.documents.form_flow import Flow
from kongchuo_desktop.documents.form_rows import RowLook, Slot, dealt_widths, set_row
from kongchuo_desktop.documents.form_style import Ground, held
from kongchuo_desktop.documents.grid import PAD
from kongchuo_desktop.documents.lines import Fit
from kongchuo_desktop.documents.pieces import Manner, Piece, Put, baseline, keep_ends, keep_with_next

SCHOOL, TITLE, SUBTITLE = 15.0, 20.0, 11.0  # points
GRID_SIZES = (10.5, 9.5, 8.5, 7.5)
SMALL = 0.34  # of a page: so high a table is not parted
MOST_LINES = 3  # a grid is set smaller when more than a few of its cells need more


def set_head(ground: Ground, form: Form) -> list[Flow]:
    """School over title in the middle; below them at the left the subtitle, at the right the number."""
    pieces: list[Piece] = []
    if form.school:
        pieces += _centred(ground, form.school, Role.HEADING, SCHOOL, 22)
    pieces += _centred(ground, form.title, Role.TITLE, TITLE, 30)
    pieces.append(Piece(4, with_next=True))
    pieces += _under_title(ground, form)
    return [Flow(piece) for piece in pieces]


def _under_title(ground: Ground, form: Form) -> list[Piece]:
    """Subtitle and number in one line where both have room, else one below the other."""
    number = f"编号：{form.number}" if form.number else ""
    setter = ground.setter
    if not number:
        return [*_centred(ground, form.subtitle, Role.KAI, SUBTITLE + 1, 18), Piece(3, with_next=True)]
    right = setter.fitting(number, Role.BODY, SUBTITLE, ground.measure, least=6)
    left = setter.line(form.subtitle, Role.KAI, SUBTITLE + 1)
    pieces = []
    if left.width + right.width + 2 * SUBTITLE > ground.measure:
        pieces, left = _centred(ground, form.subtitle, Role.KAI, SUBTITLE + 1, 18), setter.line("", Role.KAI, SUBTITLE)
    base = baseline(18, SUBTITLE)
    puts = (Put(left, 0, base), Put(right, ground.measure - right.width, base))
    return [*pieces, Piece(21, puts, with_next=True)]


def _centred(ground: Ground, text: str, role: Role, size: float, height: float) -> list[Piece]:
    """Lines in the middle that hold on to what follows; a little smaller rather than two lines."""
    found = []
    for part in text.splitlines():
        line = ground.setter.fitting(part, role, size, ground.measure, least=size * 0.85)
        fit = Fit(size * 0.85, ground.measure, size * 0.85, justified=False)
        lines = [line] if line.width <= ground.measure else ground.setter.lines(part, role, fit)
        for one in lines:
            put = Put(one, (ground.measure - one.width) / 2, baseline(height, size))
            found.append(Piece(height, (put,), with_next=True))
    return found


def set_block(ground: Ground, block: Block, frame: int) -> list[Flow]:
    """Any block; `frame` is its number within the form."""
    match block:
        case Boxes():
            return set_boxes(ground, block, frame)
        case Grid():
            return _grid(ground, block, frame)
        case Words():
            return [Flow(piece) for piece in _words(ground, block)]
        case Signatures():
            return set_signatures(ground, block)
        case Pictures():
            return set_pictures(ground, block)
        case Gap():
            return [Flow(Piece(block.lines * ground.style.words_leading), blank=True)]
        case NewPage():
            return [Flow(Piece(0.0), afresh=True)]


def _grid(ground: Ground, grid: Grid, frame: int) -> list[Flow]:
    """Title, heading row, rows; the heading again on every page."""
    widths = _grid_widths(ground, grid)
    look = _grid_look(ground, grid, widths)
    flows = [Flow(piece) for piece in _words(ground, Words(grid.title, "heading"))] if grid.title else []
    cells = [
        Slot(column.heading, width, Role.HEADING, "center") for column, width in zip(grid.columns, widths, strict=True)
    ]
    tall = RowLook(look.size, look.leading, look.least + 3, tallest=ground.height)
    heading = tuple(set_row(ground.setter, cells, tall, frame))
    flows += [Flow(held(flow.piece), flow.frame, flow.width) for flow in heading]
    blank = ("",) * len(grid.columns)
    rows = [*grid.rows, *[blank] * (grid.least - len(grid.rows))]
    for row in rows:
        slots = [
            Slot(text, width, align=column.align)
            for text, width, column in zip(row, widths, grid.columns, strict=True)
        ]  # fmt: skip
        flows += set_row(ground.setter, slots, look, frame, heading)
    if not rows:
        flows += set_row(ground.setter, [Slot("（没有记录）", sum(widths), align="center")], look, frame, heading)
    return _unparted(flows, SMALL * ground.height)


def _unparted(flows: list[Flow], height: float) -> list[Flow]:
    """A table of at most that height stays on one page; the last row of a taller one, its sum, never stands alone."""
    small = sum(flow.height for flow in flows) <= height
    last = len(flows) - 1
    return [
        replace(flow, piece=held(flow.piece)) if place < last and (small or place == last - 1) else flow
        for place, flow in enumerate(flows)
    ]


def _grid_widths(ground: Ground, grid: Grid) -> list[float]:
    return dealt_widths([column.width for column in grid.columns], ground.measure, 2 * PAD + GRID_SIZES[0] * 1.05)


def _grid_look(ground: Ground, grid: Grid, widths: Sequence[float]) -> RowLook:
    """The largest size in which nearly all cells keep to a few lines."""
    look = _sized(ground, GRID_SIZES[0])
    for size in GRID_SIZES:
        look = _sized(ground, size)
        headings = [(column.heading, width) for column, width in zip(grid.columns, widths, strict=True)]
        cells = [pair for row in grid.rows[:200] for pair in zip(row, widths, strict=True)]
        many = sum(_takes_many(ground, text, width, look) for text, width in (*headings, *cells))
        if many <= 0.05 * (len(headings) + len(cells)):
            return look
    return look


def _takes_many(ground: Ground, text: str, width: float, look: RowLook) -> bool:
    """Whether a cell needs more than a few lines, by its width alone."""
    pen = ground.setter.ink.pen(Role.BODY)
    return pen.width(text) * look.size > MOST_LINES * (width - 2 * PAD) * 0.96


def _sized(ground: Ground, size: float) -> RowLook:
    size = min(size, ground.style.size)
    return RowLook(size, size * 1.38, max(size * 2.1, ground.style.row * 0.86), 3.0, ground.height * 0.45)


def _words(ground: Ground, words: Words) -> list[Piece]:
    """Paragraphs in their manner."""
    style = ground.style
    size, leading, role = {
        "heading": (style.words, style.words_leading + 4, Role.HEADING),
        "small": (9.5, 14.0, Role.BODY),
    }.get(words.manner, (style.words, style.words_leading, Role.BODY))
    pieces: list[Piece] = []
    for paragraph in words.text.splitlines() or [""]:
        if words.manner in ("body", "small", "heading"):
            manner = Manner(size, leading, ground.measure, max(1, int(ground.measure / size)))
            indent = 2 if words.manner == "body" else 0
            lines = ground.setter.paragraph(((paragraph, role),), manner, indent=indent) or (Piece(leading),)
            pieces += keep_with_next(lines, len(lines)) if words.manner == "heading" else lines
            continue
        pieces += keep_ends(_aligned(ground, paragraph, role, words.manner))
    return pieces


def _aligned(ground: Ground, text: str, role: Role, manner: str) -> list[Piece]:
    """Lines in the middle, or at the right edge."""
    style = ground.style
    fit = Fit(style.words, ground.measure, style.words, justified=False)
    part = 0.5 if manner == "centred" else 1.0
    base = baseline(style.words_leading, style.words)
    return [
        Piece(style.words_leading, (Put(line, (ground.measure - line.width) * part, base),))
        for line in ground.setter.lines(text, role, fit)
    ]
