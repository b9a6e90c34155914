"""Files that are whole or not there: written beside, synced, then renamed."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError, why


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in place; on failure the old file stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise UserError(f"写不进文件夹“{path.parent}”（{why(error)}），请换一个位置。") from error
    beside = Path(name)
    try:
        write(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise UserError(
            f"没能写好“{path.name}”（{why(error)}）。如果它正在 Excel 或 WPS 里打开，请先关闭；也可以换一个文件夹再试。"
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` at `path` as one act."""
    write_whole(path, lambda beside: _fill(beside, content))


def write_text(path: Path, text: str) -> None:
    """Put UTF-8 text at `path` as one act."""
    write_bytes(path, text.encode("utf-8"))


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)
