"""`build` and `lock`. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import environment
import machine

DIST = environment.ROOT / "dist"
BUILD = environment.ROOT / "build"


def build(arguments: list[str]) -> int:
    """Freeze the program into dist/kongchuo (one folder) and list what weighs most."""
    environment.ensure(screen=True, retry_fonts=True)  # what a screen needs is bundled too
    _bring_tools()
    folder = freeze()
    _try(folder)
    list_contents(folder)
    print("This is the one-folder build only; installers (.deb, Windows) are not made yet.")
    return 0


def _bring_tools() -> None:
    """What PyInstaller asks of a Linux machine: objdump, strip and the interpreter as a library."""
    if sys.platform != "linux":
        return
    packages = [] if shutil.which("objdump") and shutil.which("strip") else ["binutils"]
    own = Path(sysconfig.get_config_var("LIBDIR") or "") / str(sysconfig.get_config_var("INSTSONAME"))
    if not own.exists():
        library = f"libpython{sysconfig.get_python_version()}"
        packages += machine.missing_libraries({f"{library}.so.1.0": library})
    if packages:
        machine.install_packages(packages)


def freeze() -> Path:
    """Run PyInstaller on kongchuo.spec; the folder it made."""
    shutil.rmtree(DIST / "kongchuo", ignore_errors=True)
    spec = Path(__file__).with_name("kongchuo.spec")
    command = [str(environment.python()), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(DIST), "--workpath", str(BUILD)]
    subprocess.run([*command, *places, str(spec)], cwd=environment.ROOT, check=True)
    return DIST / "kongchuo"


def _try(folder: Path) -> None:
    """The frozen program makes the sample school, a paper, a list and every page; a build that can't is no build."""
    program = str(folder / ("kongchuo.exe" if sys.platform == "win32" else "kongchuo"))
    with tempfile.TemporaryDirectory() as place:
        book = str(Path(place) / "try.kongchuo")
        own = {"KONGCHUO_HOME": place, "KONGCHUO_PASSWORD": "frozen-try-2741", "QT_QPA_PLATFORM": "offscreen"}
        kinds = _told([program, "paper", "list"], own), _told([program, "report", "list"], own)
        paper, report = (told.split("\t")[0] for told in kinds)
        _told([program, "demo", book], own)
        _told([program, "paper", "make", book, paper, "--out", str(Path(place) / "paper.pdf")], own)
        _told([program, "report", "make", book, report, "--out", str(Path(place) / "list.xlsx")], own)
        _told([program, "shots", book, str(Path(place) / "shots")], own)


def _told(command: list[str], own: dict[str, str]) -> str:
    """What the frozen program answers."""
    surroundings = {**os.environ, **own}
    done = subprocess.run(command, env=surroundings, check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    done.check_returncode()
    return done.stdout


def list_contents(folder: Path) -> None:
    """Every file with its size into dist/contents.txt, the sum and the twelve largest to the screen."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    lines = [f"{size}\t{name}" for name, size in sorted(sizes.items())]
    (DIST / "contents.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{folder}: {len(sizes)} files, {sum(sizes.values()) / 1e6:.0f} MB")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:12]:
        print(f"  {size / 1e6:6.1f} MB  {name}")


def lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml for every platform, with hashes and without a single address.

    `--upgrade` and the like are handed to uv, which is fetched into a folder of its own.
    """
    environment.ensure(screen=False, retry_fonts=False)
    uv = BUILD / "uv"
    if not uv.exists():
        environment.pip("install", "--quiet", "--target", str(uv), "uv")
    command = [str(uv / "bin" / ("uv.exe" if sys.platform == "win32" else "uv")), "pip", "compile"]
    shape = ["--universal", "--python-version", "3.11", "--extra", "dev", "--generate-hashes", "--no-header"]
    silent = ["--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    files = ["pyproject.toml", "--output-file", environment.LOCK.relative_to(environment.ROOT).as_posix()]
    subprocess.run([*command, *shape, *silent, *arguments, *files], cwd=environment.ROOT, check=True)
    if "://" in environment.LOCK.read_text(encoding="utf-8"):
        print("The lock names an address and must not be committed.", file=sys.stderr)
        return 1
    return 0
