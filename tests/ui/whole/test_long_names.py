"""A school whose names are long: every page has room for them, cuts them with a tip, or wraps them."""

import pytest
from PySide6.QtCore import Qt

from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.pages import PAGES, PageKind
from tests.documents.long_names import lengthen
from tests.ui.whole.measuring import SIZES, wrong_at
from tests.ui.whole.walking import Rest, states


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
