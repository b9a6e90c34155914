"""The developer's one command: sets the machine up, then does what is asked.

    python3 packaging/dev.py run | test | bench | shots | pictures | build | lock

Needs nothing but Python 3.11 or later; everything else it brings itself, into `.venv` at the root.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from machine import SetUpStoppedError

COMMANDS = {
    "run": "open the program on a sample school; without a display do the main job into out/",
    "test": "lint, types, import contracts and tests; words after it go to pytest",
    "bench": "run tests/benchmarks (or those named after it); each prints ratios",
    "shots": "render every page at 1366x768 into out/shots",
    "pictures": "make the manual's pictures anew, into docs/pictures",
    "build": "make the installers in dist/: linux deb portable windows, all or those named; each is tried",
    "lock": "write packaging/requirements.lock anew from pyproject.toml",
}


def main(arguments: list[str]) -> int:
    """Exit code of the command; 2 when it isn't one."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said here, because nothing has been installed yet
        print("Python 3.11 or later is needed; this is", sys.version.split()[0], file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in COMMANDS:
        for name, meaning in COMMANDS.items():
            print(f"python3 packaging/dev.py {name:8}  {meaning}")
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        return _command(arguments[0])(arguments[1:])
    except (SetUpStoppedError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _command(name: str) -> Callable[[list[str]], int]:
    """Import late: `run` must cost no more than the program itself once the environment stands."""
    if name in ("run", "shots", "pictures"):
        import showing

        return {"run": showing.run, "shots": showing.shots, "pictures": showing.pictures}[name]
    if name in ("test", "bench"):
        import checking

        return checking.test if name == "test" else checking.bench
    import making

    return making.build if name == "build" else making.lock


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
