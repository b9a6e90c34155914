"""Finished PDFs as pictures and as text, by pdfium."""

import threading
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pypdfium2

from kongchuo_desktop.kit.errors import UserError

DOTS = 72  # of a PDF, to the inch


class UnreadablePaperError(UserError):
    """Not a PDF, or a broken one."""


@dataclass
class PaperReader:
    """Reads PDFs one at a time: pdfium isn't made for several threads, whoever shares a reader waits in turn."""

    _turn: threading.Lock = field(default_factory=threading.Lock)

    def page_count(self, paper: Path | bytes) -> int:
        """Number of pages."""
        with self._turn, _opened(paper) as document:
            return len(document)

    def picture(self, paper: Path | bytes, page: int, *, dots: int = 96) -> bytes:
        """One page (from 0) as PNG at so many dots to the inch."""
        with self._turn, _opened(paper) as document:
            return _png(document, page, dots)

    def save_pictures(self, paper: Path, folder: Path, *, dots: int = 96) -> tuple[Path, ...]:
        """Every page as a PNG beside the others, named after the paper: 责任书-01.png."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        with self._turn, _opened(paper) as document:
            width = max(2, len(str(len(document))))
            for page in range(len(document)):
                path = folder / f"{paper.stem}-{page + 1:0{width}}.png"
                path.write_bytes(_png(document, page, dots))
                files.append(path)
        return tuple(files)

    def text(self, paper: Path | bytes) -> tuple[str, ...]:
        """The text of every page, lines as they stand."""
        with self._turn, _opened(paper) as document:
            return tuple(page.get_textpage().get_text_range() for page in document)


class _opened:  # noqa: N801 - reads as a verb in `with`
    """A document for the length of a `with`."""

    def __init__(self, paper: Path | bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(paper)
        except (pypdfium2.PdfiumError, FileNotFoundError) as error:
            raise UnreadablePaperError("这个PDF文件打不开，可能没有写完或已损坏，请重新生成。") from error

    def __enter__(self) -> pypdfium2.PdfDocument:
        return self._document

    def __exit__(self, *_: object) -> None:
        self._document.close()


def _png(document: pypdfium2.PdfDocument, page: int, dots: int) -> bytes:
    image = document[page].render(scale=dots / DOTS).to_pil()
    kept = BytesIO()
    image.save(kept, "PNG", optimize=False)
    return kept.getvalue()
