"""A small school with a class teacher, and the way to a section of its 劝返 page."""

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.returns.model import Suspect
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.returns.page import ReturnsPage
from tests.ui.room import NOW

Rest = Callable[[], None]
TODAY = NOW.date()
LEFT = date(2026, 9, 2)


@pytest.fixture
def ids(database: Database) -> dict[str, PupilId]:
    """梁老师 leads the first grade, in which 张一山 is; at work is 王老师."""
    with database.write("布置") as session:
        people = {one.name: one.id for one in pupil_room.pupils(session, today=TODAY) if one.name != "罗小河"}
        staff_room.add_staff(session, fields={"name": "王老师", "duty": "教师"})
        head = staff_room.add_staff(session, fields={"name": "梁老师", "duty": "教师"})
        room = class_room.class_at(session, grade=1, number=1)
        class_room.appoint(session, class_id=room, staff_id=head, role="head", since=date(2026, 9, 1))
    return people


@pytest.fixture
def case_id(database: Database, ids: dict[str, PupilId]) -> int:
    """A case of 张一山, away since the second day of term."""
    with database.write("立案") as session:
        return casework.open_case(
            session,
            pupil_id=ids["张一山"],
            day=LEFT,
            left_on=LEFT,
            opened_from="村民反映",
            sign="跟父亲走了",
            today=TODAY,
        )


@pytest.fixture
def listed(database: Database, ids: dict[str, PupilId]) -> dict[str, int]:
    """A list of three: ours, ours under a wrong number, another school's."""
    with database.write("名单") as session:
        rows = [
            Suspect(listed_on=LEFT, name="张一山", pupil_id=ids["张一山"], matched_by="证件号"),
            Suspect(
                listed_on=LEFT, name="韦䶮", id_number="5223", id_trouble="身份证号少位", parked="身份证号少位，待核对"
            ),
            Suspect(listed_on=LEFT, name="别校生", parked="不是本校学生，待转交所在学校或村"),
        ]
        session.add_all(rows)
        session.flush()
        return {row.name: row.id for row in rows}


@pytest.fixture
def section(
    ids: dict[str, PupilId], open_window: Callable[..., MainWindow], office: Office, rest: Rest, qtbot: QtBot
) -> Callable[..., Page]:
    window = open_window()
    qtbot.waitExposed(window)

    def bring(key: str, request: object = None) -> Page:
        office.go("returns", (key, request))
        rest()
        rest()
        assert isinstance(window.page, ReturnsPage)
        return window.page.section

    return bring
