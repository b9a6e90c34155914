"""Where the files that go with the program lie: beside the package, or inside the frozen program."""

import sys
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any


def resource(*parts: str) -> Path:
    """The path of one shipped file or folder under `resources/`."""
    return _root() / Path("resources", *parts)


def manual_folder() -> Path:
    """Where manual.md and its pictures/ lie: docs/ of the source tree, and the same folder of the frozen program."""
    return _root() / "docs"


@lru_cache(maxsize=1)  # a page asks twenty times, and resolving asks the disk for every folder above
def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parents[2]


def read_toml(*parts: str) -> dict[str, Any]:
    """A shipped TOML file as plain values; read once, given out as a copy."""
    return deepcopy(_parsed(resource(*parts)))


@lru_cache(maxsize=32)  # what goes with the program does not change while it runs
def _parsed(path: Path) -> dict[str, Any]:
    import tomllib  # late: only papers and rules read TOML, and the unlock window asks here for its icons

    return tomllib.loads(path.read_text(encoding="utf-8"))
