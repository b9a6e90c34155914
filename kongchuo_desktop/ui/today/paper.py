"""The week's tasks as a table for the wall or the meeting."""

from datetime import date, timedelta

from kongchuo_desktop.reports.table import Column, Table
from kongchuo_desktop.school.tasks.agenda import Agenda, Task
from kongchuo_desktop.ui.attendance.columns import day_words

COLUMNS = (
    Column("due", "到期", 12, "left", "text"),
    Column("about", "学生、班级", 14, "left", "text"),
    Column("title", "要做的事", 18, "left", "text"),
    Column("sentence", "情况和依据", 40, "left", "text"),
    Column("who", "谁办", 8, "left", "text"),
    Column("done", "办理结果、签名", 16, "left", "text"),
)


def week_table(agenda: Agenda, *, who: str) -> Table:
    """Overdue, today, and until Sunday; registers not taken; 名在人不在."""
    monday = agenda.on - timedelta(days=agenda.on.weekday())
    tasks = (*agenda.overdue, *agenda.today, *agenda.this_week, *agenda.registers_not_taken)
    away = tuple(
        f"名在人不在：{item.pupil.class_name}{item.pupil.name}，{day_words(item.since)}起 {item.days:g} 天"
        for item in agenda.away
    )
    return Table(
        title=f"本周待办（{_short(monday)}—{_short(monday + timedelta(days=6))}）",
        columns=COLUMNS, rows=tuple(_row(task, agenda.on) for task in tasks), landscape=True,
        subtitle=f"{who}，{day_words(agenda.on)}列出" if who else f"{day_words(agenda.on)}列出", notes=away,
    )  # fmt: skip


def _row(task: Task, on: date) -> tuple[str, ...]:
    late = "（已过期）" if task.due < on else ""
    about = " ".join(filter(None, (task.pupil, task.class_name)))
    return (f"{_short(task.due)}{late}", about, task.title, task.sentence, task.who, "")


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
