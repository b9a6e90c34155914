"""`run` and `shots`: the program on a sample school. Standard library only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import environment
import machine

OUT = environment.ROOT / "out"
SAMPLE = OUT / "sample"
BOOK = SAMPLE / "示例学校.kongchuo"
PASSWORD = "shili-xuexiao-2026"  # noqa: S105 - of the invented school, printed for whoever tries it


def run(arguments: list[str]) -> int:
    """The window on the sample school; with no display the main job, left in out/."""
    screen = machine.has_display()
    environment.ensure(screen=screen, retry_fonts=False)
    _sample_book()
    if not screen:
        return _main_job()
    print(f"示例学校已打开，密码：{PASSWORD}", flush=True)
    _become([str(environment.python()), "-m", "kongchuo_desktop", str(BOOK), *arguments])
    return 0


def shots(arguments: list[str]) -> int:
    """A PNG of every page at 1366x768 in out/shots (or in the folder named)."""
    environment.ensure(screen=False, retry_fonts=True)
    _sample_book()
    folder = Path(arguments[0]) if arguments else OUT / "shots"
    _kongchuo("shots", str(BOOK), str(folder))
    _tell(folder)
    return 0


def _main_job() -> int:
    """Every agreement as PDF, the roster as a workbook, a picture of every page."""
    print("No display here: doing the main job into out/ instead of opening the window.", flush=True)
    for kind, title in _listed("paper"):
        _kongchuo("paper", "make", str(BOOK), kind, "--out", str(OUT / f"{title}.pdf"))
    kind, title = next((key, title) for key, title in _listed("report") if "名册" in title or "名单" in title)
    _kongchuo("report", "make", str(BOOK), kind, "--out", str(OUT / f"{title}.xlsx"))
    _kongchuo("shots", str(BOOK), str(OUT / "shots"))
    _tell(OUT)
    return 0


def _sample_book() -> None:
    """Build the sample school once; throw `out/` away to have it new."""
    if BOOK.exists():
        return
    SAMPLE.mkdir(parents=True, exist_ok=True)
    print("building the sample school", flush=True)
    _kongchuo("demo", str(BOOK))


def _listed(verb: str) -> list[tuple[str, str]]:
    """Key and title of every paper or report that the program knows."""
    told = _kongchuo(verb, "list", read=True)
    return [(key, title) for key, _, title in (line.partition("\t") for line in told.splitlines()) if title]


def _kongchuo(*arguments: str, read: bool = False) -> str:
    """Run the program's own command; its words pass through unless they are to be read."""
    done = subprocess.run(
        [str(environment.program()), *arguments],
        env=_own_environment() | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE if read else None,
        encoding="utf-8",
        check=True,
    )
    return done.stdout or ""


def _own_environment() -> dict[str, str]:
    """The sample school keeps away from the user's own books, backups and settings."""
    own = {"KONGCHUO_HOME": str(SAMPLE / "home"), "KONGCHUO_PASSWORD": PASSWORD, "PYTHONUTF8": "1"}
    return {**os.environ, **own}


def _become(command: list[str]) -> None:
    """Turn into the program, so that a second start costs no more than the program does."""
    surroundings = _own_environment()
    del surroundings["KONGCHUO_PASSWORD"]
    if sys.platform == "win32":
        sys.exit(subprocess.run(command, env=surroundings, check=False).returncode)
    os.execve(command[0], command, surroundings)  # noqa: S606 - no shell wanted


def _tell(folder: Path) -> None:
    """Name every file left, with its size."""
    print(f"{folder} now holds:")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and SAMPLE not in path.parents:
            print(f"  {path.relative_to(folder)}  {path.stat().st_size / 1000:.0f} kB")
