"""The .deb in a Debian of its base alone: installed, tried, not removed while open, removed. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import contents
import debian
import environment
import roots
import trial

DESK = "srv/桌面"
SCREEN = ":79"
SECONDS = 20  # until a slow machine has the window on the screen
# $0: the book, $1: the package. In one namespace, as on a real machine: a process sees what the others run.
_OPEN = f"""
kongchuo "$0" & opened=$!
sleep {SECONDS}
dpkg --remove "$1" && echo "was removed"
kill $opened && echo "was open"
"""
_GRAB = (
    "import sys; from PySide6.QtWidgets import QApplication; a = QApplication(sys.argv[:1]);"
    "sys.exit(not a.primaryScreen().grabWindow(0).save(sys.argv[1]))"
)


def check(package: Path, pictures: Path, *, suite: str = "bookworm") -> list[str]:
    """Install into a fresh copy of that Debian, do a first day, remove; what was seen, line by line."""
    contents.check_tools({"Xvfb": "xvfb"})
    root = roots.make(suite, f"clean-{suite}", fresh=True)
    place = root.place / DESK
    place.mkdir(parents=True)
    lines = []

    def step(what: str, act: Callable[[], object]) -> None:
        began = time.monotonic()
        act()
        lines.append(f"{what}: {time.monotonic() - began:.0f} s")
        print("  " + lines[-1], flush=True)

    step(f"Debian {suite}: installed with what it depends on", lambda: _install(root, package))
    desk = trial.Desk(root.command("kongchuo"), place, f"/{DESK}", environ=roots.inner())
    step("first day by the installed program", lambda: trial.first_day(desk))
    step("window open, removal refused", lambda: _while_open(root, place, pictures / f"linux-window-{suite}.png"))
    step("removed and purged", lambda: root.run("dpkg", "--purge", debian.APPLICATION))
    rest = left(root.place)
    if rest or not (place / "学校.kongchuo").exists():
        raise trial.TrialFailedError(f"after the removal: {rest}; the book: {(place / '学校.kongchuo').exists()}")
    _page(place, pictures)
    shutil.rmtree(root.place)
    return lines


def _install(root: roots.Root, package: Path) -> None:
    """By apt, as a double click does it: what the package depends on comes from the archive."""
    stick = root.place / "mnt" / package.name
    shutil.copyfile(package, stick)
    root.run("apt-get", "-qq", "update")
    root.run("apt-get", "-qq", "-y", "install", "--no-install-recommends", f"/mnt/{package.name}")
    stick.unlink()
    lacking = [name for name in ("opt/apps/" + debian.APPLICATION, "usr/bin/kongchuo") if not _is(root.place / name)]
    if lacking:
        raise trial.TrialFailedError(f"not installed: {lacking}")


def _is(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _while_open(root: roots.Root, place: Path, picture: Path) -> None:
    """The window on a screen with the sample school; the package must not go away under it."""
    own = {"DISPLAY": SCREEN, "KONGCHUO_HOME": f"/{DESK}/home"}
    screen = subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", "1366x768x24"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(2)
    command = root.command("sh", "-c", _OPEN, f"/{DESK}/示例.kongchuo", debian.APPLICATION)
    window = subprocess.Popen(
        command, env={**roots.inner(), **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    try:
        time.sleep(SECONDS - 5)
        grab = {**os.environ, "DISPLAY": SCREEN, "QT_QPA_PLATFORM": "xcb"}
        python = str(environment.python())
        subprocess.run([python, "-c", _GRAB, str(picture)], env=grab, check=True, capture_output=True)
        said, _ = window.communicate(timeout=60)
    finally:
        window.kill()
        screen.terminate()
        screen.wait()
    if "was open" not in said or "正开着" not in said:
        raise trial.TrialFailedError(f"the window did not stay open, or the package could be removed:\n{said[-1500:]}")


def left(place: Path) -> list[str]:
    """What is still there of the package below the root of a system."""
    looked = ["opt/apps", "usr/bin", "usr/share/applications", "usr/share/icons", "usr/share/mime", "usr/share/doc"]
    found = (path for folder in looked for path in (place / folder).rglob("*"))
    return sorted(path.relative_to(place).as_posix() for path in found if "kongchuo" in path.name)


def _page(place: Path, pictures: Path) -> None:
    """A page or two of the installed program for whoever looks."""
    for path in sorted((place / "shots").glob("*.png"))[:3]:
        shutil.copyfile(path, pictures / f"linux-{path.name}")
