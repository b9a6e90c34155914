"""Rows of a form: labels and values side by side, cells of a grid; what is long wraps, a very tall row runs on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil

from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.form_flow import Flow
from kongchuo_desktop.documents.grid import FRAME, HAIRLINE, PAD
from kongchuo_desktop.documents.lines import Fit, Line
from kongchuo_desktop.documents.pieces import Piece, Put, Setter, baseline
from kongchuo_desktop.documents.sheet import Rule

LEAST_SIZE = 0.75  # how far a number or a Latin word is made smaller before it is broken
RUNS_ON = "（续）"


@dataclass(frozen=True, slots=True)
class RowLook:
    """Size and pitch of a row, its least height, the air above and below; taller than `tallest` it may run on."""

    size: float
    leading: float
    least: float
    air: float = 4.0
    tallest: float = 300.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a row: what it says, how wide it is, and where the text stands in it; `foot` at its lower right."""

    text: str
    width: float
    role: Role = Role.BODY
    align: str = "left"
    from_top: bool = False
    foot: str = ""


def set_row(
    setter: Setter, slots: Sequence[Slot], look: RowLook, frame: int, again: tuple[Flow, ...] = ()
) -> list[Flow]:
    """One row of a frame; one that is taller than `look.tallest` comes as strips, so that pages can part it."""
    columns = [slot_lines(setter, slot, look) for slot in slots]
    feet = [_foot_lines(setter, slot, look) for slot in slots]
    most = max((len(lines) + len(foot) for lines, foot in zip(columns, feet, strict=True)), default=1)
    tall = most * look.leading + 2 * look.air
    height = max(look.least, tall)
    widths = [slot.width for slot in slots]
    if height > look.tallest and tall > look.tallest:
        return _strips(setter, slots, [[*a, *b] for a, b in zip(columns, feet, strict=True)], look, frame, again)
    texts: list[Put] = []
    for left, slot, lines, foot in zip(lefts(widths), slots, columns, feet, strict=True):
        top = look.air if slot.from_top else (height - len(lines) * look.leading) / 2
        texts += _placed(lines, slot, left, top, look)
        if foot:
            low = height - look.air - len(foot) * look.leading
            texts += _placed(foot, replace(slot, align="right"), left, low, look)
    piece = Piece(height, tuple(texts), sides(widths, height))
    return [Flow(piece, frame, sum(widths), again)]


def _strips(
    setter: Setter, slots: Sequence[Slot], columns: Sequence[Sequence[Line]], look: RowLook, frame: int,
    again: tuple[Flow, ...],
) -> list[Flow]:  # fmt: skip
    """A row line by line; labels stand at its head, and again, as running on, where a page begins with it."""
    widths = [slot.width for slot in slots]
    count = max(len(lines) for lines in columns)
    flows = []
    for number in range(count):
        first, last = number == 0, number == count - 1
        height = look.leading + look.air * (first + last)
        top = look.air if first else 0.0
        texts: list[Put] = []
        resumed: list[Put] = []
        for left, slot, lines in zip(lefts(widths), slots, columns, strict=True):
            if number < len(lines):
                texts += _placed(lines[number : number + 1], slot, left, top, look)
            elif slot.role is Role.HEADING:
                on = setter.fitting(RUNS_ON, Role.KAI, look.size, slot.width - PAD, least=4)
                resumed += _placed([on], slot, left, top, look)
        held = first or number == count - 2
        piece = Piece(height, tuple(texts), sides(widths, height), with_next=held)
        flows.append(Flow(piece, frame, sum(widths), again, tuple(resumed), joined=not first))
    return flows


def _foot_lines(setter: Setter, slot: Slot, look: RowLook) -> list[Line]:
    return slot_lines(setter, replace(slot, text=slot.foot, align="right"), look) if slot.foot else []


def slot_lines(setter: Setter, slot: Slot, look: RowLook) -> list[Line]:
    """The lines of a cell, each line of its text a paragraph; a number or Latin word is made smaller to stay whole."""
    room = slot.width - 2 * PAD
    lines: list[Line] = []
    for paragraph in slot.text.splitlines():
        line = setter.line(paragraph, slot.role, look.size)
        if line.width <= room:
            lines.append(line)
            continue
        if paragraph.isascii() and " " not in paragraph.strip():
            smaller = setter.fitting(paragraph, slot.role, look.size, room, least=look.size * LEAST_SIZE)
            if smaller.width <= room:
                lines.append(smaller)
                continue
        lines += _broken(setter, paragraph, slot, look, line.width)
    return lines


def _broken(setter: Setter, text: str, slot: Slot, look: RowLook, whole: float) -> list[Line]:
    """A paragraph of several lines: to both edges where there is room, in even lines where it stands in the middle."""
    room = slot.width - 2 * PAD
    if slot.align == "center":
        even = ceil(whole / ceil(whole / room) / look.size) * look.size + 0.1
        found = setter.lines(text, slot.role, Fit(look.size, min(room, even), look.size, justified=False))
        if len(found) == ceil(whole / room):
            return found
    justified = slot.align == "left" and room > 12 * look.size
    return setter.lines(text, slot.role, Fit(look.size, room, look.size, justified=justified))


def _placed(lines: Sequence[Line], slot: Slot, left: float, top: float, look: RowLook) -> list[Put]:
    """Lines one under the other, aligned in the cell."""
    base = top + baseline(look.leading, look.size)
    puts = []
    for number, line in enumerate(lines):
        spare = slot.width - line.width
        shift = {"left": PAD, "right": spare - PAD}.get(slot.align, spare / 2)
        puts.append(Put(line, left + shift, base + number * look.leading))
    return puts


def dealt_widths(shares: Sequence[float], total: float, least: float) -> list[float]:
    """A width for each share, none below `least` (points) where there is room for all."""
    if len(shares) * least >= total:
        return [total / len(shares)] * len(shares)
    wanted = [max(share, 0.01) for share in shares]
    held: set[int] = set()
    while True:
        free = [place for place in range(len(wanted)) if place not in held]
        scale = (total - least * len(held)) / sum(wanted[place] for place in free)
        narrow = {place for place in free if wanted[place] * scale < least}
        if not narrow:
            return [least if place in held else wanted[place] * scale for place in range(len(wanted))]
        held |= narrow


def lefts(widths: Sequence[float]) -> list[float]:
    """Where each cell begins."""
    return list(accumulate(widths[:-1], initial=0.0))


def sides(widths: Sequence[float], height: float) -> tuple[Rule, ...]:
    """The frame at both sides, hairlines between the cells."""
    edges = list(accumulate(widths, initial=0.0))
    outer = (edges[0], edges[-1])
    return tuple(Rule(edge, 0, edge, height, FRAME if edge in outer else HAIRLINE) for edge in edges)
