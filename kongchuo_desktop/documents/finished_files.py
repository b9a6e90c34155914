"""Finished papers into files: whole or not there."""

import os
import tempfile
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError


def put_whole(path: Path, content: bytes) -> None:
    """Write beside, then rename; not forced to the disk: a paper can be printed again, 500 syncs are too long."""
    beside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        beside.replace(path)
    except OSError as error:
        raise UserError(
            f"没能写好“{path.name}”（{error.strerror}）。如果它正被别的程序打开，请先关闭；也可以换一个文件夹再试。"
        ) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)
