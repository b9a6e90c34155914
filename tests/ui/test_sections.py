"""A page of sections: made when opened, walked with keys, told what changed, never left with something unsaved."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.pages import PageKind
from kongchuo_desktop.ui.sections import SectionedPage, SectionKind


class Part(Page):
    name = "甲"

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.refreshed = 0
        self.asked: list[object] = []
        self.leave = True

    def refresh(self) -> None:
        self.refreshed += 1
        self.state_changed.emit()

    def state_sentence(self) -> str:
        return f"{self.name} 读了 {self.refreshed} 次"

    def main_act(self) -> MainAct:
        return MainAct(f"做{self.name}", lambda: None)

    def open_request(self, request: object) -> None:
        self.asked.append(request)

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("选中", lambda: None),)

    def may_leave(self) -> bool:
        return self.leave


class Second(Part):
    name = "乙"
    watches = frozenset({"village"})


class Both(SectionedPage):
    title = "两栏"
    sections = (SectionKind("one", "甲", __name__, "Part"), SectionKind("two", "乙", __name__, "Second"))


KINDS = (PageKind("both", "两栏", "village", __name__, "Both"), PageKind("else", "别处", "home", __name__, "Part"))


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    made = open_window(KINDS)
    made.open_page("both")
    return made


@pytest.fixture
def page(window: MainWindow) -> Both:
    assert isinstance(window.page, Both)
    return window.page


def part(page: Both, key: str) -> Part:
    made = page._made[key]
    assert isinstance(made, Part)
    return made


def test_a_section_is_made_and_read_when_it_comes_to_the_front(window: MainWindow, page: Both) -> None:
    assert set(page._made) == {"one"}
    assert window.header._sentence.whole() == "甲 读了 1 次"
    QTest.keyClick(page.section, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert (page.front, part(page, "two").refreshed) == ("two", 1)
    assert window.header._sentence.whole() == "乙 读了 1 次"
    assert window.header.main_button.text().strip() == "做乙"
    QTest.keyClick(page.section, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert (page.front, part(page, "one").refreshed) == ("one", 1)
    assert page.tabs.currentIndex() == 0


def test_a_commit_is_heard_by_the_sections_that_watch(
    window: MainWindow, page: Both, office: Office, qtbot: QtBot
) -> None:
    page.open_section("two")
    page.open_section("one")
    with qtbot.waitSignal(office.changed):
        office.write("添加村", lambda session: identity.village_ids(session, names=frozenset({"新村"})))
    assert part(page, "two").refreshed == 1
    page.open_section("two")
    assert part(page, "two").refreshed == 2
    window.open_page("else")
    with qtbot.waitSignal(office.changed):
        office.write("添加村", lambda session: identity.village_ids(session, names=frozenset({"又一村"})))
    window.open_page("both")
    assert part(page, "two").refreshed == 3


def test_requests_open_a_section_and_go_on_to_it(page: Both, office: Office) -> None:
    office.go("both", ("two", 7))
    assert (page.front, part(page, "two").asked) == ("two", [7])
    office.go("both", "one")
    assert (page.front, part(page, "one").asked) == ("one", [])
    office.go("both", ("class", 3))
    assert part(page, "one").asked == [("class", 3)]


def test_a_section_with_something_unsaved_is_not_left(page: Both) -> None:
    part(page, "one").leave = False
    page.tabs.setCurrentIndex(1)
    assert (page.front, page.tabs.currentIndex()) == ("one", 0)
    assert not page.may_leave()


def test_every_section_has_its_pictures(page: Both) -> None:
    assert [name for name, _strike in page.poses()] == ["甲-选中", "乙", "乙-选中"]
    page.poses()[2][1]()
    assert page.front == "two"
