"""How much a file from outside may cost."""

from dataclasses import dataclass

from kongchuo_desktop.kit.errors import UserError


class UnreadableFile(UserError):
    """A file that cannot be read as a table, with the way out."""


class ReadingCancelled(UserError):
    """The user stopped the reading."""


@dataclass(frozen=True)
class Limits:
    """Bounds on one workbook; sizes in bytes, time in seconds."""

    file_size: int = 80_000_000
    zip_entries: int = 200  # portraits inside the file are counted apart
    zip_pictures: int = 4_000
    expanded: int = 128_000_000  # all XML together
    ratio: int = 100  # expanded to packed, for entries above `ratio_from`
    ratio_from: int = 4_000_000
    rows: int = 25_000
    columns: int = 200
    sheets: int = 120
    cells: int = 3_000_000
    memory: int = 600_000_000  # address space of the reading process
    seconds: float = 60.0


LIMITS = Limits()
