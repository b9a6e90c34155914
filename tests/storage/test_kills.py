"""kill -9 through the real layer; the full-size runs are marked slow."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def torment(mode: str, kills: int, seed: int = 1) -> dict[str, Any]:
    """A process of its own does the forking: nothing of pytest may be forked."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.storage.killing", mode, str(kills), "--seed", str(seed)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


pytestmark = pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="forks its victims")


@pytest.mark.parametrize(
    ("mode", "kills"), [("saves", 20), ("imports", 6), ("backups", 6), ("restores", 8), ("migrations", 8)]
)
def test_a_few(mode: str, kills: int) -> None:
    assert torment(mode, kills)["kills"] == kills


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "kills"), [("saves", 1000), ("imports", 200), ("backups", 200), ("restores", 200), ("migrations", 200)]
)
def test_in_full(mode: str, kills: int) -> None:
    assert torment(mode, kills, seed=2)["kills"] == kills
