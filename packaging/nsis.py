"""What the Windows installer is told: its list of files, its numbers, its command line. Standard library only."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import machine
from stamp import Stamp

SCRIPT = Path(__file__).with_name("windows") / "installer.nsi"
LONGEST_NAME = 140  # with a folder of 110 characters (installer.nsi) still below Windows' 260


class NameTooLongError(machine.SetUpStoppedError):
    """A bundled file whose path Windows might refuse below a long user name."""


def removal_list(names: list[str]) -> bytes:
    """files.txt of a version: every file, then every folder, the deepest first, in UTF-16 with CRLF."""
    long = [name for name in names if len(name) > LONGEST_NAME]
    if long:
        raise NameTooLongError("too long for Windows: " + ", ".join(long[:3]))
    folders = {str(folder) for name in names for folder in PurePosixPath(name).parents} - {"."}
    deepest_first = sorted(folders, key=lambda folder: (-folder.count("/"), folder))
    lines = [*sorted(names), *(folder + "/" for folder in deepest_first)]
    return "".join(line.replace("/", "\\") + "\r\n" for line in lines).encode("utf-16-le")


def command(stamp: Stamp, *, source: Path, out: Path, icon: Path, size: int) -> list[str]:
    """How makensis is called; `size`: bytes of the program."""
    told = {
        "VERSION": stamp.version,
        "FOUR": stamp.four_numbers.replace(",", "."),
        "KILOBYTES": str(-(-size // 1024)),
        "SOURCE": str(source),
        "OUT": str(out),
        "ICON": str(icon),
    }
    return [
        "makensis",
        "-V2",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{key}={value}" for key, value in told.items()),
        str(SCRIPT),
    ]
