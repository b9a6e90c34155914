"""Blocks of a paper, laid out but not yet placed: lines of text, rules, and what must stay together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kongchuo_desktop.documents.characters import printable
from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.ink import Glyph, Ink
from kongchuo_desktop.documents.lines import Fit, Line, break_lines, one_line
from kongchuo_desktop.documents.sheet import Rule, Sheet

Kept = TypeVar("Kept")
# A Chinese character's middle lies this far above its baseline, in parts of its size.
MIDDLE = 0.38


@dataclass(frozen=True, slots=True)
class Put:
    """A line of text in a block: from the block's left edge, baseline below its top."""

    line: Line
    left: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A block that is never divided. `with_next`: no page may end between it and what follows."""

    height: float
    texts: tuple[Put, ...] = ()
    rules: tuple[Rule, ...] = ()
    with_next: bool = False

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Put the block on a page."""
        for put in self.texts:
            sheet.text(put.line, left + put.left, top + put.baseline)
        for rule in self.rules:
            sheet.rule(rule, left, top)


@dataclass(frozen=True, slots=True)
class Manner:
    """How running text is set: size, line pitch and measure in points; `grid` characters to a full line."""

    size: float
    leading: float
    measure: float
    grid: int

    @property
    def pitch(self) -> float:
        """Advance of one character of the grid."""
        return self.measure / self.grid


def baseline(height: float, size: float) -> float:
    """Baseline that centres a line of a size in a height."""
    return height / 2 + size * MIDDLE


class Setter:
    """Sets texts of one batch. What was set once is not set again: most of a letter is the same on every one."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self._paragraphs: dict[tuple[object, ...], tuple[Piece, ...]] = {}
        self._single: dict[tuple[str, Role, float], Line] = {}
        self._several: dict[tuple[str, Role, Fit], list[Line]] = {}
        self._blocks: dict[tuple[object, ...], Any] = {}

    def block(self, key: tuple[object, ...], make: Callable[[], Piece]) -> Piece:
        """A block that is the same whenever its key is."""
        return self.kept(key, make)

    def kept(self, key: tuple[object, ...], make: Callable[[], Kept]) -> Kept:
        """Anything that is the same whenever its key is."""
        found: Kept | None = self._blocks.get(key)
        if found is None:
            found = self._blocks[key] = make()
        return found

    def line(self, text: str, role: Role, size: float) -> Line:
        """One line, however long."""
        found = self._single.get((text, role, size))
        if found is None:
            found = self._single[text, role, size] = one_line(printable(text), self.ink.pen(role), size)
        return found

    def lines(self, text: str, role: Role, fit: Fit) -> list[Line]:
        """A text in one role, cut to a measure."""
        found = self._several.get((text, role, fit))
        if found is None:
            clean = printable(text)
            found = self._several[text, role, fit] = break_lines(clean, self._glyphs(clean, role), fit)
        return found

    def paragraph(
        self, runs: Sequence[tuple[str, Role]], manner: Manner, *, indent: int = 2, hold: bool = False
    ) -> tuple[Piece, ...]:
        """A paragraph of one or more roles, a piece for each line; its first two and last two lines stay together.

        With `hold` all of it stays with what follows.
        """
        key = (*runs, manner, indent, hold)
        found = self._paragraphs.get(key)
        if found is None:
            lines = self._set_paragraph(runs, manner, indent)
            found = keep_with_next(lines, len(lines)) if hold else keep_ends(lines)
            self._paragraphs[key] = found
        return found

    def _set_paragraph(self, runs: Sequence[tuple[str, Role]], manner: Manner, indent: int) -> list[Piece]:
        clean = [(printable(text), role) for text, role in runs]
        glyphs = [glyph for text, role in clean for glyph in self._glyphs(text, role)]
        room = indent * manner.pitch
        fit = Fit(manner.size, manner.measure, manner.pitch, first_indent=room)
        lines = break_lines("".join(text for text, _ in clean), glyphs, fit)
        base = baseline(manner.leading, manner.size)
        return [Piece(manner.leading, (Put(line, 0 if number else room, base),)) for number, line in enumerate(lines)]

    def _glyphs(self, text: str, role: Role) -> list[Glyph]:
        pen = self.ink.pen(role)
        return [pen[character] for character in text]

    def fitting(self, text: str, role: Role, size: float, room: float, *, least: float) -> Line:
        """One line that fits: set smaller step by step when it is too long."""
        line = self.line(text, role, size)
        while line.width > room and size > least:
            size -= 0.5
            line = self.line(text, role, size)
        return line


def keep_ends(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """No single line of a paragraph alone at the foot or head of a page."""
    kept = list(pieces)
    for place in {0, len(kept) - 2}:
        if 0 <= place < len(kept) - 1:
            kept[place] = replace(kept[place], with_next=True)
    return tuple(kept)


def keep_with_next(pieces: Sequence[Piece], last: int = 1) -> tuple[Piece, ...]:
    """The last lines hold on to what follows."""
    kept = list(pieces)
    for place in range(max(0, len(kept) - last), len(kept)):
        kept[place] = replace(kept[place], with_next=True)
    return tuple(kept)


def pages(pieces: Sequence[Piece], height: float) -> list[list[Piece]]:
    """Pieces dealt to pages of a height; a chain too long for any page is broken where it must be."""
    result: list[list[Piece]] = []
    start = 0
    while start < len(pieces):
        end = start
        filled = 0.0
        while end < len(pieces) and (filled + pieces[end].height <= height + 0.01 or end == start):
            filled += pieces[end].height
            end += 1
        stop = end
        while end < len(pieces) and stop > start and pieces[stop - 1].with_next:
            stop -= 1
        end = stop if stop > start else end
        result.append(list(pieces[start:end]))
        start = end
    return result
