"""What of the tree goes into every build beside the code, under the same names. Standard library only."""

from __future__ import annotations

from pathlib import Path

FOLDERS = ("resources", "docs/pictures")
FILES = ("LICENSE", "docs/manual.md")  # F1 and the booklet read the manual

# Of resources/: what only people who work on the program read, and what fetching leaves behind.
LEFT_OUT = ("README.md",)


def files(root: Path) -> list[tuple[Path, str]]:
    """(file, its name in the build) of everything that goes along, in the order of names."""
    found = [(root / name, name) for name in FILES if (root / name).exists()]
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.name not in LEFT_OUT and not _is_hidden(name):
                found.append((path, name))
    return found


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in name.split("/"))
