"""PDF pages one under the other; only those that are seen are drawn, beside the window."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from kongchuo_desktop.ui.preview.pages import PageSize, PdfPages
from kongchuo_desktop.ui.tasks import Progress, Tasks
from kongchuo_desktop.ui.theme.tokens import COLOURS

GAP = 16  # pixels between pages and around them
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
PIXELS_PER_POINT = 96 / 72
KEPT = 12  # pictures held in memory
STEP = 60


@dataclass(frozen=True)
class _Opened:
    pages: PdfPages
    sizes: tuple[PageSize, ...]


class PdfView(QAbstractScrollArea):
    """Zoom 0 means: as wide as the room. Page up and down turn pages, Ctrl with + - 0 zooms."""

    page_changed = Signal(int)  # from 0
    loaded = Signal(int)  # pages

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._pages: PdfPages | None = None
        self._sizes: tuple[PageSize, ...] = ()
        self._tops: list[float] = []
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._asked: tuple[int, float] | None = None
        self._zoom = 0.0
        self.page = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().setSingleStep(STEP)

    @property
    def count(self) -> int:
        """Pages of the document shown."""
        return len(self._sizes)

    def show_pdf(self, pdf: bytes) -> None:
        """Show another document from its first page."""

        def work(_progress: Progress) -> _Opened:
            pages = PdfPages(pdf)
            return _Opened(pages, pages.sizes())

        self._tasks.run(work, done=self._opened, latest=(id(self), "open"))

    def close_pdf(self) -> None:
        """Let the document go."""
        pages, self._pages, self._sizes = self._pages, None, ()
        self._pictures.clear()
        if pages is not None:
            self._tasks.run(lambda _progress: pages.close())

    def zoom(self, steps: int) -> None:
        """Larger (1) or smaller (-1); 0 fits the width."""
        now = self._scale() / PIXELS_PER_POINT
        if steps == 0:
            self._zoom = 0.0
        elif steps > 0:
            self._zoom = next((value for value in ZOOMS if value > now + 0.01), ZOOMS[-1])
        else:
            self._zoom = next((value for value in reversed(ZOOMS) if value < now - 0.01), ZOOMS[0])
        self._lay_out(keep=self.page)

    def whole_page(self) -> None:
        """As large as one page fits the room."""
        if self._sizes:
            size = self._sizes[min(self.page, self.count - 1)]
            room = self.viewport().size()
            fit = min((room.height() - 2 * GAP) / size.height, (room.width() - 2 * GAP) / size.width)
            self._zoom = fit / PIXELS_PER_POINT
            self._lay_out(keep=self.page)

    def go_to(self, page: int) -> None:
        """Bring a page (from 0) to the top."""
        if self._tops:
            page = max(0, min(len(self._tops) - 1, page))
            self.verticalScrollBar().setValue(round(self._tops[page] - GAP))

    # Qt's own
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """White paper at once, its picture as soon as it is there."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(COLOURS.sunk))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = self._scale()
        for number in self._seen():
            place = self._place(number, scale)
            painter.fillRect(place, QColor(COLOURS.surface))
            if number in self._pictures:
                painter.drawImage(place, self._pictures[number][1])
            painter.setPen(QColor(COLOURS.line))
            painter.drawRect(place)
        painter.end()
        self._ask_next()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit again, on the same page."""
        super().resizeEvent(event)
        self._lay_out(keep=self.page)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl with the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Pages by Page Up and Down, Home and End; Ctrl with + - 0 zooms."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        turns = {Qt.Key.Key_PageDown: self.page + 1, Qt.Key.Key_PageUp: self.page - 1, Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: self.count - 1}  # fmt: skip
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        if control and key in zooms:
            self.zoom(zooms[Qt.Key(key)])
        elif key in turns:
            self.go_to(turns[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def _opened(self, opened: _Opened) -> None:
        self.close_pdf()
        self._pages, self._sizes = opened.pages, opened.sizes
        self._lay_out(keep=0)
        self.verticalScrollBar().setValue(0)
        self.loaded.emit(self.count)
        self.page_changed.emit(0)

    def _scale(self) -> float:
        """Logical pixels a point."""
        if self._zoom:
            return self._zoom * PIXELS_PER_POINT
        widest = max((size.width for size in self._sizes), default=595.0)
        return max(0.2, (self.viewport().width() - 2 * GAP) / widest)

    def _lay_out(self, *, keep: int) -> None:
        scale, top, self._tops = self._scale(), float(GAP), []
        for size in self._sizes:
            self._tops.append(top)
            top += size.height * scale + GAP
        room = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, round(top - room.height())))
        self.verticalScrollBar().setPageStep(room.height())
        width = max((size.width for size in self._sizes), default=0.0) * scale + 2 * GAP
        self.horizontalScrollBar().setRange(0, max(0, round(width - room.width())))
        self.go_to(keep)
        self.viewport().update()

    def _place(self, number: int, scale: float) -> QRectF:
        size = self._sizes[number]
        width, height = size.width * scale, size.height * scale
        left = max(float(GAP), (self.viewport().width() - width) / 2) - self.horizontalScrollBar().value()
        return QRectF(left, self._tops[number] - self.verticalScrollBar().value(), width, height)

    def _seen(self) -> list[int]:
        scale, room = self._scale(), QRectF(self.viewport().rect())
        return [number for number in range(len(self._tops)) if self._place(number, scale).intersects(room)]

    def _scrolled(self, value: int) -> None:
        middle = value + self.viewport().height() / 3
        page = max((number for number, top in enumerate(self._tops) if top <= middle), default=0)
        if page != self.page:
            self.page = page
            self.page_changed.emit(page)
        self.viewport().update()

    def _ask_next(self) -> None:
        """Ask for the next seen page that has no picture of this size."""
        scale, pages = self._scale() * self.devicePixelRatioF(), self._pages
        if pages is None or self._asked is not None:
            return
        lacking = (n for n in self._seen() if n not in self._pictures or abs(self._pictures[n][0] - scale) > 0.01)
        number = next(lacking, None)
        if number is None:
            return
        self._asked = number, scale
        self._tasks.run(lambda _progress: pages.picture(number, scale), done=self._came, failed=self._failed)

    def _came(self, image: QImage) -> None:
        if self._asked is None:
            return
        (number, scale), self._asked = self._asked, None
        self._pictures[number] = scale, image
        while len(self._pictures) > KEPT:
            farthest = max(self._pictures, key=lambda other: abs(other - self.page))
            del self._pictures[farthest]
        self.viewport().update()

    def _failed(self, error: Exception) -> None:
        self._asked = None
        self._tasks.failure.emit(error)
