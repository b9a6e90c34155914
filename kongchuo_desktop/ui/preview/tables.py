"""A finished table before it is printed or saved: reports and lists share this one way."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.files import EXCEL, PDF, choose_save
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.preview.printing import ask_printer, print_pages
from kongchuo_desktop.ui.tasks import Progress


def table_pdf(table: Table, office: Office) -> bytes:
    """The table on paper. Runs on the worker thread."""
    with tempfile.TemporaryDirectory(prefix="kongchuo-") as folder:
        path = Path(folder) / "table.pdf"
        report_files.write(table, path, now=office.clock())
        return path.read_bytes()


def preview_table(parent: QWidget, office: Office, table: Table) -> None:
    """Draw a table and show it with the ways to paper and files."""

    def show(pdf: bytes) -> None:
        box = PreviewBox(
            parent, office, title=table.title, sentence=f"{table.subtitle}\n共 {len(table.rows)} 行".strip()
        )
        box.add_button("打印…", lambda: _print(box, table), kind="main", sign="print")
        box.add_button("存为 PDF…", lambda: save_as(box, office, table, ".pdf", told=box.tell_file), sign="file")
        box.add_button("存为 Excel…", lambda: save_as(box, office, table, ".xlsx", told=box.tell_file), sign="export")
        box.finish_side()
        box.show_pdf(pdf)
        box.open()

    office.tasks.run(lambda _progress: table_pdf(table, office), done=show, title=f"排版{table.title}")


def save_as(
    parent: QWidget, office: Office, table: Table, ending: str, *, told: Callable[[Path], object] | None = None
) -> None:
    """Ask where, write, put on record, say where it lies (by a notice, or as `told` has it)."""
    kinds = PDF if ending == ".pdf" else EXCEL
    path = choose_save(parent, office, purpose="report", name=f"{table.title}{ending}", kinds=kinds)
    if path is None:
        return

    def work(_progress: Progress) -> None:
        report_files.write(table, path, now=office.clock())
        _record(office, "export", table)

    office.tasks.run(work, done=lambda _none: (told or office.tell.made_file)(path), title=f"保存{table.title}")


def _print(box: PreviewBox, table: Table) -> None:
    office, pdf = box.office, box.pdf

    def chosen(printer: QPrinter) -> None:
        def work(progress: Progress) -> int:
            sent = print_pages(pdf, printer, progress)
            _record(office, "print", table)
            return sent

        def told(sent: int) -> None:
            office.tell.toast(f"已把 {sent} 页发往打印机")

        office.tasks.run(work, done=told, title=f"打印{table.title}", cancellable=True)
        box.accept()

    ask_printer(box, office, pages=box.view.count, chosen=chosen)


def _record(office: Office, kind: str, table: Table) -> None:
    with office.database.write("打印名单" if kind == "print" else "导出名单") as session:
        _note(session, kind, table)


def _note(session: Session, kind: str, table: Table) -> None:
    audit.record_event(session, kind=kind, what=table.title, count=len(table.rows))
