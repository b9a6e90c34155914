"""Every page and window is drawn, and none of them is blank."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kongchuo_desktop.ui.pages import PAGES
from kongchuo_desktop.ui.shots import take_all
from tests.ui.room import PASSWORD, book_under, clock, places_under


@pytest.mark.usefixtures("qapp")
def test_every_page_is_drawn_at_the_size_of_the_laptop(machine: Path, tmp_path: Path) -> None:
    taken = take_all(
        book_under(machine), tmp_path / "shots", password=PASSWORD, places=places_under(machine), clock=clock
    )
    names = [path.stem.partition("-")[2] for path in taken]
    assert {kind.title for kind in PAGES} <= set(names)
    for path in taken:
        image = QImage(str(path))
        if path.stem.partition("-")[2] in {kind.title for kind in PAGES}:
            assert (image.width(), image.height()) == (1366, 768)
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 5
