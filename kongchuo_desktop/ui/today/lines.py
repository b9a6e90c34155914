"""Tasks as lines of a list: when, who it is about, what to do, why, and who does it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.school.attendance.duties import Duty, DutyState
from kongchuo_desktop.school.tasks.agenda import Agenda, Opens, Task
from kongchuo_desktop.ui.attendance.columns import WEEKDAYS
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

OVERDUE, TODAY, WEEK, LATER, CLOSED = "已过期", "今天", "本周", "以后", "已办结"


@dataclass(frozen=True)
class TaskLine:
    """One line; `duty` is there only where it was read with it."""

    key: Hashable
    group: str
    when: str
    due: date
    about: str
    title: str
    sentence: str
    who: str
    opens: Opens
    papers: tuple[str, ...] = ()
    tone: str = ""


def lines_of(agenda: Agenda) -> tuple[TaskLine, ...]:
    """In the agenda's order. Registers stand beside the list, not in it."""
    groups = ((OVERDUE, agenda.overdue), (TODAY, agenda.today), (WEEK, agenda.this_week), (LATER, agenda.later))
    return tuple(_line(task, group, agenda.on) for group, tasks in groups for task in tasks)


def _line(task: Task, group: str, on: date) -> TaskLine:
    tone = {OVERDUE: "red", TODAY: "amber"}.get(group, "")
    about = " ".join(filter(None, (task.pupil, task.class_name)))
    return TaskLine(
        task.key, group, when_words(task.due, on), task.due, about, task.title, task.sentence, task.who, task.opens,
        task.papers, tone,
    )  # fmt: skip


def when_words(due: date, on: date) -> str:
    """过期 2 天, 今天, 周五 9月18日."""
    days = (due - on).days
    if days < 0:
        return f"过期 {-days} 天"
    if days < 2:
        return "明天" if days else "今天"
    return f"{due.month}月{due.day}日 周{WEEKDAYS[due.weekday()]}"


def closed_lines(duties: tuple[Duty, ...]) -> tuple[TaskLine, ...]:
    """Closed duties with their outcome in place of the reason."""
    return tuple(_closed(duty) for duty in duties if duty.closure is not None and duty.state is DutyState.CLOSED)


def _closed(duty: Duty) -> TaskLine:
    assert duty.closure is not None  # noqa: S101 - only closed ones are asked for
    done = duty.closure
    opens = Opens("duty", duty.pupil.id, duty.pupil.class_id, duty.crossed_on, step=duty.step.number)
    return TaskLine(
        (duty.pupil.uid, duty.rule_set, duty.step.number, duty.crossed_on), CLOSED,
        f"{done.done_on.month}月{done.done_on.day}日办结", done.done_on, f"{duty.pupil.name} {duty.pupil.class_name}",
        duty.step.duty, f"{done.outcome}：{done.record}", done.done_by, opens, duty.step.papers,
    )  # fmt: skip


def task_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of the first page."""
    return ListKind(
        key="today", title="待办", unit="件", acts=acts, empty=empty,
        identity=lambda line: line.key,
        words=lambda line: f"{line.about} {line.title} {line.who} {line.sentence}",
        columns=(
            Column("when", "到期", lambda line: line.when, width=104, sort=lambda line: line.due,
                   tone=lambda line: line.tone, value=lambda line: line.due, kind="date"),
            Column("about", "学生、班级", lambda line: line.about, width=150),
            Column("title", "要做的事", lambda line: line.title, width=208, filtered=True),
            Column("who", "谁办", lambda line: line.who, width=80, filtered=True),
            Column("group", "期限", lambda line: line.group, width=72, filtered=True, shown=False),
            Column("sentence", "情况和依据", lambda line: line.sentence, width=320),
        ),
    )  # fmt: skip
