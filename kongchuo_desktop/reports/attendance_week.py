"""年级周报: a week's attendance by grade and class, with the children behind each truancy."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import (
    DATE,
    GRADE,
    SIGNED,
    UNIT,
    named,
    percent,
    rooms_asked,
    span_shown,
    subtitle,
    week_asked,
)
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.attendance import figures, service
from kongchuo_desktop.school.attendance.figures import ChildFigures, ClassFigures
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.classes.rules import grade_name

HEADINGS = (
    Column("pupils", "学生数", 7, "center", "number"),
    Column("should", "应到人次", 9, "center", "number"),
    Column("present", "实到人次", 9, "center", "number"),
    Column("rate", "出勤率%", 8, "center", "number"),
    Column("truant", "旷课人次", 9, "center", "number"),
    Column("truant_children", "旷课人数", 9, "center", "number"),
    Column("truant_periods", "旷课节数", 9, "center", "number"),
    Column("sick", "病假", 6, "center", "number"),
    Column("personal", "事假", 6, "center", "number"),
    Column("other", "其他假", 7, "center", "number"),
    Column("late", "迟到", 6, "center", "number"),
    Column("early", "早退", 6, "center", "number"),
    Column("not_recorded", "未点名半天", 11, "center", "number"),
)
NAMES = Column("names", "旷课学生", 30)


def figures_row(items: Sequence[ClassFigures], kinds: Mapping[str, Counts]) -> tuple[Cell, ...]:
    """The figures of one class, or of several together, in the order of HEADINGS."""

    def every(*wanted: str, single: bool = False) -> int:
        return sum((item.periods if single else item.halves).get(kind, 0) for item in items for kind in wanted)

    truant = [kind for kind, counts in kinds.items() if counts is Counts.TRUANT]
    should = sum(item.should for item in items)
    missed = sum(item.absent(sort, kinds) for item in items for sort in (Counts.TRUANT, Counts.LEAVE))
    leave = sum(item.absent(Counts.LEAVE, kinds) for item in items)
    late, early = (every(kind) + every(kind, single=True) for kind in ("迟到", "早退"))
    recorded = any(item.recorded for item in items)
    heads = sum(item.children.get(kind, 0) for item in items for kind in truant)
    return (
        sum(item.pupils for item in items), should if recorded else None, should - missed if recorded else None,
        percent(should - missed, should), every(*truant), heads, every(*truant, single=True), every("病假"),
        every("事假"), leave - every("病假", "事假"), late, early, sum(item.not_recorded for item in items),
    )  # fmt: skip


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """One row for each class, a sum for each grade, one for the school."""
    answers = checked(KIND, choices)
    first, last = week_asked(answers, today)
    wanted = {room.id for room in rooms_asked(session, answers, today)}
    kinds = service.kinds(session)
    items = [item for item in figures.by_class(session, first=first, last=last, today=today) if item.room.id in wanted]
    truants = truants_by_class(figures.by_child(session, first=first, last=last, only=Counts.TRUANT))
    rows: list[tuple[Cell, ...]] = []
    for grade, group in groupby(items, key=lambda item: (item.room.campus, item.room.grade)):
        mine = list(group)
        name = f"{grade[0]}{grade_name(grade[1])}"
        rows += [
            (name, item.room.full_name, *figures_row([item], kinds), truants.get(item.room.id, "")) for item in mine
        ]
        if len(mine) > 1:
            rows.append((name, "小计", *figures_row(mine, kinds), ""))
    rows.append(("合计", "", *figures_row(items, kinds), ""))
    return Table(
        "年级周报", (Column("grade", "年级", 10), Column("class", "班级", 12), *HEADINGS, NAMES), tuple(rows),
        subtitle(session, span_shown(first, last)), zero_notes(items, kinds, "本周"), landscape=True,
    )  # fmt: skip


def truants_by_class(children: Iterable[ChildFigures]) -> dict[int, str]:
    """韦小山(2天)、罗雨(3节) for each class."""
    told: dict[int, list[str]] = {}
    for child in children:
        told.setdefault(child.class_id, []).append(f"{child.name}（{amount(child)}）")
    return {room: named(names) for room, names in told.items()}


def amount(child: ChildFigures) -> str:
    """How much a child missed: 1.5天, 3节, or both."""
    days, periods = sum(child.halves.values()) / 2, sum(child.periods.values())
    return "".join(filter(None, (f"{days:g}天" if days else "", f"{periods}节" if periods else "")))


def zero_notes(items: Sequence[ClassFigures], kinds: Mapping[str, Counts], when: str) -> tuple[str, ...]:
    """A zero report where there is one, what is not recorded, the unit, lines to sign."""
    truant = sum(item.absent(Counts.TRUANT, kinds) for item in items)
    singles = sum(number for item in items for kind, number in item.periods.items() if kinds.get(kind) is Counts.TRUANT)
    missing = [f"{item.room.full_name}{item.not_recorded}个半天" for item in items if item.not_recorded]
    told = []
    if not truant and not singles and any(item.recorded for item in items):
        told.append(f"零报告：{when}已点名的半天里没有学生旷课。")
    if missing:
        told.append(f"尚未点名：{named(missing)}。")
    return (*told, UNIT, SIGNED)


KIND = ReportKind(
    "week",
    "年级周报",
    tabulate,
    (DATE, GRADE),
    group="考勤",
    about="一周各年级、各班出勤和旷课学生名单，无旷课时为零报告",
)
