"""`python -m kongchuo_desktop`: the window, or a command of cli.py."""

import sys
from pathlib import Path


def main() -> int:
    """Without words, or with a book alone, the window at once; the grammar of commands is read only when needed."""
    words = sys.argv[1:]
    if not words or (len(words) == 1 and words[0].endswith(".kongchuo")):
        from kongchuo_desktop.app import run

        return run(Path(words[0]) if words else None)
    from kongchuo_desktop.cli import main as command

    return command(words)


if __name__ == "__main__":
    sys.exit(main())
