"""Which child and which class of the book a row of an attendance file means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.attendance.intake import AttendanceRow
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment.history import Life, changed_lives
from kongchuo_desktop.school.imports import Fate
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.rules import apart_words
from kongchuo_desktop.school.types import ClassId, PupilId


@dataclass(frozen=True, slots=True)
class Child:
    """What tells a child from the others, and when it was on the roll."""

    id: int
    name: str
    student_number: str
    class_id: int | None
    status: str
    joined_on: date | None
    left_on: date | None
    birth: date | None
    life: Life | None = None  # only of a child with changes of the roll

    def not_enrolled(self, day: date) -> str:
        """Why the child was not on the roll on a day; "" when it was."""
        shown = f"{day.year}年{day.month}月{day.day}日"
        if self.life is not None:
            stay = self.life.on(day)
            if stay is None:
                later = next((one.first for one in self.life.stays if one.first > day), None)
                told = f"{later.isoformat()}才入学" if later else "已离校"
                return f"“{self.name}”{told}，{shown}不在册。"
            return f"“{self.name}”{shown}在休学，不登记考勤。" if stay.status == "休学" else ""
        if self.joined_on and day < self.joined_on:
            return f"“{self.name}”{self.joined_on.isoformat()}才入学，{shown}还不在册。"
        if self.status == "离校" and (self.left_on is None or day > self.left_on):
            when = f"{self.left_on.isoformat()}" if self.left_on else ""
            return f"“{self.name}”{when}已离校，{shown}不在册。"
        return f"“{self.name}”休学中，不登记考勤。" if self.status == "休学" else ""


class NotFound(Exception):
    """A row that can't be brought to one child or class: the field at fault, the sentence, refused or doubtful."""

    def __init__(self, field: str, reason: str, fate: Fate = Fate.REFUSED) -> None:
        super().__init__(reason)
        self.field, self.reason, self.fate = field, reason, fate


class Roll:
    """The children and classes of the book, findable as a file names them."""

    def __init__(self, rooms: Sequence[ClassFacts], children: Sequence[Child]) -> None:
        self.rooms: Mapping[int, ClassFacts] = {room.id: room for room in rooms}
        self.by_number = {child.student_number: child for child in children if child.student_number}
        self.by_class: dict[int, list[Child]] = {}
        self._by_name: dict[str, list[Child]] = {}
        for child in children:
            self._by_name.setdefault(match_name(child.name), []).append(child)
            if child.class_id:
                self.by_class.setdefault(child.class_id, []).append(child)

    def room_of(self, row: AttendanceRow) -> ClassFacts | None:
        """The class that a row names, None when it names none. Raises NotFound."""
        if row.grade is None and row.class_number is None:
            if row.class_text:
                raise NotFound("class", f"看不懂“{row.class_text}”是哪个班，请写成“三年级1班”这样。")
            return None
        same = [
            room for room in self.rooms.values()
            if (row.grade in (None, room.grade)) and (row.class_number in (None, room.number))
            and (not row.campus or row.campus == room.campus)
        ]  # fmt: skip
        if len(same) > 1 and not row.campus:
            same = [room for room in same if not room.campus] or same
        if len(same) == 1:
            return same[0]
        names = "、".join(room.full_name for room in self.rooms.values())
        if same:
            several = "、".join(room.full_name for room in same)
            raise NotFound("class", f"“{row.class_text}”可能是{several}，请写明是哪个班。")
        raise NotFound("class", f"账本里没有“{row.class_text}”这个班，现有班级：{names}。")

    def child_of(self, row: AttendanceRow, room: ClassFacts | None) -> Child:
        """The child of a row: by its number, else by its name within the class. Raises NotFound."""
        known = self.by_number.get(row.student_number) if row.student_number else None
        if known:
            if row.name and match_name(row.name) != match_name(known.name):
                raise NotFound(
                    "name", f"学籍号 {row.student_number} 在账本里是“{known.name}”，文件写的是“{row.name}”，请核对。",
                    Fate.DOUBTFUL,
                )  # fmt: skip
            return known
        if not row.name:
            raise NotFound("student_number", f"账本里没有学籍号 {row.student_number} 的学生。")
        return self._by_name_in(row, room)

    def _by_name_in(self, row: AttendanceRow, room: ClassFacts | None) -> Child:
        same = self._by_name.get(match_name(row.name), [])
        here = [child for child in same if room is None or child.class_id == room.id]
        if row.student_number:
            here = [child for child in here if not child.student_number]
            if not here:
                reason = f"账本里没有学籍号 {row.student_number} 的学生“{row.name}”，请核对号码。"
                raise NotFound("student_number", reason)
        present = [child for child in here if not child.not_enrolled(row.day)]
        here = present or here
        if len(here) == 1:
            return here[0]
        where = room.full_name if room else "全校"
        if here:
            known = "；".join(apart_words(child.birth, child.student_number) for child in here)
            raise NotFound(
                "name", f"{where}有{len(here)}名“{row.name}”（{known}），请在表里补上学籍号。", Fate.DOUBTFUL
            )
        elsewhere = [room.full_name for child in same if (room := self.rooms.get(child.class_id or 0))]
        if elsewhere:
            raise NotFound(
                "name", f"{where}没有“{row.name}”；账本里这个名字在{'、'.join(elsewhere)}，请核对班级或补上学籍号。",
                Fate.DOUBTFUL,
            )  # fmt: skip
        raise NotFound("name", f"账本里没有“{row.name}”这名学生，请核对姓名，或先登记这名学生。")


def roll(session: Session, *, today: date) -> Roll:
    """Everybody of the book, the children who have left included."""
    columns = (
        Pupil.id, Pupil.name, Pupil.student_number, Pupil.class_id, Pupil.status, Pupil.joined_on, Pupil.left_on,
        Pupil.birth_date,
    )  # fmt: skip
    lives = changed_lives(session)
    children = [
        Child(row[0], row[1], row[2] or "", *row[3:], life=lives.get(PupilId(row[0])))
        for row in session.execute(select(*columns))
    ]
    return Roll(class_room.classes(session, today=today), children)


def class_of(child: Child, room: ClassFacts | None) -> ClassId | None:
    """Whose register a row of a child stands for: the class that the row names, else the child's."""
    if room is not None:
        return room.id
    return ClassId(child.class_id) if child.class_id else None
