"""The register under a teacher's hands: real keys, what the screen says at once, what the book holds afterwards."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import DayException
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.attendance.model import State
from kongchuo_desktop.ui.attendance.page import AttendancePage
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from tests.ui.registers import (
    CLASS_OF_40,
    TODAY,
    Hands,
    add_class_of_forty,
    class_of,
    cursor,
    marks,
    only_mark,
    registers,
)
from tests.ui.room import NOW

Rest = Callable[[], None]
Key = Qt.Key


@pytest.fixture
def window(database: Database, open_window: Callable[..., MainWindow], rest: Rest, qtbot: QtBot) -> MainWindow:
    add_class_of_forty(database)
    made = open_window()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_page("attendance", class_of(database, CLASS_OF_40))
    rest()
    return made


@pytest.fixture
def page(window: MainWindow) -> AttendancePage:
    assert isinstance(window.page, AttendancePage)
    return window.page


@pytest.fixture
def hands(qtbot: QtBot, page: AttendancePage) -> Hands:
    return Hands(qtbot)


def test_a_class_of_forty_with_three_absent_takes_three_keys_besides_the_names(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    assert len(page.model.people) == 40
    for letters, key in (("zyy", Key.Key_1), ("lsy", Key.Key_2), ("wly", Key.Key_3)):
        hands.spell(letters)
        hands.strike(key)
    rest()
    assert marks(database) == {
        ("赵一一", TODAY, "am", "旷课"), ("李四一", TODAY, "am", "病假"), ("吴六一", TODAY, "am", "事假"),
    }  # fmt: skip
    assert registers(database) == {(TODAY, "am")}
    assert hands.struck == 3
    assert page.state_sentence().endswith("上午已点名，缺 3 人")


def test_nobody_missing_is_one_key(page: AttendancePage, hands: Hands, database: Database, rest: Rest) -> None:
    hands.strike(Key.Key_F8)
    rest()
    assert (marks(database), registers(database), hands.struck) == (set(), {(TODAY, "am")}, 1)


def test_in_the_grid_letters_mark_and_arrows_move(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.strike(Key.Key_Down, Key.Key_K, Key.Key_Return, Key.Key_C, Key.Key_Right, Key.Key_Up, Key.Key_B)
    assert cursor(page) == ("钱二一", TODAY, "pm")
    rest()
    assert marks(database) == {
        ("钱二一", TODAY, "am", "旷课"), ("孙三一", TODAY, "am", "迟到"), ("钱二一", TODAY, "pm", "病假"),
    }  # fmt: skip
    hands.strike(Key.Key_Space)
    rest()
    assert ("钱二一", TODAY, "pm", "病假") not in marks(database)


def test_one_of_several_is_marked_only_when_chosen(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.spell("z")
    hands.strike(Key.Key_1)
    rest()
    assert marks(database) == set()
    assert "用 ↓ 选好人" in page.desk.sentence
    hands.strike(Key.Key_Down, Key.Key_Down, Key.Key_1)
    rest()
    assert marks(database) == {("周五一", TODAY, "am", "旷课")}


def test_letters_that_nobody_has_mark_nobody(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.spell("xxx")
    hands.strike(Key.Key_1)
    rest()
    assert (marks(database), registers(database)) == (set(), set())
    assert "没有登记" in page.desk.sentence


def test_there_absent_and_not_recorded_are_three_things(page: AttendancePage, hands: Hands, rest: Rest) -> None:
    morning, afternoon = page.model.column_of(TODAY, "am"), page.model.column_of(TODAY, "pm")
    assert page.model.state(0, morning) is State.UNKNOWN
    hands.strike(Key.Key_Down, Key.Key_K)
    rest()
    states = [page.model.state(0, morning), page.model.state(1, morning), page.model.state(1, afternoon)]
    assert states == [State.THERE, State.MARKED, State.UNKNOWN]
    texts = [page.model.text(0, morning), page.model.text(1, morning), page.model.text(1, afternoon)]
    assert texts == ["√", "旷课", ""]
    days = page.desk.table.days
    assert [days.standing(morning).words, days.standing(afternoon).words] == ["缺 1", "未点"]


def test_fast_keys_are_on_the_screen_at_once_and_none_is_lost(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.strike(Key.Key_Left)
    column = page.desk.table.currentIndex().column()
    for _ in range(40):
        hands.strike(Key.Key_K, Key.Key_B, Key.Key_Return)
    assert [page.model.text(row, column) for row in range(40)] == ["病假"] * 40
    assert page.model.pending
    rest()
    assert len(marks(database)) == 40
    assert {mark[3] for mark in marks(database)} == {"病假"}
    assert not page.model.pending


def test_a_rectangle_takes_the_key_as_a_whole_and_gives_it_back(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.strike(Key.Key_Down, Key.Key_K)
    hands.strike(Key.Key_Down, Key.Key_Down, Key.Key_Right, held=Qt.KeyboardModifier.ShiftModifier)
    hands.strike(Key.Key_S)
    rest()
    assert len(marks(database)) == 6
    assert {mark[3] for mark in marks(database)} == {"事假"}
    hands.strike(Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    rest()
    assert marks(database) == {("钱二一", TODAY, "am", "旷课")}
    assert registers(database) == {(TODAY, "am")}
    hands.strike(Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    rest()
    assert (marks(database), registers(database)) == (set(), set())
    hands.strike(Key.Key_Y, held=Qt.KeyboardModifier.ControlModifier)
    rest()
    assert (marks(database), registers(database)) == ({("钱二一", TODAY, "am", "旷课")}, {(TODAY, "am")})


def test_the_afternoon_is_copied_without_those_who_only_came_late(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.strike(Key.Key_Down, Key.Key_K, Key.Key_Down, Key.Key_C, Key.Key_F9)
    rest()
    assert {mark for mark in marks(database) if mark[2] == "pm"} == {("钱二一", TODAY, "pm", "旷课")}
    assert page.model.text(1, page.model.column_of(TODAY, "pm")) == "旷课"
    hands.strike(Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    rest()
    assert (TODAY, "pm") not in registers(database)
    assert not {mark for mark in marks(database) if mark[2] == "pm"}


def test_the_morning_is_not_copied_before_it_is_taken(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.strike(Key.Key_F9)
    rest()
    assert registers(database) == set()
    assert "上午还没有点名" in page.desk.sentence


def test_days_to_come_take_leave_only(page: AttendancePage, hands: Hands, database: Database, rest: Rest) -> None:
    hands.strike(Key.Key_Down, Key.Key_Right, Key.Key_Right, Key.Key_K, Key.Key_F8)
    rest()
    assert (marks(database), registers(database)) == (set(), set())
    assert "还没有到" in page.desk.sentence
    hands.strike(Key.Key_S)
    rest()
    assert marks(database) == {("钱二一", date(2026, 9, 8), "am", "事假")}
    assert registers(database) == set()


def test_days_without_lessons_say_why_and_are_stepped_over(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    with database.write("停课") as session:
        identity.set_calendar_day(session, day=date(2026, 9, 8), exception=DayException(teaching=False, label="运动会"))
    rest()
    column = page.model.column_of(date(2026, 9, 8), "am")
    assert (page.model.state(0, column), page.model.slots[column].free) == (State.FREE, "运动会")
    hands.strike(Key.Key_Down, Key.Key_Right, Key.Key_Right)
    assert cursor(page)[1:] == (date(2026, 9, 9), "am")
    page.desk.table.go_to(1, column)
    hands.strike(Key.Key_K)
    rest()
    assert marks(database) == set()
    assert "不上课" in page.desk.sentence


def test_what_the_book_refuses_is_said_in_place_and_taken_off_the_screen(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    with database.write("开学推迟") as session:
        first = next(span for span in identity.terms(session) if span.season == "autumn")
        identity.set_term(session, span=type(first)(first.year, first.season, date(2026, 9, 10), first.ends))
    rest()
    hands.strike(Key.Key_Down, Key.Key_K)
    rest()
    assert "不在任何学期之内" in page.desk.sentence
    assert page.model.state(1, page.model.column_of(TODAY, "am")) is State.UNKNOWN
    assert marks(database) == set()


def test_reason_and_who_told_the_parents_without_a_dialog(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.strike(Key.Key_Down, Key.Key_B, Key.Key_F2)
    page.desk.panel.reason.setText("发热")
    hands.strike(Key.Key_Return)
    page.desk.panel.told.setText("王老师 8:10 电话")
    hands.strike(Key.Key_Return)
    rest()
    assert page.desk.table.hasFocus()
    assert only_mark(database) == ("病假", "发热", "王老师 8:10 电话")
    hands.strike(Key.Key_F2)
    page.desk.panel.reason.clear()
    hands.strike(Key.Key_Return)
    rest()
    assert only_mark(database) == ("病假", "", "王老师 8:10 电话")
    page.close_inner()
    hands.strike(Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    rest()
    assert only_mark(database) == ("病假", "发热", "王老师 8:10 电话")


def test_a_full_disk_keeps_every_key_for_another_try(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise UserError("磁盘已满。")

    with monkeypatch.context() as patch:
        patch.setattr(database, "write", no_room)
        hands.strike(Key.Key_Down, Key.Key_K, Key.Key_Down, Key.Key_B)
        rest()
        assert marks(database) == set()
        assert "磁盘已满" in page.desk.sentence
        assert (page.entry.outbox.kept_back, len(page.model.pending)) == (2, 2)
    assert page.save_form()
    rest()
    assert marks(database) == {("钱二一", TODAY, "am", "旷课"), ("孙三一", TODAY, "am", "病假")}
    assert not page.model.pending


def test_weeks_classes_lessons_and_months_by_key(page: AttendancePage, hands: Hands, rest: Rest) -> None:
    hands.strike(Key.Key_PageDown)
    rest()
    assert page.model.slots[0].day == date(2026, 9, 14)
    hands.strike(Key.Key_F4)
    rest()
    assert cursor(page)[1:] == (TODAY, "am")
    hands.strike(Key.Key_F6)
    rest()
    assert [slot.slot for slot in page.model.slots if slot.day == TODAY] == [
        "dawn", "am", "1", "2", "3", "4", "pm", "5", "6", "7",
    ]  # fmt: skip
    hands.strike(Key.Key_F7)
    rest()
    assert len({slot.day for slot in page.model.slots}) == 30
    assert cursor(page)[1:] == (TODAY, "am")
    hands.strike(Key.Key_Up, held=Qt.KeyboardModifier.ControlModifier)
    rest()
    assert page.state_sentence().startswith("二年级1班")


def test_a_lesson_is_marked_by_itself(page: AttendancePage, hands: Hands, database: Database, rest: Rest) -> None:
    hands.strike(Key.Key_F6)
    rest()
    hands.strike(Key.Key_Down, Key.Key_Right, Key.Key_K)
    rest()
    assert marks(database) == {("钱二一", TODAY, "1", "旷课")}
    assert registers(database) == set()


def test_leave_is_given_in_advance_to_those_selected(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest, office: Office
) -> None:
    hands.strike(Key.Key_Down)
    hands.strike(Key.Key_Down, held=Qt.KeyboardModifier.ShiftModifier)
    page.ask_leave()
    box = next(one for one in page.window().findChildren(FormBox) if one.isVisible())
    box.form.put({**box.form.values(), "first": date(2026, 9, 10), "last": date(2026, 9, 9)})
    box.finish()
    assert "早于" in box.form.objection_to("last")
    box.form.put({**box.form.values(), "last": date(2026, 9, 14), "reason": "外婆住院"})
    box.finish()
    rest()
    days = {mark[1].day for mark in marks(database)}
    assert (days, len(marks(database))) == ({10, 11, 14}, 12)
    assert registers(database) == set()


def test_the_schools_own_kind_has_a_number(page: AttendancePage, hands: Hands, database: Database, rest: Rest) -> None:
    with database.write("添加考勤类别") as session:
        service.add_kind(session, name="停课", counts=Counts.LEAVE)
    rest()
    assert page.desk.legend.buttons["停课"].text() == "7 停课"
    hands.spell("qey")
    hands.strike(Key.Key_7)
    rest()
    assert marks(database) == {("钱二一", TODAY, "am", "停课")}


def test_a_request_opens_that_class_and_that_register(
    page: AttendancePage, database: Database, rest: Rest, office: Office
) -> None:
    office.go("attendance", (class_of(database, 1), date(2026, 9, 3), "pm"))
    rest()
    assert cursor(page) == ("罗小河", date(2026, 9, 3), "pm")
    assert [child.apart for child in page.model.people] == ["2018-01-07", "2018-02-07", ""]


def test_a_change_elsewhere_is_read_without_losing_the_cursor(
    page: AttendancePage, hands: Hands, database: Database, rest: Rest
) -> None:
    hands.strike(Key.Key_Down)
    before = cursor(page)
    with database.write("另一处登记") as session:
        service.set_mark(session, mark=Mark(page.model.people[0].id, TODAY, "am", "病假"), now=NOW, by="李老师")
    rest()
    assert page.model.text(0, page.model.column_of(TODAY, "am")) == "病假"
    assert cursor(page) == before


def test_the_model_keeps_qts_rules(page: AttendancePage, hands: Hands, rest: Rest, qtmodeltester: ModelTester) -> None:
    hands.strike(Key.Key_Down, Key.Key_K)
    rest()
    qtmodeltester.check(page.model, force_py=True)
