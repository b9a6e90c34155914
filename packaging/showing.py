"""`run` and `shots`: the program on a sample school. Standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import environment
import machine

OUT = environment.ROOT / "out"
SAMPLE = OUT / "sample"
BOOK = SAMPLE / "示例学校.kongchuo"
PASSWORD = "shili-xuexiao-2026"  # noqa: S105 - of the invented school, printed for whoever tries it

OFFSCREEN_CHATTER = ("This plugin does not support propagateSizeHints()", "")  # true of every window without a screen


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
    folder = Path(arguments[0]) if arguments else _empty(OUT / "shots")
    _kongchuo("shots", str(BOOK), str(folder))
    _tell(folder)
    return 0


def pictures(_arguments: list[str]) -> int:
    """The manual's pictures (docs/pictures), from a sample school on one fixed day."""
    environment.ensure(screen=False, retry_fonts=True)
    command = [str(environment.python()), "-m", "tests.ui.write_pictures"]
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=environment.ROOT, env=surroundings, check=False).returncode


def _main_job() -> int:
    """Every agreement as PDF, the roster as a workbook, a picture of every page; 1 when a piece failed."""
    print("No display here: doing the main job into out/ instead of opening the window.", flush=True)
    kind, title = next((key, title) for key, title in _listed("report") if "花名册" in title and "全校" in title)
    jobs = [["paper", "make", str(BOOK), key, "--out", _place(name, ".pdf")] for key, name in _listed("paper")]
    jobs.append(["report", "make", str(BOOK), kind, "--out", _place(title, ".xlsx")])
    jobs.append(["shots", str(BOOK), str(_empty(OUT / "shots"))])
    failed = [words for words in jobs if not _succeeds(*words)]
    _tell(OUT)
    for words in failed:
        print("did not work: kongchuo", *words, file=sys.stderr)
    return 1 if failed else 0


def _empty(folder: Path) -> Path:
    """The folder without what an earlier run left."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _place(title: str, ending: str) -> str:
    return str(OUT / (title.replace("/", "-") + ending))


def _succeeds(*words: str) -> bool:
    try:
        _kongchuo(*words)
    except subprocess.CalledProcessError:
        return False
    return True


def _sample_book() -> None:
    """Build the sample school once, and anew when what it is made from has changed."""
    made_from = _sources()
    mark = SAMPLE / "made-from"
    if BOOK.exists() and mark.exists() and mark.read_text() == made_from:
        return
    shutil.rmtree(SAMPLE, ignore_errors=True)
    SAMPLE.mkdir(parents=True)
    print("building the sample school", flush=True)
    _kongchuo("demo", str(BOOK))
    mark.write_text(made_from)


def _sources() -> str:
    """A sum over the sample school's files."""
    folder = environment.ROOT / "resources" / "sample"
    parts = [environment.ROOT / "kongchuo_desktop" / "desk" / "demo.py", *sorted(folder.rglob("*"))]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if part.is_file() else b"")
    return digest.hexdigest()


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
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    for line in done.stderr.splitlines():
        if line not in OFFSCREEN_CHATTER:
            print(line, file=sys.stderr, flush=True)
    done.check_returncode()
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
