"""Finished PDFs read back: pages, text, pictures."""

from io import BytesIO
from pathlib import Path

import pypdfium2

DOTS = 72  # of a PDF, to the inch


class PaperReader:
    """Reads one PDF after the other."""

    def page_count(self, paper: Path | bytes) -> int:
        """Number of pages."""
        with pypdfium2.PdfDocument(paper) as document:
            return len(document)

    def picture(self, paper: Path | bytes, page: int, *, dots: int = 96) -> bytes:
        """One page (from 0) as PNG at so many dots to the inch."""
        kept = BytesIO()
        with pypdfium2.PdfDocument(paper) as document:
            document[page].render(scale=dots / DOTS).to_pil().save(kept, "PNG")
        return kept.getvalue()

    def text(self, paper: Path | bytes) -> tuple[str, ...]:
        """The text of every page, lines as they stand."""
        with pypdfium2.PdfDocument(paper) as document:
            return tuple(page.get_textpage().get_text_range() for page in document)
