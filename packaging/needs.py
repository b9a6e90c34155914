"""Which of the system's libraries a frozen folder asks for, and how new a C library. Standard library only."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import machine

# Library as the loader names it -> what a package of Debian, UOS or Kylin must bring it.
PACKAGES = {
    "libGL.so.1": "libgl1 | libgl1-mesa-glx",
    "libEGL.so.1": "libegl1 | libegl1-mesa",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libdbus-1.so.3": "libdbus-1-3",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1",
    "libz.so.1": "zlib1g",
    "libbsd.so.0": "libbsd0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libexpat.so.1": "libexpat1",
    "libcups.so.2": "libcups2 | libcups2t64",  # the plugin that prints
}
C_LIBRARY = re.compile(r"^(libc|libm|libdl|librt|libpthread|libutil|ld-linux-x86-64)\.so")
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
_GLIBC = re.compile(r"GLIBC_(\d+(?:\.\d+)+)")


class UnknownLibraryError(machine.SetUpStoppedError):
    """A bundled file asks for a library that is neither bundled nor known to be on every desktop."""


@dataclass(frozen=True)
class Needs:
    """`outside`: libraries asked for that the folder doesn't hold; `glibc`: the newest version that a symbol wants."""

    outside: frozenset[str]
    glibc: str
    newest: tuple[str, ...]  # the files that want it

    def depends(self) -> str:
        """The Depends line of a .deb."""
        unknown = sorted(name for name in self.outside if name not in PACKAGES)
        if unknown:
            raise UnknownLibraryError(
                "not bundled and in no list of packages (packaging/needs.py): " + ", ".join(unknown)
            )
        return ", ".join([f"libc6 (>= {self.glibc})", *sorted({PACKAGES[name] for name in self.outside})])


def of_folder(folder: Path) -> Needs:
    """Read with objdump what every program and library of the folder asks for."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_elf(path)]
    told = {path.relative_to(folder).as_posix(): _objdump(path) for path in files}
    return of_dumps(told, bundled={path.name for path in folder.rglob("*")})


def is_new(package: Path) -> bool:
    """Whether a .deb asks for a C library newer than Debian 11 has."""
    command = ["dpkg-deb", "--field", str(package), "Depends"]
    asked = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"libc6 \(>= ([\d.]+)\)", asked)
    return found is not None and _numbers(found[1]) > (2, 31)


def of_dumps(told: dict[str, str], *, bundled: Iterable[str]) -> Needs:
    """The same from what objdump said of each file."""
    asked = {library for dump in told.values() for library in _NEEDED.findall(dump)}
    outside = {library for library in asked - set(bundled) if not C_LIBRARY.match(library)}
    wants = {name: max(map(_numbers, _GLIBC.findall(dump)), default=(0,)) for name, dump in told.items()}
    highest = max(wants.values(), default=(0,))
    newest = tuple(sorted(name for name, wanted in wants.items() if wanted == highest))
    return Needs(frozenset(outside), ".".join(map(str, highest)), newest)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _objdump(path: Path) -> str:
    command = ["objdump", "-p", "-T", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
