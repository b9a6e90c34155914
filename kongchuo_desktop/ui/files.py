"""Asking for files and folders; the folder last used for a purpose comes first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.kit.text import safe_file_name
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.office import Office

EXCEL = "Excel 工作簿 (*.xlsx)"
PDF = "PDF 文件 (*.pdf)"


def choose_open(parent: QWidget, office: Office, *, purpose: str, title: str, kinds: str) -> Path | None:
    """A file that is there, or None."""
    name, _ = QFileDialog.getOpenFileName(parent.window(), title, office.last_folder(purpose), kinds)
    return _remembered(office, purpose, name)


def choose_save(parent: QWidget, office: Office, *, purpose: str, name: str, kinds: str) -> Path | None:
    """A place for a new file of that name (with its ending), or None; an existing one was confirmed."""
    suffix = Path(name).suffix
    proposed = Path(office.last_folder(purpose)) / safe_file_name(name.removesuffix(suffix), suffix=suffix)
    chosen, _ = QFileDialog.getSaveFileName(parent.window(), "另存为", str(proposed), kinds)
    if chosen and Path(chosen).suffix.lower() != suffix:
        chosen += suffix
    return _remembered(office, purpose, chosen)


def choose_folder(parent: QWidget, office: Office, *, purpose: str, title: str) -> Path | None:
    """A folder, or None."""
    name = QFileDialog.getExistingDirectory(parent.window(), title, office.last_folder(purpose))
    return _remembered(office, purpose, name)


def save_table(parent: QWidget, office: Office, table: Table, *, what: str = "") -> None:
    """Ask where, write the table as an Excel file, put the export on record, say where it lies."""
    path = choose_save(parent, office, purpose="export", name=f"{table.title}.xlsx", kinds=EXCEL)
    if path is None:
        return
    database, now = office.database, office.clock()

    def work(_progress: Callable[..., None]) -> Any:
        report_files.write(table, path, now=now)
        with database.write("导出名单") as session:
            audit.record_event(session, kind="export", what=what or table.title, count=len(table.rows))

    office.tasks.run(work, done=lambda _none: office.tell.made_file(path), title=f"导出{table.title}")


def _remembered(office: Office, purpose: str, name: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    office.remember_folder(purpose, path)
    return path
