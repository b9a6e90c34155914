"""What came of a printing, and of drawing for the screen."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Made:
    """What came of a printing: files, number of letters, and what the teacher should know."""

    paths: tuple[Path, ...]
    count: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawnForms:
    """Forms as one PDF for the screen, whose they are, and what must be told."""

    pdf: bytes
    names: tuple[str, ...]
    remarks: tuple[str, ...]
