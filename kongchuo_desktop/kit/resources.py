"""Where the files that go with the program lie: beside the package, or inside the frozen program."""

import sys
import tomllib
from pathlib import Path
from typing import Any


def resource(*parts: str) -> Path:
    """The path of one shipped file or folder under `resources/`."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root.joinpath("resources", *parts)


def read_toml(*parts: str) -> dict[str, Any]:
    """A shipped TOML file as plain values."""
    return tomllib.loads(resource(*parts).read_text(encoding="utf-8"))
