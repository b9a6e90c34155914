"""The way in: `kongchuo` and `python -m kongchuo_desktop`. Window and commands load only what they need."""

import os
import sys
from pathlib import Path


def _picture(book: Path, folder: Path, password: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kongchuo_desktop import app

    app.shots(book, folder, password=password)


def main() -> int:
    """Without words, or with a book alone, the window at once; the grammar of commands is read only when needed."""
    words = sys.argv[1:]
    if not words or (len(words) == 1 and words[0].endswith(".kongchuo")):
        from kongchuo_desktop.app import run

        return run(Path(words[0]) if words else None)
    from kongchuo_desktop import cli

    return cli.main(words, picture=_picture)


if __name__ == "__main__":
    raise SystemExit(main())
