"""Tasks from agreements that were handed out two weeks ago and have not come back signed."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from kongchuo_desktop.school.agreements.model import Agreement
from kongchuo_desktop.school.agreements.rules import BY_KIND
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.types import ClassId

PATIENCE = timedelta(days=14)


def tasks(reading: Reading) -> Iterator[Task]:
    """One for each layer, and for each class of the parents' layer."""
    year = identity.school(reading.session).current_year
    query = (
        select(Agreement.kind, Pupil.class_id, func.count(), func.min(Agreement.handed_out_on))
        .outerjoin(Pupil, (Pupil.id == Agreement.party_id) & (Agreement.party_kind == "pupil"))
        .where(
            Agreement.year == year, Agreement.signed_on.is_(None), Agreement.handed_out_on.is_not(None),
            Agreement.handed_out_on <= reading.on - PATIENCE,
            (Agreement.party_kind != "pupil") | (Pupil.status == "在读"),
        )
        .group_by(Agreement.kind, Pupil.class_id)
    )  # fmt: skip
    for kind, class_id, count, handed_out in reading.session.execute(query):
        room = reading.rooms.get(class_id or 0)
        where = room.full_name if room else ""
        due = (handed_out or reading.on) + PATIENCE
        yield Task(
            key=f"agreements/{kind}/{class_id or ''}", source="agreements", title=f"催收{BY_KIND[kind].title}",
            sentence=f"{where}{BY_KIND[kind].title}发出已满两周，还有{count}份没有签回",
            who=(room.head if room else "") or ("班主任" if room else "教导处"), due=due,
            state=state_of(due, reading.on), class_name=where,
            opens=Opens("agreements", class_id=ClassId(class_id) if class_id else None, kind=kind),
        )  # fmt: skip
