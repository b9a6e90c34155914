"""Classes, staff and the step up: appointed by date, ended, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.classes.page import STAFF, ClassesPage
from kongchuo_desktop.ui.enrolment.page import EnrolmentPage
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils.page import PupilsPage
from tests.ui.room import NOW

Rest = Callable[[], None]
TODAY = NOW.date()
Box = TypeVar("Box", bound=QDialog)


@pytest.fixture
def window(open_window: Callable[..., MainWindow], database: Database, rest: Rest) -> MainWindow:
    with database.write("教职工") as session:
        for name, duty in (("陈校长", "校长"), ("田老师", "教师"), ("石老师", "教师")):
            staff_room.add_staff(session, fields={"name": name, "duty": duty, "subject": "语文"})
    made = open_window()
    made.open_page("classes")
    rest()
    return made


@pytest.fixture
def page(window: MainWindow) -> ClassesPage:
    assert isinstance(window.page, ClassesPage)
    return window.page


def open_box(page: ClassesPage, kind: type[Box]) -> Box:
    """The box that has just been opened over the page."""
    return next(box for box in page.window().findChildren(kind) if box.isVisible())


def head_of(database: Database, place: int, day: date = TODAY) -> str:
    with database.read() as session:
        return class_room.classes(session, today=day)[place].head


def test_a_class_without_a_head_is_what_the_page_asks_for(page: ClassesPage, window: MainWindow) -> None:
    assert page.state_sentence() == "2 个班，2 个班没有班主任；教职工 3 人，领导小组 0 人"
    assert window.header.main_button.text().strip() == "指定班主任"


def test_a_head_is_appointed_from_a_day_on_and_taken_back(
    page: ClassesPage, window: MainWindow, office: Office, database: Database, rest: Rest, qtbot: QtBot
) -> None:
    qtbot.mouseClick(window.header.main_button, Qt.MouseButton.LeftButton)
    box = open_box(page, FormBox)
    box.form.put({"staff": 2})
    qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
    rest()
    assert head_of(database, 0) == "田老师"
    tell: Any = office.tell
    assert tell.toasts[-1] == "田老师任一年级1班班主任"
    tell.undo()
    rest()
    assert head_of(database, 0) == ""


def test_a_new_head_ends_the_one_before_the_day_before(page: ClassesPage, database: Database, rest: Rest) -> None:
    seen = page.seen
    assert seen is not None
    for staff_id, day in ((2, TODAY - timedelta(days=30)), (3, TODAY)):
        page.posts.appoint_head(page.seen.classes[0])  # type: ignore[union-attr]
        box = open_box(page, FormBox)
        box.form.put({"staff": staff_id, "since": day})
        box.finish()
        rest()
    assert head_of(database, 0) == "石老师"
    assert head_of(database, 0, TODAY - timedelta(days=1)) == "田老师"


def test_a_subject_teacher_comes_and_goes_in_the_panel(
    page: ClassesPage, office: Office, database: Database, rest: Rest
) -> None:
    assert page.seen is not None
    page._open_class(page.seen.classes[1])
    page.posts.add_teacher(page.seen.classes[1])
    box = open_box(page, FormBox)
    box.form.put({"staff": 2, "subject": "科学"})
    box.finish()
    rest()
    line = page.seen.classes[1]
    assert [(post.staff, post.subject) for post in line.teachers] == [("田老师", "科学")]
    page.posts.end_post(line.teachers[0], line.facts.full_name)
    rest()
    assert page.seen.classes[1].teachers == ()
    tell: Any = office.tell
    tell.undo()
    rest()
    assert len(page.seen.classes[1].teachers) == 1


@pytest.mark.parametrize(
    ("kind", "values", "shown"),
    [
        ("village", {"village": "河湾村"}, lambda facts: facts.villages == ("河湾村",)),
        ("village", {"village": "新田村"}, lambda facts: facts.villages == ("新田村",)),
        ("grade", {"grade": 2}, lambda facts: facts.grades == (2,)),
        ("group", {"role": "副组长"}, lambda facts: facts.group_role == "副组长"),
    ],
)
def test_a_duty_is_given_and_ended(
    page: ClassesPage, rest: Rest, kind: str, values: dict[str, Any], shown: Callable[[Any], bool]
) -> None:
    assert page.seen is not None
    page.posts.give(page.seen.staff[1], kind)
    box = open_box(page, FormBox)
    box.form.put(values)
    box.finish()
    rest()
    assert shown(page.seen.staff[1].facts)
    page.posts.end(page.seen.staff[1], kind, next(iter(values.values())) if kind != "group" else "")
    rest()
    assert not shown(page.seen.staff[1].facts)


def test_a_person_is_added_changed_and_leaves_with_all_posts(
    page: ClassesPage, office: Office, database: Database, rest: Rest, qtbot: QtBot
) -> None:
    page.tabs.setCurrentIndex(STAFF)
    page.people.add()
    box = open_box(page, FormBox)
    box.form.editor("name").setProperty("text", "新老师")
    qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
    rest()
    assert page.seen is not None
    added = page.seen.staff[-1]
    assert (added.facts.name, added.facts.duty) == ("新老师", "教师")
    with database.write("任课") as session:
        class_room.appoint(
            session, class_id=page.seen.classes[0].facts.id, staff_id=added.facts.id, role="head", since=TODAY
        )
    rest()
    page.people.ask_leave(page.seen.staff[-1])
    box = open_box(page, FormBox)
    box.finish()
    rest()
    assert head_of(database, 0) == ""


def test_a_teaching_point_gets_its_class(page: ClassesPage, database: Database, rest: Rest) -> None:
    page.school.ask_campus()
    box = open_box(page, FormBox)
    box.form.editor("name").setProperty("text", "石板教学点")
    box.finish()
    rest()
    page.school.ask_class()
    box = open_box(page, FormBox)
    box.form.put({"grade": 1, "number": 1, "campus": "石板教学点"})
    box.finish()
    rest()
    with database.read() as session:
        assert [room.full_name for room in class_room.classes(session, today=TODAY)][-1] == "石板教学点一年级1班"


def test_going_up_leads_to_the_years_turn(window: MainWindow, page: ClassesPage, rest: Rest) -> None:
    page.school.ask_advance()
    rest()
    assert isinstance(window.page, EnrolmentPage)
    assert window.page.front == "turn"
    assert window.page.state_sentence().startswith("下一次升入2027—2028学年")


def test_the_heads_request_and_the_way_to_the_pupils(window: MainWindow, page: ClassesPage, rest: Rest) -> None:
    page.open_request(("heads",))
    assert len(page.classes.model.rows) == 2
    assert page.seen is not None
    page._show_pupils(page.seen.classes[1])
    rest()
    assert isinstance(window.page, PupilsPage)
    assert len(window.page.list.model.rows) == 2
