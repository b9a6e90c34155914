"""Tasks from registers that were not taken in the last thirty days, one for a class and day."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, select

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.model import Register
from kongchuo_desktop.school.attendance.rules import SLOT_NAMES
from kongchuo_desktop.school.attendance.service import NotTaken
from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

_OF_CLASS = Register.class_id == SchoolClass.id


def tasks(reading: Reading) -> Iterator[Task]:
    """Newest day first. A class that never took one is asked for today's only, not for a month of them."""
    missing = service.not_taken(reading.session, today=reading.on, until_now=reading.until_now)
    began = set(reading.session.scalars(select(SchoolClass.id).where(exists().where(_OF_CLASS))))
    grouped: dict[tuple[int, date], list[NotTaken]] = {}
    for item in missing:
        if item.class_id in began or item.day == reading.on:
            grouped.setdefault((item.class_id, item.day), []).append(item)
    for items in grouped.values():
        yield _task(items, reading.on)


def _task(items: list[NotTaken], on: date) -> Task:
    first = items[0]
    slots = "、".join(SLOT_NAMES[item.slot] for item in items)
    return Task(
        key=f"registers/{first.class_id}/{first.day.isoformat()}", source="registers", title="补登点名",
        sentence=f"{first.class_name}{first.day.month}月{first.day.day}日{slots}没有点名",
        who=first.head or "班主任", due=first.day, state=state_of(first.day, on), class_name=first.class_name,
        opens=Opens("attendance", class_id=first.class_id, day=first.day, slot=first.slot),
    )  # fmt: skip
