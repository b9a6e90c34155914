"""What came of a printing."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Made:
    """What came of a printing: files, number of letters, and what the teacher should know."""

    paths: tuple[Path, ...]
    count: int
    remarks: tuple[str, ...] = ()
