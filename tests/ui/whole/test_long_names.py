"""A school whose names are long: every page has room for them, cuts them with a tip, or wraps them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.attendance.headers import NAMES_APART
from kongchuo_desktop.ui.attendance.table import RegisterTable
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.pages import PAGES, PageKind
from tests.documents.long_names import CHILD, lengthen
from tests.ui.whole.measuring import SIZES, wrong_at
from tests.ui.whole.walking import Rest, states

Vertical, ToolTip = Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole


@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_a_page_has_room_for_long_names(
    sample: Database, window: MainWindow, rest: Rest, kind: PageKind, scale: int
) -> None:
    lengthen(sample)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*SIZES[scale])
    wrong: dict[str, str] = {}
    for state in states(window, kind.key, rest):
        wrong |= dict.fromkeys(wrong_at(window, scale), state.name)
    assert wrong == {}


def test_long_names_are_whole_in_their_tips(sample: Database, window: MainWindow, rest: Rest) -> None:
    lengthen(sample)
    window.open_page("attendance")
    rest()
    table = window.page.findChild(RegisterTable)
    model = table.model()
    names = [model.headerData(row, Vertical, ToolTip) for row in range(model.rowCount())]
    assert CHILD in names
    assert table.names.sizeHint().width() > NAMES_APART


def test_the_name_column_of_a_list_shows_a_long_name(sample: Database, window: MainWindow, rest: Rest) -> None:
    lengthen(sample)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*SIZES[100])
    window.open_page("pupils")
    rest()
    page: Any = window.page
    table = page.list.table
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance(CHILD)
