"""From process start to a painted unlock window, and from Enter to a first page on a book of 3,000 pupils.

Floor: a bare PySide6 window with one line to type into, started and watched the same way.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.big_school import PASSWORD, make_book
from tests.benchmarks.measure import Case, Comparison, Measured, compare, show

ROOT = Path(__file__).resolve().parents[2]
WATCHED = Path(__file__).with_name("watched.py")
CHEAP = KeyCost(64 * 1024, 3, 2)  # the cheapest the program accepts; measured by itself and taken off
BARE, UNLOCK, PAGE = "bare PySide6 window", "unlock window", "Enter to first page, key derivation taken off"


def start(*words: str, home: Path) -> dict[str, float]:
    """Start one process; when it saw what, in seconds after its start, and its memory."""
    own = {"KONGCHUO_HOME": str(home), "KONGCHUO_BENCH_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"}
    began = time.monotonic()
    command = [sys.executable, str(WATCHED), *words]
    told = subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, timeout=120)
    if told.returncode:
        raise RuntimeError(told.stderr)
    seen = json.loads(told.stdout.splitlines()[-1])
    return {name: value if "megabytes" in name else value - began for name, value in seen.items()}


def derivation() -> float:
    """Seconds that the key costs by itself."""
    began = time.perf_counter()
    CHEAP.stretch(PASSWORD, b"\0" * 16)
    return time.perf_counter() - began


def main() -> int:
    """Print times and memory; a goal that is missed is printed, not a breakdown."""
    with tempfile.TemporaryDirectory() as folder:
        home, book = Path(folder) / "home", Path(folder) / "三千.kongchuo"
        make_book(book, Places.under(home, CHEAP), pupils=3_000).close()
        memory: dict[str, list[float]] = {}

        def watched(name: str, *words: str) -> dict[str, float]:
            seen = start(*words, home=home)
            memory.setdefault(name, []).append(seen["end_megabytes"])
            return seen

        def first_page() -> float:
            key = median(derivation() for _ in range(3))
            seen = watched(PAGE, "first_page", str(book))
            return seen["first_page"] - seen["entered"] - key

        cases: dict[str, Case] = {
            BARE: lambda: watched(BARE, "bare")["unlock"],
            UNLOCK: lambda: watched(UNLOCK, "unlock", str(book))["unlock"],
            PAGE: first_page,
        }
        compare("start", cases, rounds=7, goals={UNLOCK: 1.4, PAGE: 1.5})
        sizes = tuple(Measured(name, tuple(value / 1000 for value in values)) for name, values in memory.items())
        show(Comparison("memory held at the end (read ms as MB)", sizes, {PAGE: 2.2}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
