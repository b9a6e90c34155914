"""What SQLite says about its surroundings, as sentences."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.storage.errors import (
    BookDamaged,
    BookInUse,
    BookMissing,
    DiskFull,
    DiskReadOnly,
    DiskTrouble,
)

NEXT_TO_NOTHING = 1_000_000  # bytes
SENTENCES: dict[str, Callable[[Path], UserError]] = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_READONLY": DiskReadOnly,
    "SQLITE_PERM": DiskReadOnly,
    "SQLITE_BUSY": lambda path: BookInUse(path, ""),
    "SQLITE_LOCKED": lambda path: BookInUse(path, ""),
    "SQLITE_CORRUPT": BookDamaged,
    "SQLITE_NOTADB": BookDamaged,
    "SQLITE_IOERR": DiskTrouble,
    "SQLITE_CANTOPEN": DiskTrouble,
    "SQLITE_PROTOCOL": DiskTrouble,
}


def told(error: BaseException | None, path: Path) -> UserError | None:
    """The sentence for an error of the surroundings; None for anything else, which is then a bug."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name == "SQLITE_CANTOPEN" and not path.exists():
        return BookMissing(path)
    if name.startswith("SQLITE_IOERR") and _is_full(path):
        return DiskFull(path)
    sentence = next((SENTENCES[code] for code in SENTENCES if name == code or name.startswith(code + "_")), None)
    return sentence(path) if sentence else None


def _is_full(path: Path) -> bool:
    """On a full disk some calls fail in ways that do not say so."""
    try:
        return shutil.disk_usage(path.parent).free < NEXT_TO_NOTHING
    except OSError:
        return False


def driver_error(error: Any) -> BaseException | None:
    """The driver's own error inside SQLAlchemy's."""
    inner = getattr(error, "orig", None)
    return inner if isinstance(inner, BaseException) else None
