"""Absences of a period by child, by class, by reason; and who misses a tenth of the recorded half-days or more."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import (
    CLASS,
    FROM,
    TO,
    UNIT,
    percent,
    period_asked,
    rooms_asked,
    span_shown,
    subtitle,
)
from kongchuo_desktop.reports.attendance_week import HEADINGS, figures_row
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.attendance import figures, service
from kongchuo_desktop.school.attendance.figures import ChildFigures
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.types import ClassId

SHARE = Choice("share", "缺勤率达到(%)", default="10")


def _asked(
    session: Session, answers: Mapping[str, str], today: date
) -> tuple[date, date, dict[ClassId, ClassFacts], tuple[ChildFigures, ...]]:
    first, last = period_asked(session, answers, today)
    rooms = {room.id: room for room in rooms_asked(session, answers, today)}
    only = next(iter(rooms)) if answers.get("class") else None
    children = figures.by_child(session, first=first, last=last, class_id=only, reasons=True)
    order = {room: place for place, room in enumerate(rooms)}
    found = [child for child in children if child.class_id in rooms]
    return first, last, rooms, tuple(sorted(found, key=lambda child: order[child.class_id]))


def children(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Every child with a mark, in days and periods by kind."""
    first, last, rooms, found = _asked(session, checked(CHILDREN, choices), today)
    kinds = service.kinds(session)
    shown = list(kinds)
    rows: list[tuple[Cell, ...]] = [
        (
            rooms[child.class_id].full_name, child.name,
            *(child.halves.get(kind, 0) / 2 if kinds[kind] is not Counts.PRESENT
              else child.halves.get(kind, 0) + child.periods.get(kind, 0) for kind in shown),
            sum(n for kind, n in child.periods.items() if kinds.get(kind) is Counts.TRUANT),
            child.last_day, "、".join(child.reasons),
        )
        for child in found
    ]  # fmt: skip
    units = {kind: "(次)" if kinds[kind] is Counts.PRESENT else "(天)" for kind in shown}
    return Table(
        "学生缺勤统计表",
        (
            Column("class", "班级", 12), Column("name", "姓名", 12),
            *(Column(f"kind{n}", f"{kind}{units[kind]}", 9, "center", "number") for n, kind in enumerate(shown)),
            Column("periods", "旷课节数", 9, "center", "number"),
            Column("last", "最近一次", 12, "center", "date"), Column("reasons", "原因", 24),
        ),
        tuple(rows), subtitle(session, span_shown(first, last)), (f"共 {len(rows)} 人有记录。",), landscape=True,
    )  # fmt: skip


def classes(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """The classes side by side over any period."""
    answers = checked(CLASSES, choices)
    first, last = period_asked(session, answers, today)
    kinds = service.kinds(session)
    items = figures.by_class(session, first=first, last=last, today=today)
    rows = [(item.room.full_name, *figures_row([item], kinds)) for item in items]
    rows.append(("合计", *figures_row(items, kinds)))
    return Table(
        "各班缺勤统计表", (Column("class", "班级", 12), *HEADINGS), tuple(rows),
        subtitle(session, span_shown(first, last)), (UNIT,), landscape=True,
    )  # fmt: skip


def reasons(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """What was given as the reason, kind by kind."""
    answers = checked(REASONS, choices)
    first, last = period_asked(session, answers, today)
    rooms = rooms_asked(session, answers, today)
    only = rooms[0].id if answers["class"] else None
    rows: list[tuple[Cell, ...]] = [
        (kind, why or "（未填原因）", people, halves / 2, singles)
        for kind, why, people, halves, singles in figures.by_reason(session, first=first, last=last, class_id=only)
    ]
    where = f"{answers['class']} " if answers["class"] else ""
    return Table(
        "缺勤原因统计表",
        (
            Column("kind", "类别", 10, "center"), Column("reason", "原因", 36),
            Column("children", "人数", 8, "center", "number"), Column("days", "天数", 8, "center", "number"),
            Column("periods", "单节（次）", 10, "center", "number"),
        ),
        tuple(rows), subtitle(session, where + span_shown(first, last)),
    )  # fmt: skip


def chronic(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Children who missed a tenth of their class's recorded half-days or more, for whatever reason."""
    answers = checked(CHRONIC, choices)
    first, last, rooms, found = _asked(session, answers, today)
    least = float(answers["share"]) if answers["share"].replace(".", "", 1).isdigit() else 10.0
    kinds = service.kinds(session)
    recorded = {item.room.id: item.recorded for item in figures.by_class(session, first=first, last=last, today=today)}
    rows: list[tuple[Cell, ...]] = []
    for child in found:
        truant = sum(n for kind, n in child.halves.items() if kinds.get(kind) is Counts.TRUANT)
        leave = sum(n for kind, n in child.halves.items() if kinds.get(kind, Counts.LEAVE) is Counts.LEAVE)
        of = recorded.get(child.class_id, 0)
        share = percent(truant + leave, of)
        if share is not None and share >= least:
            name = rooms[child.class_id].full_name
            rows.append((name, child.name, of / 2, (truant + leave) / 2, truant / 2, leave / 2, share))
    rows.sort(key=lambda row: -float(str(row[6])))
    return Table(
        "缺勤较多学生名单",
        (
            Column("class", "班级", 12), Column("name", "姓名", 12),
            Column("recorded", "登记天数", 10, "center", "number"),
            Column("missed", "缺勤天数", 10, "center", "number"),
            Column("truant", "其中旷课", 10, "center", "number"), Column("leave", "其中请假", 10, "center", "number"),
            Column("share", "缺勤率%", 9, "center", "number"),
        ),
        tuple(rows), subtitle(session, span_shown(first, last)),
        (f"共 {len(rows)} 人缺勤（含请假）达到登记天数的 {least:g}%。名单供校内关心帮扶使用，不作评价。",),
    )  # fmt: skip


CHILDREN = ReportKind(
    "absence_children", "学生缺勤统计表", children, (CLASS, FROM, TO), "考勤", "一段时间内每名学生的缺勤天数和原因"
)
CLASSES = ReportKind(
    "absence_classes", "各班缺勤统计表", classes, (FROM, TO), "考勤", "一段时间内各班出勤对照", personal=False
)
REASONS = ReportKind(
    "absence_reasons",
    "缺勤原因统计表",
    reasons,
    (CLASS, FROM, TO),
    "考勤",
    "按类别、原因统计人数和天数",
    personal=False,
)
CHRONIC = ReportKind(
    "absence_chronic", "缺勤较多学生名单", chronic, (CLASS, FROM, TO, SHARE), "考勤", "缺勤达到登记天数一成的学生"
)
KINDS = (CHILDREN, CLASSES, REASONS, CHRONIC)
