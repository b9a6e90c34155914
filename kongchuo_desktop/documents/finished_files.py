"""Finished papers into files: whole or not there."""

import os
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError


def put_whole(path: Path, content: bytes) -> None:
    """Write beside, then rename; not forced to the disk: a paper can be printed again, 500 syncs are too long."""
    folder, name = os.path.split(path)
    beside = Path(folder, f".{name}.part")
    try:
        try:
            beside.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UserError(
            f"没能写好“{path.name}”（{error.strerror}）。如果它正被别的程序打开，请先关闭；也可以换一个文件夹再试。"
        ) from error
