"""Saves a workbook whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path

from openpyxl.workbook import Workbook

from kongchuo_desktop.kit.errors import UserError


def save_workbook(workbook: Workbook, path: Path) -> None:
    """Writes beside the target and then takes its place; raises UserError when the place cannot be written."""
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".xlsx", dir=path.parent)
    except OSError as error:
        raise _sentence(error, path) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            workbook.save(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise _sentence(error, path) from error
    finally:
        beside.unlink(missing_ok=True)


def _sentence(error: OSError, path: Path) -> UserError:
    if error.errno == errno.ENOSPC:
        return UserError(f"“{path.parent}”所在的磁盘已满,文件没有保存。请清理出空间,或保存到别处。")
    if isinstance(error, PermissionError):
        return UserError(f"“{path.name}”不能写入:它可能正在 Excel/WPS 中打开,请关闭后再保存,或换一个名字。")
    if isinstance(error, FileNotFoundError):
        return UserError(f"文件夹“{path.parent}”不存在,请另选保存位置(U盘可能已拔出)。")
    return UserError(f"“{path.name}”没有保存成功,请换一个位置再试。")
