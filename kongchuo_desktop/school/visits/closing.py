"""A duty of the ladder closed by a visit: the visit is the record that it rests on."""

from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance.duties import Duty, DutyState
from kongchuo_desktop.school.types import PupilId, VisitId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.service import VisitFacts

RECORD_KIND = "visit"


def record_text(visit: VisitFacts) -> str:
    """What a closing says of the visit it rests on."""
    return f"家访记录 编号{visit.number}（{visit.day:%Y-%m-%d}{visit.form}，{visit.who}）"


def duty_key(duty: Duty) -> str:
    """The key of a duty's task on Today."""
    place = f"{duty.pupil.uid}/{duty.step.number}/{duty.crossed_on.isoformat()}"
    return f"ladder/{duty.rule_set}/{place}"


def open_duties(session: Session, *, pupil_ids: frozenset[PupilId], on: date) -> tuple[Duty, ...]:
    """Duties of some children that are not closed."""
    found = duty_room.duties(session, on=on)
    return tuple(duty for duty in found if duty.pupil.id in pupil_ids and duty.state is not DutyState.CLOSED)


def visits_for(session: Session, *, duty: Duty) -> tuple[VisitFacts, ...]:
    """Visits to the child since the day that the duty was crossed, newest first."""
    return service.visits(session, first=duty.crossed_on, pupil_ids=(duty.pupil.id,))


def close_with(session: Session, *, visit_id: VisitId, key: str, outcome: str, by: str, today: date) -> bool:
    """Close the duty that a key names, resting on a visit; False when it is not open any more."""
    visit = service.visit(session, visit_id=visit_id)
    children = frozenset(child.id for child in visit.pupils)
    duty = next((one for one in open_duties(session, pupil_ids=children, on=today) if duty_key(one) == key), None)
    if duty is None:
        return False
    duty_room.close(
        session, duty=duty, outcome=outcome, record_kind=RECORD_KIND, record=record_text(visit), done_on=visit.day,
        done_by=by,
    )  # fmt: skip
    return True
