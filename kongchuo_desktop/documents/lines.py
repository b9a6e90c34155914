"""Text cut into lines the Chinese way: 禁则, full lines to both edges, marks squeezed, numbers and words whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from kongchuo_desktop.documents.characters import (
    CLOSING,
    HALF_AFTER,
    HALF_BEFORE,
    OPENING,
    in_word,
    may_break,
)
from kongchuo_desktop.documents.ink import Glyph, Pen

# Beyond this stretch (in parts of the size) a line stays ragged rather than torn apart.
MOST_STRETCH = 0.35
HAIR = 0.01  # points, for rounding


@dataclass(frozen=True, slots=True)
class Line:
    """Operators that show one line at the current point, and its width in points."""

    code: str
    width: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How a paragraph is set, in points. `pitch` is the advance of a full-width character."""

    size: float
    measure: float
    pitch: float
    first_indent: float = 0.0
    justified: bool = True


def one_line(text: str, pen: Pen, size: float, pitch: float = 0.0) -> Line:
    """The whole text as one line, however long."""
    glyphs = [pen[character] for character in text]
    advances = _advances(text, glyphs, size, pitch or size)
    return Line(show(glyphs, advances, size, natural=pitch or size), sum(advances))


def break_lines(text: str, glyphs: Sequence[Glyph], fit: Fit) -> list[Line]:
    """Lines of at most the measure; the first is shorter by the indent, which the caller draws."""
    advances = _advances(text, glyphs, fit.size, fit.pitch)
    lines = []
    start = 0
    while start < len(text):
        room = fit.measure - (0 if start else fit.first_indent)
        end = _end_of_line(text, advances, start, room)
        stop = end
        while stop > start + 1 and text[stop - 1] == " ":
            stop -= 1
        spread, natural = _spread(text[start:stop], advances[start:stop], fit, room, last=end >= len(text))
        lines.append(Line(show(glyphs[start:stop], spread, fit.size, natural=natural), sum(spread)))
        start = end
    return lines


def _advances(text: str, glyphs: Sequence[Glyph], size: float, pitch: float) -> list[float]:
    """How far each character moves on; of two neighbouring blank halves one is taken away."""
    scale = size / 1000
    result = [pitch if glyph.width == 1000 else glyph.width * scale for glyph in glyphs]
    for place in range(len(text) - 1):
        here, after = text[place], text[place + 1]
        if here in HALF_AFTER:
            half = glyphs[place].width == 1000 and (after in CLOSING or after in OPENING)
        else:
            half = here in OPENING and after in HALF_BEFORE and glyphs[place + 1].width == 1000
        if half:
            result[place] -= size / 2
    return result


def _end_of_line(text: str, advances: Sequence[float], start: int, room: float) -> int:
    """Where the line that begins at `start` ends. A closing mark may stand in half its room."""
    filled = 0.0
    allowed = start
    for place in range(start, len(text)):
        filled += advances[place]
        spare = advances[place] if text[place] == " " else 0.0
        if text[place] in HALF_AFTER:
            spare = advances[place] / 2
        if filled - spare > room + HAIR:
            return allowed if allowed > start else max(place, start + 1)
        if place + 1 < len(text) and may_break(text[place], text[place + 1]):
            allowed = place + 1
    return len(text)


def _spread(text: str, advances: Sequence[float], fit: Fit, room: float, *, last: bool) -> tuple[list[float], float]:
    """The line's advances filled out to the room (not the last line's), and the usual full-width advance."""
    spread = list(advances)
    over = sum(spread) > room + HAIR
    if not over and (last or not fit.justified):
        return spread, fit.pitch
    if over and text[-1] in HALF_AFTER:
        spread[-1] -= fit.size / 2
    gaps = [place for place in range(len(text) - 1) if not (in_word(text[place]) and in_word(text[place + 1]))]
    stretch = (room - sum(spread)) / len(gaps) if gaps else 0.0
    if stretch > fit.size * MOST_STRETCH:
        return spread, fit.pitch
    for place in gaps:
        spread[place] += stretch
    return spread, fit.pitch + stretch


def show(glyphs: Sequence[Glyph], advances: Sequence[float], size: float, *, natural: float) -> str:
    """PDF operators for the glyphs: one TJ for each font, `natural` being the usual full-width advance."""
    spacing = natural - size
    scale = size / 1000
    parts: list[str] = []
    font = -1
    for glyph, advance in zip(glyphs, advances, strict=True):
        if glyph.font != font:
            if parts:
                parts.append(">]TJ ")
            parts.append(f"/K{glyph.font} {size:g} Tf {spacing:.3f} Tc [<")
            font = glyph.font
        squeezed = glyph.half and advance < size * 0.8
        parts.append(glyph.half if squeezed else glyph.code)
        excess = (glyph.width / 2 if squeezed else glyph.width) * scale + spacing - advance
        if excess > 0.004 or excess < -0.004:
            parts.append(f">{excess / scale:.0f}<")
    if parts:
        parts.append(">]TJ")
    return "".join(parts)
