"""一帮一 by the window: a pair made by keys, handed over, ended and summed up; a proposal; promises; a plan."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kongchuo_desktop.school.pairing import service
from kongchuo_desktop.school.pairing.service import PairDraft, PairFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PairId, PupilId, StaffId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.pairs.new_pair import NewPairBox
from kongchuo_desktop.ui.pairs.page import PairsPage
from kongchuo_desktop.ui.pairs.pairs import PairsSection
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
BEFORE = TODAY - timedelta(days=60)
TEACHERS = ("杨校长", "吴芳", "罗明")


def children_of(database: Database) -> dict[str, PupilId]:
    with database.read() as session:
        return {one.name: one.id for one in pupil_room.pupils(session, today=TODAY)}


def teachers_of(database: Database) -> dict[str, StaffId]:
    with database.read() as session:
        return {one.name: one.id for one in staff_room.staff(session, today=TODAY)}


def pairs_of(database: Database) -> tuple[PairFacts, ...]:
    with database.read() as session:
        return service.pairs(session, today=TODAY)


def pair(database: Database, child: str, teacher: str) -> PairId:
    draft = PairDraft(
        "教师帮扶", children_of(database)[child], BEFORE, staff_id=teachers_of(database)[teacher], aim="按时到校",
        talks_per_month=3, visits_per_month=1,
    )  # fmt: skip
    with database.write("结对") as session:
        return service.make(session, draft=draft, today=TODAY)


def box_of(window: MainWindow, kind: type[FormBox] = FormBox) -> FormBox:
    (box,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return box


def said(office: Office) -> Sequence[str]:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell.toasts


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest, database: Database) -> MainWindow:
    with database.write("教师") as session:
        for name in TEACHERS:
            staff_room.add_staff(session, fields={"name": name})
    made = open_window()
    made.open_page("pairs")
    rest()
    return made


def section_of(window: MainWindow, key: str, rest: Rest) -> Page:
    window.open_page("pairs", key)
    rest()
    assert isinstance(window.page, PairsPage)
    return window.page.section


@pytest.fixture
def listed(window: MainWindow, rest: Rest) -> PairsSection:
    section = section_of(window, "pairs", rest)
    assert isinstance(section, PairsSection)
    return section


def test_a_pair_is_made_by_keys(window: MainWindow, listed: PairsSection, rest: Rest, database: Database) -> None:
    assert listed.state_sentence() == "现在没有结对"
    listed.new()
    rest()
    box = box_of(window, NewPairBox)
    assert isinstance(box, NewPairBox)
    QTest.keyClicks(box.picker.line, "zys")
    box.picker.line._pause.stop()
    box.picker.line._search()
    rest()
    QTest.keyClick(box.picker.line, Qt.Key.Key_Return)
    assert box.picker.name == "张一山"
    box.helper.setEditText("吴芳")
    for key in ("helper", "subject", "aim", "talks_per_month", "visits_per_month", "since"):
        QTest.keyClick(box.form.editor(key), Qt.Key.Key_Return)
    rest()
    (made,) = pairs_of(database)
    assert (made.pupil, made.helper, made.talks_per_month, made.visits_per_month) == ("张一山", "吴芳", 3, 1)
    assert said(window.office) == ["已结对：张一山"]
    assert listed.state_sentence() == "1 对，1 名学生，1 名帮扶人"


def test_only_a_cadre_is_named_freely(window: MainWindow, listed: PairsSection, rest: Rest, database: Database) -> None:
    listed.open_request(("new", children_of(database)["韦䶮"]))
    rest()
    box = box_of(window, NewPairBox)
    assert isinstance(box, NewPairBox)
    box.helper.setEditText("镇里的人")
    box.finish()
    assert box.form.objection_to("helper").startswith("名单里没有“镇里的人”")
    assert not box.form.editor("helper_unit").isVisible()
    box.form.put({"kind": "同伴互助"})
    assert [box.helper.itemText(n) for n in range(1, box.helper.count())] == ["阿依古丽·买买提江（二年级1班）"]
    box.form.put({"kind": "干部结对", "helper": "田主任", "helper_unit": "镇政府"})
    assert box.form.editor("helper_unit").isVisible()
    box.finish()
    rest()
    (made,) = pairs_of(database)
    assert (made.helper, made.helper_unit, made.visits_per_month) == ("田主任", "镇政府", 1)


def test_a_teacher_who_leaves_hands_all_over(
    window: MainWindow, listed: PairsSection, rest: Rest, database: Database
) -> None:
    pair(database, "张一山", "吴芳")
    pair(database, "韦䶮", "吴芳")
    rest()
    listed.list.table.selectAll()
    assert {line.load for line in listed.list.selected()} == {2}
    listed.acts.ask_hand_over([line.pair for line in listed.list.selected()])
    rest()
    box = box_of(window)
    box.form.put({"to": teachers_of(database)["罗明"]})
    box.finish()
    rest()
    assert [(one.pupil, one.helper) for one in pairs_of(database) if one.holds(TODAY)] == [
        ("张一山", "罗明"), ("韦䶮", "罗明"),
    ]  # fmt: skip
    assert said(window.office) == ["已移交 2 对"]


def test_an_ended_pair_asks_for_its_summary(
    window: MainWindow, listed: PairsSection, rest: Rest, database: Database
) -> None:
    pair(database, "张一山", "吴芳")
    rest()
    line = listed.list.model.rows[0]
    listed.acts.ask_end((line.pair,))
    box_of(window).form.put({"why": "目标达成"})
    box_of(window).finish()
    rest()
    line = listed.list.model.rows[0]
    assert line.state == "待总结"
    assert "1 对待总结" in listed.state_sentence() or listed.state_sentence() == "现在没有结对"
    listed.acts.ask_summary(line.pair)
    box = [one for one in window.findChildren(FormBox) if one.isVisible()][-1]
    box.form.put({"text": "每天按时到校，作业交齐。"})
    box.finish()
    rest()
    assert pairs_of(database)[0].summary == "每天按时到校，作业交齐。"
    assert listed.list.model.rows[0].state == "已结束"
