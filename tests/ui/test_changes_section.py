"""学籍异动 by the window: entered with few keys, what it does shown before, corrected, taken back, papers and 回执."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import EventId, PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.enrolment.changes import ChangesSection
from kongchuo_desktop.ui.enrolment.page import EnrolmentPage
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.pupils.page import PupilsPage
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("enrolment")
    rest()
    return made


@pytest.fixture
def section(window: MainWindow) -> ChangesSection:
    assert isinstance(window.page, EnrolmentPage)
    assert isinstance(window.page.section, ChangesSection)
    return window.page.section


def id_of(database: Database, name: str) -> PupilId:
    with database.read() as session:
        people = pupil_room.pupils(session, today=TODAY, status=("在读", "休学", "离校"))
    return next(one.id for one in people if one.name == name)


def enter(database: Database, name: str, kind: str, day: date, **more: object) -> EventId:
    child = id_of(database, name)
    with database.write("登记") as session:
        draft = Draft(kind, day, **more)  # type: ignore[arg-type]
        return enrolment.record_change(session, pupil_id=child, draft=draft, now=NOW)


def all_changes(database: Database) -> list[EventFacts]:
    with database.read() as session:
        return list(enrolment.events(session, withdrawn=True))


def status_of(database: Database, name: str) -> str:
    child = id_of(database, name)
    with database.read() as session:
        return pupil_room.pupil(session, pupil_id=child, today=TODAY).status


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


def control(window: MainWindow, key: Qt.Key) -> None:
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def effect_came(section: ChangesSection, rest: Rest) -> None:
    assert section.form is not None
    section.form._pause.stop()
    section.form._ask_effect()
    rest()


def press(section: ChangesSection, words: str) -> None:
    found = [one for one in section.panel.findChildren(QPushButton) if one.text().strip() == words and one.isVisible()]
    found[0].click()


def answer_box(window: MainWindow, values: dict[str, object], rest: Rest) -> None:
    (box,) = [one for one in window.findChildren(FormBox) if one.isVisible()]
    box.form.put(values)
    box.finish()
    rest()


def test_a_transfer_out_is_entered_by_keys_alone(
    window: MainWindow, section: ChangesSection, rest: Rest, database: Database, office: Office
) -> None:
    control(window, Qt.Key.Key_N)
    form = section.form
    assert form is not None
    rest()
    line = form.picker.line
    assert line.hasFocus()
    QTest.keyClicks(line, "zys")
    line._pause.stop()
    line._search()
    rest()
    QTest.keyClick(line, Qt.Key.Key_Return)
    rest()
    first = window.focusWidget()
    assert isinstance(first, QPushButton)
    assert first.text() == "转出"  # the likeliest first
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert form.form is not None
    day = form.form.editor("day")
    assert window.focusWidget() is day
    QTest.keyClicks(day, "9.3")
    QTest.keyClick(day, Qt.Key.Key_Return)
    place = window.focusWidget()
    assert isinstance(place, QLineEdit)
    place.insert("温州三小")
    effect_came(section, rest)
    assert "在校人数 5 → 4 人" in form.effect.text()
    assert "率" in form.effect.text()
    control(window, Qt.Key.Key_S)
    rest()
    (event,) = all_changes(database)
    assert (event.name, event.kind, event.day, event.place) == ("张一山", "转出", date(2026, 9, 3), "温州三小")
    assert status_of(database, "张一山") == "离校"
    assert section._shown == event.id  # its papers are next
    assert told(office).toasts[-1] == "已登记：张一山 转出（2026-09-03）"
    told(office).undo()  # type: ignore[misc]
    rest()
    assert status_of(database, "张一山") == "在读"


def test_kinds_are_walked_with_arrows_before_one_is_taken(
    window: MainWindow, section: ChangesSection, rest: Rest, database: Database
) -> None:
    section.new(id_of(database, "韦䶮"))
    rest()
    form = section.form
    assert form is not None
    for words in ("休学", "退学"):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
        focused = window.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == words
    assert form.form is None
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert form.kind == "退学"
    assert form.blank.isHidden()


def test_a_form_for_the_parents_is_printed_before_anything_is_entered(
    window: MainWindow, section: ChangesSection, rest: Rest, database: Database
) -> None:
    section.new(id_of(database, "韦䶮"), "转出")
    rest()
    assert section.form is not None
    section.form.blank.click()
    rest()
    (box,) = [one for one in window.findChildren(PreviewBox) if one.isVisible()]
    assert box.windowTitle() == "转学申请表"
    assert box.pdf.startswith(b"%PDF")
    box.reject()
    assert all_changes(database) == []


def test_only_the_fields_of_the_kind_are_asked(section: ChangesSection, rest: Rest, database: Database) -> None:
    section.new(id_of(database, "韦䶮"))
    rest()
    form = section.form
    assert form is not None
    asked = {}
    for kind in ("转出", "休学", "调班"):
        form.choose_kind(kind)
        assert form.form is not None
        asked[kind] = {key for key in form.form.values() if not key.startswith("paper:")}
    assert asked["转出"] == {"day", "place", "region", "reason", "receipt_on", "receipt", "approval", "note"}
    assert asked["休学"] == {"day", "reason", "expected_return", "approval", "note"}
    assert "to_class_id" in asked["调班"]


def test_what_is_typed_stays_when_another_kind_is_chosen(
    section: ChangesSection, rest: Rest, database: Database
) -> None:
    section.new(id_of(database, "韦䶮"), "转出")
    rest()
    form = section.form
    assert form is not None
    assert form.form is not None
    form.form.editor("reason").setProperty("currentText", "随父母务工")
    form.choose_kind("退学")
    assert form.form.values()["reason"] == "随父母务工"
    assert "不得令学生退学" in form._warning.text()


def test_a_contradiction_speaks_at_the_day_before_saving(
    section: ChangesSection, rest: Rest, database: Database
) -> None:
    enter(database, "韦䶮", "休学", date(2026, 9, 2), expected_return=date(2027, 9, 1))
    rest()
    section.new(id_of(database, "韦䶮"), "复学")
    rest()
    form = section.form
    assert form is not None
    assert form.form is not None
    form.form.put({"day": date(2026, 9, 1)})
    effect_came(section, rest)
    assert form.form.objection_to("day") != ""
    assert not form.effect.isVisible()
    section.save_form()
    rest()
    assert len(all_changes(database)) == 1
    form.form.put({"day": date(2026, 9, 4)})
    effect_came(section, rest)
    assert form.form.objection_to("day") == ""
    section.save_form()
    rest()
    assert status_of(database, "韦䶮") == "在读"


def test_a_child_the_book_does_not_have_comes_in(section: ChangesSection, rest: Rest, database: Database) -> None:
    section.new()
    rest()
    assert section.form is not None
    section.form.stranger.click()
    section.form.choose_kind("转入")
    form = section.form.form
    assert form is not None
    with database.read() as session:
        room = pupil_room.pupils(session, today=TODAY)[0].class_id
    section.save_form()
    assert "请填写姓名" in form.objection_to("name")
    form.put(
        {"name": "吴新来", "id_number": "520328201707071220", "day": TODAY, "to_class_id": room, "place": "县一小"}
    )
    section.form._form_changed()
    section.save_form()
    rest()
    (event,) = all_changes(database)
    assert (event.name, event.kind, event.to_class, event.place) == ("吴新来", "转入", "一年级1班", "县一小")
    with database.read() as session:
        child = pupil_room.pupil(session, pupil_id=event.pupil_id, today=TODAY)
    assert (child.sex, child.birth, child.status) == ("女", "2017-07-07", "在读")


def test_a_wrong_one_is_corrected_and_what_was_stays_struck_through(
    section: ChangesSection, rest: Rest, database: Database
) -> None:
    wrong = enter(database, "韦䶮", "转出", date(2026, 9, 2), place="县一小")
    section.refresh()
    rest()
    section.open_request(wrong)
    rest()
    press(section, "改正…")
    rest()
    form = section.form
    assert form is not None
    assert form.form is not None
    assert form.form.values()["place"] == "县一小"
    form.form.editor("place").setProperty("text", "县二小")
    section.save_form()
    assert "请填写改正的原因" in form.form.objection_to("why")
    form.form.editor("why").setProperty("text", "学校写错了")
    section.save_form()
    rest()
    old, new = all_changes(database)
    assert (old.withdrawn_why, new.place, new.replaces_id) == ("学校写错了", "县二小", old.id)
    line = next(one for one in section.list.model.rows if one.event.id == old.id)
    kind = next(column for column in section.list.kind.columns if column.key == "kind")
    assert kind.tone is not None
    assert kind.tone(line) == "struck"
    assert line.where == "已撤回：学校写错了"


def test_taken_back_with_a_reason(window: MainWindow, section: ChangesSection, rest: Rest, database: Database) -> None:
    enter(database, "韦䶮", "转出", date(2026, 9, 2))
    section.refresh()
    rest()
    section.acts.ask_withdraw(all_changes(database))
    answer_box(window, {"why": "登记错人"}, rest)
    assert status_of(database, "韦䶮") == "在读"
    assert [line.state for line in section.list.model.rows] == ["已撤回"]


def test_the_receipt_is_marked_and_taken_back(
    window: MainWindow, section: ChangesSection, rest: Rest, database: Database, office: Office
) -> None:
    event = enter(database, "韦䶮", "转出", date(2026, 9, 2), place="县一小")
    enter(database, "张一山", "休学", date(2026, 9, 2), expected_return=date(2027, 9, 1))
    section.refresh()
    rest()
    assert section.state_sentence().endswith("1 人没有回执")
    section.acts.ask_receipt(all_changes(database))
    answer_box(window, {"day": TODAY, "receipt": "县一小〔2026〕7号"}, rest)
    assert [one.receipt_on for one in all_changes(database)] == [TODAY, None]
    assert "没有回执" not in section.state_sentence()
    told(office).undo()  # type: ignore[misc]
    rest()
    assert next(one for one in all_changes(database) if one.id == event).receipt_on is None


def test_a_paper_is_ticked_in_the_panel(section: ChangesSection, rest: Rest, database: Database) -> None:
    event = enter(database, "韦䶮", "转出", date(2026, 9, 2))
    section.refresh()
    rest()
    section.open_request(event)
    rest()
    body = section.panel._scroll.widget()
    body.boxes["转学申请表"].click()  # type: ignore[attr-defined]
    rest()
    (found,) = all_changes(database)
    assert [(paper.name, paper.received_on) for paper in found.papers if paper.received_on] == [("转学申请表", TODAY)]


def test_its_papers_are_printed(
    window: MainWindow, section: ChangesSection, rest: Rest, database: Database, office: Office
) -> None:
    enter(database, "韦䶮", "转出", date(2026, 9, 2), place="县一小")
    section.refresh()
    rest()
    for key in ("transfer_form", "chase_letter"):
        told(office).answers = [key]
        section._print(tuple(all_changes(database)))
        rest()
        (box,) = [one for one in window.findChildren(PreviewBox) if one.isVisible()]
        assert box.pdf.startswith(b"%PDF")
        box.reject()
        rest()
    assert told(office).said[-1] == "要印哪一种？"


def test_what_is_typed_is_not_lost_by_leaving(
    window: MainWindow, section: ChangesSection, rest: Rest, database: Database, office: Office
) -> None:
    section.new(id_of(database, "韦䶮"), "转出")
    rest()
    assert section.form is not None
    assert section.form.form is not None
    section.form.form.editor("place").setProperty("text", "县一小")
    told(office).answers = ["yes"]
    window.open_page("pupils")
    assert isinstance(window.page, EnrolmentPage)
    window.open_page("pupils")
    assert isinstance(window.page, PupilsPage)


def test_a_child_in_the_list_of_pupils_leads_here(
    window: MainWindow, section: ChangesSection, rest: Rest, database: Database, qtbot: QtBot
) -> None:
    window.open_page("pupils", id_of(database, "韦䶮"))
    rest()
    assert isinstance(window.page, PupilsPage)
    found = [one for one in window.page.panel.findChildren(QPushButton) if one.text() == "办理异动"]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    rest()
    assert isinstance(window.page, EnrolmentPage)
    assert section.form is not None
    assert section.form._child is not None
    assert section.form._child.name == "韦䶮"
    assert window.focusWidget().text() == "转出"


def test_an_empty_register_teaches(section: ChangesSection) -> None:
    assert section.state_sentence() == "还没有登记过异动"
    assert section.list._stack.currentWidget() is section.list._empty
    section.list._empty.button.click()
    assert section.form is not None
