"""Numbered letters and forms in the preview: numbers or names, what is left blank, the printer, a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk.duty_papers import IssuedNotices
from kongchuo_desktop.desk.made import DrawnForms
from kongchuo_desktop.kit.files import write_whole
from kongchuo_desktop.ui.files import PDF, choose_save
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.preview.printing import ask_printer, print_pages


def show_letters(parent: QWidget, office: Office, issued: IssuedNotices, title: str) -> None:
    """Show letters that have their numbers."""
    numbers = [notice.number for notice in issued.notices]
    shown = "、".join(numbers[:3]) + (f" 等 {len(numbers)} 份" if len(numbers) > 3 else "")
    _show(parent, office, title, issued.pdf, (f"编号：{shown}", *issued.remarks))


def show_forms(parent: QWidget, office: Office, title: str, draw: Callable[[], DrawnForms]) -> None:
    """Draw forms on the worker and show them."""

    def show(drawn: DrawnForms) -> None:
        names = "、".join(drawn.names[:4]) + (f" 等 {len(drawn.names)} 份" if len(drawn.names) > 4 else "")
        _show(parent, office, title, drawn.pdf, (names, *drawn.remarks))

    office.tasks.run(lambda _progress: draw(), done=show, title=f"排版{title}")


def _show(parent: QWidget, office: Office, title: str, pdf: bytes, told: tuple[str, ...]) -> None:
    box = PreviewBox(parent, office, title=title, sentence="\n".join(told))
    add_ways(box, pdf, title)
    box.finish_side()
    box.show_pdf(pdf)
    box.open()


def add_ways(box: PreviewBox, pdf: bytes, title: str) -> None:
    """The buttons that print a document and save it."""
    box.add_button("打印…", lambda: send_to_printer(box, title), kind="main", sign="print")
    box.add_button("存为 PDF…", lambda: _save(box, pdf, title), sign="file")


def send_to_printer(box: PreviewBox, title: str) -> None:
    """Ask which printer, then send what the box shows."""
    office, pdf = box.office, box.pdf

    def chosen(printer: QPrinter) -> None:
        office.tasks.run(
            lambda progress: print_pages(pdf, printer, progress),
            done=lambda sent: office.tell.toast(f"已把 {sent} 页发往打印机"),
            title=f"打印{title}",
            cancellable=True,
        )
        box.accept()

    ask_printer(box, office, pages=box.view.count, chosen=chosen)


def _save(box: PreviewBox, pdf: bytes, title: str) -> None:
    path = choose_save(box, box.office, purpose="papers", name=f"{title}.pdf", kinds=PDF)
    if path is not None:
        box.office.tasks.run(lambda _progress: _write(path, pdf), done=lambda _none: box.tell_file(path))


def _write(path: Path, pdf: bytes) -> None:
    def fill(beside: Path) -> None:
        beside.write_bytes(pdf)

    write_whole(path, fill)
