"""Everything that can be worked with has a name that a screen reader can say."""

import pytest
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.pages import PAGES, PageKind
from tests.ui.whole.walking import Rest, name_of, states, told, tops, worked


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_everything_on_a_page_has_a_name(window: MainWindow, rest: Rest, kind: PageKind) -> None:
    nameless: dict[str, str] = {}
    for state in states(window, kind.key, rest):
        everything: list[QWidget] = [one for top in tops(window) for one in worked(top)]
        nameless.update({told(one): state.name for one in everything if not name_of(one)})
    assert nameless == {}
