"""升级毕业 and 住宿 by the window: destinations typed as in a spreadsheet, the turn made and taken back; beds."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import boarding, destinations
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.destinations import GraduateFacts
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.enrolment.boarding import BoardingSection
from kongchuo_desktop.ui.enrolment.page import EnrolmentPage
from kongchuo_desktop.ui.enrolment.turn import TurnSection
from kongchuo_desktop.ui.enrolment.turn_preview import FateBox
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.preview.box import PreviewBox
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
Section = Callable[[str], Page]
TODAY = NOW.date()
SUMMER = NOW.replace(year=2027, month=7, day=12)


@pytest.fixture
def section(open_window: Callable[..., MainWindow], rest: Rest) -> Section:
    """Opens a section of the page."""

    def open_one(key: str) -> Page:
        window = open_window()
        window.open_page("enrolment", key)
        rest()
        assert isinstance(window.page, EnrolmentPage)
        return window.page.section

    return open_one


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


def ids_of(database: Database) -> dict[str, PupilId]:
    with database.read() as session:
        people = pupil_room.pupils(session, today=TODAY, status=("在读", "休学", "离校"))
    return {one.name: one.id for one in people}


def box_of(page: Page) -> FormBox:
    (box,) = [one for one in page.window().findChildren(FormBox) if one.isVisible()]
    return box


@pytest.fixture
def turn(section: Section, database: Database) -> TurnSection:
    """Two children graduated this summer."""
    ids = ids_of(database)
    with database.write("毕业") as session:
        for name in ("韦䶮", "张一山"):
            enrolment.record_change(session, pupil_id=ids[name], draft=Draft("毕业", date(2026, 7, 11)), now=NOW)
    made = section("turn")
    assert isinstance(made, TurnSection)
    return made


def graduates(database: Database) -> dict[str, GraduateFacts]:
    with database.read() as session:
        return {one.event.name: one for one in destinations.graduates(session, year=2025)}


def test_destinations_are_entered_with_digits_and_enter(turn: TurnSection, rest: Rest, database: Database) -> None:
    grid = turn.grid
    names = [turn.model.text(row, 0) for row in range(2)]
    grid.setCurrentIndex(turn.model.index(0, 2))
    QTest.keyClick(grid, Qt.Key.Key_1)
    rest()
    QTest.keyClick(grid, Qt.Key.Key_2)
    rest()
    found = graduates(database)
    assert [found[name].kind for name in names] == ["初中", "外地初中"]
    assert turn.state_sentence().startswith("2025—2026学年毕业 2 人，升学 2 人，去向都已核实")


def test_a_block_from_wps_is_pasted_and_filled_down(
    turn: TurnSection, rest: Rest, database: Database, office: Office
) -> None:
    grid = turn.grid
    grid.setCurrentIndex(turn.model.index(0, 2))
    QGuiApplication.clipboard().setText("初中\t青石镇中学\n外地初中\t长安实验中学\n")
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    rest()
    assert sorted(one.school_name for one in graduates(database).values()) == ["长安实验中学", "青石镇中学"]
    grid.clearSelection()
    turn.model.enter({(0, 5): "七年级名册"})
    rest()
    chooser = grid.selectionModel()
    for row in (0, 1):
        chooser.select(turn.model.index(row, 5), chooser.SelectionFlag.Select)
    QTest.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    rest()
    assert {one.proof for one in graduates(database).values()} == {"七年级名册"}
    assert {one.proven_on for one in graduates(database).values()} == {TODAY}  # what proves it was found today
    assert grid.copy() == "七年级名册\n七年级名册"
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    rest()
    assert {one.proof for one in graduates(database).values()} == {""}
    told(office).undo()  # type: ignore[misc]
    rest()
    assert {one.proof for one in graduates(database).values()} == {"七年级名册"}


@pytest.mark.parametrize(
    ("column", "text", "says"), [(2, "9", "请按 1 到 6"), (2, "大学", "去向请填初中"), (6, "某天", "没看懂日期“某天”")]
)
def test_what_cannot_be_is_told_and_nothing_of_the_block_is_taken(
    turn: TurnSection, rest: Rest, database: Database, column: int, text: str, says: str
) -> None:
    turn.model.enter({(0, 3): "青石镇中学", (1, column): text})
    rest()
    assert says in turn._hint.text()
    assert {one.school_name for one in graduates(database).values()} == {""}


def test_certificates_are_numbered_and_printed(turn: TurnSection, rest: Rest, database: Database) -> None:
    turn.ask_certificates()
    box = box_of(turn)
    box.form.put({"pattern": "河湾毕（2026）第{n}号", "first": 1, "day": TODAY})
    box.finish()
    rest()
    assert sorted(one.certificate for one in graduates(database).values()) == [
        "河湾毕（2026）第001号", "河湾毕（2026）第002号",
    ]  # fmt: skip
    turn.print_form()
    rest()
    (preview,) = [one for one in turn.window().findChildren(PreviewBox) if one.isVisible()]
    assert preview.pdf.startswith(b"%PDF")
    preview.reject()


def test_the_turn_is_shown_and_barred_in_autumn(turn: TurnSection) -> None:
    turn.open_request("preview")
    assert turn.stack.currentWidget() is turn.view
    assert not turn.view.act.isEnabled()
    assert turn.main_act() is None


@pytest.fixture
def summer(office: Office, database: Database) -> None:
    """The school's year is over; a child of the sixth grade is there."""
    with database.write("六年级") as session:
        room = class_room.class_at(session, grade=6, number=1)
        pupil_room.add_pupil(session, fields={"name": "石毕业", "sex": "男", "class_id": room})
    office.clock = lambda: SUMMER


@pytest.mark.usefixtures("summer")
def test_the_turn_is_made_in_one_act_and_taken_back(
    section: Section, rest: Rest, database: Database, office: Office
) -> None:
    page = section("turn")
    assert isinstance(page, TurnSection)
    assert page.stack.currentWidget() is page.view  # it is time
    page.view._ask_graduation()
    box = box_of(page)
    box.form.put({"graduated_on": SUMMER.date(), "new_school": "青石镇中学"})
    box.finish()
    rest()
    page.view._add_child(ids_of(database)["韦䶮"], "留级")
    rest()
    assert page.seen is not None
    assert page.seen.preview.counts["留级"] == 1
    told(office).answers = ["yes"]
    page.make_turn()
    rest()
    assert "留级 1 人" in told(office).said[-1]
    with database.read() as session:
        assert identity.school(session).current_year == 2027
        left = pupil_room.pupil(session, pupil_id=ids_of_read(session)["石毕业"], today=SUMMER.date())
    assert left.status == "离校"
    assert page.stack.currentIndex() == 0  # the graduates are next
    assert page.seen.last is not None
    told(office).answers = ["yes"]
    page.take_back(page.seen.last)
    rest()
    with database.read() as session:
        assert identity.school(session).current_year == 2026
        ids = ids_of_read(session)
        assert pupil_room.pupil(session, pupil_id=ids["石毕业"], today=SUMMER.date()).status == "在读"


def ids_of_read(session: object) -> dict[str, PupilId]:
    people = pupil_room.pupils(session, today=TODAY, status=("在读", "休学", "离校"))  # type: ignore[arg-type]
    return {one.name: one.id for one in people}


@pytest.mark.usefixtures("summer")
def test_who_is_held_back_is_chosen_by_name(section: Section, rest: Rest, database: Database) -> None:
    page = section("turn")
    assert isinstance(page, TurnSection)
    page.view._ask_child()
    (box,) = [one for one in page.window().findChildren(FateBox) if one.isVisible()]
    box.finish()
    assert box.isVisible()
    box.picker.put(ids_of(database)["张一山"], "张一山", "")  # by keys: test_changes_section
    box.finish()
    rest()
    assert page.seen is not None
    assert [one.pupil.name for one in page.seen.preview.children if one.fate == "留级"] == ["张一山"]


@pytest.fixture
def beds(section: Section, database: Database) -> BoardingSection:
    """Three boarders, a room of two beds for girls."""
    ids = ids_of(database)
    with database.write("住校") as session:
        for name in ("罗小河", "韦䶮", "阿依古丽·买买提江"):
            pupil_room.change_pupil(session, pupil_id=ids[name], fields={"boarding": True})
        boarding.set_dormitory(session, dormitory_id=None, name="女生1号寝室", sex="女", beds=2, today=TODAY)
    made = section("boarding")
    assert isinstance(made, BoardingSection)
    return made


def line_of(page: BoardingSection, name: str) -> object:
    return next(line for line in page.list.model.rows if line.child.name == name)


def test_boarders_without_a_bed_stand_first_and_get_one(
    beds: BoardingSection, rest: Rest, database: Database, office: Office
) -> None:
    assert beds.state_sentence() == "住宿生 3 人，床位 2 张，空 2 张，3 人没有床位"
    beds.acts.ask_bed(beds.seen, (line_of(beds, "韦䶮"),))  # type: ignore[arg-type]
    assert "没有住得下" in told(office).said[-1]  # a boy, and there are beds for girls only
    beds._give((line_of(beds, "阿依古丽·买买提江"),))  # type: ignore[arg-type]
    box = box_of(beds)
    assert box.form.values()["bed"].endswith("-1")
    box.finish()
    rest()
    assert beds.state_sentence() == "住宿生 3 人，床位 2 张，空 1 张，2 人没有床位"
    with database.read() as session:
        (room,) = boarding.dormitories(session, on=TODAY)
    assert [(stay.name, stay.bed) for stay in room.sleepers] == [("阿依古丽·买买提江", "1")]


def test_a_room_is_chosen_at_the_left_and_changed(beds: BoardingSection, rest: Rest, database: Database) -> None:
    words = [beds.rooms.item(place).text() for place in range(beds.rooms.count())]
    assert words == ["全部　3 人", "没有床位　3 人", "女生1号寝室　0/2"]
    beds.rooms.setCurrentRow(2)
    assert beds.list.model.rowCount() == 0
    beds._change_room()
    box = box_of(beds)
    box.form.put({"name": "女生大寝室", "sex": "女", "beds": 12})
    box.finish()
    rest()
    with database.read() as session:
        assert [(room.name, room.beds) for room in boarding.dormitories(session, on=TODAY)] == [("女生大寝室", 12)]


def test_who_leaves_gives_the_bed_back(beds: BoardingSection, rest: Rest, database: Database) -> None:
    with database.read() as session:
        (room,) = boarding.dormitories(session, on=TODAY)
    child = ids_of(database)["阿依古丽·买买提江"]
    with database.write("安排") as session:
        boarding.give_bed(
            session, pupil_id=child, dormitory_id=room.id, bed="2", since=date(2026, 9, 1)
        )  # fmt: skip
    beds.refresh()
    rest()
    beds.acts.ask_leave((line_of(beds, "阿依古丽·买买提江"),))  # type: ignore[arg-type]
    box_of(beds).finish()
    rest()
    with database.read() as session:
        assert boarding.stays(session, on=TODAY) == ()
        assert not pupil_room.pupil(session, pupil_id=child, today=TODAY).boarding


def test_classes_are_put_into_one_room(beds: BoardingSection, rest: Rest) -> None:
    assert not beds._no_combined.isHidden()
    beds._new_combined()
    box = box_of(beds)
    flags = [key for key in box.form.values() if key.startswith("class:")]
    box.form.put({"name": "一二年级复式班", **dict.fromkeys(flags, True)})
    box.finish()
    rest()
    assert beds.seen is not None
    (room,) = beds.seen.combined
    assert (room.name, room.class_names, room.children) == ("一二年级复式班", "一年级1班、二年级1班", 5)


def test_the_lists_are_printed(beds: BoardingSection, rest: Rest) -> None:
    for key in ("boarders", "dormitories"):
        beds.print_report(key)
        rest()
        (box,) = [one for one in beds.window().findChildren(PreviewBox) if one.isVisible()]
        assert box.pdf.startswith(b"%PDF")
        box.reject()
        rest()
