"""学生返校日报: who has not come after a term's opening or a long holiday, who asked, what was said."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, DATE, SIGNED, day_of, rooms_asked, shown, subtitle
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.attendance import returning
from kongchuo_desktop.school.attendance.returning import ReturnClass, ReturnLine


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A row for each child who has not come, and one for each class that is whole."""
    answers = checked(KIND, choices)
    on = day_of(answers, today)
    wanted = {room.id for room in rooms_asked(session, answers, today)}
    opening = returning.current_opening(session, today=on)
    if opening is None:
        return Table("学生返校日报", COLUMNS, (), subtitle(session, shown(on)), ("学期还没有开始。",), landscape=True)
    found = returning.state(session, opening=opening, today=on)
    rows: list[tuple[Cell, ...]] = []
    for room in found.classes:
        if room.class_id in wanted:
            rows += _rows(room)
    return Table(
        "学生返校日报", COLUMNS, tuple(rows), subtitle(session, f"{opening.why} {shown(on)}"), (found.sentence, SIGNED),
        landscape=True,
    )  # fmt: skip


def _rows(room: ReturnClass) -> list[tuple[Cell, ...]]:
    head = (room.name, len(room.lines), len(room.lines) - len(room.missing), len(room.missing))
    if room.whole:
        return [(*head, "全部到校", "", "", "")]
    if not room.begun:
        return [(*head, "尚未登记", "", "", "")]
    return [(*head, *_line(line)) for line in room.missing]


def _line(line: ReturnLine) -> tuple[Cell, ...]:
    when = f"{line.asked_at.month}月{line.asked_at.day}日{line.asked_at:%H:%M}" if line.asked_at else ""
    return (line.name, line.asked_by, when, line.answer or "还没有问到")


COLUMNS = (
    Column("class", "班级", 12),
    Column("should", "应到", 6, "center", "number"),
    Column("came", "已到", 6, "center", "number"),
    Column("missing", "未到", 6, "center", "number"),
    Column("name", "未到学生", 12),
    Column("asked_by", "联系人", 10),
    Column("asked_at", "联系时间", 16, "center"),
    Column("answer", "去向和返校时间", 40),
)
KIND = ReportKind(
    "return_report",
    "学生返校日报",
    tabulate,
    (DATE, CLASS),
    group="考勤",
    about="开学第一周和长假后每天一报，直到全班到齐",
)
