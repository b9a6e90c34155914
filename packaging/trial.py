"""A school's first day by the finished program alone: a build that can't do it is no build. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import environment
import machine

PASSWORD = "frozen-try-2741"  # noqa: S105 - of a book that is thrown away
SAMPLE = environment.ROOT / "resources" / "sample"
ROSTER, STAFF = "花名册-全国学籍导出.xlsx", "教职工名册.xlsx"


class TrialFailedError(machine.SetUpStoppedError):
    """The finished program did not do what it should; the message says which step."""


@dataclass
class Desk:
    """Where and how the finished program is run: here, in a clean root, under Wine.

    `command` goes before the program's own words; `seen` is how the program names `place`; `environ` is added to ours.
    """

    command: list[str]
    place: Path
    seen: str
    environ: dict[str, str] = field(default_factory=dict)
    separator: str = "/"
    seconds: int = 900
    through_pipe: bool = False  # Wine: Python stops on a standard input that is a file or /dev/null

    def path(self, name: str) -> str:
        """How the program names that file of the place."""
        return self.seen + self.separator + name

    def run(self, *words: str) -> str:
        """What the program answers; a failure tells its words and what it said."""
        own = {"KONGCHUO_HOME": self.path("home"), "KONGCHUO_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [*self.command, *words],
            env={**os.environ, **own, **self.environ},
            stdin=subprocess.PIPE if self.through_pipe else subprocess.DEVNULL,
            capture_output=True,
            timeout=self.seconds,
            check=False,
        )
        said, complained = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        if done.returncode:
            raise TrialFailedError(f"kongchuo {' '.join(words)}: exit {done.returncode}\n{complained[-2000:]}")
        return said


def first_day(desk: Desk, *, sample: bool = True, lost: str = "") -> dict[str, Path]:
    """New book, both sample lists, agreements, a list, a check, a backup and a restore, the sample school, every page.

    The folder of the desk must be there and empty; what came of each step, by name. Without `sample` the pages are
    those of the new book; `lost` names the one page that need not come out there.
    """
    for name in (ROSTER, STAFF):
        shutil.copyfile(SAMPLE / name, desk.place / name)
    book = desk.path("学校.kongchuo")
    desk.run("book", "new", book, "--school", "河湾村小学", "--stage", "小学", "--year", "2026")
    desk.run("import", "staff", book, desk.path(STAFF))
    desk.run("import", "pupils", book, desk.path(ROSTER))
    desk.run("paper", "make", book, "parent", "--out", desk.path("家长责任书.pdf"))
    desk.run("report", "make", book, "roster", "--out", desk.path("名册.xlsx"))
    desk.run("book", "check", book)
    desk.run("book", "backup", book)
    desk.run("book", "restore", book)
    if sample:
        book = desk.path("示例.kongchuo")
        desk.run("demo", book)
    try:
        desk.run("shots", book, desk.path("shots"))
    except TrialFailedError as problem:
        if not lost or f"“{lost}”页没有画成" not in str(problem) or str(problem).count("没有画成") > 1:
            raise
    return _made(desk)


def _made(desk: Desk) -> dict[str, Path]:
    """The files of the day; one that is missing or isn't what its name says fails the trial."""
    wanted = {"学校.kongchuo": b"", "家长责任书.pdf": b"%PDF", "名册.xlsx": b"PK"}
    made = {name: desk.place / name for name in wanted}
    for name, start in wanted.items():
        path = made[name]
        if not path.is_file() or path.stat().st_size < 5_000 or not path.read_bytes().startswith(start):
            raise TrialFailedError(f"{name} was not made")
    shots = sorted((desk.place / "shots").glob("*.png"))
    if len(shots) < 20:
        raise TrialFailedError(f"only {len(shots)} pictures of pages")
    return made


def here(folder: Path) -> None:
    """The first day with the program in that folder."""
    program = folder / ("kongchuo.exe" if sys.platform == "win32" else "kongchuo")
    with tempfile.TemporaryDirectory() as place:
        first_day(Desk([str(program)], Path(place), place, separator=os.sep))
