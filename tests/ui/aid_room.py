"""What the tests of 资助 by the window share: a listed family, a section of the page, a box filled."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kongchuo_desktop.school.aid.model import FamilyMember, FamilyStatus, PoorFamily
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.aid.page import AidPage
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
TERM = "2026-autumn"


def child_of(database: Database, name: str) -> PupilId:
    with database.read() as session:
        return next(one.id for one in pupil_room.pupils(session, today=TODAY) if one.name == name)


def list_family(database: Database, name: str, category: str, *, ours: bool = True) -> None:
    pupil = child_of(database, name) if ours else None
    with database.write("名单") as session:
        family = PoorFamily(head_name="张大山", village="河湾村")
        session.add(family)
        session.flush()
        day = date(2026, 8, 20)
        session.add(FamilyStatus(family_id=family.id, category=category, since="2016-12", listed_on=day, seen_on=day))
        session.add(FamilyMember(family_id=family.id, name=name, relation="之子", pupil_id=pupil))


def section(window: MainWindow, key: str, rest: Rest) -> Any:
    window.open_page("aid", key)
    rest()
    assert isinstance(window.page, AidPage)
    return window.page.section


def open_box(window: MainWindow) -> FormBox:
    """The box that is open."""
    (box,) = [one for one in window.findChildren(FormBox) if one.isVisible()]
    return box


def fill(window: MainWindow, rest: Rest, /, **values: object) -> None:
    """Fill the box that is open and take it; refused, it stays open with `refusal`."""
    box = open_box(window)
    box.form.put(values)
    box.finish()
    rest()


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell
