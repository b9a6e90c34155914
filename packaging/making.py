"""`build` and `lock`. Standard library only."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import contents
import environment
import freezing
import stamp
import trial

Made = TypeVar("Made")

DIST = freezing.DIST
PARTS = {
    "linux": "the one-folder build of this machine's own system, tried on a school's first day",
    "deb": "the .deb for Debian, UOS and Kylin",
    "portable": "the .tar.xz that needs no installing",
    "windows": "the installer and the .zip for 64-bit Windows 10 and 11, made on Linux",
}
FLAGS = {
    "--old-glibc": "make the Linux parts inside Debian 11, so that they start on UOS 20 and Kylin V10 (root)",
    "--check": "install what lies in dist/ into clean systems, try it, remove it (root); makes what is lacking",
}
HANDED_OUT = (".deb", ".xz", ".exe", ".zip")  # each gets its .sha256
NEED_FOLDER = ("linux", "deb", "portable")


def build(arguments: list[str]) -> int:
    """Make what is named, or everything that can be made on this machine."""
    if unknown := [word for word in arguments if word not in PARTS and word not in FLAGS]:
        print("not known:", *unknown)
        for name, meaning in {**PARTS, **FLAGS}.items():
            print(f"  python3 packaging/dev.py build {name:11}  {meaning}")
        return 2
    environment.ensure(screen=True, retry_fonts=True)  # what a screen needs is bundled too
    DIST.mkdir(exist_ok=True)
    which = stamp.read()
    print(f"kongchuo {which.version}, commit {which.commit} of {which.day}", flush=True)
    wanted = _wanted(arguments, which)
    made = []
    if for_linux := [part for part in wanted if part in NEED_FOLDER]:
        made += _inside(for_linux) if "--old-glibc" in arguments else _linux(for_linux, which)
    if "windows" in wanted:
        made += _windows(which)
    if made:
        print("made:")
    for path in made:
        print(f"  {path.stat().st_size / 1e6:6.1f} MB  dist/{path.name}")
        if path.suffix in HANDED_OUT:
            contents.write_sum(path)
    if "--check" in arguments:
        _check(which)
    return 0


def _wanted(arguments: list[str], which: stamp.Stamp) -> list[str]:
    """The parts that are named; without names all, or for a check those that aren't in dist/ yet."""
    named = [word for word in arguments if word in PARTS]
    if named or "--check" not in arguments:
        return named or (list(PARTS) if sys.platform == "linux" else ["linux"])
    return [part for part, file in _handed_out(which).items() if not file.exists()]


def _handed_out(which: stamp.Stamp) -> dict[str, Path]:
    import debian
    import windows

    return {"deb": DIST / debian.file_name(which), "windows": DIST / windows.file_name(which)}


def _inside(parts: list[str]) -> list[Path]:
    """The Linux parts from a Debian 11 of its own."""
    import old_glibc

    return _timed("building inside Debian 11", lambda: old_glibc.build(DIST, parts))


def _check(which: stamp.Stamp) -> None:
    """Both installers in clean systems; pictures of what was installed go to dist/pictures."""
    import clean_root
    import needs
    import wine_root

    files, pictures = _handed_out(which), DIST / "pictures"
    pictures.mkdir(exist_ok=True)
    suites = ["bookworm"] if needs.is_new(files["deb"]) else ["bookworm", "bullseye"]
    for suite in suites:
        clean_root.check(files["deb"], pictures, suite=suite)
    wine_root.check(files["windows"], pictures)
    print(f"checked; pictures in {pictures}")


def _linux(wanted: list[str], which: stamp.Stamp) -> list[Path]:
    """The folder of this machine's system, then what is packed from it."""
    freezing.bring_tools()
    folder = _timed("freezing", lambda: freezing.freeze(which))
    freezing.finish(folder, which)
    contents.settle(folder, epoch=which.epoch)
    lines = contents.listed(folder)
    contents.tell(folder, lines)
    contents.write(lines, DIST / "contents-linux.txt")
    _timed("trial: a first day with the frozen program", lambda: trial.here(folder))
    made = []
    if "deb" in wanted:
        import debian

        made.append(_timed("packing the .deb", lambda: debian.build(folder, DIST, which)))
    if "portable" in wanted:
        import debian

        made.append(_timed("packing the portable archive", lambda: debian.portable(folder, DIST, which)))
    return made


def _windows(which: stamp.Stamp) -> list[Path]:
    """The installer and the zip for Windows."""
    import windows

    lines = _timed("putting the Windows program together", lambda: windows.lay(which))
    contents.tell(windows.PROGRAM, lines)
    contents.write(lines, DIST / "contents-windows.txt")
    return [
        _timed("packing the installer", lambda: windows.installer(DIST, which)),
        _timed("packing the zip", lambda: windows.portable(DIST, which)),
    ]


def _timed(what: str, act: Callable[[], Made]) -> Made:
    """Do it and say how long it took."""
    began = time.monotonic()
    print(f"{what} …", flush=True)
    result = act()
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)
    return result


def lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml for every platform, with hashes and without a single address.

    `--upgrade` and the like are handed to uv, which is fetched into a folder of its own.
    """
    environment.ensure(screen=False, retry_fonts=False)
    uv = freezing.BUILD / "uv"
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
