"""The rail holds every work area on every screen: rows draw together, then scroll, the lock stays."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kongchuo_desktop.ui.frame.rail import LOWEST, Rail
from kongchuo_desktop.ui.pages import PAGES, PageKind

ORDER = (  # of the work areas, in their groups; those that are not there yet are left out
    ("今日", "考勤", "学生"),
    ("重点关爱", "家访谈心", "一帮一", "资助", "学籍异动", "劝返"),
    ("责任书", "通知书", "报表", "打印上报"),
    ("概况", "班级教职工", "导入", "设置"),
)
KINDS = tuple(
    PageKind(f"area{number}", f"工作区{number:02}", "home", __name__, "Nothing", number in (4, 10, 14))
    for number in range(1, 18)
)
NARROW = 512  # a laptop at 150 %


def rail_of(qtbot: QtBot, height: int) -> Rail:
    rail = Rail(KINDS)
    qtbot.addWidget(rail)
    rail.resize(rail.width(), height)
    rail.show()
    QApplication.processEvents()
    return rail


def seen(rail: Rail, made: QToolButton) -> bool:
    """Whether the whole button can be seen and clicked."""
    room = rail._room.viewport()
    return room.rect().contains(QRect(made.mapTo(room, QPoint(0, 0)), made.size()))


def test_the_work_areas_stand_in_their_order_and_groups() -> None:
    titles = [kind.title for kind in PAGES]
    groups = [[title for title in group if title in titles] for group in ORDER]
    assert titles == [title for group in groups for title in group]
    assert [kind.title for kind in PAGES if kind.opens_group] == [group[0] for group in groups[1:] if group]


def test_a_laptop_shows_all_seventeen(qtbot: QtBot) -> None:
    rail = rail_of(qtbot, 700)  # 768 without the title and the task bar
    assert all(seen(rail, made) for made in rail._buttons.values())
    assert not rail._room.verticalScrollBar().isVisible()
    heights = {made.height() for made in rail._buttons.values()}
    assert len(heights) == 1
    assert heights.pop() >= LOWEST


def test_a_high_screen_is_not_filled_for_its_own_sake(qtbot: QtBot) -> None:
    rail = rail_of(qtbot, 1040)
    assert {made.height() for made in rail._buttons.values()} == {44}


@pytest.mark.parametrize("number", [1, 9, 17])
def test_at_150_percent_the_chosen_one_is_brought_into_view(qtbot: QtBot, number: int) -> None:
    rail = rail_of(qtbot, NARROW)
    rail.show_chosen(f"area{number}")
    assert seen(rail, rail._buttons[f"area{number}"])
    lock = rail._lock_button
    assert rail.rect().contains(lock.geometry())
    assert lock.height() == LOWEST


def test_the_first_ten_have_a_key_and_say_so(qtbot: QtBot) -> None:
    chosen: list[str] = []
    rail = rail_of(qtbot, NARROW)
    rail.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_1, Qt.Key.Key_9, Qt.Key.Key_0):
        QTest.keyClick(rail, key, Qt.KeyboardModifier.ControlModifier)
    assert chosen == ["area1", "area9", "area10"]
    assert rail._buttons["area10"].toolTip() == "工作区10（Ctrl+0）"
    assert rail._buttons["area11"].toolTip() == ""


def test_arrows_reach_every_area_and_open_it(qtbot: QtBot) -> None:
    chosen: list[str] = []
    rail = rail_of(qtbot, NARROW)
    rail.chosen.connect(chosen.append)
    rail._buttons["area1"].click()
    rail._buttons["area1"].setFocus()
    for made in list(rail._buttons.values())[1:]:
        QTest.keyClick(_focused(), Qt.Key.Key_Down)
        assert _focused() is made
        assert made.isChecked()
        assert seen(rail, made)
    assert chosen == [kind.key for kind in KINDS]


def _focused() -> QWidget:
    made = QApplication.focusWidget()
    assert made is not None
    return made
