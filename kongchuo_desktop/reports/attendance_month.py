"""学校月报: a month's attendance, movements, duties and children long away; or a zero report."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import MONTH, month_asked, named, subtitle
from kongchuo_desktop.reports.attendance_week import HEADINGS, NAMES, figures_row, truants_by_class, zero_notes
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.attendance import duties, figures, service
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.duties import DutyState
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.pupils.model import Pupil

LONG_AWAY = 5  # school days without leave: a week (the seeds' third step)


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """One row for each class and the school's sum; below it who is long away and which duties are open."""
    answers = checked(KIND, choices)
    first, last = month_asked(answers, today)
    until = min(last, today)
    kinds = service.kinds(session)
    items = figures.by_class(session, first=first, last=last, today=today)
    truants = truants_by_class(figures.by_child(session, first=first, last=last, only=Counts.TRUANT))
    rows: list[tuple[Cell, ...]] = [
        (item.room.full_name, *figures_row([item], kinds), truants.get(item.room.id, "")) for item in items
    ]
    rows.append(("合计", *figures_row(items, kinds), ""))
    taught = len(calendar_of(session).taught(first, last))
    when = f"{first.year}年{first.month}月（上课{taught}天）"
    notes = (*_standing(session, first, until), *_movements(session, first, until), *zero_notes(items, kinds, "本月"))
    return Table(
        "学校月报", (Column("class", "班级", 12), *HEADINGS, NAMES), tuple(rows), subtitle(session, when), notes,
        landscape=True,
    )  # fmt: skip


def _standing(session: Session, first: date, until: date) -> Sequence[str]:
    """Who is away without leave for a week or more, and how the month's duties stand."""
    if until < first:
        return ()
    found = duties.standing(session, on=until)
    long_away = [item for item in found.away if item.days >= LONG_AWAY]
    due = [duty for duty in found.duties if first <= duty.crossed_on <= until]
    closed = sum(1 for duty in due if duty.state is DutyState.CLOSED)
    overdue = sum(1 for duty in due if duty.state is DutyState.OVERDUE)
    names = named(f"{item.pupil.class_name}{item.pupil.name}（{item.days:g}天）" for item in long_away)
    away = f"至{until.month}月{until.day}日连续旷课满{LONG_AWAY}天未返校：{names}。" if names else ""
    return (
        away or f"零报告：至{until.month}月{until.day}日没有学生连续旷课满{LONG_AWAY}天。",
        f"本月触发逐级报告事项{len(due)}项，已办结{closed}项，逾期未办{overdue}项。",
    )


def _movements(session: Session, first: date, until: date) -> Sequence[str]:
    """Who came and who left, as far as the roll says so."""
    came = session.scalar(select(func.count()).where(Pupil.joined_on.between(first, until))) or 0
    query = select(Pupil.name, Pupil.left_why).where(Pupil.left_on.between(first, until), Pupil.status == "离校")
    left = [f"{name}（{why or '原因未填'}）" for name, why in session.execute(query)]
    names = f":{named(left)}" if left else ""
    return (f"本月入学{came}人，离校{len(left)}人{names}。",)


KIND = ReportKind(
    "month",
    "学校月报",
    tabulate,
    (MONTH,),
    group="考勤",
    about="全月各班出勤、旷课名单、长期未返校和事项办理情况，可零报告",
)
