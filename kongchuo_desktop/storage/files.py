"""Writing files so that a power cut leaves the old or the new content, never something between."""

import errno
import os
import sys
import time
from pathlib import Path

from kongchuo_desktop.storage.errors import DiskFull, DiskReadOnly, DiskTrouble

WINDOWS_BUSY = frozenset({5, 32, 33})  # access denied, sharing violation, lock violation: a virus scanner looks
PATIENCE = 3.0  # seconds
MOST_SMALL = 1 << 20  # bytes; key slots and notes are far smaller


def write_durably(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Replace a small file: beside it, fsync, rename, fsync of the folder."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        rename(temporary, path)
    except OSError as error:
        raise disk_error(error, path) from error


def sync_file(path: Path) -> None:
    """Ask the disk to keep the content of a finished file."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep the names in a folder. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems can't
            raise
    finally:
        os.close(descriptor)


def rename(source: Path, target: Path) -> None:
    """Put source in target's place and sync the folder; on Windows waits up to 3 s for a virus scanner."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            source.replace(target)
            break
        except OSError as error:
            if getattr(error, "winerror", None) not in WINDOWS_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    sync_folder(target.parent)


def disk_error(error: OSError, path: Path) -> DiskFull | DiskReadOnly | DiskTrouble:
    """The sentence for what the operating system said."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(path)
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return DiskReadOnly(path)
    return DiskTrouble(path)
