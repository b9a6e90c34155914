"""What a PDF holds beside text and rules: photographs (JPEG as it is) and bookmarks."""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from reportlab.pdfbase import pdfdoc

# Start-of-frame markers of JPEG that say size and number of colours (not DHT, JPG, DAC).
FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
SPACES = {1: "/DeviceGray", 3: "/DeviceRGB"}


@dataclass(frozen=True)
class Jpeg:
    """A JPEG that the pages of a file show; the same bytes stand in the file once."""

    content: bytes = field(repr=False)
    width: int
    height: int
    colours: int

    @cached_property
    def name(self) -> str:
        """Its name in the pages' resources."""
        return f"P{hashlib.blake2s(self.content, digest_size=10).hexdigest()}"

    def as_object(self) -> bytes:
        """The image as PDF carries it."""
        head = (
            f"<< /Type /XObject /Subtype /Image /Width {self.width} /Height {self.height} /BitsPerComponent 8 "
            f"/ColorSpace {SPACES[self.colours]} /Filter /DCTDecode /Length {len(self.content)} >>\nstream\n"
        )
        return head.encode("ascii") + self.content + b"\nendstream\n"


def as_jpeg(content: bytes) -> Jpeg | None:
    """Size and colours from the file's own frame; None for what is no JPEG that a PDF can carry."""
    for marker, body in _segments(content):
        if marker in FRAMES and len(body) >= 6:
            precision, height, width, colours = struct.unpack(">BHHB", body[:6])
            whole = precision == 8 and width > 0 and height > 0 and colours in SPACES
            return Jpeg(content, width, height, colours) if whole else None
    return None


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of each segment before the picture's data."""
    if content[:2] != b"\xff\xd8":
        return
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF or marker in STANDALONE:
            place += 1 if marker == 0xFF else 2
            continue
        if marker in (0xD9, 0xDA):
            return
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if length < 2:
            return
        yield marker, content[place + 4 : place + 2 + length]
        place += 2 + length


@dataclass(frozen=True)
class Bookmark:
    """An entry at the side of a PDF reader: its words, the page it opens (from 0), what lies under it."""

    title: str
    page: int
    under: tuple["Bookmark", ...] = ()


class Outline(pdfdoc.PDFObject):  # type: ignore[misc]
    """The list of bookmarks, in reportlab's place for its own."""

    __RefOnly__ = 1
    ready = 1

    def __init__(self, bookmarks: Sequence[Bookmark], pages: Sequence[object]) -> None:
        self._bookmarks = bookmarks
        self._pages = pages

    def prepare(self, _document: pdfdoc.PDFDocument, _canvas: object) -> None:
        """Nothing has to be made ready."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """The root; its entries become objects of their own."""
        first, last = lay_in(document, self, self._bookmarks, self._pages)
        count = len(self._bookmarks)
        return b"<< /Type /Outlines /First %b /Last %b /Count %d >>" % (first, last, count)


class Entry(pdfdoc.PDFObject):  # type: ignore[misc]
    """One bookmark, closed over what lies under it."""

    __RefOnly__ = 1

    def __init__(self, parent: object, bookmark: Bookmark, pages: Sequence[object]) -> None:
        self._parent = parent
        self._bookmark = bookmark
        self._pages = pages
        self.neighbours: dict[bytes, Any] = {}

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Its bytes."""
        mark = self._bookmark
        page = document.Reference(self._pages[mark.page]).format(document)
        parts = [
            b"/Title <feff%b>" % mark.title.encode("utf-16-be", "replace").hex().encode("ascii"),
            b"/Parent %b" % document.Reference(self._parent).format(document),
            b"/Dest [ %b /Fit ]" % page,
            *(b"%b %b" % (name, document.Reference(to).format(document)) for name, to in self.neighbours.items()),
        ]
        if mark.under:
            first, last = lay_in(document, self, mark.under, self._pages)
            parts.append(b"/First %b /Last %b /Count %d" % (first, last, -len(mark.under)))
        return b"<< %b >>" % b" ".join(parts)


def lay_in(
    document: pdfdoc.PDFDocument, parent: object, bookmarks: Sequence[Bookmark], pages: Sequence[object]
) -> tuple[bytes, bytes]:
    """Make the entries of one level known to the document; references to the first and the last."""
    entries = [Entry(parent, mark, pages) for mark in bookmarks]
    for before, after in pairwise(entries):
        before.neighbours[b"/Next"] = after
        after.neighbours[b"/Prev"] = before
    references = [document.Reference(entry).format(document) for entry in entries]
    return references[0], references[-1]
