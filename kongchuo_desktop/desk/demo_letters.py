"""The sample school's letters about absence: September's delivered and back, the last days' still on their way."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import duty_papers
from kongchuo_desktop.school.attendance import duties
from kongchuo_desktop.school.attendance.duties import Duty, DutyState
from kongchuo_desktop.school.notices import service as notices

OFFICE = {"absence_report": "教导处"}


def add_letters(session: Session, *, now: datetime) -> None:
    """A letter of every kind that a step asks for; those of today are not written yet."""
    found = [duty for duty in duties.duties(session, on=now.date()) if duty.crossed_on < now.date()]
    for duty in sorted(found, key=lambda duty: (duty.crossed_on, duty.step.number)):
        for kind in duty.step.papers:
            _letter(session, duty, kind, now)


def _letter(session: Session, duty: Duty, kind: str, now: datetime) -> None:
    day = duty.crossed_on
    prepared = duty_papers.prepare(session, duties=(duty,), kind=kind, on=day)[0]
    issued = notices.issue(
        session, kind=kind, pupil_id=duty.pupil.id, about=prepared.about, content=prepared.content.letter.values,
        now=datetime.combine(day, time(16, 30)),
    )  # fmt: skip
    closed = duty.state is DutyState.CLOSED
    if closed or day < now.date() - timedelta(days=4):
        adults = duty.pupil.guardians
        taker = OFFICE.get(kind) or (adults[0].name if adults else "")
        notices.deliver(session, ids=[issued.id], day=day, received_by=taker, today=now.date())
        if closed and issued.receipt:
            notices.receipt_back(session, ids=[issued.id], day=duty.due, today=now.date())
