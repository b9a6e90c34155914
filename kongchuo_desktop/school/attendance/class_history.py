"""In which class a child was on an earlier day: the log of changes knows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.storage.audit import AuditEntry


@dataclass(frozen=True)
class Moved:
    """A child that was put into another class on a day."""

    on: date
    from_class: int


def moves(session: Session, *, people: Iterable[PupilFacts], since: date) -> dict[str, tuple[Moved, ...]]:
    """Changes of class since a day, in order, by the child's uid; who never changed is not named."""
    uids = json.dumps([person.uid for person in people])
    query = (
        select(AuditEntry.row_uid, AuditEntry.at, AuditEntry.changes)
        .where(
            AuditEntry.table == "pupil",
            text("row_uid IN (SELECT value FROM json_each(:uids))").bindparams(uids=uids),
            AuditEntry.kind == "update",
            AuditEntry.at >= since.isoformat(),
            AuditEntry.changes.contains('"class_id"'),
        )
        .order_by(AuditEntry.seq)
    )
    found: dict[str, tuple[Moved, ...]] = {}
    for uid, at, changes in session.execute(query):
        old, _ = json.loads(changes).get("class_id", (None, None))
        if old is not None:
            found[uid] = (*found.get(uid, ()), Moved(date.fromisoformat(at[:10]), int(old)))
    return found


def class_on(day: date, present: int | None, moved: Iterable[Moved]) -> int | None:
    """The class of a day: what it was before the first change after it."""
    return next((move.from_class for move in moved if day < move.on), present)


def registers_of(
    present: int | None, moved: tuple[Moved, ...], registers: Mapping[int, frozenset[tuple[date, str]]]
) -> frozenset[tuple[date, str]]:
    """The registers in which a child stood, over all of its classes."""
    if not moved:
        return registers.get(present or 0, frozenset())
    rooms = {present or 0, *(move.from_class for move in moved)}
    return frozenset(
        half for room in rooms for half in registers.get(room, ()) if class_on(half[0], present, moved) == room
    )
