"""The sample school's book for tests of papers: built once for a module, opened to read; and a page's words."""

from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from kongchuo_desktop.desk import demo
from kongchuo_desktop.storage.database import Database, open_book
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.command_clock import PASSWORD
from tests.school.small_school import CHINA

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


def sample_book(root: Path) -> Database:
    """The sample school as it stands at NOW, on a machine of its own under `root`."""
    places = Places.under(root / "machine", KeyCost(memory=8, passes=1, lanes=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Places, "of_this_machine", classmethod(lambda _cls: places))
        demo.build(root / "s.kongchuo", password=PASSWORD, clock=lambda: NOW)
    return open_book(root / "s.kongchuo", password=PASSWORD, clock=lambda: NOW, actor="", places=places).database


def text_of(pdf: bytes) -> str:
    """Every page's text, in order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
