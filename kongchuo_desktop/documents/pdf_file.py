"""A PDF as reportlab puts it together, from ready-made pages and the fonts of a batch.

The fonts are written out once (`prepare_fonts`) and laid into every file of the batch as they are.
"""

import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportlab.pdfbase import pdfdoc

from kongchuo_desktop.documents.ink import EmbeddedFont
from kongchuo_desktop.documents.pdf_extras import Bookmark, Jpeg, Outline

A4 = (595.276, 841.89)  # points
PAGE_EFFORT = 3  # of zlib: pages are many and short
FIRST_OBJECT = 2  # reportlab's own list of fonts, empty with us, is object 1


@dataclass(frozen=True)
class Page:
    """A finished page: compressed operators, its size in points, the photographs it shows."""

    stream: bytes
    size: tuple[float, float] = A4
    images: tuple[Jpeg, ...] = ()


@dataclass(frozen=True)
class Properties:
    """What the file says about itself."""

    title: str
    author: str
    subject: str = ""


class Ready(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object that is written as it is."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        """Its bytes."""
        return self._content


@dataclass(frozen=True)
class PreparedFonts:
    """The PDF objects of a batch's fonts, numbered from FIRST_OBJECT; the last is the pages' resources."""

    objects: tuple[bytes, ...]

    @cached_property
    def names(self) -> dict[int, str]:
        """What reportlab calls each object."""
        return {number: f"Font{number}" for number in range(FIRST_OBJECT, FIRST_OBJECT + len(self.objects))}

    @cached_property
    def by_name(self) -> dict[str, Ready]:
        """The objects themselves."""
        return {name: Ready(content) for name, content in zip(self.names.values(), self.objects, strict=True)}

    @cached_property
    def numbers(self) -> dict[str, tuple[int, int]]:
        """Number and version of each."""
        return {name: (number, 0) for number, name in self.names.items()}


def finish_page(operators: str, size: tuple[float, float] = A4, images: tuple[Jpeg, ...] = ()) -> Page:
    """Close a page."""
    return Page(zlib.compress(operators.encode("ascii"), PAGE_EFFORT), size, images)


def assemble(
    pages: Sequence[Page], fonts: PreparedFonts, properties: Properties, bookmarks: Sequence[Bookmark] = ()
) -> bytes:
    """The bytes of the PDF."""
    document = pdfdoc.PDFDocument(lang="zh-CN", invariant=0)
    document.info = Facts(properties)
    resources = _lay_in(document, fonts)
    ready = [ReadyPage(page, resources, fonts.objects[-1]) for page in pages]
    for page in ready:
        document.addPage(page)
    if bookmarks:
        document.outline = document.Outlines = document.Catalog.Outlines = Outline(bookmarks, ready)
    return bytes(document.GetPDFData(None))


def _lay_in(document: pdfdoc.PDFDocument, fonts: PreparedFonts) -> pdfdoc.PDFObjectReference:
    """Enter all objects of the fonts at once, where `Reference` takes them one by one; the pages' resources."""
    if document.objectcounter != FIRST_OBJECT - 1:
        raise RuntimeError(f"reportlab begins with {document.objectcounter} objects of its own")
    document.objectcounter += len(fonts.objects)
    document.idToObject.update(fonts.by_name)
    document.idToObjectNumberAndVersion.update(fonts.numbers)
    document.numberToId.update(fonts.names)
    return pdfdoc.PDFObjectReference(fonts.names[document.objectcounter])


class Facts(pdfdoc.PDFObject):  # type: ignore[misc]
    """The file's properties, in the form that every reader takes for Chinese (UTF-16)."""

    def __init__(self, properties: Properties) -> None:
        self._properties = properties
        self.invariant = 0  # reportlab sets and reads it

    def digest(self, signature: Any) -> None:
        """Take part in the file's identity."""
        signature.update(repr(self._properties).encode("utf-8", "replace"))

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        """Its bytes."""
        known = self._properties
        made = f"(D:{time.strftime('%Y%m%d%H%M%S')})"
        return (
            f"<< /Title {_text(known.title)} /Author {_text(known.author)} /Subject {_text(known.subject)} "
            f"/Creator {_text('控辍')} /Producer (ReportLab) /CreationDate {made} /ModDate {made} >>"
        ).encode("ascii")


def _text(text: str) -> str:
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"


class ReadyPage(pdfdoc.PDFObject):  # type: ignore[misc]
    """A page's dictionary, whose content and resources stand elsewhere in the file."""

    __RefOnly__ = 1

    def __init__(self, page: Page, resources: pdfdoc.PDFObjectReference, plain: bytes) -> None:
        self._page = page
        self._resources = resources
        self._plain = plain  # what the resources say: a page with photographs has its own beside them

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Its bytes; the content becomes an object of its own."""
        content = document.Reference(Ready(_stream(self._page.stream))).format(document)
        parent = document.Reference(document.Pages).format(document)
        width, height = self._page.size
        return b"<< /Type /Page /Parent %b /MediaBox [ 0 0 %.3f %.3f ] /Resources %b /Contents %b >>\n" % (
            parent,
            width,
            height,
            self._with_images(document) if self._page.images else self._resources.format(document),
            content,
        )

    def _with_images(self, document: pdfdoc.PDFDocument) -> bytes:
        """The fonts' resources and this page's photographs."""
        known = {image.name: image for image in self._page.images}
        for name, image in known.items():
            if name not in document.idToObject:
                document.Reference(Ready(image.as_object()), name)
        named = b" ".join(
            b"/%b %b" % (name.encode("ascii"), pdfdoc.PDFObjectReference(name).format(document)) for name in known
        )
        return self._plain.removesuffix(b">>") + b"/XObject << %b >> >>" % named


def prepare_fonts(fonts: Sequence[EmbeddedFont]) -> PreparedFonts:
    """Every font's objects, and the resources that name the fonts."""
    objects: list[bytes] = []
    names = []
    for font in fonts:
        objects += _font(font, FIRST_OBJECT + len(objects))
        names.append(f"/{font.resource} {FIRST_OBJECT + len(objects) - 1} 0 R")
    objects.append(f"<< /Font << {' '.join(names)} >> /ProcSet [ /PDF /Text /ImageC /ImageB ] >>".encode("ascii"))
    return PreparedFonts(tuple(objects))


def _font(font: EmbeddedFont, first: int) -> list[bytes]:
    """A Type0 font with our own codes (Identity-H, CIDToGIDMap); the font itself is the last object."""
    program, codes, unicode, descriptor, outlines = (f"{first + place} 0 R" for place in range(5))
    descriptor_text = (
        f"<< /Type /FontDescriptor /FontName /{font.base_name} /Flags 4 /ItalicAngle 0 /CapHeight 700 /StemV 80 "
        f"/FontBBox [ -1000 {font.descent} 2000 {font.ascent} ] /Ascent {font.ascent} /Descent {font.descent} "
        f"/FontFile2 {program} >>"
    )
    outlines_text = (
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font.base_name} /FontDescriptor {descriptor} "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap {codes} "
        f"/DW 1000 /W [ 0 [ {' '.join(map(str, font.widths))} ] ] >>"
    )
    font_text = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{font.base_name} /Encoding /Identity-H "
        f"/DescendantFonts [ {outlines} ] /ToUnicode {unicode} >>"
    )
    return [
        _stream(font.program, f"/Length1 {font.program_length} "),
        _stream(font.code_to_glyph),
        _stream(font.to_unicode),
        *(text.encode("ascii") for text in (descriptor_text, outlines_text, font_text)),
    ]


def _stream(compressed: bytes, more: str = "") -> bytes:
    """A stream whose bytes are compressed already."""
    head = f"<< {more}/Filter /FlateDecode /Length {len(compressed)} >>\nstream\n"
    return head.encode("ascii") + compressed + b"\nendstream\n"
