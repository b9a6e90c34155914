"""Finished papers into files: whole or not there."""

import os
from contextlib import suppress
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError, why


def put_whole(path: Path, content: bytes) -> None:
    """Write beside, then rename; not forced to the disk: a paper can be printed again, 500 syncs are too long."""
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name}.part")  # noqa: PTH118 - a tenth of the work of 500 papers
    try:
        try:
            _write(beside, content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(beside, content)
        os.replace(beside, path)  # noqa: PTH105
    except OSError as error:
        with suppress(OSError):
            Path(beside).unlink(missing_ok=True)
        raise UserError(
            f"没能写好“{path.name}”（{why(error)}）。如果它正被别的程序打开，请先关闭；也可以换一个文件夹再试。"
        ) from error


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)
