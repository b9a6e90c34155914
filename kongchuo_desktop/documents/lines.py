"""Text cut into lines the Chinese way: 禁则, full lines to both edges, marks squeezed, numbers and words whole."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kongchuo_desktop.documents.characters import (
    CLOSING,
    HALF_AFTER,
    NEVER_FIRST,
    NEVER_LAST,
    SQUEEZED,
    in_word,
    may_break,
)
from kongchuo_desktop.documents.ink import Glyph, Pen

# Beyond this stretch (in parts of the size) a line stays ragged rather than torn apart.
MOST_STRETCH = 0.35
HAIR = 0.01  # points, for rounding
FULL = 1000  # width of a full-width glyph


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


def one_line(text: str, pen: Pen, size: float) -> Line:
    """The whole text as one line, however long."""
    glyphs = [pen[character] for character in text]
    if not SQUEEZED.search(text):
        codes = [glyph.code for glyph in glyphs]
        width = sum([glyph.width for glyph in glyphs]) * size / FULL
        return Line(_operators(codes, [glyph.font for glyph in glyphs], size, 0.0), width)
    strip = _Strip(text, glyphs, size, size)
    return strip.line(0, len(text), stretch=0.0, tight_end=False)


def break_lines(text: str, glyphs: Sequence[Glyph], fit: Fit) -> list[Line]:
    """Lines of at most the measure; the first is shorter by the indent, which the caller draws."""
    strip = _Strip(text, glyphs, fit.size, fit.pitch)
    lines = []
    for start, end in strip.cuts(fit):
        room = fit.measure - (0 if start else fit.first_indent)
        stop = end
        while stop > start + 1 and text[stop - 1] == " ":
            stop -= 1
        over = strip.width(start, stop) > room + HAIR
        fill = over or (fit.justified and end < len(text))
        lines.append(strip.filled_line(start, stop, room) if fill else strip.line(start, stop, 0.0, tight_end=False))
    return lines


class _Strip:
    """A paragraph as one endless line, measured once and then cut.

    Most characters stand on the pitch; `odd` are the places of the others, the only ones looked at one by one.
    """

    def __init__(self, text: str, glyphs: Sequence[Glyph], size: float, pitch: float) -> None:
        self.text = text
        self.glyphs = glyphs
        self.size = size
        self.pitch = pitch
        scale = size / FULL
        advances = [pitch if glyph.width == FULL else glyph.width * scale for glyph in glyphs]
        for pair in SQUEEZED.finditer(text):
            self._squeeze(advances, pair.start())
        self.advances = advances
        self.reach = [0.0, *accumulate(advances)]
        self.odd = [place for place, advance in enumerate(advances) if advance != pitch]
        self.codes = [glyph.code for glyph in glyphs]
        self.fonts = [glyph.font for glyph in glyphs]

    def _squeeze(self, advances: list[float], place: int) -> None:
        """Of two neighbouring blank halves take one away."""
        mark = place if self.text[place] in HALF_AFTER else place + 1
        if self.glyphs[mark].width == FULL:
            advances[place] -= self.size / 2

    def width(self, start: int, stop: int) -> float:
        """Width of a part, in points."""
        return self.reach[stop] - self.reach[start]

    def cuts(self, fit: Fit) -> list[tuple[int, int]]:
        """Where each line begins and ends. No single character, with or without a mark, makes the last (单字不成行)."""
        ends = [0]
        while ends[-1] < len(self.text):
            ends.append(self.end_of_line(ends[-1], fit.measure - (0 if ends[-1] else fit.first_indent)))
        if fit.justified and len(ends) > 2:
            place = ends[-2]
            if sum(1 for mark in self.text[place:] if mark not in CLOSING) < 2:
                place -= 1
                while place > ends[-3] + 4 and not self._may_end(place):
                    place -= 1
                if place > ends[-3] + 4:
                    ends[-2] = place
        return list(pairwise(ends))

    def end_of_line(self, start: int, room: float) -> int:
        """Where the line that begins at `start` ends. A closing mark may stand in half its room, a blank in none."""
        limit = self.reach[start] + room + HAIR
        over = bisect_right(self.reach, limit) - 1  # the first character that doesn't fit
        if over >= len(self.text):
            return over
        spare = self._spare(over)
        while spare and self.reach[over + 1] - spare <= limit:
            over += 1
            spare = self._spare(over)
        end = over
        while end > start and end < len(self.text) and not self._may_end(end):
            end -= 1
        return end if end > start else max(over, start + 1)

    def _may_end(self, place: int) -> bool:
        """Whether a line may end before a place; a blank there asks the marks on its both sides."""
        before, after = self.text[place - 1], self.text[place]
        if before == " ":
            last = self.text[:place].rstrip(" ")[-1:]
            return after != " " and last not in NEVER_LAST and after not in NEVER_FIRST
        return may_break(before, after)

    def _spare(self, place: int) -> float:
        """How much of a character may stand beyond the edge."""
        if place >= len(self.text):
            return 0.0
        if self.text[place] == " ":
            return self.advances[place]
        return self.advances[place] / 2 if self.text[place] in HALF_AFTER else 0.0

    def filled_line(self, start: int, stop: int, room: float) -> Line:
        """A line stretched or drawn together to the room."""
        width = self.width(start, stop)
        tight = width > room + HAIR and self.text[stop - 1] in HALF_AFTER
        if tight:
            width -= self.size / 2
        inside = sum(1 for place in self._odd(start, stop - 1) if self._in_word(place))
        gaps = stop - start - 1 - inside
        stretch = (room - width) / gaps if gaps > 0 else 0.0
        if stretch > self.size * MOST_STRETCH:
            stretch = 0.0
        return self.line(start, stop, stretch, tight_end=tight)

    def line(self, start: int, stop: int, stretch: float, *, tight_end: bool) -> Line:
        """The operators of a part: full-width characters by the spacing alone, the odd ones each adjusted."""
        spacing = self.pitch - self.size + stretch
        codes = self.codes[start:stop]
        scale = self.size / FULL
        still = 0
        for place in self._odd(start, stop):
            glyph = self.glyphs[place]
            advance = self.advances[place]
            in_word = place + 1 < stop and self._in_word(place)
            still += in_word
            squeezed = glyph.half and advance < self.size * 0.8
            code = glyph.half if squeezed else glyph.code
            own = (glyph.width / 2 if squeezed else glyph.width) * scale
            excess = own + spacing - advance - (0.0 if in_word else stretch)
            codes[place - start] = f"{code}>{excess / scale:.0f}<" if abs(excess) > 0.004 else code
        if tight_end:
            codes[-1] = self.glyphs[stop - 1].half or codes[-1]
        width = self.width(start, stop) + stretch * (stop - start - 1 - still) - (self.size / 2 if tight_end else 0.0)
        return Line(_operators(codes, self.fonts[start:stop], self.size, spacing), width)

    def _odd(self, start: int, stop: int) -> list[int]:
        """The odd places of a part."""
        return self.odd[bisect_left(self.odd, start) : bisect_left(self.odd, stop)]

    def _in_word(self, place: int) -> bool:
        """No stretching between this character and the next."""
        return in_word(self.text[place]) and place + 1 < len(self.text) and in_word(self.text[place + 1])


def _operators(codes: Sequence[str], fonts: Sequence[int], size: float, spacing: float) -> str:
    """One TJ for each run of a font."""
    if not codes:
        return ""
    if fonts.count(fonts[0]) == len(fonts):
        return f"/K{fonts[0]} {size:g} Tf {spacing:.3f} Tc [<{''.join(codes)}>]TJ"
    runs = []
    start = 0
    for place in range(1, len(codes) + 1):
        if place == len(codes) or fonts[place] != fonts[start]:
            runs.append(f"/K{fonts[start]} {size:g} Tf {spacing:.3f} Tc [<{''.join(codes[start:place])}>]TJ")
            start = place
    return " ".join(runs)
