"""The rows that stayed out, as an Excel file to correct and bring in again."""

from pathlib import Path

from kongchuo_desktop.desk.importing import Preview


def save_left_out(found: Preview, path: Path) -> None:
    """Write the doubtful and refused rows with their reasons."""
    from kongchuo_desktop.sheets.bad_rows import write_bad_rows

    write_bad_rows(found.read, found.plan, path)
