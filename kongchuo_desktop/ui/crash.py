"""The record of a bug: exception types and frames, never values, so no child's name is in it."""

import faulthandler
import traceback
from datetime import datetime
from pathlib import Path
from typing import IO

KEEP = 20  # records
HARD = "程序突然关闭.txt"
LONGEST = 200_000  # bytes of it; Windows reports faults here that a library has dealt with, too


def crash_record(error: BaseException) -> str:
    """Types and frames of the exception and of those behind it; messages are left out on purpose."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 8:
        frames = traceback.extract_tb(seen.__traceback__)
        lines = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(seen).__module__}.{type(seen).__qualname__}", *lines]))
        seen = seen.__cause__ or seen.__context__
    return "\n\n".join(parts)


def keep_hard_crashes(folder: Path) -> IO[str] | None:
    """When the process itself dies (a fault in a library), Python writes where in the code every thread was.

    The file must stay open; None where the folder can't be written. No values are in it either.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / HARD
        too_long = path.exists() and path.stat().st_size > LONGEST
        file = path.open("w" if too_long else "a", encoding="utf-8")
        faulthandler.enable(file)
    except OSError:
        return None
    return file


def write_crash(error: BaseException, *, folder: Path, now: datetime) -> Path:
    """Keep the record as a file in the folder; old ones go."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"故障记录-{now:%Y%m%d-%H%M%S}.txt"
    path.write_text(f"{now:%Y-%m-%d %H:%M:%S}\n{crash_record(error)}\n", encoding="utf-8")
    for old in sorted(folder.glob("故障记录-*.txt"))[:-KEEP]:
        old.unlink(missing_ok=True)
    return path


def _short(filename: str) -> str:
    """The last three parts of a path: where in the code, not whose home folder."""
    return "/".join(Path(filename).parts[-3:])
