"""`test` and `bench`. Standard library only."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import environment

_OWN_SCRIPTS = sorted(str(path.relative_to(environment.ROOT)) for path in Path(__file__).parent.glob("*.py"))

_SHARED = ("__init__", "measure", "big_school", "watched")  # beside the benchmarks, none themselves

CHECKS: dict[str, list[str]] = {
    "ruff": ["-m", "ruff", "check", "--quiet", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "mypy": ["-m", "mypy", "--no-error-summary"],
    "mypy packaging": ["-m", "mypy", "--no-error-summary", *_OWN_SCRIPTS],
    "import contracts": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


def test(arguments: list[str]) -> int:
    """All checks, then pytest, whose closing line is printed last; 1 when anything failed.

    With words for pytest (a file, -k …) the checks before it are left out.
    """
    environment.ensure(screen=False, retry_fonts=True)
    verdicts = {} if arguments else {name: _check(name, command) for name, command in CHECKS.items()}
    code, closing = _pytest(arguments)
    verdicts["pytest"] = code == 0
    print("ran: " + " · ".join(f"{name} {'ok' if passed else 'FAILED'}" for name, passed in verdicts.items()))
    print(closing, flush=True)
    return 0 if all(verdicts.values()) else 1


def _check(name: str, command: list[str]) -> bool:
    """Run one check; its words are shown only when it has something against the tree."""
    began = time.monotonic()
    done = subprocess.run(
        [str(environment.python()), *command],
        cwd=environment.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    passed = done.returncode == 0
    print(f"{name}: {'ok' if passed else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True)
    if not passed:
        print(done.stdout, flush=True)
    return passed


def _pytest(arguments: list[str]) -> tuple[int, str]:
    """Exit code and closing line; everything before that line is passed through as it comes."""
    cores = os.cpu_count() or 1
    spread = ["-n", str(min(cores, 8)), "--dist", "worksteal"] if cores > 1 and not arguments else []
    chosen = arguments or ["-m", "not slow"]
    with subprocess.Popen(
        [str(environment.python()), "-m", "pytest", *spread, *chosen],
        cwd=environment.ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        held = ""
        for line in process.stdout or ():
            if line.strip():
                print(held, end="", flush=True)
                held = line
    return process.returncode, held.rstrip("\n")


def bench(arguments: list[str]) -> int:
    """Every benchmark in turn, or those named (`start search`); 1 when one broke down."""
    environment.ensure(screen=False, retry_fonts=True)
    folder = environment.ROOT / "tests" / "benchmarks"
    scripts = (path for path in sorted(folder.glob("*.py")) if path.stem not in _SHARED)
    known = {path.stem: path for path in scripts}
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print("no such benchmark:", *unknown, "- there are:", *known)
        return 2
    broken = [name for name in arguments or known if not _measure(known[name])]
    if broken:
        print("broke down:", *broken)
    return 1 if broken else 0


def _measure(script: Path) -> bool:
    print(f"== {script.stem}", flush=True)
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONUTF8": "1"}
    module = f"tests.benchmarks.{script.stem}"
    command = [str(environment.python()), "-m", module]
    return subprocess.run(command, cwd=environment.ROOT, env=surroundings, check=False).returncode == 0
