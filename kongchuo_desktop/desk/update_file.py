"""A newer program brought on a stick: is it ours, is it whole, is it newer; then a copy that the stick can't take away.

What is looked at: a .deb by its own control file, a .exe by the version resource that Windows shows too, both by a
`.sha256` beside them where there is one. Installing is the system's own business.
"""

import hashlib
import io
import lzma
import re
import shutil
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError, why

PACKAGE = "org.kongchuo.desktop"
PRODUCT = "控辍"
KINDS = {"win32": ".exe", "linux": ".deb"}
WORDS = {".exe": "Windows 的安装文件（.exe）", ".deb": "统信、麒麟、Debian 的安装文件（.deb）"}
PORTABLE = (".zip", ".xz", ".gz", ".7z", ".rar")
VERSION = re.compile(r"\d+(?:\.\d+){1,3}")
HEADER, AR = 60, b"!<arch>\n"  # of an archive's member; how a .deb begins
RESOURCES_WITHIN = 4_000_000  # bytes: the version resource stands before what an installer carries
DIGEST = re.compile(r"\b[0-9a-fA-F]{64}\b")


class NotAnUpdate(UserError):
    """The file is not what can be installed here; nothing was changed."""


@dataclass(frozen=True)
class Update:
    """A good installer: its file, its version, whether a checksum stood beside it, the sum itself."""

    path: Path
    version: str
    checked: bool
    digest: str


def look(path: Path, *, running: str, system: str) -> Update:
    """Check a file the user chose; `running` is this program's version, `system` as sys.platform.

    Raises NotAnUpdate with what is wrong and what to do.
    """
    ending = _ending_for(path, system)
    try:
        version = _deb_version(path) if ending == ".deb" else _exe_version(path)
        digest = file_digest(path)
        checked = _agrees(path, digest)
    except OSError as error:
        raise NotAnUpdate(f"“{path.name}”读不出来（{why(error)}）。请检查U盘有没有插好，换一个口再试。") from error
    if numbers(version) < numbers(running):
        raise NotAnUpdate(f"“{path.name}”是旧的 {version} 版，现在用的是 {running} 版，不用装。")
    if numbers(version) == numbers(running):
        raise NotAnUpdate(f"“{path.name}”就是现在用的 {running} 版，不用再装。")
    return Update(path, version, checked, digest)


def bring_over(update: Update, folder: Path) -> Path:
    """Copy the installer to this machine and read it back, so that the stick can be pulled."""
    target = folder / update.path.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        here = target.exists() and target.samefile(update.path)  # the copy itself was chosen
        for old in folder.iterdir():
            if not (here and old == target):
                old.unlink()
        if not here:
            shutil.copyfile(update.path, target)
        whole = file_digest(target) == update.digest
    except OSError as error:
        raise NotAnUpdate(f"安装文件没有拷到电脑上（{why(error)}）。账本没有改动。") from error
    if not whole:
        target.unlink(missing_ok=True)
        raise NotAnUpdate("安装文件拷到电脑上以后和U盘上的不一样。请换一个U盘重新拷一次；账本没有改动。")
    return target


def numbers(version: str) -> tuple[int, ...]:
    """A version to compare: 0.10.0 is newer than 0.9.1."""
    found = VERSION.search(version)
    parts = [int(part) for part in found.group().split(".")] if found else [0]
    return tuple((parts + [0] * 4)[:4])


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _ending_for(path: Path, system: str) -> str:
    wanted, ending = KINDS.get(system, ".deb"), path.suffix.lower()
    if ending == wanted:
        return ending
    if ending in WORDS:
        raise NotAnUpdate(f"“{path.name}”是{WORDS[ending]}，这台电脑要用{WORDS[wanted]}。")
    if ending in PORTABLE:
        raise NotAnUpdate(f"“{path.name}”是免安装的压缩包。请关上程序，把它解压到新文件夹里用；账本不用动。")
    raise NotAnUpdate(f"“{path.name}”不是安装文件。请选{WORDS[wanted]}。")


def _deb_version(path: Path) -> str:
    """Package and version of the control file within the package."""
    fields = _control(path)
    if fields.get("Package") != PACKAGE:
        raise NotAnUpdate(f"“{path.name}”不是控辍的安装文件，或者没有拷完整。请重新拷一次。")
    return fields.get("Version", "0")


def _control(path: Path) -> dict[str, str]:
    """The control file's fields; none when the archive isn't whole to its last member."""
    size, found = path.stat().st_size, b""
    with path.open("rb") as file:
        if file.read(len(AR)) != AR:
            return {}
        while len(header := file.read(HEADER)) == HEADER:
            name, length = header[:16].decode("ascii", "replace").strip(" /"), header[48:58].strip()
            if not length.isdigit() or file.tell() + int(length) > size:
                return {}
            after = file.tell() + int(length) + int(length) % 2
            if name.startswith("control.tar"):
                found = file.read(int(length))
            file.seek(after)
    return _fields(found)


def _fields(archive: bytes) -> dict[str, str]:
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            member = next((one for one in tar.getmembers() if one.name in ("control", "./control")), None)
            file = tar.extractfile(member) if member else None
            text = file.read().decode("utf-8", "replace") if file else ""
    except (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError):
        return {}
    lines = (line.partition(":") for line in text.splitlines() if line[:1].strip())
    return {key: value.strip() for key, _, value in lines}


def _exe_version(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(RESOURCES_WITHIN)
    product, version = (_resource_string(start, key) for key in ("ProductName", "ProductVersion"))
    if start[:2] != b"MZ" or product != PRODUCT:
        raise NotAnUpdate(f"“{path.name}”不是控辍的安装文件，或者没有拷完整。请重新拷一次。")
    return version or "0"


def _resource_string(content: bytes, key: str) -> str:
    """A value of the version resource: UTF-16 after its key and padding."""
    mark = (key + "\0").encode("utf-16-le")
    place = content.find(mark)
    if place < 0:
        return ""
    rest = content[place + len(mark) : place + len(mark) + 200]
    text = rest[: len(rest) // 2 * 2].decode("utf-16-le", "replace").lstrip("\0")
    return text.split("\0")[0].strip()


def _agrees(path: Path, digest: str) -> bool:
    """Whether a checksum stands beside the file; one that says otherwise is refused."""
    for beside in (path.with_name(path.name + ".sha256"), path.with_name("SHA256SUMS")):
        if not beside.exists():
            continue
        lines = beside.read_text(encoding="utf-8", errors="replace").splitlines()
        told = [line for line in lines if path.name in line] or (lines if beside.suffix == ".sha256" else [])
        sums = {found.lower() for line in told for found in DIGEST.findall(line)}
        if sums and digest not in sums:
            raise NotAnUpdate(f"“{path.name}”和旁边的校验文件对不上：拷坏了，或者被改过。请重新拷一次，不要装它。")
        if sums:
            return True
    return False
