"""The first minutes without a mouse: welcome, wizard, import, agreements printed; the sample school; keys counted."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kongchuo_desktop.desk import books, demo
from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage import meta
from kongchuo_desktop.ui.pages import PAGES
from kongchuo_desktop.ui.sitting import Sitting
from kongchuo_desktop.ui.start.new_book import SchoolCard, SheetCard, TypeBackCard
from kongchuo_desktop.ui.start.recovery import NewPasswordCard
from kongchuo_desktop.ui.start.unlock import SAMPLE
from kongchuo_desktop.ui.start.welcome import WelcomeCard
from tests.paper_reader import PaperReader
from tests.ui.room import PASSWORD, clock, forgetful_settings, places_under

Key = Qt.Key


class Hands:
    """Presses keys where the cursor is, and counts them; words typed are counted apart."""

    def __init__(self) -> None:
        self.keys = 0

    def press(
        self, key: Qt.Key, times: int = 1, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        for _ in range(times):
            QTest.keyClick(where(), key, modifier)
            self.keys += 1

    def type(self, words: str) -> None:
        """By an input method: the words arrive at once."""
        line = where()
        line.setText(words)  # type: ignore[attr-defined]

    def tab_to(self, title: str) -> None:
        """Tab until a button with these words has the cursor."""
        for _ in range(40):
            now = where()
            if isinstance(now, QPushButton) and title in now.text():
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {title}")


def where() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the cursor is nowhere"
    return found


@pytest.fixture
def sitting(tmp_path: Path, qtbot: QtBot) -> Iterator[Sitting]:
    made = Sitting(places=places_under(tmp_path), settings=forgetful_settings(tmp_path), clock=clock, kinds=PAGES)
    yield made
    made.doorway.stop()
    qtbot.waitUntil(lambda: not made.tasks.busy, timeout=30_000)
    if made.window is not None:
        made.office.database.close()
        made.window.may_close = True
        made.window.mark_sample(False)
        made.window.close()
    made.tasks.close()
    made.front.hide()


@pytest.fixture
def come(sitting: Sitting, qtbot: QtBot) -> Callable[[type], None]:
    def wait(kind: type) -> None:
        qtbot.waitUntil(lambda: isinstance(sitting.doorway.card, kind), timeout=20_000)
        in_front(sitting.front, qtbot)

    return wait


def in_front(window: QWidget, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def calm(sitting: Sitting, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not sitting.tasks.busy, timeout=30_000)


def test_from_the_welcome_to_a_printed_agreement(
    sitting: Sitting, come: Callable[[type], None], qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hands = Hands()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "out.pdf"), ""))
    sitting.begin()
    come(WelcomeCard)
    hands.press(Key.Key_Return)  # 新建学校账本
    come(SchoolCard)
    hands.type("青石镇河湾小学")
    hands.press(Key.Key_Return, 3)  # 学段 and 上级 stay as they are
    hands.type("罗老师")
    hands.press(Key.Key_Return)
    come(NewPasswordCard)
    hands.type(PASSWORD)
    hands.press(Key.Key_Tab)
    sitting.doorway.card.second.setFocus()
    hands.type(PASSWORD)
    hands.press(Key.Key_Return)
    come(SheetCard)
    hands.tab_to("存为 PDF")
    hands.press(Key.Key_Return)
    card = sitting.doorway.card
    qtbot.waitUntil(lambda: card._go.text().startswith("收好了"), timeout=20_000)
    qtbot.waitUntil(card._go.hasFocus)
    hands.press(Key.Key_Return)
    come(TypeBackCard)
    hands.type(sitting.doorway.card._wanted)
    with qtbot.waitSignal(sitting.ready, timeout=20_000):
        hands.press(Key.Key_Return)
    wizard = hands.keys
    assert wizard <= 14, wizard
    _bring_in(sitting, hands, qtbot, monkeypatch)
    assert hands.keys - wizard <= 8, hands.keys - wizard
    _print(sitting, hands, qtbot)
    calm(sitting, qtbot)
    assert PaperReader().page_count(tmp_path / "out.pdf") > 100  # a page for each family


def _main_act(sitting: Sitting, hands: Hands, qtbot: QtBot, title: str) -> None:
    """The green button of the page: one click, or the cursor there and Enter."""
    calm(sitting, qtbot)
    in_front(sitting.window, qtbot)
    act = sitting.window.header.main_button
    assert title in act.text(), act.text()
    act.setFocus()
    hands.press(Key.Key_Return)
    calm(sitting, qtbot)


def _bring_in(sitting: Sitting, hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the new book's first page: the roster of the national system, looked at, written."""
    roster = next(resource("sample").glob("花名册*.xlsx"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(roster), ""))
    _main_act(sitting, hands, qtbot, "导入学生名册")
    if "写入" not in sitting.window.header.main_button.text():
        in_front(sitting.window, qtbot)
        hands.tab_to("选择文件")
        hands.press(Key.Key_Return)
    _main_act(sitting, hands, qtbot, "写入")
    with sitting.office.database.read() as session:
        assert pupil_room.in_school(session) > 100


def _print(sitting: Sitting, hands: Hands, qtbot: QtBot) -> None:
    """The parents' agreements of the whole school, saved as a PDF."""
    window = sitting.window
    window.open_page("agreements", "parent")
    _main_act(sitting, hands, qtbot, "打印整层")
    box = window.page.flow.box
    in_front(box, qtbot)
    hands.tab_to("存为 PDF")
    hands.press(Key.Key_Return)
    calm(sitting, qtbot)
    in_front(box, qtbot)
    hands.press(Key.Key_Escape)
    assert not box.isVisible()


def test_the_sample_school_is_four_keys_away(
    sitting: Sitting, come: Callable[[type], None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(path: Path, *, password: str, clock: Callable[[], datetime]) -> int:
        made = books.new_book(
            path, password=password, facts=demo.FACTS, clock=clock, actor="示例", sheet=None, places=sitting.places
        )
        with made.database.write("布置示例学校") as session:
            meta.put(session.connection(), meta.SAMPLE, "1")
        books.close(made.database, keep=False)
        return 0

    monkeypatch.setattr(demo, "build", small)
    hands = Hands()
    sitting.begin()
    come(WelcomeCard)
    with qtbot.waitSignal(sitting.ready, timeout=30_000):
        hands.tab_to("试用示例学校")
        hands.press(Key.Key_Return)
    assert hands.keys == 4
    assert sitting.office.database.path.name == SAMPLE
    qtbot.waitUntil(lambda: sitting.window._band is not None, timeout=20_000)
