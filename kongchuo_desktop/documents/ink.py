"""The characters that a batch of papers uses, and the fonts that the batch embeds: one subset for all its files."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import uharfbuzz as hb

from kongchuo_desktop.documents.characters import HALF_AFTER
from kongchuo_desktop.documents.faces import EM, Face, Role, Typefaces


class Glyph(NamedTuple):
    """A character in a role: the font's number in the batch, its code in hexadecimal, its width (1/1000).

    `half` is the code of the same mark on half its width; empty for what can't be squeezed.
    """

    font: int
    code: str
    width: int
    half: str = ""


class Coded(NamedTuple):
    """What a code of a font stands for."""

    character: str
    glyph: int
    width: int


@dataclass(frozen=True)
class EmbeddedFont:
    """A font as a PDF carries it, streams already compressed."""

    resource: str  # its name in the pages: K0, K1 …
    base_name: str
    ascent: int
    descent: int
    widths: tuple[int, ...]  # by character code from 0
    program: bytes
    program_length: int
    code_to_glyph: bytes
    to_unicode: bytes


class Pen(dict[str, Glyph]):
    """The glyphs of one role; a character is looked up once."""

    def __init__(self, ink: "Ink", role: Role) -> None:
        super().__init__()
        self._ink = ink
        self._role = role

    def __missing__(self, character: str) -> Glyph:
        glyph = self[character] = self._ink.glyph(self._role, character)
        return glyph

    def width(self, text: str) -> float:
        """Width in units of the size, nothing squeezed."""
        return sum([self[character].width for character in text]) / EM


class Ink:
    """Gives every character of a batch its code in its font.

    A code belongs to one character, not to one glyph, so that reading a PDF back gives every character as
    it was written, also beyond U+FFFF and where two characters share a shape.
    """

    def __init__(self, typefaces: Typefaces) -> None:
        self._typefaces = typefaces
        self._faces: list[Face] = []
        self._used: list[list[Coded]] = []  # by face, in the order of their codes
        self._codes: list[dict[str, int]] = []  # by face: character -> code
        self._pens: dict[Role, Pen] = {}

    def pen(self, role: Role) -> Pen:
        """The characters of one role."""
        return self._pens.setdefault(role, Pen(self, role))

    def glyph(self, role: Role, character: str) -> Glyph:
        """Take a character into use."""
        face, number = self._typefaces.find(role, character)
        if face not in self._faces:
            self._faces.append(face)
            self._used.append([Coded("", 0, face.advance(0))])
            self._codes.append({})
        font = self._faces.index(face)
        code = self._codes[font].get(character) or self._take(font, character, number)
        width = self._used[font][code].width
        half = f"{code + 1:04x}" if character in HALF_AFTER and width == EM else ""
        return Glyph(font, f"{code:04x}", width, half)

    def _take(self, font: int, character: str, number: int) -> int:
        """Give a character the next code; a mark that can be squeezed takes two, the second on half its width."""
        used = self._used[font]
        code = self._codes[font][character] = len(used)
        used.append(Coded(character, number, self._faces[font].advance(number)))
        if character in HALF_AFTER and used[-1].width == EM:
            used.append(Coded(character, number, EM // 2))
        return code

    def fonts(self) -> tuple[EmbeddedFont, ...]:
        """The subsets for all characters taken into use so far."""
        return tuple(_embed(f"K{number}", face, self._used[number]) for number, face in enumerate(self._faces))


def _embed(resource: str, face: Face, used: Sequence[Coded]) -> EmbeddedFont:
    """Subset a face to the used characters."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update({entry.glyph for entry in used})
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    plan = hb.SubsetPlan(face.source, wanted)
    program = plan.execute().blob.data
    renumbered = plan.old_to_new_glyph_mapping
    return EmbeddedFont(
        resource=resource,
        base_name=f"{_tag(used)}+{face.name}",
        ascent=face.ascent,
        descent=face.descent,
        widths=tuple(entry.width for entry in used),
        program=zlib.compress(program, 6),
        program_length=len(program),
        code_to_glyph=zlib.compress(b"".join(renumbered[entry.glyph].to_bytes(2, "big") for entry in used)),
        to_unicode=zlib.compress(_to_unicode(used).encode("ascii")),
    )


def _tag(used: Sequence[Coded]) -> str:
    """Six capitals that differ with the subset, as PDF wants them."""
    number = zlib.crc32("".join(entry.character for entry in used).encode("utf-8", "surrogatepass"))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _to_unicode(used: Sequence[Coded]) -> str:
    """The map from codes back to text, surrogate pairs for what lies beyond U+FFFF."""
    pairs = [f"<{code:04x}><{_utf16(entry.character)}>" for code, entry in enumerate(used) if entry.character]
    groups = (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    body = "\n".join(f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar" for group in groups)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _utf16(character: str) -> str:
    return character.encode("utf-16-be", "surrogatepass").hex()
