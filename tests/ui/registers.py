"""Hands at a register, a class of forty, and what the book then holds."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.attendance.page import AttendancePage
from tests.ui.room import NOW

TODAY = NOW.date()  # Monday 7 September 2026, 8 in the morning
CLASS_OF_40 = 3
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
GIVEN = "一二三四五六七八九十"


def add_class_of_forty(database: Database) -> None:
    """三年级1班: forty children of forty surnames."""
    with database.write("添一个四十人的班") as session:
        room = class_room.class_at(session, grade=CLASS_OF_40, number=1)
        for place, surname in enumerate(SURNAMES):
            name = f"{surname}{GIVEN[place % 10]}{GIVEN[place // 10]}"
            pupil_room.add_pupil(session, fields={"name": name, "class_id": room, "seat_number": str(place + 1)})


def focus() -> QWidget:
    there = QApplication.focusWidget()
    assert there is not None
    return there


class Hands:
    """Strikes keys where the cursor is, as hands do, and counts them."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.struck = 0

    def strike(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self._qtbot.keyClick(focus(), key, held)
            self.struck += 1

    def spell(self, letters: str) -> None:
        """A child's name; not counted."""
        for letter in letters:
            self._qtbot.keyClick(focus(), letter)


def class_of(database: Database, grade: int) -> ClassId:
    with database.read() as session:
        return next(room.id for room in class_room.classes(session, today=TODAY) if room.grade == grade)


def marks(database: Database) -> set[tuple[str, date, str, str]]:
    with database.read() as session:
        names = {person.id: person.name for person in pupil_room.pupils(session, today=TODAY)}
        rows = session.scalars(select(AbsenceMark))
        return {(names[PupilId(row.pupil_id)], row.day, row.slot, row.kind) for row in rows}


def registers(database: Database) -> set[tuple[date, str]]:
    with database.read() as session:
        return {(row.day, row.slot) for row in session.scalars(select(Register))}


def cursor(page: AttendancePage) -> tuple[str, date, str]:
    index = page.desk.table.currentIndex()
    slot = page.model.slots[index.column()]
    return page.model.people[index.row()].name, slot.day, slot.slot


def only_mark(database: Database) -> tuple[str, str, str]:
    with database.read() as session:
        (row,) = session.scalars(select(AbsenceMark)).all()
        return row.kind, row.reason, row.told
