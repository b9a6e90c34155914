"""The register of letters by the window: delivered, received back, taken back, printed again."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kongchuo_desktop.desk import duty_papers, return_letters
from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import KINDS
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.notices.lines import NoticeLine
from kongchuo_desktop.ui.notices.page import NoticesPage
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.pupils.page import PupilsPage
from kongchuo_desktop.ui.today.page import TodayPage
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
DAYS = tuple(date(2026, 9, n) for n in (1, 2, 3, 4))


def issue_for(database: Database, *names: str) -> None:
    """Four days away without leave, and a letter of every kind about it."""
    with database.write("登记旷课") as session:
        people = [person for person in pupil_room.pupils(session, today=TODAY) if person.name in names]
        for person in people:
            for day in DAYS:
                for slot in ("am", "pm"):
                    mark = Mark(person.id, day, slot, "旷课")
                    attendance.set_mark(session, mark=mark, now=NOW, by="王老师")
    with database.read() as session:
        found = duty_room.duties(session, on=TODAY)
    issued = NOW.replace(day=4)
    for kind in KINDS[:2]:
        wanted = [duty for duty in found if kind.key in duty.step.papers]
        duty_papers.issue(database, duties=wanted, kind=kind.key, now=issued)


@pytest.fixture
def window(database: Database, open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    issue_for(database, "韦䶮", "张一山")
    made = open_window()
    made.open_page("notices")
    rest()
    return made


@pytest.fixture
def page(window: MainWindow) -> NoticesPage:
    assert isinstance(window.page, NoticesPage)
    return window.page


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


def letters(page: NoticesPage, kind: str = "absence_notice") -> tuple[NoticeLine, ...]:
    return tuple(line for line in page.list.model.rows if line.letter.kind == kind)


def box_over(page: NoticesPage) -> FormBox:
    return next(box for box in page.window().findChildren(FormBox) if box.isVisible())


def held(database: Database) -> list[tuple[str, str, date | None, str, date | None]]:
    with database.read() as session:
        return [
            (one.number, one.state, one.delivered_on, one.received_by, one.returned_on)
            for one in notices.register(session, kind="absence_notice")
        ]


def test_every_letter_stands_in_the_register_with_its_number(page: NoticesPage) -> None:
    shown = {(line.name, line.letter.class_name, line.letter.number, line.letter.state) for line in letters(page)}
    assert shown == {
        ("韦䶮", "二年级1班", "河湾控通〔2026〕002号", "未送达"),
        ("张一山", "一年级1班", "河湾控通〔2026〕001号", "未送达"),
    }
    assert page.state_sentence() == "本学年印发 4 份，未送达 4 份"


def test_delivered_with_whoever_took_it_and_taken_back(
    page: NoticesPage, database: Database, rest: Rest, office: Office
) -> None:
    before = held(database)
    page.marking.ask_delivered(letters(page)[:1])
    box = box_over(page)
    box.form.put({**box.form.values(), "day": date(2026, 9, 5), "received_by": "韦大山"})
    box.finish()
    rest()
    number = before[0][0]
    assert held(database)[0] == (number, "未收回执", date(2026, 9, 5), "韦大山", None)
    assert told(office).toasts[-1] == f"已登记送达：{number}（2026-09-05）"
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    assert held(database) == before


def test_days_that_cannot_be_are_said_at_the_field(page: NoticesPage, database: Database, rest: Rest) -> None:
    page.marking.ask_delivered(letters(page))
    box = box_over(page)
    for day, words in ((date(2026, 9, 3), "不能早于印发日期"), (date(2026, 9, 8), "不能晚于今天")):
        box.form.put({**box.form.values(), "day": day})
        box.finish()
        assert words in box.form.objection_to("day")
    box.reject()
    rest()
    assert {state for _, state, *_ in held(database)} == {"未送达"}


def test_receipts_back_leave_out_what_has_no_slip(
    page: NoticesPage, database: Database, rest: Rest, office: Office
) -> None:
    page.marking.ask_returned(letters(page, "absence_report"))
    assert "不用回执" in told(office).said[-1]
    page.marking.ask_returned(tuple(page.list.model.rows))
    box_over(page).finish()
    rest()
    assert [state for _, state, *_ in held(database)] == ["回执已收", "回执已收"]
    assert [line.letter.state for line in letters(page, "absence_report")] == ["未送达", "未送达"]
    page.marking.clear(letters(page))
    rest()
    assert {state for _, state, *_ in held(database)} == {"未送达"}


def test_the_buttons_narrow_to_what_is_open(page: NoticesPage, database: Database, rest: Rest) -> None:
    with database.write("送达") as session:
        first = notices.register(session, kind="absence_notice")[0]
        notices.deliver(session, ids=[first.id], day=TODAY, today=TODAY)
    rest()
    press(page, "未收回执的")
    assert [line.letter.number for line in page.list.model.rows] == [first.number]
    press(page, "未送达的")
    assert len(page.list.model.rows) == 3


def press(page: NoticesPage, words: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text().strip() == words).click()


def test_a_letter_is_printed_again_under_its_number(
    page: NoticesPage, database: Database, rest: Rest, qtbot: QtBot
) -> None:
    before = held(database)
    page.list.opened.emit(letters(page)[0])
    rest()
    box = next(one for one in page.window().findChildren(PreviewBox) if one.isVisible())
    assert box.pdf.startswith(b"%PDF")
    box.reject()
    page.reprint(tuple(page.list.model.rows))
    rest()
    box = next(one for one in page.window().findChildren(PreviewBox) if one.isVisible())
    qtbot.waitUntil(lambda: box.view.count == 4)
    box.reject()
    assert held(database) == before


def test_last_years_letters_are_there_behind_a_filter(
    database: Database, open_window: Callable[..., MainWindow], rest: Rest
) -> None:
    issue_for(database, "韦䶮")
    with database.write("升级") as session:
        identity.open_year(session, year=2027)
        identity.set_current_year(session, year=2027)
    made = open_window()
    made.open_page("notices")
    rest()
    assert isinstance(made.page, NoticesPage)
    assert (made.page.list.model.total, len(made.page.list.model.rows)) == (2, 0)
    made.page.list.narrow("year", frozenset())
    assert len(made.page.list.model.rows) == 2


def test_today_leads_to_what_was_not_delivered(window: MainWindow, rest: Rest, office: Office) -> None:
    window.open_page("today")
    rest()
    assert isinstance(window.page, TodayPage)
    next(one for one in window.page.cards.findChildren(QPushButton) if one.text() == "未送达 4 份").click()
    rest()
    assert isinstance(window.page, NoticesPage)
    assert len(window.page.list.model.rows) == 4


def test_the_child_is_a_click_away(window: MainWindow, page: NoticesPage, rest: Rest) -> None:
    page._child(letters(page)[0])
    rest()
    assert isinstance(window.page, PupilsPage)


def test_how_a_letter_was_delivered_and_until_when_it_is_to_be_answered(
    page: NoticesPage, database: Database, rest: Rest
) -> None:
    with database.write("立案") as session:
        child = next(one for one in pupil_room.pupils(session, today=TODAY) if one.name == "韦䶮")
        case = casework.open_case(
            session, pupil_id=child.id, day=date(2026, 9, 2), left_on=date(2026, 9, 1), opened_from="缺课", sign="旷课",
            today=TODAY,
        )  # fmt: skip
    return_letters.issue(database, kind="urge_notice", case_ids=[case], now=NOW.replace(day=3))
    rest()
    (line,) = letters(page, "urge_notice")
    page.marking.ask_delivered((line,))
    box = box_over(page)
    assert {"received_by", "delivery", "delivered_by", "witness"} <= set(box.form.values())
    box.form.put({**box.form.values(), "day": date(2026, 9, 4), "delivery": "留置送达", "witness": "村支书"})
    box.finish()
    rest()
    (line,) = letters(page, "urge_notice")
    told_of = line.letter
    assert (told_of.delivery, told_of.witness, told_of.state) == ("留置送达", "村支书", "未收回执")
    assert told_of.deadline is not None
    assert told_of.deadline > date(2026, 9, 4)
