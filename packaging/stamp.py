"""Which version of the program a build is, and from which commit. Standard library only."""

from __future__ import annotations

import os
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime

import environment

FIRST_DAY = 315532800  # 1980-01-01: the earliest day that a zip can hold


@dataclass(frozen=True)
class Stamp:
    """What a build says of itself. `epoch`: seconds of the commit, which every file in an archive gets as its time."""

    version: str
    commit: str
    epoch: int

    @property
    def day(self) -> str:
        """The day of the commit, as 2026-09-01."""
        return datetime.fromtimestamp(self.epoch, UTC).date().isoformat()

    @property
    def four_numbers(self) -> str:
        """As Windows wants it: 0.1.0 is 0,1,0,0."""
        parts = (self.version.split("+")[0].split(".") + ["0"] * 4)[:4]
        return ",".join("".join(filter(str.isdigit, part)) or "0" for part in parts)

    def as_toml(self) -> str:
        """resources/build.toml of the finished program."""
        return f'version = "{self.version}"\ncommit = "{self.commit}"\nday = "{self.day}"\n'


def read() -> Stamp:
    """The stamp of this tree: version of pyproject.toml, commit and its time of git (or SOURCE_DATE_EPOCH)."""
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    commit = os.environ.get("KONGCHUO_COMMIT") or _git("rev-parse", "--short=12", "HEAD") or "unknown"
    if _git("status", "--porcelain", "--untracked-files=no"):
        commit += "+changes"
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct") or FIRST_DAY
    return Stamp(project["version"], commit, max(int(epoch), FIRST_DAY))


def _git(*words: str) -> str:
    """What git answers; nothing outside a checkout."""
    try:
        done = subprocess.run(["git", *words], cwd=environment.ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
