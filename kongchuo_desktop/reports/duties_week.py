"""本周待办: what is overdue, due today and due this week, to print and tick off."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import DATE, day_of, span_shown, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.attendance.duties import DutyState, week_of
from kongchuo_desktop.school.tasks import service as tasks
from kongchuo_desktop.school.tasks.agenda import Task

WHO = Choice("who", "负责人（不填为全校）", source="staff")
STATES = {DutyState.OVERDUE: "已逾期", DutyState.TODAY: "今天", DutyState.COMING: "本周"}


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Everything that asks to be done by Sunday, with room to note the outcome."""
    answers = checked(KIND, choices)
    on = day_of(answers, today)
    agenda = tasks.today(session, on=on, who=answers["who"] or None)
    wanted = (*agenda.overdue, *agenda.today, *agenda.this_week, *agenda.registers_not_taken)
    days = week_of(on)
    rows: list[tuple[Cell, ...]] = [(n, *_row(task)) for n, task in enumerate(wanted, start=1)]
    missing = "、".join(f"{item.pupil.class_name}{item.pupil.name}（{item.days:g}天）" for item in agenda.away)
    notes = (
        f"名在人不在（旷课3天以上未返校、未请假）：{missing}。" if missing else "没有旷课3天以上未返校的学生。",
        "办结须写明办理结果和依据（电话、家访或报告的时间、编号），并在程序里逐项登记。",
    )
    who = f"({answers['who']})" if answers["who"] else ""
    return Table(
        f"本周待办事项{who}",
        COLUMNS,
        tuple(rows),
        subtitle(session, span_shown(days[0], days[-1])),
        notes,
        landscape=True,
    )


COLUMNS = (
    Column("n", "序号", 5, "center", "number"),
    Column("due", "期限", 12, "center", "date"),
    Column("state", "状态", 8, "center"),
    Column("class", "班级", 12),
    Column("pupil", "学生", 10),
    Column("title", "要做的事", 26),
    Column("sentence", "事由和依据", 44),
    Column("who", "负责人", 10),
    Column("outcome", "办理结果", 20),
)


def _row(task: Task) -> tuple[Cell, ...]:
    return (task.due, STATES[task.state], task.class_name, task.pupil, task.title, task.sentence, task.who, "")


KIND = ReportKind(
    "duties_week",
    "本周待办事项",
    tabulate,
    (DATE, WHO),
    group="考勤",
    about="逾期、今天和本周到期的事项，可打印逐项办理",
)
