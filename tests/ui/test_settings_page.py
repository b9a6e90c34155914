"""设置: every section opens; what is set is in the book, and a backup can be made, carried and restored."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kongchuo_desktop.school.attendance import days, duties
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import DayException
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.backup import list_backups
from kongchuo_desktop.storage.database import open_book
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.backup import BackupSection
from kongchuo_desktop.ui.settings.log import LogSection
from kongchuo_desktop.ui.settings.log_words import TABLES, changes_words
from kongchuo_desktop.ui.settings.machine import MachineSection
from kongchuo_desktop.ui.settings.page import SECTIONS, SettingsPage
from kongchuo_desktop.ui.settings.password import PasswordSection
from kongchuo_desktop.ui.settings.school import SchoolSection
from kongchuo_desktop.ui.settings.terms import TermsSection
from kongchuo_desktop.ui.settings.villages import VillagesSection
from tests.ui.room import NOW, PASSWORD, AnsweringTell, book_under, clock, places_under

Rest = Callable[[], None]
Opened = Callable[[str], object]
FRIDAY = date(2026, 9, 4)


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(office)
    qtbot.addWidget(made)
    made.resize(1200, 660)
    made.show()
    made.refresh()
    return made


@pytest.fixture
def section(page: SettingsPage, rest: Rest) -> Callable[[str], object]:
    def come(key: str) -> object:
        page.open_request(key)
        rest()
        return page.section

    return come


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


@pytest.mark.parametrize("key", [kind.key for kind in SECTIONS])
def test_every_section_opens(section: Opened, office: Office, page: SettingsPage, key: str) -> None:
    assert section(key) is page.section
    assert page.state_sentence()
    assert told(office).said == []


def test_the_schools_facts_are_changed(section: Opened, office: Office, qtbot: QtBot, rest: Rest) -> None:
    school = section("school")
    assert isinstance(school, SchoolSection)
    assert not school.save.isEnabled()
    school.form.editor("phone").insert("0850-1234567")
    assert school.save.isEnabled()
    qtbot.mouseClick(school.save, Qt.MouseButton.LeftButton)
    rest()
    with office.database.read() as session:
        assert identity.school(session).phone == "0850-1234567"
    assert told(office).toasts == ["已保存"]
    assert not school.save.isEnabled()


def test_what_is_typed_survives_a_refresh(section: Opened, rest: Rest) -> None:
    school = section("school")
    assert isinstance(school, SchoolSection)
    school.form.editor("phone").insert("0850")
    school.refresh()
    rest()
    assert school.form.values()["phone"] == "0850"


def put(terms: TermsSection, rest: Rest, **given: object) -> FormBox:
    """Enter a day in its box."""
    assert terms._year is not None
    box = terms._special.ask(terms._year.rooms, terms._row_of)
    box.form.put(given)
    box.finish()
    rest()
    return box


def test_terms_move_and_a_day_comes_and_goes(section: Opened, office: Office, rest: Rest) -> None:
    terms = section("terms")
    assert isinstance(terms, TermsSection)
    terms._form.editor("autumn_starts").setText("2026-08-31")
    terms.save_form()
    rest()
    day = date(2026, 10, 12)
    put(terms, rest, day=day, teaching=False, label="农忙假")
    terms.refresh()
    rest()
    row = next(row for row in terms._days.model.rows if row.day == day)
    terms._special.remove((row,))
    rest()
    with office.database.read() as session:
        assert identity.terms(session, year=2026)[0].starts == date(2026, 8, 31)
        assert day not in identity.calendar(session)
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    with office.database.read() as session:
        assert identity.calendar(session)[day] == DayException(False, "农忙假")


def test_one_class_has_a_day_off_and_what_was_recorded_is_told_first(
    section: Opened, office: Office, rest: Rest
) -> None:
    with office.database.write("登记旷课") as session:
        room = next(one.id for one in class_room.classes(session, today=NOW.date()) if one.grade == 1)
        child = pupil_room.pupils(session, today=NOW.date(), class_id=room)[0]
        for slot in ("am", "pm"):
            attendance.set_mark(session, mark=Mark(child.id, FRIDAY, slot, "旷课"), now=NOW, by="王老师")
    terms = section("terms")
    assert isinstance(terms, TermsSection)
    box = put(terms, rest, day=FRIDAY, who=room, teaching=False, label="水痘停课")
    assert box.isVisible()  # 不改: what was typed still stands
    assert box.form.values()["label"] == "水痘停课"
    assert told(office).said == ["9月4日一年级1班已经点过 2 次名，登记了 2 处缺勤（1 人）。"]
    with office.database.read() as session:
        assert days.class_days_off(session) == ()
    told(office).answers.append("yes")
    box.finish()
    rest()
    assert not isValid(box) or not box.isVisible()
    terms.refresh()
    rest()
    row = next(row for row in terms._days.model.rows if row.class_id)
    assert (row.whose, row.label) == ("一年级1班", "水痘停课")
    assert "不再够上" in told(office).toasts[-1]
    with office.database.read() as session:
        assert duties.duties(session, on=NOW.date()) == ()
    terms._special.remove((row,))
    rest()
    with office.database.read() as session:
        assert days.class_days_off(session) == ()
        assert duties.duties(session, on=NOW.date())


def test_a_class_alone_cannot_be_taught_on_a_sunday(section: Opened, office: Office, rest: Rest) -> None:
    terms = section("terms")
    assert isinstance(terms, TermsSection)
    assert terms._year is not None
    box = terms._special.ask(terms._year.rooms, terms._row_of)
    box.form.put({"day": date(2026, 9, 13), "who": terms._year.rooms[0][0], "teaching": True})
    box.finish()
    assert "只能放假" in box.form.objection_to("teaching")
    box.form.put({"teaching": False})
    box.finish()
    rest()
    assert "本来就不上课" in box.refusal.text()
    assert box.isVisible()
    box.reject()


def test_a_village_is_added_once(section: Opened, office: Office, rest: Rest) -> None:
    villages = section("villages")
    assert isinstance(villages, VillagesSection)
    villages._put({"name": "大坪村"})
    rest()
    villages._put({"name": "大坪村"})
    rest()
    assert "已经有“大坪村”" in told(office).said[0]
    villages.refresh()
    rest()
    assert [village.name for village in villages.list.model.rows].count("大坪村") == 1


def test_a_backup_is_made_listed_and_carried_to_the_stick(
    section: Opened, office: Office, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(stick))
    backups = section("backup")
    assert isinstance(backups, BackupSection)
    backups._carry()
    rest()
    backups.refresh()
    rest()
    assert "核对无误" in told(office).said[0]
    assert [backup.pupils for backup in list_backups(stick)] == [5]
    assert [backup.pupils for backup in backups.list.model.rows] == [5]


def test_restoring_asks_and_hands_the_backup_on(section: Opened, office: Office, rest: Rest, qtbot: QtBot) -> None:
    backups = section("backup")
    assert isinstance(backups, BackupSection)
    backups._back_up()
    rest()
    backups.refresh()
    rest()
    (backup,) = backups.list.model.rows
    with qtbot.assertNotEmitted(office.restore_wanted):
        backups._restore(backup)
    told(office).answers.append("yes")
    with qtbot.waitSignal(office.restore_wanted):
        backups._restore(backup)
    assert "学生 5 人" in told(office).said[-1]


@pytest.mark.parametrize(
    ("old", "new", "again", "where", "words"),
    [
        ("错的", "牛角-青布-瓦窑-52", "牛角-青布-瓦窑-52", "old", "现在的密码不对"),
        (PASSWORD, "12345678", "12345678", "new", "猜"),
        (PASSWORD, "牛角-青布-瓦窑-52", "别的", "again", "不一样"),
    ],
)
def test_a_password_is_refused_at_its_field(
    section: Opened, rest: Rest, old: str, new: str, again: str, where: str, words: str
) -> None:
    password = section("password")
    assert isinstance(password, PasswordSection)
    password.form.put({"old": old, "new": new, "again": again})
    password.save_form()
    rest()
    assert words in password.form.objection_to(where)


def test_a_new_password_opens_the_book(section: Opened, office: Office, rest: Rest, machine: Path) -> None:
    password = section("password")
    assert isinstance(password, PasswordSection)
    fresh = "牛角-青布-瓦窑-52"
    password.form.put({"old": PASSWORD, "new": fresh, "again": fresh})
    password.save_form()
    rest()
    office.database.close()
    again = open_book(book_under(machine), password=fresh, clock=clock, actor="", places=places_under(machine))
    again.database.close()


def test_a_new_sheet_is_written_and_the_old_code_ends(
    section: Opened, office: Office, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "新恢复码.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(sheet), ""))
    password = section("password")
    assert isinstance(password, PasswordSection)
    password._renew()
    assert not sheet.exists()
    told(office).answers.append("yes")
    password._renew()
    rest()
    assert sheet.read_bytes().startswith(b"%PDF")


def test_the_machine_remembers_its_own(section: Opened, office: Office, rest: Rest) -> None:
    machine = section("machine")
    assert isinstance(machine, MachineSection)
    machine.form.put({"actor": "王老师"})
    machine.form.editor("minutes").setText("45")
    assert machine.save_form()
    assert "1 到 30" in machine.form.objection_to("minutes")
    machine.form.editor("minutes").setText("12")
    machine.save_form()
    assert int(str(office.settings.value("lock/minutes"))) == 12


def test_the_log_is_shown_and_checked(section: Opened, office: Office, rest: Rest) -> None:
    log = section("log")
    assert isinstance(log, LogSection)
    assert log.list.model.total > 5
    log._verify()
    rest()
    assert "没有被改动" in told(office).said[0]


def test_the_log_has_a_word_for_every_table() -> None:
    assert set(METADATA.tables) <= set(TABLES)


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("update", {"phone": ["", "13900000101"]}, "联系电话 空 → 13900000101"),
        ("insert", {"name": [None, "罗小河"], "sex": [None, "女"], "class_id": [None, 3]}, "罗小河\uff1b性别 女"),
        ("export", {"what": "学生名单", "count": 108}, "学生名单\uff08108 项\uff09"),
        ("update", {"taken_at": [None, "2026-09-07T08:00:00+08:00"]}, "空 → 2026-09-07 08:00"),
    ],
)
def test_changes_read_as_words(kind: str, changes: dict[str, object], words: str) -> None:
    assert changes_words(kind, changes) == words
