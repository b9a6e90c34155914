"""班级日报: who should have been there and was, class by class and half-day by half-day."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import (
    CLASS,
    DATE,
    SIGNED_CLASS,
    day_of,
    rooms_asked,
    shown,
    subtitle,
    weekday,
)
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.attendance import figures, service
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.figures import AwayOnDay, ClassFigures
from kongchuo_desktop.school.attendance.model import Register
from kongchuo_desktop.school.attendance.rules import HALVES, SLOT_NAMES, Counts, DayPlan

KINDS_SHOWN = ("旷课", "病假", "事假")


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """One row for each class and half-day; blank, not nought, where no register was taken."""
    answers = checked(KIND, choices)
    day = day_of(answers, today)
    rooms = {room.id for room in rooms_asked(session, answers, today)}
    calendar = calendar_of(session)
    kinds = service.kinds(session)
    plan = service.day_plan(session, on=day)
    of_day = select(Register.class_id, Register.slot).where(Register.day == day)
    taken = {(room, slot) for room, slot in session.execute(of_day)}
    marks = figures.marks_of_day(session, day=day)
    rows: list[tuple[Cell, ...]] = []
    for item in figures.by_class(session, first=day, last=day, today=max(today, day)):
        if item.room.id in rooms:
            mine = [mark for mark in marks if mark.class_id == item.room.id]
            free = calendar.free(day, item.room.id)
            rows += [_row(item, slot, mine, free, (item.room.id, slot) in taken, kinds, plan) for slot in HALVES]
    rows += [_total(rows)] if len(rooms) > 1 else []
    return Table(
        "班级日报",
        COLUMNS,
        tuple(rows),
        subtitle(session, f"{shown(day)} {weekday(day)}"),
        _notes(rows),
        landscape=True,
    )


COLUMNS = (
    Column("class", "班级", 12),
    Column("slot", "时段", 6, "center"),
    Column("state", "点名", 8, "center"),
    Column("should", "应到", 6, "center", "number"),
    Column("present", "实到", 6, "center", "number"),
    Column("truant", "旷课", 6, "center", "number"),
    Column("sick", "病假", 6, "center", "number"),
    Column("personal", "事假", 6, "center", "number"),
    Column("other", "其他假", 8, "center", "number"),
    Column("late", "迟到", 6, "center", "number"),
    Column("early", "早退", 6, "center", "number"),
    Column("truant_periods", "旷课节数", 9, "center", "number"),
    Column("names", "学生及原因", 50),
)
NUMBERS = range(3, 12)


def _row(
    item: ClassFigures,
    slot: str,
    marks: Sequence[AwayOnDay],
    free: str,
    taken: bool,
    kinds: Mapping[str, Counts],
    plan: DayPlan,
) -> tuple[Cell, ...]:
    mine = [mark for mark in marks if mark.slot == slot]
    singles = [mark for mark in marks if mark.slot not in HALVES and _half(mark.slot, plan) == slot]
    said = "、".join((*map(_said, mine), *_periods_said(singles)))
    truant = sum(1 for mark in singles if kinds.get(mark.kind) is Counts.TRUANT)
    state = "已点名" if taken else free or "未点名"
    if not taken:
        return (item.room.full_name, SLOT_NAMES[slot], state, item.pupils, *[None] * 7, truant or None, said)
    count = {kind: sum(1 for mark in mine if mark.kind == kind) for kind in (*KINDS_SHOWN, "迟到", "早退")}
    absent = [mark for mark in mine if kinds.get(mark.kind, Counts.LEAVE) is not Counts.PRESENT]
    other = len(absent) - sum(count[kind] for kind in KINDS_SHOWN)
    return (
        item.room.full_name, SLOT_NAMES[slot], state, item.pupils, item.pupils - len(absent), count["旷课"],
        count["病假"], count["事假"], other, count["迟到"], count["早退"], truant, said,
    )  # fmt: skip


def _half(slot: str, plan: DayPlan) -> str:
    """The half-day in whose row a single period stands; the morning's health check stands with the morning."""
    return plan.half_of(slot) if slot.isdigit() else HALVES[0]


def _periods_said(marks: Sequence[AwayOnDay]) -> list[str]:
    """One word for a child and kind: 韦小山(第1、2节旷课)."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for mark in marks:
        grouped.setdefault((mark.name, mark.kind, mark.reason), []).append(mark.slot)
    told = []
    for (name, kind, reason), slots in grouped.items():
        numbers = "、".join(sorted(slot for slot in slots if slot.isdigit()))
        where = f"第{numbers}节" if numbers else SLOT_NAMES.get(slots[0], slots[0])
        told.append(f"{name}（{'，'.join(filter(None, (where + kind, reason)))}）")
    return told


def _said(mark: AwayOnDay) -> str:
    return f"{mark.name}（{'，'.join(filter(None, (mark.kind, mark.reason, mark.told)))}）"


def _total(rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    recorded = [row for row in rows if row[4] is not None]
    sums = [sum(value for row in recorded if isinstance(value := row[column], int)) for column in NUMBERS]
    state = f"已点名{len(recorded)}/{len(rows)}"
    return ("合计（人次）", "", state, *sums, "")


def _notes(rows: Sequence[tuple[Cell, ...]]) -> tuple[str, ...]:
    lines = [row for row in rows if row[1]]
    recorded = [row for row in lines if row[2] == "已点名"]
    missing = [f"{row[0]}{row[1]}" for row in lines if row[2] == "未点名"]
    told = []
    if recorded and not any(row[5] or row[11] for row in lines):
        told.append("零报告：已点名的班级没有学生旷课。")
    if missing:
        told.append(f"尚未点名：{'、'.join(missing[:20])}{'等' if len(missing) > 20 else ''}（不作“全勤”上报）。")
    return (*told, SIGNED_CLASS)


KIND = ReportKind(
    "day", "班级日报", tabulate, (DATE, CLASS), group="考勤", about="当天每班上午、下午的应到、实到、缺勤学生及原因"
)
