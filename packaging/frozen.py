"""The frozen program's first module: the program itself, or the process that reads a foreign workbook for it."""

import sys


def main() -> int:
    """A frozen program has no interpreter beside it: it starts itself again to read a workbook within bounds.

    PyInstaller says that it is frozen; the launcher of the Windows program (packaging/windows) leaves that to us.
    """
    sys.frozen = True  # type: ignore[attr-defined]
    if len(sys.argv) > 2 and sys.argv[1].startswith("--"):
        from kongchuo_desktop.sheets.guard import read_if_asked

        read_if_asked(sys.argv)
    from kongchuo_desktop.__main__ import main as program

    return program()


if __name__ == "__main__":
    raise SystemExit(main())
