"""去向追踪 and 随迁就读 by the window: who is waited for, letters, 回执; children elsewhere begun, confirmed, ended."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kongchuo_desktop.school.enrolment import elsewhere
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.elsewhere import StayDraft, StayFacts
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.enrolment.chase import ChaseSection
from kongchuo_desktop.ui.enrolment.elsewhere import ElsewhereSection
from kongchuo_desktop.ui.enrolment.page import EnrolmentPage
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
LONG_AGO = TODAY - timedelta(days=60)
LONG_NAME = "新疆生产建设兵团第一师阿拉尔市第十二团中心学校（小学部）"


def ids_of(database: Database) -> dict[str, PupilId]:
    with database.read() as session:
        people = pupil_room.pupils(session, today=TODAY, status=("在读", "休学", "离校"))
    return {one.name: one.id for one in people}


def leave(database: Database, name: str, kind: str = "转出", day: date = LONG_AGO, place: str = "县一小") -> None:
    child = ids_of(database)[name]
    with database.write("登记") as session:
        enrolment.record_change(session, pupil_id=child, draft=Draft(kind, day, place=place), now=NOW)


def box_of(window: MainWindow, kind: type[FormBox] = FormBox) -> FormBox:
    (box,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return box


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest, database: Database) -> MainWindow:
    leave(database, "韦䶮", place=LONG_NAME)
    leave(database, "张一山", day=TODAY)
    leave(database, "阿依古丽·买买提江", kind="出国", place="哈萨克斯坦")
    made = open_window()
    made.open_page("enrolment", "chase")
    rest()
    return made


@pytest.fixture
def chase(window: MainWindow) -> ChaseSection:
    assert isinstance(window.page, EnrolmentPage)
    assert isinstance(window.page.section, ChaseSection)
    return window.page.section


@pytest.fixture
def away(window: MainWindow, rest: Rest) -> ElsewhereSection:
    window.open_page("enrolment", "elsewhere")
    rest()
    assert isinstance(window.page, EnrolmentPage)
    assert isinstance(window.page.section, ElsewhereSection)
    return window.page.section


def test_the_longest_waiting_stands_first_and_says_what_is_due(chase: ChaseSection) -> None:
    lines = chase.list.model.rows
    assert [line.name for line in lines][-1] == "张一山"
    assert lines[0].chased.days == 60
    assert lines[0].late
    assert not lines[-1].late
    assert chase.state_sentence().startswith("3 人没有回执，最久的等了 60 天，2 人该催了")


def test_letters_are_numbered_and_followed(
    window: MainWindow, chase: ChaseSection, rest: Rest, database: Database
) -> None:
    chase.print_all()
    rest()
    (box,) = [one for one in window.findChildren(PreviewBox) if one.isVisible()]
    assert box.pdf.startswith(b"%PDF")
    box.reject()
    with database.read() as session:
        found = notices.register(session, kind="chase_letter")
    assert sorted(letter.pupil for letter in found) == ["张一山", "韦䶮"]
    assert {letter.state for letter in found} == {"未送达"}
    lines = {line.name: line.letter_words for line in chase.list.model.rows}
    assert lines["韦䶮"].startswith("未送达")
    assert lines["阿依古丽·买买提江"] == "没有发函"


def test_a_letter_does_not_go_abroad(chase: ChaseSection, office: Office) -> None:
    line = next(one for one in chase.list.model.rows if one.chased.event.kind == "出国")
    chase._print((line,))
    tell = office.tell
    assert isinstance(tell, AnsweringTell)
    assert "只用于转出" in tell.said[-1]


def test_receipts_come_in_by_keys_and_the_list_gets_shorter(
    window: MainWindow, chase: ChaseSection, rest: Rest
) -> None:
    chase.list.table.setFocus()
    chase.list.table.selectRow(0)
    QTest.keyClick(chase.list.table, Qt.Key.Key_Return)
    box = box_of(window)
    QTest.keyClick(box.form.editor("day"), Qt.Key.Key_Return)
    QTest.keyClick(box.form.editor("receipt"), Qt.Key.Key_Return)
    rest()
    assert len(chase.list.model.rows) == 2


def test_a_task_of_today_leads_to_the_child(window: MainWindow, chase: ChaseSection, database: Database) -> None:
    wanted = ids_of(database)["张一山"]
    window.open_page("enrolment", ("chase", Opens("enrolment", pupil_id=wanted, kind="chase")))
    assert [line.name for line in chase.list.selected()] == ["张一山"]


def stays(database: Database) -> tuple[StayFacts, ...]:
    with database.read() as session:
        return elsewhere.stays(session, on=TODAY, ended=True)


def begin(database: Database, name: str, since: date) -> None:
    child = ids_of(database)[name]
    with database.write("随迁") as session:
        elsewhere.start_stay(session, pupil_id=child, draft=StayDraft(since, school_name=LONG_NAME, minder="杨支书"))


def test_an_empty_list_teaches_and_a_child_is_put_in(
    window: MainWindow, away: ElsewhereSection, rest: Rest, database: Database
) -> None:
    assert away.list._stack.currentWidget() is away.list._empty
    box = away.acts.ask_start()
    box.finish()
    assert box.wrong.text() == "请先选学生。"
    QTest.keyClicks(box.picker.line, "lxh")
    box.picker.line._pause.stop()
    box.picker.line._search()
    rest()
    QTest.keyClick(box.picker.line, Qt.Key.Key_Return)
    box.form.put({"since": TODAY, "school_name": LONG_NAME, "with_whom": "父母", "minder": "杨支书"})
    box.finish()
    rest()
    (stay,) = stays(database)
    assert (stay.name, stay.school_name, stay.minder) == ("罗小河", LONG_NAME, "杨支书")
    assert away.state_sentence() == "1 人在外就读，都在有效期内"


def test_a_call_is_put_down_with_enter_alone(
    window: MainWindow, away: ElsewhereSection, rest: Rest, database: Database
) -> None:
    begin(database, "罗小河", TODAY - timedelta(days=200))
    away.refresh()
    rest()
    assert away.state_sentence().startswith("1 人在外就读，1 人该核实了")
    away.list.table.selectRow(0)
    QTest.keyClick(away.list.table, Qt.Key.Key_Return)
    box = box_of(window)
    for key in ("how", "day", "found", "proof"):
        QTest.keyClick(box.form.editor(key), Qt.Key.Key_Return)
    rest()
    (stay,) = stays(database)
    assert stay.last is not None
    assert (stay.last.how, stay.last.day, stay.last.checked_by) == ("电话", TODAY, "王老师")
    assert away.list.model.rows[0].state == "有效期内"


def test_it_ends_with_a_reason_and_stays_on_record(
    window: MainWindow, away: ElsewhereSection, rest: Rest, database: Database
) -> None:
    begin(database, "罗小河", TODAY - timedelta(days=20))
    away.acts.ask_end(stays(database))
    box = box_of(window)
    box.form.put({"why": "返回本校", "until": TODAY})
    box.finish()
    rest()
    assert [stay.ended_why for stay in stays(database)] == ["返回本校"]
    assert away.state_sentence() == "没有随迁就读的孩子"
    away.acts.ask_confirm(stays(database), days=90)
    tell = away.office.tell
    assert isinstance(tell, AnsweringTell)
    assert "已经结束" in tell.said[-1]


def test_its_form_is_printed(window: MainWindow, away: ElsewhereSection, rest: Rest, database: Database) -> None:
    begin(database, "罗小河", TODAY - timedelta(days=20))
    away.refresh()
    rest()
    act = next(one for one in away._row_acts() if one.title == "核实情况表")
    act.run(tuple(away.list.model.rows))
    rest()
    (box,) = [one for one in window.findChildren(PreviewBox) if one.isVisible()]
    assert box.pdf.startswith(b"%PDF")
    box.reject()
