"""What a build holds: lists with sizes and sums, archives that come out the same twice. Standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import machine


def listed(folder: Path) -> list[str]:
    """A line for each file, sorted by name: size, sha256, name; of a link where it points."""
    return [_line(folder, path) for path in files_of(folder)]


def files_of(folder: Path) -> list[Path]:
    """Every file and link below the folder, in the order of names on every machine."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _line(folder: Path, path: Path) -> str:
    name = path.relative_to(folder).as_posix()
    if path.is_symlink():
        return f"0\t->\t{name} -> {path.readlink().as_posix()}"
    content = path.read_bytes()
    return f"{len(content)}\t{hashlib.sha256(content).hexdigest()}\t{name}"


def tell(folder: Path, lines: list[str]) -> None:
    """Number and weight of the files, folder by folder, and the heaviest dozen."""
    weights = {name: int(size) for size, _, name in (line.split("\t") for line in lines)}
    print(f"{folder}: {len(weights)} files, {sum(weights.values()) / 1e6:.0f} MB")
    shares: Counter[str] = Counter()
    for name, size in weights.items():
        shares[share(name)] += size
    for name, size in shares.most_common(14):
        print(f"  {size / 1e6:6.1f} MB  {name}/")
    for name, size in sorted(weights.items(), key=lambda item: -item[1])[:12]:
        print(f"  {size / 1e6:6.1f} MB  {name}")


def share(name: str) -> str:
    """The part of a bundle that a file belongs to: numpy, PySide6, resources …"""
    parts = [part for part in name.split("/")[:-1] if part not in ("_internal", "lib", "app", "program")]
    first = parts[0] if parts else "."
    return "/".join(parts[:2]) if first == "resources" else first.removesuffix(".libs")


def write_sum(file: Path) -> Path:
    """FILE.sha256 beside what is handed out: the program's own update compares it (desk/update_file.py)."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    beside = file.with_name(f"{file.name}.sha256")
    beside.write_text(f"{digest}  {file.name}\n", encoding="utf-8", newline="\n")
    return beside


def write(lines: list[str], to: Path) -> None:
    """The list beside what was built."""
    to.write_text("\n".join(lines) + "\n", encoding="utf-8")


def tar_xz(folder: Path, to: Path, *, top: str, epoch: int) -> Path:
    """The folder as `top/` in a .tar.xz: sorted, everybody's, of one time; the same files make the same bytes."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = epoch
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    check_tools({"xz": "xz-utils"})
    compress = ["xz", "-6", "--threads=0", "--stdout"]  # blocks of one size: the same bytes on any number of cores
    with to.open("wb") as out, subprocess.Popen(compress, stdin=subprocess.PIPE, stdout=out) as packer:
        with tarfile.open(fileobj=packer.stdin, mode="w|", format=tarfile.GNU_FORMAT) as archive:
            for path in [folder, *_folders(folder), *files_of(folder)]:
                name = path.relative_to(folder).as_posix()
                archive.add(path, top if path == folder else f"{top}/{name}", recursive=False, filter=plain)
        if packer.stdin:
            packer.stdin.close()
    if packer.returncode:
        raise subprocess.CalledProcessError(packer.returncode, compress)
    return to


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())


def zipped(folder: Path, to: Path, *, top: str, epoch: int) -> Path:
    """The folder as `top/` in a .zip, sorted and of one time; Chinese names are marked as UTF-8."""
    when = datetime.fromtimestamp(epoch, UTC).timetuple()[:6]
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files_of(folder):
            entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return to


def settle(folder: Path, *, epoch: int) -> None:
    """One time and plain rights for every file, for archives that take them from the disk."""

    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            os.utime(path, (epoch, epoch), follow_symlinks=False)
            continue
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (epoch, epoch))


def check_tools(tools: dict[str, str]) -> None:
    """Stop with one line when a program is missing: `tools` maps it to the Debian package that brings it."""

    lacking = sorted({package for tool, package in tools.items() if shutil.which(tool) is None})
    if lacking:
        machine.install_packages(lacking)
