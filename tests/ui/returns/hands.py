"""What the tests of 劝返 share: reading the book, filling a box, reading the screen."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import suspects
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.suspects import SuspectFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.page import Page
from tests.ui.returns.conftest import TODAY
from tests.ui.visits.visiting import box_over

Rest = Callable[[], None]
Bring = Callable[..., Page]
DAYS = (date(2026, 9, 2), date(2026, 9, 3), date(2026, 9, 4))


def case_of(database: Database, number: int) -> CaseFacts:
    with database.read() as session:
        return case_room.case(session, case_id=number, today=TODAY)


def listed_now(database: Database) -> dict[str, SuspectFacts]:
    with database.read() as session:
        return {one.name: one for one in suspects.suspects(session)}


def register(database: Database, child: PupilId, *, away: tuple[date, ...] = ()) -> None:
    """Every register of the first days taken; the child away on some."""
    with database.write("点名") as session:
        room = pupil_room.pupil(session, pupil_id=child, today=TODAY).class_id
        for day in DAYS:
            for slot in ("am", "pm"):
                session.add(
                    Register(class_id=room, day=day, slot=slot, taken_at=datetime.combine(day, time(8)), taken_by="")
                )
                if day in away:
                    session.add(AbsenceMark(pupil_id=child, day=day, slot=slot, kind="旷课"))


def fill(page: QWidget, rest: Rest, **values: Any) -> None:
    box = box_over(page)
    box.form.put({**box.form.values(), **values})
    box.finish()
    rest()
    rest()


def words_of(page: QWidget) -> str:
    return " ".join(one.text() for one in page.findChildren(QWidget) if hasattr(one, "text") and one.isVisible())


def choices_of(box: FormBox, key: str) -> list[str]:
    """The words that a choice offers."""
    combo = box.form.editor(key)
    found = combo if isinstance(combo, QComboBox) else combo.findChild(QComboBox)
    assert found is not None
    return [found.itemText(place) for place in range(found.count())]
