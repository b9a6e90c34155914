"""Two classes and seven children with known numbers, and attendance files made on the spot."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from kongchuo_desktop.desk import record_files
from kongchuo_desktop.desk.record_kinds import ATTENDANCE
from kongchuo_desktop.school.attendance.duties import Duty, duties
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database

CHINA = timezone(timedelta(hours=8))
HEAD = ("日期", "年级", "班级", "姓名", "学籍号", "类别", "时段")
NOW = datetime(2026, 10, 30, 17, 0, tzinfo=CHINA)
CHILDREN = {  # name → (class, 学籍号)
    "韦小山": (1, "G520000201501010016"), "罗雨": (1, "G520000201502020021"), "石青": (1, "G520000201503030037"),
    "杨柳": (1, ""), "龙飞": (2, "G520000201505050058"), "吴敏": (2, "G520000201506060063"),
}  # fmt: skip


def found_school(book: Database) -> dict[str, PupilId]:
    """五年级1班 (班主任 梁老师) and 五年级2班; the ids by name."""
    with book.write("布置") as session:
        rooms = {number: class_room.class_at(session, grade=5, number=number) for number in (1, 2)}
        head = staff_room.add_staff(session, fields={"name": "梁老师", "duty": "教师"})
        class_room.appoint(session, class_id=rooms[1], staff_id=head, role="head", since=date(2026, 9, 1))
        return {
            name: pupil_room.add_pupil(
                session, fields={"name": name, "student_number": number, "class_id": rooms[room]}
            )
            for name, (room, number) in CHILDREN.items()
        }  # fmt: skip


def csv_of(path: Path, rows: Sequence[Sequence[str]], *, head: Sequence[str] = HEAD, encoding: str = "gb18030") -> Path:
    """A table as an office machine saves it."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def bring(book: Database, path: Path, *, now: datetime = NOW) -> record_files.RecordPreview:
    """Import an attendance file."""
    found = record_files.preview(ATTENDANCE, book, path, today=now.date())
    record_files.write(book, found, now=now)
    return found


def away(day: str, name: str, kind: str = "旷课", slot: str = "全天", room: str = "1班") -> tuple[str, ...]:
    """A row of a file about one child."""
    return (day, "五年级", room, name, CHILDREN.get(name, (0, ""))[1], kind, slot)


def full(day: str, slot: str = "全天", room: str = "1班") -> tuple[str, ...]:
    """A row that says that a register was taken."""
    return (day, "五年级", room, "", "", "全勤", slot)


def due(book: Database, on: date) -> dict[tuple[str, int], Duty]:
    """Duties by child and step; the newest where a step was crossed twice."""
    with book.read() as session:
        return {(duty.pupil.name, duty.step.number): duty for duty in duties(session, on=on)}
