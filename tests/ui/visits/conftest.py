"""A family of two classes at a small school, and the way to a section of its 家访谈心 page."""

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Household, Pupil
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.visits.page import VisitsPage
from tests.ui.room import NOW

Rest = Callable[[], None]
TODAY = NOW.date()


@pytest.fixture
def ids(database: Database) -> dict[str, PupilId]:
    """张一山 and 韦䶮 share a roof; 梁老师 leads the first grade; the class teacher at work is 王老师."""
    with database.write("布置") as session:
        everybody = pupil_room.pupils(session, today=TODAY)
        people = {person.name: person.id for person in everybody if person.name != "罗小河"}
        home = Household()
        session.add(home)
        session.flush()
        for name in ("张一山", "韦䶮"):
            session.get_one(Pupil, people[name]).household_id = home.id
        staff_room.add_staff(session, fields={"name": "王老师", "duty": "教师"})
        head = staff_room.add_staff(session, fields={"name": "梁老师", "duty": "教师"})
        room = class_room.class_at(session, grade=1, number=1)
        class_room.appoint(session, class_id=room, staff_id=head, role="head", since=date(2026, 9, 1))
    return people


@pytest.fixture
def window(ids: dict[str, PupilId], open_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    made = open_window()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def section(window: MainWindow, office: Office, rest: Rest) -> Callable[[str, object], Page]:
    def bring(key: str, request: object = None) -> Page:
        office.go("visits", (key, request))
        rest()
        rest()
        assert isinstance(window.page, VisitsPage)
        return window.page.section

    return bring
