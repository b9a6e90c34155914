"""The way in: `kongchuo` and `python -m kongchuo_desktop`. Window and commands load only what they need."""

import os
import sys
from pathlib import Path

from kongchuo_desktop.kit.collector import without_collector


def _picture(book: Path, folder: Path, password: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kongchuo_desktop import app

    app.shots(book, folder, password=password)


def _has_screen() -> bool:
    """Qt ends a program without a screen by a signal and no word."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def book_named(word: str) -> Path | None:
    """The book that a desktop hands over, as a path or as a file:// address; None when it is another word."""
    if word.lower().startswith("file:"):
        from urllib.parse import unquote, urlsplit

        parts = urlsplit(word)
        place = unquote(parts.path)
        if len(place) > 2 and place[0] == "/" and place[2] == ":":  # file:///D:/…
            place = place[1:]
        if parts.netloc not in ("", "localhost"):  # a share: file://server/folder
            place = f"//{parts.netloc}{place}"
        word = place
    return Path(word) if word.lower().endswith(".kongchuo") else None


def main() -> int:
    """Without words, or with a book alone, the window at once; the grammar of commands is read only when needed."""
    words = sys.argv[1:]
    book = book_named(words[0]) if len(words) == 1 else None
    if not words or book is not None:
        if not _has_screen():
            sys.stderr.write("这里没有图形界面，打不开窗口。可以用命令：kongchuo --help。\n")
            return 1
        with without_collector():  # what comes up with the window stays; then ui/sweeping.py collects
            from kongchuo_desktop.app import run

            return run(book)
    from kongchuo_desktop import cli

    return cli.main(words, picture=_picture)


if __name__ == "__main__":
    raise SystemExit(main())
