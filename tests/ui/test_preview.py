"""The preview of paper: pages, keys, zoom, ranges for the printer."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.ui.preview.pages import PdfPages
from kongchuo_desktop.ui.preview.printing import wanted_pages
from kongchuo_desktop.ui.preview.view import PdfView
from kongchuo_desktop.ui.tasks import Tasks

A4 = (595.28, 841.89)


def paper(pages: int) -> bytes:
    store = BytesIO()
    canvas = Canvas(store, pagesize=A4)
    for _ in range(pages):
        canvas.rect(0, 0, 297, 421, fill=1)  # the lower left quarter is black
        canvas.showPage()
    canvas.save()
    return store.getvalue()


@pytest.fixture
def view(qtbot: QtBot, tasks: Tasks) -> Iterator[PdfView]:
    made = PdfView(tasks)
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    with qtbot.waitSignal(made.loaded):
        made.show_pdf(paper(5))
    yield made
    made.close_pdf()
    qtbot.waitUntil(lambda: not tasks.busy)


def test_pages_are_drawn_where_they_are_seen(view: PdfView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: 0 in view._pictures)
    image = view._pictures[0][1]
    assert image.pixelColor(image.width() // 4, image.height() * 3 // 4).lightness() < 10
    assert image.pixelColor(image.width() * 3 // 4, image.height() // 4).lightness() > 245
    assert 4 not in view._pictures


def test_keys_turn_pages(view: PdfView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: 4 in view._pictures)
    assert view.page >= 3
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0


def test_zoom_draws_anew_and_fits_again(view: PdfView, qtbot: QtBot) -> None:
    fitted = view._scale()
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view._scale() > fitted
    qtbot.waitUntil(lambda: abs(view._pictures.get(0, (0.0,))[0] - view._scale()) < 0.01)
    view.whole_page()
    assert view._scale() < fitted
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view._scale() == pytest.approx(fitted)


def test_memory_holds_few_pictures(view: PdfView, qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(view.loaded):
        view.show_pdf(paper(30))
    for page in range(30):
        view.go_to(page)
        qtbot.waitUntil(partial(view._pictures.__contains__, page))
    assert len(view._pictures) <= 12


def test_sizes_are_points() -> None:
    pages = PdfPages(paper(1))
    assert pages.sizes()[0].width == pytest.approx(A4[0], abs=0.1)
    assert pages.picture(0, 300 / 72).width() == pytest.approx(2480, abs=2)
    pages.close()


@pytest.mark.parametrize(
    ("first", "last", "wanted"), [(0, 0, [0, 1, 2, 3, 4]), (2, 3, [1, 2]), (4, 99, [3, 4]), (5, 5, [4])]
)
def test_the_printer_gets_its_range(first: int, last: int, wanted: list[int]) -> None:
    assert wanted_pages(5, first, last) == wanted


def test_nothing_is_not_printed() -> None:
    with pytest.raises(UserError):
        wanted_pages(0, 0, 0)
