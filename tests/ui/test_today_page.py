"""The first page of a morning: what it says, what one click opens, and how a duty is closed."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.model import DutyClosure, ReturnCheck
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.notices import service as notice_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.attendance.page import AttendancePage
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.pupils.page import PupilsPage
from kongchuo_desktop.ui.today.lines import TaskLine
from kongchuo_desktop.ui.today.page import TodayPage
from tests.ui.room import NOW

Rest = Callable[[], None]
Key = Qt.Key
TODAY = NOW.date()  # Monday 7 September 2026, 8 in the morning; term began on Tuesday the 1st
DAYS = tuple(date(2026, 9, n) for n in (1, 2, 3, 4))


def take(database: Database, grade: int, days: Sequence[date], away: str = "") -> None:
    """Registers of a class, one child of it away without leave."""
    with database.write("点名") as session:
        room = next(one.id for one in class_room.classes(session, today=TODAY) if one.grade == grade)
        people = pupil_room.pupils(session, today=TODAY, class_id=room)
        gone = [person.id for person in people if person.name == away]
        for day in days:
            marks = [Mark(child, day, slot, "旷课") for child in gone for slot in ("am", "pm")]
            service.take(session, class_id=room, day=day, slots=("am", "pm"), marks=marks, now=NOW, by="王老师")


@pytest.fixture
def window(database: Database, open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    take(database, 1, DAYS)
    take(database, 2, DAYS, away="韦䶮")
    made = open_window()
    made.open_page("today")
    rest()
    return made


@pytest.fixture
def page(window: MainWindow) -> TodayPage:
    assert isinstance(window.page, TodayPage)
    return window.page


def duty_line(page: TodayPage, title: str) -> TaskLine:
    line: TaskLine = next(line for line in page.list.model.rows if line.title.startswith(title))
    return line


def press(page: TodayPage, words: str) -> None:
    """Click the button with these words in the cards."""
    found = [one for one in page.cards.findChildren(QPushButton) if one.text().strip() == words]
    found[0].click()


def box_open(page: TodayPage) -> bool:
    return any(box.isVisible() for box in page.window().findChildren(PreviewBox))


def closures(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as session:
        return [(row.outcome, row.record_kind, row.record) for row in session.scalars(select(DutyClosure))]


def test_it_is_the_first_page_and_says_how_the_day_stands(window: MainWindow, page: TodayPage) -> None:
    assert next(iter(window.rail._buttons)) == "today"
    overdue = [line for line in page.list.model.rows if line.group == "已过期"]
    assert page.state_sentence().startswith(f"今天 {len(overdue)} 件事已过期")
    assert page.state_sentence().endswith("2 个班未点名")
    assert {line.about for line in overdue} == {"韦䶮 二年级1班"}
    assert page.list.model.rows[0].when == "过期 6 天"


def test_an_empty_book_teaches(database: Database, open_window: Callable[..., MainWindow], rest: Rest) -> None:
    with database.write("全部离校") as session:
        for person in pupil_room.pupils(session, today=TODAY):
            pupil_room.change_pupil(session, pupil_id=person.id, fields={"status": "离校"})
    made = open_window()
    made.open_page("today")
    rest()
    assert isinstance(made.page, TodayPage)
    assert made.page.stack.currentWidget() is made.page.home
    assert made.page.state_sentence() == made.page.home.state_sentence() != ""


def test_a_register_not_taken_is_one_click_away(window: MainWindow, page: TodayPage, rest: Rest) -> None:
    press(page, "二年级1班")
    rest()
    there = window.page
    assert isinstance(there, AttendancePage)
    slot = there.model.slots[there.desk.table.currentIndex().column()]
    assert (there.state_sentence()[:5], slot.day, slot.slot) == ("二年级1班", TODAY, "am")


def test_the_main_act_takes_the_first_register_that_is_missing(window: MainWindow, page: TodayPage, rest: Rest) -> None:
    act = page.main_act()
    assert act is not None
    assert act.title == "一年级1班点名"
    act.run()
    rest()
    assert isinstance(window.page, AttendancePage)


def test_who_is_on_the_roll_and_not_there_opens_the_record(window: MainWindow, page: TodayPage, rest: Rest) -> None:
    assert page.morning is not None
    assert page.morning.agenda is not None
    assert [(item.pupil.name, item.days) for item in page.morning.agenda.away] == [("韦䶮", 4.0)]
    press(page, "韦䶮")
    rest()
    assert isinstance(window.page, PupilsPage)


def test_a_duty_is_closed_by_outcome_and_record_never_by_a_note_alone(
    page: TodayPage, database: Database, rest: Rest, office: Office
) -> None:
    page.open_line(duty_line(page, "组织家访"))
    rest()
    body = page.duties.body
    assert body is not None
    assert body.form is not None
    body.form.put({**body.form.values(), "record": "去过了"})
    assert page.save_form()
    rest()
    assert body.form.objection_to("outcome")
    assert closures(database) == []
    said = {"outcome": "已家访并报告", "record_kind": "visit", "record": "9月6日到家，见到祖母"}
    body.form.put({**body.form.values(), **said})
    assert page.save_form()
    rest()
    assert closures(database) == [("已家访并报告", "visit", "9月6日到家，见到祖母")]
    assert not page.panel.isVisible()
    assert [line for line in page.list.model.rows if line.title.startswith("组织家访")] == []
    undo = office.tell.undo  # type: ignore[attr-defined]
    undo()
    rest()
    assert closures(database) == []
    assert duty_line(page, "组织家访")


def test_an_outcome_without_a_record_is_said_at_the_field(page: TodayPage, database: Database, rest: Rest) -> None:
    page.open_line(duty_line(page, "组织家访"))
    rest()
    body = page.duties.body
    assert body is not None
    assert body.form is not None
    body.form.put({**body.form.values(), "outcome": "已返校", "record_kind": "register"})
    page.save_form()
    rest()
    assert body.form.objection_to("record") == "请填写依据。"
    body.form.put({**body.form.values(), "record": "在教室", "done_on": date(2026, 8, 31)})
    page.save_form()
    rest()
    assert "不能早于" in body.form.objection_to("done_on")
    assert closures(database) == []


def test_a_typed_record_is_not_left_behind_unasked(page: TodayPage, rest: Rest, office: Office) -> None:
    page.open_line(duty_line(page, "组织家访"))
    rest()
    assert page.may_leave()
    body = page.duties.body
    assert body is not None
    assert body.form is not None
    body.form.put({**body.form.values(), "record": "9月6日到家"})
    assert not page.may_leave()


def test_closed_duties_are_listed_and_can_be_opened_again(page: TodayPage, database: Database, rest: Rest) -> None:
    page.open_line(duty_line(page, "组织家访"))
    rest()
    body = page.duties.body
    assert body is not None
    assert body.form is not None
    body.form.put({**body.form.values(), "outcome": "已返校", "record_kind": "register", "record": "9月7日点名在"})
    page.save_form()
    rest()
    page.closed.click()
    rest()
    assert [line.sentence for line in page.list.model.rows] == ["已返校：9月7日点名在"]
    page.open_line(page.list.model.rows[0])
    rest()
    assert page.duties.body is not None
    assert page.duties.body.form is None
    page.duties.body.foot()[0].click()
    rest()
    assert closures(database) == []


def test_a_paper_is_numbered_once_and_shown(page: TodayPage, database: Database, rest: Rest, qtbot: QtBot) -> None:
    for _ in range(2):
        page._print_lines((duty_line(page, "当天告知家长"),))
        rest()
        box = next(one for one in page.window().findChildren(PreviewBox) if one.isVisible())
        rest()
        assert box.pdf.startswith(b"%PDF")
        box.reject()
        qtbot.waitUntil(lambda: not box_open(page))
    with database.read() as session:
        assert [notice.kind for notice in notice_room.register(session)] == ["absence_notice"]


def test_the_week_is_printed(page: TodayPage, rest: Rest) -> None:
    page.print_week()
    rest()
    box = next(one for one in page.window().findChildren(PreviewBox) if one.isVisible())
    assert box.pdf.startswith(b"%PDF")
    box.reject()


def test_only_mine_leaves_out_what_others_do(page: TodayPage, rest: Rest) -> None:
    assert page.list.model.total > 0
    page.mine.click()
    rest()
    assert page.list.model.total == 0
    page.mine.click()
    rest()
    assert page.list.model.total > 0


def test_what_is_done_elsewhere_is_seen_here(page: TodayPage, database: Database, rest: Rest) -> None:
    take(database, 1, (TODAY,))
    rest()
    assert page.state_sentence().endswith("1 个班未点名")


# the return check


def test_coming_back_is_three_keys_besides_the_name(page: TodayPage, database: Database, rest: Rest) -> None:
    press(page, "登记报到")
    rest()
    back = page.back
    assert [line.line.name for line in back.list.model.rows] == ["韦䶮"]
    QTest.keyClicks(back.list.find_line, "wy")
    QTest.keyClick(back.list.find_line, Key.Key_Return)
    QTest.keyClick(back.list.table, Key.Key_Return)
    rest()
    with database.read() as session:
        (row,) = session.scalars(select(ReturnCheck)).all()
    assert (row.came_at, row.opens) == (NOW.replace(tzinfo=None), date(2026, 9, 1))
    assert back.hours.text() == "9月7日 8 时 1 人"
    assert "全部到校" in page.state_sentence()
    assert len(back.list.model.rows) == back.list.model.total


def test_who_asked_and_the_answer_stand_in_the_list(page: TodayPage, database: Database, rest: Rest) -> None:
    page.open_check()
    rest()
    box = page.back.ask(page.back.list.model.rows[0])
    box.form.put({**box.form.values(), "answer": "在县城看病，9月9日来"})
    box.finish()
    rest()
    line = page.back.list.model.rows[0]
    assert (line.asked, line.line.answer) == ("王老师 9月7日", "在县城看病，9月9日来")
    page.back.came((line,))
    rest()
    page.back.came((line,), back=False)
    rest()
    with database.read() as session:
        (row,) = session.scalars(select(ReturnCheck)).all()
    assert (row.came_at, row.answer) == (None, "在县城看病，9月9日来")


def test_the_return_report_is_made(page: TodayPage, rest: Rest) -> None:
    page.open_check()
    rest()
    page.back.print_day()
    rest()
    box = next(one for one in page.window().findChildren(PreviewBox) if one.isVisible())
    assert box.pdf.startswith(b"%PDF")
    box.reject()
    assert page.close_inner()
    assert page.stack.currentWidget() is not page.back


def test_the_consequences_of_a_key_are_told(
    window: MainWindow, page: TodayPage, rest: Rest, office: Office, qtbot: QtBot
) -> None:
    office.go("attendance")
    rest()
    there = window.page
    assert isinstance(there, AttendancePage)
    rest()
    cells = tuple((PupilId(3), day, slot) for day in DAYS[3:] for slot in ("am", "pm"))
    there.entry.mark(cells, "旷课")
    rest()
    with qtbot.waitSignal(there._late.timeout):
        pass
    rest()
    said = office.tell.toasts  # type: ignore[attr-defined]
    assert "新增待办" in said[-1]
    assert "张一山" in said[-1]
