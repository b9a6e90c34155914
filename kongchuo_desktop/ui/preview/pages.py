"""The pages of a PDF as pictures. pdfium is not thread-safe: every method runs on the worker thread only."""

from dataclasses import dataclass

import pypdfium2
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PageSize:
    """In points."""

    width: float
    height: float


class PdfPages:
    """A document in memory, open until `close`."""

    def __init__(self, pdf: bytes) -> None:
        self._document = pypdfium2.PdfDocument(pdf)

    def sizes(self) -> tuple[PageSize, ...]:
        """The size of every page."""
        return tuple(PageSize(*self._document.get_page_size(number)) for number in range(len(self._document)))

    def picture(self, number: int, scale: float) -> QImage:
        """A page (from 0) at so many pixels a point."""
        page = self._document[number]
        bitmap = page.render(scale=scale, rev_byteorder=True)
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, _format(bitmap.n_channels)).copy()
        bitmap.close()
        page.close()
        return image

    def close(self) -> None:
        """Give the memory back."""
        self._document.close()


def _format(channels: int) -> QImage.Format:
    return {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBX8888,
    }[channels]
