"""What a task is, and a day's agenda of them. Plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.school.attendance.duties import Away, DutyState
from kongchuo_desktop.school.types import ClassId, PupilId


@dataclass(frozen=True)
class Opens:
    """Where a task is done: the key of a page, and what to show there.

    A page of several sections is handed `(kind, this)`: `kind` is the key of the section.
    """

    page: str  # attendance | duty | agreements | returning | enrolment | concern | visits …
    pupil_id: PupilId | None = None
    class_id: ClassId | None = None
    day: date | None = None
    slot: str = ""
    step: int = 0
    kind: str = ""


@dataclass(frozen=True)
class Task:
    """One thing to do. `key` is the same as long as it is the same thing; `papers` are one click away."""

    key: str
    source: str  # ladder | registers | agreements | returning …
    title: str
    sentence: str
    who: str  # a name, or an office (教导处, 校长)
    due: date
    state: DutyState
    opens: Opens
    pupil: str = ""
    class_name: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """A day's work. Registers not taken stand apart from the rest."""

    on: date
    overdue: tuple[Task, ...]
    today: tuple[Task, ...]
    this_week: tuple[Task, ...]  # after today, up to Sunday
    later: tuple[Task, ...]
    registers_not_taken: tuple[Task, ...]
    away: tuple[Away, ...]

    @property
    def count(self) -> int:
        """How much is to be done by today."""
        return len(self.overdue) + len(self.today) + len(self.registers_not_taken)


def state_of(due: date, on: date) -> DutyState:
    """Overdue, today's, or coming."""
    if due < on:
        return DutyState.OVERDUE
    return DutyState.TODAY if due == on else DutyState.COMING


def end_of_week(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())
