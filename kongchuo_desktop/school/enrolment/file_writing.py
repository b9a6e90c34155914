"""Writing a list of changes into the book, in one transaction of the caller's."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import service
from kongchuo_desktop.school.enrolment.file_people import Person
from kongchuo_desktop.school.enrolment.file_plan import ChangeWork
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.school.enrolment.rooms import Rooms
from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, PupilId


def apply(session: Session, *, plan: Plan, now: datetime, by: str) -> None:
    """Enter every row of the plan that is new, by day; doubtful and refused rows stay out."""
    rooms = Rooms(session)
    made: dict[Person, PupilId] = {}
    items = [item for item in plan.work.values() if isinstance(item, ChangeWork)]
    for item in sorted(items, key=lambda item: item.order):
        pupil_id = made.get(item.person) or (PupilId(item.person.id) if item.person.id is not None else None)
        if item.numbers and pupil_id is not None:
            pupil_room.change_pupil(session, pupil_id=pupil_id, fields=item.numbers)
        if item.known is not None:
            event = session.get_one(EnrolmentEvent, item.known.id)
            for name, value in item.filled.items():
                setattr(event, name, value)
            continue
        draft = replace(item.draft, to_class_id=ClassId(rooms.make(item.room)) if item.room else None)
        if pupil_id is None:
            made[item.person], _ = service.enter_newcomer(session, fields=item.newcomer, draft=draft, now=now, by=by)
        else:
            service.record_change(session, pupil_id=pupil_id, draft=draft, now=now, by=by, from_case=True)
