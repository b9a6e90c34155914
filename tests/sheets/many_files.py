"""Reads each file of a folder in a fork of its own, as the reading process would, and prints what fell over.

A parser may end its process (that is what the process is for); anything thrown that is no sentence is a fault.
"""

import os
import sys
import traceback
from pathlib import Path

from python_calamine import CalamineWorkbook  # noqa: F401 - loaded once, before the forks

from kongchuo_desktop.sheets.limits import Limits, UnreadableFile
from kongchuo_desktop.sheets.reading_process import limit_this_process, read_file

LIMITS = Limits(expanded=30_000_000, cells=300_000, memory=400_000_000, seconds=20)
EXPECTED = {"PanicException", "MemoryError"}  # of the parser; turned into a sentence by main()


def outcome(path: Path) -> int:
    """0 when the file was read or refused with a sentence, 1 otherwise."""
    try:
        content, _ = read_file(path, LIMITS)
    except UnreadableFile as error:
        return 0 if error.sentence.endswith("。") else 1
    except BaseException as error:  # noqa: BLE001 - the point of the test
        if type(error).__name__ in EXPECTED:
            return 0
        sys.stdout.write(f"{path.name}: {traceback.format_exc()}\n")
        sys.stdout.flush()
        return 1
    return 0 if all(len({len(row) for row in rows}) <= 1 for _, rows, *_ in content) else 1


def in_a_fork(path: Path) -> bool:
    """True when the file is no fault: an outcome of 0, or a process that met its bounds."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        limit_this_process(LIMITS)
        os._exit(outcome(path))
    status = os.waitpid(child, 0)[1]
    return os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0


def main(folder: Path) -> int:
    """The number of faults, at most 100."""
    faults = [path.name for path in sorted(folder.iterdir()) if not in_a_fork(path)]
    sys.stdout.write(" ".join(faults))
    return min(len(faults), 100)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
