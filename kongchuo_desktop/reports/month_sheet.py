"""考勤月表: a class's month on paper, its columns the real school days; what is recorded already is filled in."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, MONTH, month_asked, rooms_asked, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.days import SchoolCalendar, calendar_of
from kongchuo_desktop.school.attendance.rules import AM, PM
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.classes.service import ClassFacts

SIGNS = {"旷课": "×", "病假": "病", "事假": "事", "公假": "公", "迟到": "迟", "早退": "退"}
FILLED = Choice("filled", "内容", (("blank", "空白表，手工填写"), ("recorded", "填上已登记的")), "blank")
NOTE = (
    "每天一格，左上午、右下午（如“×/”为上午旷课）：到校不填，旷课“×”、病假“病”、事假“事”、迟到“迟”、早退“退”。"
    "点过名的日子在第一行打勾；没有打勾的日子算没有点名。"
)


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """One page a class; days without lessons have no column."""
    answers = checked(KIND, choices)
    first, last = month_asked(answers, today)
    calendar = calendar_of(session)
    days = calendar.taught(first, last)
    rows: list[tuple[Cell, ...]] = []
    for room in rooms_asked(session, answers, today):
        rows += _rows(session, room, days, calendar, answers["filled"] == "recorded", today)
    columns = (
        Column("class", "班级", 10), Column("n", "序号", 4, "center", "number"), Column("name", "姓名", 10),
        *(Column(day.isoformat(), f"{day.day}{'一二三四五六日'[day.weekday()]}", 4, "center") for day in days),
        Column("sum", "备注", 8),
    )  # fmt: skip
    when = f"{first.year}年{first.month}月(上课{len(days)}天)"
    return Table(
        "班级考勤月表",
        columns,
        tuple(rows),
        subtitle(session, when),
        (NOTE, "班主任（签字）：＿＿＿＿＿＿"),
        True,
        "class",
    )


def _rows(
    session: Session, room: ClassFacts, days: tuple[date, ...], calendar: SchoolCalendar, filled: bool, today: date
) -> list[tuple[Cell, ...]]:
    grid = service.grid(session, class_id=room.id, days=days, today=today)
    off = calendar.off_days(room.id)
    taken = {day.day: day.taken for day in grid.days} if filled else {}
    ticks = ("休" if day in off else _ticks(taken.get(day, frozenset())) for day in days)
    lines: list[tuple[Cell, ...]] = [(room.full_name, None, "点名（打勾）", *ticks, "")]
    for n, row in enumerate(grid.rows, start=1):
        cells = [_cell(row.marks, day) if filled else "休" if day in off else "" for day in days]
        lines.append((room.full_name, n, row.name, *cells, row.told_apart))
    return lines


def _ticks(taken: frozenset[str]) -> str:
    """√√ for a day with both registers, √/ for one with the morning's."""
    return "".join("√" if slot in taken else "/" for slot in (AM, PM)) if taken else ""


def _cell(marks: Mapping[tuple[date, str], Mark], day: date) -> str:
    """×× for a day, ×/ for a morning; single periods as 3节×."""
    halves = [
        SIGNS.get(marks[day, slot].kind, marks[day, slot].kind[:1]) if (day, slot) in marks else "" for slot in (AM, PM)
    ]
    singles = sum(1 for at, slot in marks if at == day and slot not in (AM, PM))
    text = "".join(half or "/" for half in halves) if any(halves) else ""
    return text + (f"{singles}节" if singles else "")


KIND = ReportKind(
    "month_sheet",
    "班级考勤月表",
    tabulate,
    (CLASS, MONTH, FILLED),
    group="考勤",
    about="每班一页，只列当月真正上课的日子，可空白打印手填",
)
