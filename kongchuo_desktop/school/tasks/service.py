"""今日: what every source asks for, sorted by when it is due."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance.duties import DutyState
from kongchuo_desktop.school.attendance.rules import HALVES
from kongchuo_desktop.school.classes.rules import in_order
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.tasks.agenda import Agenda, Task, end_of_week
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.tasks.sources import SOURCES, Source

LONG_AWAY = 3.0  # days without leave from which a child is listed as 名在人不在
AWAY = frozenset({"ladder", "returns", "returning"})  # a child is not in school
OFFICE_WORDS = {
    "校长": ("校长", "负责人"), "教导处": ("教导", "教务"), "教务处": ("教务", "教导"), "政教处": ("政教", "德育"),
}  # fmt: skip


def today(
    session: Session, *, on: date, who: str | None = None, until_now: Sequence[str] = HALVES,
    sources: Iterable[Source] = SOURCES,
) -> Agenda:  # fmt: skip
    """The agenda of a day, the whole school's or one person's.

    What should be done by now comes by weight: who is not in school, then whatever names a child, then papers of a
    class or the school; what is coming, by its day.
    `until_now`: half-days of that day whose register should be there by now.
    """
    reading = Reading(session, on, until_now)
    tasks = [task for source in sources for task in source(reading)]
    missing = tuple(item for item in reading.standing.away if item.days >= LONG_AWAY)
    if who is not None:
        offices = _offices(session, who, on)
        tasks = [task for task in tasks if task.who == who or task.who in offices]
        mine = {room.id for room in reading.rooms.values() if room.head == who}
        missing = tuple(item for item in missing if offices or item.pupil.class_id in mine)
    registers = tuple(task for task in tasks if task.source == "registers")
    rest = sorted((task for task in tasks if task.source != "registers"), key=_order)
    sunday = end_of_week(on)
    pressing = sorted((task for task in rest if task.due <= on), key=_weight)
    return Agenda(
        on=on,
        overdue=tuple(task for task in pressing if task.state is DutyState.OVERDUE),
        today=tuple(task for task in pressing if task.state is DutyState.TODAY),
        this_week=tuple(task for task in rest if task.state is DutyState.COMING and task.due <= sunday),
        later=tuple(task for task in rest if task.state is DutyState.COMING and task.due > sunday),
        registers_not_taken=registers,
        away=missing,
    )


def _order(task: Task) -> tuple[date, str, str, str]:
    return task.due, in_order(task.class_name), task.pupil, task.key


def _weight(task: Task) -> int:
    return 0 if task.source in AWAY else 1 if task.pupil else 2


def _offices(session: Session, who: str, on: date) -> frozenset[str]:
    """The offices that a person holds by the words of their duty."""
    duties = [person.duty for person in staff_room.staff(session, today=on) if person.name == who]
    return frozenset(
        office for office, words in OFFICE_WORDS.items() if any(word in duty for duty in duties for word in words)
    )
