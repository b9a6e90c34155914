"""What the first page reads at once: the agenda, how today's registers stand, who came back, the book in a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.school import overview as overview_room
from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance import returning
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.duties import Duty, DutyState
from kongchuo_desktop.school.attendance.returning import FIRST_DAYS, ReturnState
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.overview import Overview
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.tasks import service as task_room
from kongchuo_desktop.school.tasks.agenda import Agenda, Opens
from kongchuo_desktop.ui.attendance.reading import Room, halves_until, read_rooms


@dataclass(frozen=True)
class Morning:
    """All of it; `agenda` is None in a book without children."""

    overview: Overview
    agenda: Agenda | None = None
    rooms: tuple[Room, ...] = ()
    back: ReturnState | None = None  # in the first days of a term or after a long holiday
    letters: Mapping[str, int] = field(default_factory=dict)  # issued this school year, by state

    @property
    def lacking(self) -> tuple[Room, ...]:
        """Classes whose register of today is not taken, as the agenda has them."""
        names = {task.class_name for task in self.agenda.registers_not_taken if task.due == self.agenda.on} if (
            self.agenda
        ) else set()  # fmt: skip
        return tuple(room for room in self.rooms if room.name in names)


def read_morning(session: Session, *, now: datetime, who: str | None) -> Morning:
    """The first page of a moment; `who` narrows the agenda to one person's."""
    today = now.date()
    seen = overview_room.overview(session, today=today)
    if not pupil_room.class_counts(session):
        return Morning(seen)
    agenda = task_room.today(session, on=today, who=who, until_now=halves_until(now.hour))
    rooms, back = read_rooms(session, today=today), _coming_back(session, today)
    return Morning(seen, agenda, rooms, back, notices.standing(session))


def _coming_back(session: Session, today: date) -> ReturnState | None:
    opening = returning.current_opening(session, today=today)
    if opening is None or len(calendar_of(session).taught(opening.day, today)) > FIRST_DAYS:
        return None
    return returning.state(session, opening=opening, today=today)


def read_duties(session: Session, *, places: Sequence[Opens], today: date) -> tuple[Duty, ...]:
    """The duties that tasks stand for; those that later entries did away with are left out."""
    wanted = {(opens.pupil_id, opens.step, opens.day) for opens in places}
    found = duty_room.duties(session, on=today)
    return tuple(duty for duty in found if (duty.pupil.id, duty.step.number, duty.crossed_on) in wanted)


def read_closed(session: Session, *, today: date) -> tuple[Duty, ...]:
    """Duties that were closed, the last one first."""
    closed = [duty for duty in duty_room.duties(session, on=today) if duty.state is DutyState.CLOSED]
    return tuple(sorted(closed, key=lambda duty: duty.closure.done_on if duty.closure else duty.due, reverse=True))
