"""The laptop's 1366 × 768 at 100, 125 and 150 %: nothing stands outside the window, no words are cut."""

import pytest
from PySide6.QtCore import Qt

from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.pages import PAGES, PageKind
from tests.ui.whole.measuring import SIZES, wrong_at
from tests.ui.whole.walking import Rest, states


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_a_page_has_room(window: MainWindow, rest: Rest, kind: PageKind, scale: int) -> None:
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*SIZES[scale])
    wrong: dict[str, str] = {}
    for state in states(window, kind.key, rest):
        wrong |= dict.fromkeys(wrong_at(window, scale), state.name)
    assert wrong == {}
