"""A PDF as reportlab writes it, from pages that are ready-made operators and fonts that are ready-made subsets."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfdoc

from kongchuo_desktop.documents.ink import EmbeddedFont

A4 = (595.276, 841.89)  # points


@dataclass(frozen=True)
class Page:
    """A finished page: compressed operators and its size in points."""

    stream: bytes
    size: tuple[float, float] = A4


def finish_page(operators: str, size: tuple[float, float] = A4) -> Page:
    """Close a page."""
    return Page(zlib.compress(operators.encode("ascii"), 6), size)


@dataclass(frozen=True)
class Properties:
    """What the file says about itself."""

    title: str
    author: str
    subject: str = ""


def assemble(pages: Sequence[Page], fonts: Sequence[EmbeddedFont], properties: Properties) -> bytes:
    """The bytes of the PDF."""
    document = pdfdoc.PDFDocument(lang="zh-CN", invariant=0)
    document.setTitle(properties.title)
    document.setAuthor(properties.author)
    document.setSubject(properties.subject)
    document.setCreator("控辍")
    resources = pdfdoc.PDFDictionary({"Font": _fonts(document, fonts), "ProcSet": _names("PDF", "Text")})
    shared = document.Reference(resources, "Shared")
    for page in pages:
        _add_page(document, page, shared)
    return bytes(document.GetPDFData(None))


def _add_page(document: pdfdoc.PDFDocument, page: Page, resources: object) -> None:
    sheet = pdfdoc.PDFPage()
    sheet.pagewidth, sheet.pageheight = page.size
    sheet.Resources = resources
    sheet.Contents = _stream(page.stream)
    document.addPage(sheet)


def _fonts(document: pdfdoc.PDFDocument, fonts: Sequence[EmbeddedFont]) -> pdfdoc.PDFDictionary:
    return pdfdoc.PDFDictionary({font.resource: _font(document, font) for font in fonts})


def _font(document: pdfdoc.PDFDocument, font: EmbeddedFont) -> object:
    """A Type0 font with our own codes (Identity-H, CIDToGIDMap)."""
    name = pdfdoc.PDFName(font.base_name)
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray([-1000, font.descent, 2000, font.ascent]),
            "ItalicAngle": 0,
            "Ascent": font.ascent,
            "Descent": font.descent,
            "CapHeight": 700,
            "StemV": 80,
            "FontFile2": document.Reference(_stream(font.program, Length1=font.program_length)),
        }
    )
    outlines = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": document.Reference(descriptor),
            "CIDToGIDMap": document.Reference(_stream(font.code_to_glyph)),
            "DW": 1000,
            "W": pdfdoc.PDFArrayCompact([0, pdfdoc.PDFArrayCompact(font.widths)]),
        }
    )
    whole = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": name,
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(outlines)]),
            "ToUnicode": document.Reference(_stream(font.to_unicode)),
        }
    )
    return document.Reference(whole)


def _stream(compressed: bytes, **more: int) -> pdfdoc.PDFStream:
    """A stream whose bytes are compressed already."""
    stream = pdfdoc.PDFStream(content=compressed)
    stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    for key, value in more.items():
        stream.dictionary[key] = value
    return stream


def _names(*names: str) -> pdfdoc.PDFArray:
    return pdfdoc.PDFArray([pdfdoc.PDFName(name) for name in names])
