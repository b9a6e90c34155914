"""What rests on a change of the roll without a foreign key: the later changes of the same child."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.storage.batches import Reference

TABLE = "enrolment_event"


def later_changes(session: Session, going: frozenset[int]) -> Iterator[Reference]:
    """Standing changes entered after one that would go, of the same child and on or after its day."""
    if not going:
        return
    later = aliased(EnrolmentEvent)
    query = (
        select(EnrolmentEvent.id, later.id, later.uid)
        .join(later, later.pupil_id == EnrolmentEvent.pupil_id)
        .where(later.id > EnrolmentEvent.id, later.day >= EnrolmentEvent.day, later.withdrawn_at.is_(None))
    )
    for one, other, uid in session.execute(query):
        if one in going and other not in going:
            yield Reference(TABLE, one, TABLE, other, uid)
