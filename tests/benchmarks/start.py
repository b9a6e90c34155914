"""From process start to a painted unlock window, and from Enter to a first page on a book of 3,000 pupils.

Floor: a bare PySide6 window with one line to type into, started and watched the same way. The program's own modules
keep their bytecode between two starts, as those of an installed program do.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.big_school import PASSWORD, make_book
from tests.benchmarks.measure import Case, Comparison, Measured, compare, show

ROOT = Path(__file__).resolve().parents[2]
WATCHED = Path(__file__).with_name("watched.py")
CHEAP = KeyCost(64 * 1024, 3, 2)  # the cheapest the program accepts; measured by itself and taken off
BARE, UNLOCK, PAGE = "bare PySide6 window", "unlock window", "Enter to first page, key derivation taken off"
TABLES = "bare window that knows SQLAlchemy and the book's tables"


@dataclass(frozen=True)
class Seen:
    """One start: seconds on the clock, seconds of processor, megabytes held."""

    clock: float
    processor: float
    megabytes: float


def start(goal: str, *words: str, home: Path) -> Seen:
    """Start one process and let it run to the goal."""
    own = {"KONGCHUO_HOME": str(home), "KONGCHUO_BENCH_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"}
    began = time.monotonic()
    command = [sys.executable, str(WATCHED), goal, *words]
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told = subprocess.run(command, cwd=ROOT, env={**around, **own}, capture_output=True, text=True, timeout=120)
    if told.returncode:
        raise RuntimeError(told.stderr)
    seen = json.loads(told.stdout.splitlines()[-1])
    megabytes = seen["end_megabytes"]
    if goal != "first_page":
        return Seen(seen["unlock"] - began, seen["unlock_processor"], megabytes)
    clock, processor = derivation()
    return Seen(
        seen["first_page"] - seen["entered"] - clock,
        seen["first_page_processor"] - seen["entered_processor"] - processor,
        megabytes,
    )


def derivation() -> tuple[float, float]:
    """What the key costs by itself, on the clock and of the processor."""
    tries = []
    for _ in range(3):
        began = time.perf_counter(), time.process_time()
        CHEAP.stretch(PASSWORD, b"\0" * 16)
        tries.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return sorted(tries)[1]


def main() -> int:
    """Print times and memory; a goal that is missed is printed, not a breakdown."""
    with tempfile.TemporaryDirectory() as folder:
        home, book = Path(folder) / "home", Path(folder) / "三千.kongchuo"
        make_book(book, Places.under(home, CHEAP), pupils=3_000).close()
        ways = {BARE: ("bare",), UNLOCK: ("unlock", str(book)), PAGE: ("first_page", str(book))}
        seen: dict[str, list[Seen]] = {name: [] for name in ways}

        def case(name: str) -> Case:
            def run() -> float:
                seen[name].append(start(*ways[name], home=home))
                return seen[name][-1].clock

            return run

        floor = [start("tables", home=home).megabytes for _ in range(3)]
        compare("start, on the clock", {name: case(name) for name in ways}, goals={UNLOCK: 1.4, PAGE: 1.5})
    processor = tuple(Measured(name, tuple(one.processor for one in seen[name])) for name in ways)
    show(Comparison("start, of the processor (a busy machine disturbs it less)", processor, {UNLOCK: 1.4, PAGE: 1.5}))
    memory = (
        *(Measured(name, tuple(one.megabytes / 1000 for one in seen[name])) for name in ways),
        Measured(TABLES, tuple(one / 1000 for one in floor)),
    )
    show(Comparison("memory held at the end (read ms as MB)", memory, {PAGE: 2.2}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
