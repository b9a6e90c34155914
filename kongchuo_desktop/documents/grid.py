"""Tables on paper: cells that wrap, rows of even height, ruled all round."""

from collections.abc import Sequence
from dataclasses import dataclass

from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.lines import Fit, Line
from kongchuo_desktop.documents.pieces import MIDDLE, Piece, Put, Setter
from kongchuo_desktop.documents.sheet import Rule

PAD = 4.0  # points between a cell's rule and its text
FRAME = 0.9
HAIRLINE = 0.4


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says and how."""

    text: str
    role: Role = Role.BODY
    align: str = "center"


@dataclass(frozen=True, slots=True)
class RowStyle:
    """Size and line pitch of a table's text, and the least height of a row, in points."""

    size: float
    leading: float
    least: float


def set_table(setter: Setter, rows: Sequence[Sequence[Cell]], total: float, style: RowStyle) -> Piece:
    """A small table as one block, as wide as wanted; its columns by what stands in them."""
    key = (total, style, *(cell for row in rows for cell in row))
    return setter.block(key, lambda: _set_table(setter, rows, total, style))


def _set_table(setter: Setter, rows: Sequence[Sequence[Cell]], total: float, style: RowStyle) -> Piece:
    widths = column_widths(setter, rows, total, style.size)
    return stack([set_row(setter, row, widths, style) for row in rows], total)


def set_row(
    setter: Setter, cells: Sequence[Cell], widths: Sequence[float], style: RowStyle, *, ruled: bool = True
) -> Piece:
    """One row; its text centred up and down, with its rules left, right and below where wanted."""
    columns = [cell_lines(setter, cell, width, style) for cell, width in zip(cells, widths, strict=True)]
    tallest = max((len(lines) for lines in columns), default=1)
    height = max(style.least, tallest * style.leading + PAD * 1.5)
    texts: list[Put] = []
    left = 0.0
    for cell, width, lines in zip(cells, widths, columns, strict=True):
        texts += place_lines(lines, cell.align, left, width, height, style)
        left += width
    return Piece(height, tuple(texts), row_rules(widths, height) if ruled else ())


def cell_lines(setter: Setter, cell: Cell, width: float, style: RowStyle) -> list[Line]:
    """The lines of a cell; what fits in one is not broken."""
    room = width - 2 * PAD
    line = setter.line(cell.text, cell.role, style.size)
    if line.width <= room:
        return [line]
    return setter.lines(cell.text, cell.role, Fit(style.size, room, style.size, justified=False))


def place_lines(
    lines: Sequence[Line], align: str, left: float, width: float, height: float, style: RowStyle
) -> list[Put]:
    """Lines centred in the height and aligned in the width."""
    top = (height - len(lines) * style.leading) / 2
    base = top + style.leading / 2 + style.size * MIDDLE
    puts = []
    for number, line in enumerate(lines):
        spare = width - line.width
        shift = {"left": PAD, "right": spare - PAD}.get(align, spare / 2)
        puts.append(Put(line, left + shift, base + number * style.leading))
    return puts


def row_rules(widths: Sequence[float], height: float) -> tuple[Rule, ...]:
    """Frame at both sides, hairlines between the columns and below."""
    total = sum(widths)
    rules = [Rule(0, 0, 0, height, FRAME), Rule(total, 0, total, height, FRAME)]
    left = 0.0
    for width in widths[:-1]:
        left += width
        rules.append(Rule(left, 0, left, height, HAIRLINE))
    rules.append(Rule(0, height, total, height, HAIRLINE))
    return tuple(rules)


def column_widths(setter: Setter, rows: Sequence[Sequence[Cell]], total: float, size: float) -> list[float]:
    """Equal columns where everything fits in one line, otherwise by what stands in them."""
    needs = [
        max(setter.line(cell.text, cell.role, size).width for cell in column) + 2 * PAD
        for column in zip(*rows, strict=True)
    ]
    equal = total / len(needs)
    if max(needs) <= equal:
        return [equal] * len(needs)
    wanted = [min(need, total * 0.45) for need in needs]
    scale = total / sum(wanted)
    return [width * scale for width in wanted]


def stack(rows: Sequence[Piece], width: float) -> Piece:
    """Rows as one block that is never divided, with its frame above and below."""
    texts: list[Put] = []
    rules: list[Rule] = [Rule(-FRAME / 2, 0, width + FRAME / 2, 0, FRAME)]
    top = 0.0
    for row in rows:
        texts += [Put(put.line, put.left, put.baseline + top) for put in row.texts]
        rules += [moved(rule, top) for rule in row.rules]
        top += row.height
    rules.append(Rule(-FRAME / 2, top, width + FRAME / 2, top, FRAME))
    return Piece(top, tuple(texts), tuple(rules))


def moved(rule: Rule, down: float) -> Rule:
    """The same rule, further down."""
    return Rule(rule.left, rule.top + down, rule.right, rule.bottom + down, rule.width, rule.dash)
