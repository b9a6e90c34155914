"""The Windows installer and what it installs, tried under Wine in a Debian 13 of its own. Standard library only.

Without numpy: it calls a function of the C library (crealf) that Wine 10 has not and every Windows 10 has. So the
sample school, whose pairs are solved with it, is not made here, and the page of pairs need not come out.

Proves: the installer unpacks, registers, refuses while the program is open, keeps the user's files at an upgrade and a
removal; the program's libraries load and do a school's first day. Doesn't prove: real Windows, its virus scanners and
SmartScreen, input methods, printers, high-resolution screens.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import roots
import trial

SUITE = "trixie"  # its Wine 10 runs Qt 6.9; Debian 12's Wine 8 doesn't
PACKAGES = ["wine", "wine64", "wine32:i386", "xvfb", "xauth", "imagemagick", "xdotool", "fonts-wqy-zenhei"]
HOME = "root/.wine"
USER = "root"  # as Wine calls whoever runs it
INSTALLED = f"{HOME}/drive_c/users/{USER}/AppData/Local/Programs/Kongchuo"
SCREEN = ":78"
DESK = "opt/试用"  # a Chinese folder, as many users have
SOMETHING = 3_000  # bytes: a picture of an empty screen has some hundred
FONTS = ("SimSun", "Tahoma", "MS Shell Dlg", "MS Shell Dlg 2", "Microsoft YaHei UI")


def check(installer: Path, pictures: Path) -> list[str]:
    """Install, try, install over it, remove; what was seen, line by line. Pictures of it go into the folder."""
    root = _root()
    place = root.place / DESK
    shutil.rmtree(root.place / HOME, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    shutil.copyfile(installer, place / "setup.exe")
    screen = subprocess.Popen(
        root.command("Xvfb", SCREEN, "-screen", "0", "1366x768x24"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return _seen(root, place, pictures)
    finally:
        subprocess.run(root.command("wineserver", "-k"), env=_environ(), check=False)
        screen.terminate()
        screen.wait()


def _root() -> roots.Root:
    root = roots.make(SUITE, "wine")
    if "i386" not in root.run("dpkg", "--print-foreign-architectures"):
        root.run("dpkg", "--add-architecture", "i386")
    root.install(PACKAGES)
    return root


def _environ() -> dict[str, str]:
    quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "DISPLAY": SCREEN}
    return {**roots.inner(), **quiet}


def _wine(root: roots.Root, *words: str, seconds: int = 300) -> int:
    """The exit code of a Windows program; Python wants pipes for its three files."""
    command = root.command("wine", *words)
    with subprocess.Popen(
        command, env=_environ(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as run:
        run.communicate(timeout=seconds)
    return run.returncode


def _seen(root: roots.Root, place: Path, pictures: Path) -> list[str]:
    """The steps in their order; the first that fails raises."""
    lines = []

    def step(what: str, act: Callable[[], object]) -> None:
        began = time.monotonic()
        act()
        lines.append(f"{what}: {time.monotonic() - began:.0f} s")
        print("  " + lines[-1], flush=True)

    setup = f"/{DESK}/setup.exe"
    step("Wine prepared", lambda: _prepare(root))
    step("installed silently", lambda: _expect(_wine(root, setup, "/S"), 0))
    _must(root, "program/kongchuo.exe", "program/files.txt", "卸载.exe")
    cli = f"/{INSTALLED}/program/kongchuo-cli.exe"
    there = "Z:\\" + DESK.replace("/", "\\")
    surroundings = _environ()
    desk = trial.Desk(root.command("wine", cli), place, there, environ=surroundings, separator="\\", through_pipe=True)
    numpy = root.place / INSTALLED / "program" / "lib" / "numpy"
    numpy.rename(place / "numpy")
    step("first day by the installed program", lambda: trial.first_day(desk, sample=False, lost="一帮一"))
    shutil.copyfile(place / "shots" / _first_page(place), pictures / "windows-page.png")
    step("window open, installer refuses", lambda: _while_open(root, setup, pictures))
    (place / "numpy").rename(numpy)
    own = root.place / INSTALLED / "program" / "老师存的.kongchuo"
    own.write_bytes(b"book")
    step("installed over it", lambda: _expect(_wine(root, setup, "/S"), 0))
    _must(root, "program/kongchuo.exe", "保留的文件-1/老师存的.kongchuo")
    step("installer's pages", lambda: _pages(root, setup, pictures))
    step("removed silently", lambda: _removed(root))
    _expect((root.place / INSTALLED / "保留的文件-1" / "老师存的.kongchuo").exists(), True)
    _expect((place / "学校.kongchuo").exists(), True)
    return lines


def _first_page(place: Path) -> str:
    names = sorted(path.name for path in (place / "shots").glob("*.png"))
    return next((name for name in names if "今日" in name or "today" in name), names[0])


def _prepare(root: roots.Root) -> None:
    """A new user's Windows, with a Chinese face in the place of those that installers ask for."""
    _expect(_wine(root, "wineboot", "-i"), 0)
    key = "HKCU\\Software\\Wine\\Fonts\\Replacements"
    for name in FONTS:
        _wine(root, "reg", "add", key, "/v", name, "/d", "WenQuanYi Zen Hei", "/f")


def _while_open(root: roots.Root, setup: str, pictures: Path) -> None:
    """The window with a book; meanwhile a silent installation must stop with 5 and change nothing."""
    book = "Z:\\" + DESK.replace("/", "\\") + "\\学校.kongchuo"
    home = {"KONGCHUO_HOME": "Z:\\" + DESK.replace("/", "\\") + "\\home"}
    command = root.command("wine", f"/{INSTALLED}/program/kongchuo.exe", book)
    environ = {**_environ(), **home}
    with subprocess.Popen(
        command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as window:
        _wait_for_window(root, pictures / "windows-window.png")
        code = _wine(root, setup, "/S")
        subprocess.run(root.command("wine", "taskkill", "/F", "/IM", "kongchuo.exe"), env=_environ(), check=False,
                       capture_output=True, stdin=subprocess.PIPE)  # fmt: skip
        window.wait(timeout=60)
    _expect(code, 5)
    time.sleep(2)


def _wait_for_window(root: roots.Root, picture: Path) -> None:
    """A picture of the screen once there is something on it."""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        time.sleep(5)
        _picture(root, picture)
        if picture.exists() and picture.stat().st_size > SOMETHING:
            return
    raise trial.TrialFailedError("no window came up")


def _pages(root: roots.Root, setup: str, pictures: Path) -> None:
    """The installer's first two pages, for whoever looks at the pictures."""
    with subprocess.Popen(root.command("wine", setup), env=_environ(), stdin=subprocess.PIPE) as run:
        time.sleep(15)
        _picture(root, pictures / "windows-installer-1.png")
        subprocess.run(root.command("xdotool", "key", "Return"), env=_environ(), check=False)
        time.sleep(3)
        _picture(root, pictures / "windows-installer-2.png")
        subprocess.run(root.command("wine", "taskkill", "/F", "/IM", "setup.exe"), env=_environ(), check=False,
                       capture_output=True, stdin=subprocess.PIPE)  # fmt: skip
        run.wait(timeout=60)


def _picture(root: roots.Root, to: Path) -> None:
    kept = root.place / DESK / "screen.png"
    subprocess.run(root.command("import", "-window", "root", f"/{DESK}/screen.png"), env=_environ(), check=False)
    if kept.exists():
        shutil.copyfile(kept, to)


def _removed(root: roots.Root) -> None:
    """The uninstaller works from a copy of itself and is back at once: wait for it."""
    _wine(root, f"/{INSTALLED}/卸载.exe", "/S")
    until = time.monotonic() + 60
    while (root.place / INSTALLED / "program").exists() and time.monotonic() < until:
        time.sleep(1)
    users = root.place / HOME / "drive_c" / "users"
    rest = [path.relative_to(users).as_posix() for path in users.rglob("控辍.lnk")]
    rest += [name for name in ("program", "old", "new", "卸载.exe") if (root.place / INSTALLED / name).exists()]
    time.sleep(3)  # the registry is written with a delay
    text = (root.place / HOME / "user.reg").read_text(encoding="utf-8", errors="replace").lower()
    rest += [line for line in text.splitlines() if line.startswith("[") and "kongchuo" in line]
    _expect(rest, [])


def _must(root: roots.Root, *names: str) -> None:
    lacking = [name for name in names if not (root.place / INSTALLED / name).exists()]
    _expect(lacking, [])


def _expect(seen: object, wanted: object) -> None:
    if seen != wanted:
        raise trial.TrialFailedError(f"seen {seen!r}, wanted {wanted!r}")
