"""Saves a workbook whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.workbook import Workbook

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.sheets.looks import new_workbook


@contextmanager
def saved_workbook(path: Path) -> Iterator[Workbook]:
    """A new workbook that is at `path` when the block ends well, and nowhere when it does not.

    Written beside the target first; raises UserError when the place cannot be written.
    """
    workbook = new_workbook()
    try:
        yield workbook
        _save(workbook, path)
    finally:
        _drop_leavings(workbook)


def _save(workbook: Workbook, path: Path) -> None:
    beside = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".xlsx", dir=path.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as stream:
            workbook.save(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise _sentence(error, path) from error
    finally:
        if beside:
            beside.unlink(missing_ok=True)


def _drop_leavings(workbook: Workbook) -> None:
    """Rows wait in a file of the system's temporary folder until they are saved: names must not stay there."""
    for sheet in workbook.worksheets:
        writer = sheet._writer  # noqa: SLF001 - openpyxl cleans up only after a save that went well
        if writer is not None and Path(writer.out).exists():
            with suppress(WorkbookAlreadySaved):
                sheet.close()
            writer.cleanup()


def _sentence(error: OSError, path: Path) -> UserError:
    if error.errno == errno.ENOSPC:
        return UserError(f"“{path.parent}”所在的磁盘已满，文件没有保存。请清理出空间，或保存到别处。")
    if isinstance(error, PermissionError):
        return UserError(f"“{path.name}”不能写入：它可能正在 Excel/WPS 中打开，请关闭后再保存，或换一个名字。")
    if isinstance(error, FileNotFoundError):
        return UserError(f"文件夹“{path.parent}”不存在，请另选保存位置（U盘可能已拔出）。")
    return UserError(f"“{path.name}”没有保存成功，请换一个位置再试。")
