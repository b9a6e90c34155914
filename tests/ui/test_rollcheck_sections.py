"""学籍核查 and 服务区儿童 by the window: a class counted by keys, lists compared, children kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kongchuo_desktop.school.enrolment import area, roll_checks
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.enrolment.area import AreaSection
from kongchuo_desktop.ui.enrolment.page import EnrolmentPage
from kongchuo_desktop.ui.enrolment.rollcheck import RollCheckSection
from kongchuo_desktop.ui.enrolment.rollcheck_boxes import CompareBox, PresenceBox
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
Box = TypeVar("Box", PresenceBox, CompareBox, FormBox)


def box_of(window: MainWindow, kind: type[Box]) -> Box:
    (box,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return box


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("enrolment", "rollcheck")
    rest()
    return made


@pytest.fixture
def checks(window: MainWindow) -> RollCheckSection:
    assert isinstance(window.page, EnrolmentPage)
    assert isinstance(window.page.section, RollCheckSection)
    return window.page.section


def test_a_class_is_counted_by_keys(window: MainWindow, checks: RollCheckSection, rest: Rest) -> None:
    assert checks.seen
    state = next(one for one in checks.seen.classes if one.expected > 1)
    checks.open_request(Opens("enrolment", class_id=state.room.id, kind="rollcheck"))
    rest()
    box = box_of(window, PresenceBox)
    assert box.act.text() == "人籍一致，保存"
    QTest.keyClick(box.table, Qt.Key.Key_Space)
    assert box.act.text() == "缺 1 人，保存"
    item = box.table.item(0, 2)
    assert item
    item.setText("去了省城")
    box.strangers.setText("田甜，石小满")
    assert box.act.text() == "缺 1 人，多 2 人，保存"
    box.finish()
    rest()
    assert [(line.item.kind, line.state) for line in checks.list.model.rows] == [
        ("籍在人不在", "没有结果"), ("人在籍不在", "没有结果"), ("人在籍不在", "没有结果"),
    ]  # fmt: skip
    assert "去了省城" in checks.list.model.rows[0].item.why
    assert "3 项差异没有结果" in checks.state_sentence()


def test_a_difference_is_settled_and_opened_again(
    window: MainWindow, checks: RollCheckSection, rest: Rest, database: Database
) -> None:
    assert checks.seen
    state = next(one for one in checks.seen.classes if one.expected)
    checks.count(state)
    rest()
    box = box_of(window, PresenceBox)
    box.strangers.setText("田甜")
    box.finish()
    rest()
    checks.settle(checks.list.model.rows)
    box = box_of(window, FormBox)
    box.form.put({"outcome": "已联系原学校"})
    box.finish()
    rest()
    assert checks.list.model.rows[0].result == "已联系原学校"
    checks._reopen(checks.list.model.rows)
    rest()
    with database.read() as session:
        assert len(roll_checks.differences(session, only_open=True)) == 1


def test_a_village_s_list_is_compared_and_its_children_kept(
    window: MainWindow, checks: RollCheckSection, rest: Rest, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "村名单.csv"
    path.write_text("姓名,性别,身份证号,家庭住址\n田小雨,女,522328201611171237,上寨村\n", "utf-8")
    tell = checks.office.tell
    assert isinstance(tell, AnsweringTell)
    tell.answers = ["yes"]
    checks.compare()
    box = box_of(window, CompareBox)
    assert not box.act.isEnabled()
    box.add(path)
    box.finish()
    rest()
    rest()
    found = [line for line in checks.list.model.rows if line.item.kind == "适龄未在校"]
    assert [line.item.name for line in found] == ["田小雨"]
    checks._take_over(tuple(found))
    rest()
    window.open_page("enrolment", "area")
    rest()
    assert isinstance(window.page, EnrolmentPage)
    section = window.page.section
    assert isinstance(section, AreaSection)
    assert "1 人去向没有证明" in section.state_sentence()
    section._ask_check(tuple(section.list.model.rows))
    form = box_of(window, FormBox)
    form.form.put({"placement": "在外就读", "school_name": "县城二小", "proof": "在读证明"})
    form.finish()
    rest()
    assert section.state_sentence() == "1 名适龄儿童不在本校，去向都有证明"
    section._close([section.list.model.rows[0].child.id], "户口已迁走")
    rest()
    with database.read() as session:
        assert not area.children(session, today=TODAY)
