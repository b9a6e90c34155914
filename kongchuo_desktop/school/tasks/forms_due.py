"""Tasks from offices' forms that are due on a day of each month."""

from collections.abc import Iterator
from datetime import timedelta

from kongchuo_desktop.school.enrolment import form_maps
from kongchuo_desktop.school.enrolment.form_rules import due_in_month
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

AHEAD = timedelta(days=5)  # before the day it is due
OFFICE = "教导处"


def tasks(reading: Reading) -> Iterator[Task]:
    """One for each form of the school's own that is due this month and not yet filled for it.

    A filling counts for the day that comes after it, so that one of the last month's lateness does not count for this.
    """
    for one in form_maps.maps(reading.session):
        if not one.rules.due_day:
            continue
        due = due_in_month(one.rules.due_day, reading.on)
        before = due_in_month(one.rules.due_day, due.replace(day=1) - timedelta(days=1))
        done = one.filled_on is not None and one.filled_on > before
        if done or reading.on < due - AHEAD or one.changed_at.date() > due:
            continue
        yield Task(
            key=f"forms/{one.id}/{due:%Y-%m}", source="forms", title=f"填报{one.title}",
            sentence=f"{one.title}每月{one.rules.due_day}日前报{one.office or '上级'}，本月还没有填",
            who=OFFICE, due=due, state=state_of(due, reading.on),
            opens=Opens("upward", kind="forms", slot=str(one.id)),
        )  # fmt: skip
