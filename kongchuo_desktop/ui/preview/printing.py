"""A PDF to a printer: the dialog asks which, how many and which pages; the pages go as pictures of 300 dpi."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.pages import POINTS_PER_INCH, PageSize, PdfPages
from kongchuo_desktop.ui.tasks import Progress

DPI = 300
NO_PRINTER = "这台电脑上没有找到打印机。可以先存为 PDF，拿到有打印机的电脑上打印。"


def ask_printer(parent: QWidget, office: Office, *, pages: int, chosen: Callable[[QPrinter], object]) -> None:
    """Let the user choose; nothing waits, `chosen` is called when they have."""
    if not QPrinterInfo.availablePrinterNames():
        office.tell.mistake(NO_PRINTER)
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(str(office.settings.value("printer/name", "") or QPrinterInfo.defaultPrinterName()))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, max(1, pages))

    def accepted() -> None:
        office.settings.setValue("printer/name", printer.printerName())
        chosen(printer)

    dialog.accepted.connect(accepted)
    QDialog.open(dialog)  # QPrintDialog hides the plain one


def print_pages(pdf: bytes, printer: QPrinter, progress: Progress) -> int:
    """Send the pages of a document, those of the printer's range; how many. Runs on the worker thread."""
    pages = PdfPages(pdf)
    try:
        sizes = pages.sizes()
        wanted = wanted_pages(len(sizes), printer.fromPage(), printer.toPage())
        printer.setFullPage(True)
        _set_page(printer, sizes[wanted[0]])
        painter = QPainter()
        if not painter.begin(printer):
            raise UserError(f"打印机“{printer.printerName()}”没有应答，请检查是否开机、连好、有纸，再试一次。")
        try:
            for place, number in enumerate(wanted):
                progress(place, len(wanted), "发往打印机")
                if place:
                    _set_page(printer, sizes[number])
                    printer.newPage()
                room = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
                painter.drawImage(room, pages.picture(number, DPI / POINTS_PER_INCH))
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
        return len(wanted)
    finally:
        pages.close()


def wanted_pages(count: int, first: int, last: int) -> list[int]:
    """Pages from 0 for a range from 1; 0 means no limit."""
    if count < 1:
        raise UserError("没有可打印的页。")
    return list(range(max(1, first) - 1, min(last or count, count))) or [0]


def _set_page(printer: QPrinter, size: PageSize) -> None:
    """A4 for A4; the paper of the page for everything else."""
    across = size.width > size.height
    short, long = sorted((size.width, size.height))
    printer.setPageSize(QPageSize(QSizeF(short, long), QPageSize.Unit.Point))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
