"""The frame: pages made when opened, told what changed, reached by keys; the child found from anywhere."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.backup import Why, make_backup
from kongchuo_desktop.storage.batches import BatchInfo
from kongchuo_desktop.ui.frame.footer import Footing, backed_up_words
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.moving_in import Footings
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.pages import PAGES, PageKind
from tests.ui.room import NOW, AnsweringTell

Open = Callable[..., MainWindow]
Rest = Callable[[], None]


class Counting(Page):
    title = "数"

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.refreshed = 0
        self.asked: list[object] = []
        self.closed_inner = self.saved = self.acted = 0
        self.leave = True

    def refresh(self) -> None:
        self.refreshed += 1

    def state_sentence(self) -> str:
        return f"读了 {self.refreshed} 次"

    def main_act(self) -> MainAct:
        return MainAct("加一(&A)", self._act)

    def open_request(self, request: object) -> None:
        self.asked.append(request)

    def close_inner(self) -> bool:
        self.closed_inner += 1
        return True

    def save_form(self) -> bool:
        self.saved += 1
        return True

    def may_leave(self) -> bool:
        return self.leave

    def _act(self) -> None:
        self.acted += 1


class Villages(Counting):
    title = "村"
    watches = frozenset({"village"})


class Pupils(Counting):
    title = "学生"
    watches = frozenset({"pupil"})


KINDS = (
    PageKind("villages", "村", "village", __name__, "Villages"),
    PageKind("pupils", "学生", "pupils", __name__, "Pupils"),
)


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    made = open_window(KINDS)
    made.open_page("villages")
    return made


def page(window: MainWindow, key: str) -> Counting:
    made = window._pages[key]
    assert isinstance(made, Counting)
    return made


def test_a_page_is_made_and_read_when_it_is_opened(window: MainWindow) -> None:
    assert set(window._pages) == {"villages"}
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert set(window._pages) == {"villages", "pupils"}
    assert page(window, "pupils").refreshed == 1
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert page(window, "villages").refreshed == 1


def test_a_commit_reaches_the_pages_that_watch_its_tables(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    window.open_page("pupils")
    with qtbot.waitSignal(office.changed):
        office.write("添加村", lambda session: identity.village_ids(session, names=frozenset({"新村"})))
    assert (page(window, "villages").refreshed, page(window, "pupils").refreshed) == (1, 1)
    window.open_page("villages")
    assert page(window, "villages").refreshed == 2


def test_the_header_speaks_for_the_page_in_front(window: MainWindow, qtbot: QtBot) -> None:
    assert window.header._title.text() == "村"
    assert window.header._sentence.whole() == "读了 1 次"
    qtbot.mouseClick(window.header.main_button, Qt.MouseButton.LeftButton)
    assert page(window, "villages").acted == 1


def test_keys_reach_the_page(window: MainWindow) -> None:
    for key, modifier in (
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(window, key, modifier)
    front = page(window, "villages")
    assert (front.refreshed, front.closed_inner, front.saved) == (2, 1, 1)


def test_a_page_with_something_unsaved_is_not_left(window: MainWindow) -> None:
    page(window, "villages").leave = False
    window.open_page("pupils")
    assert window.page is page(window, "villages")
    assert window.rail._buttons["villages"].isChecked()


def test_pages_send_each_other_requests_through_the_office(window: MainWindow, office: Office) -> None:
    office.go("pupils", ("class", 1))
    assert page(window, "pupils").asked == [("class", 1)]


@pytest.mark.parametrize(
    ("typed", "found"), [("lxh", ["罗小河", "罗小河"]), ("wei", ["韦䶮"]), ("ayglmmtj", ["阿依古丽·买买提江"])]
)
def test_a_child_is_found_from_anywhere(window: MainWindow, rest: Rest, typed: str, found: list[str]) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, typed)
    window.search._pause.stop()
    window.search._search()
    rest()
    hits = window.search._popup.list
    assert [hits.item(place).text().split("  ")[0] for place in range(hits.count())] == found
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page is page(window, "pupils")
    assert len(page(window, "pupils").asked) == 1


def test_enter_pressed_before_the_answer_opens_the_child_all_the_same(window: MainWindow, rest: Rest) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.search, "lxh")
    window.search._pause.stop()
    window.search._search()
    rest()
    window.search.setText("wei")  # typed on: what is still shown is the answer to other letters
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    rest()
    assert len(page(window, "pupils").asked) == 1
    with window.office.database.read() as session:
        assert pupil_room.pupil(session, pupil_id=page(window, "pupils").asked[0], today=NOW.date()).name == "韦䶮"


def test_a_form_that_goes_with_the_cursor_in_it_leaves_the_keys_with_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line = QLineEdit(window.page)
    line.show()
    line.setFocus()
    assert line.hasFocus()
    line.deleteLater()
    qtbot.waitUntil(lambda: window.focusWidget() is not None and window.focusWidget() is not line)


def test_two_children_of_one_name_are_told_apart(window: MainWindow, rest: Rest) -> None:
    window.search.setFocus()
    window.search.setText("罗小河")
    window.search._search()
    rest()
    hits = window.search._popup.list
    texts = {hits.item(place).text() for place in range(hits.count())}
    assert len(texts) == 2


def test_nothing_found_says_so(window: MainWindow, rest: Rest) -> None:
    window.search.setFocus()
    window.search.setText("查无此人")
    window.search._search()
    rest()
    assert "没有找到" in window.search._popup.list.item(0).text()


def test_the_footer_says_whose_book_it_is(window: MainWindow, office: Office, rest: Rest) -> None:
    keeper = Footings(office, window)
    rest()
    assert keeper is not None
    assert window.footer._left.whole() == "青石镇河湾小学 · 2026年秋季学期 · 王老师在用"
    assert "还没有备份" in window.footer._right.text()
    window.footer.show_footing(Footing("校", backed_up=NOW), NOW)
    assert window.footer._right.text() == "所有改动已保存 · 今天 08:00 已备份"
    assert backed_up_words(NOW.replace(day=1), NOW) == "6 天前备份过"


def test_the_footer_knows_of_the_backup_before_an_import(window: MainWindow, office: Office, rest: Rest) -> None:
    keeper = Footings(office, window)
    rest()
    assert keeper is not None
    assert "还没有备份" in window.footer._right.text()
    make_backup(office.database, why=Why.IMPORT)
    with office.database.write("导入学生名册", batch=BatchInfo("pupils", "名册.xlsx")) as session:
        identity.village_ids(session, names=frozenset({"新村"}))
    rest()
    assert "已备份" in window.footer._right.text()


def test_a_click_on_the_rail_leads_the_keys_into_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    there = window.rail._buttons["pupils"]
    window.rail._buttons["villages"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.mouseClick(there, Qt.MouseButton.LeftButton)
    assert window.page is page(window, "pupils")
    assert not window.rail.isAncestorOf(window.focusWidget())


def test_a_button_that_vanishes_leaves_the_keys_with_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.header.main_button.setFocus()
    window.header.main_button.hide()
    qtbot.waitUntil(lambda: window.focusWidget() is not None and not window.rail.isAncestorOf(window.focusWidget()))
    assert window.focusWidget() is not window.search


def test_a_bug_in_a_page_is_told_and_the_window_lives(office: Office, window: MainWindow, rest: Rest) -> None:
    def broken(_session: object) -> None:
        raise RuntimeError("罗小河")

    office.read(broken, lambda _none: None)
    rest()
    tell = office.tell
    assert isinstance(tell, AnsweringTell)
    assert "没有料到的故障" in tell.said[0]
    assert "罗小河" not in tell.said[0] + tell.details[0]
    assert window.isVisible()


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.key)
def test_every_page_opens_reads_and_goes_with_the_keyboard(
    open_window: Open, rest: Rest, kind: PageKind, office: Office
) -> None:
    window = open_window()
    window.open_page(kind.key)
    rest()
    assert window.header._title.text() == window.page.title != ""
    window.page.refresh()
    rest()
    tell = office.tell
    assert isinstance(tell, AnsweringTell)
    assert tell.said == []


def test_the_window_fits_a_laptop_at_150_percent(open_window: Open, rest: Rest) -> None:
    window = open_window()
    for kind in PAGES:
        window.open_page(kind.key)
        rest()
    assert window.minimumSizeHint().width() <= 910
    assert window.minimumSizeHint().height() <= 512


def test_a_long_sentence_of_state_is_cut_and_told_whole(window: MainWindow) -> None:
    words = "今天有很多事要做" * 40
    window.header.show_state("村", words, None)
    assert window.header._sentence.text().endswith("…")
    assert window.header._sentence.toolTip() == words
