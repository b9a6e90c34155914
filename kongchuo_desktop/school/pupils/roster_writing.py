"""Writing a roster plan into the book, in one transaction of the caller's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.pupils import adults
from kongchuo_desktop.school.pupils.model import Household, Pupil, PupilGuardian
from kongchuo_desktop.school.pupils.roster import ClassKey, Work
from kongchuo_desktop.school.types import ClassId, VillageId
from kongchuo_desktop.storage.bulk import bulk_insert

CHUNK = 500


@dataclass(frozen=True)
class _Places:
    rooms: dict[ClassKey, ClassId]
    villages: dict[str, VillageId]


def apply(session: Session, *, plan: Plan, progress: Callable[[int, int], None] | None = None) -> None:
    """Write every row of the plan that is new or changed; doubtful and refused rows stay out."""
    items = [item for item in plan.work.values() if isinstance(item, Work)]
    places = _Places(_rooms(session, items), _villages(session, items))
    writer = adults.Writer(session, adults.read(session))
    fresh = [item for item in items if item.pupil_id is None]
    _insert(session, fresh, places, writer)
    if progress:
        progress(len(fresh), len(items))
    _change(session, [item for item in items if item.pupil_id is not None], places, writer)
    session.flush()
    writer.finish()
    join_households(session)
    if progress:
        progress(len(items), len(items))


def _rooms(session: Session, items: list[Work]) -> dict[ClassKey, ClassId]:
    keys = sorted({item.room for item in items if item.room})
    return {key: class_room.class_at(session, campus=key[0], grade=key[1], number=key[2]) for key in keys}


def _villages(session: Session, items: list[Work]) -> dict[str, VillageId]:
    return identity.village_ids(session, names=frozenset(item.village for item in items) - {""})


def _insert(session: Session, items: list[Work], places: _Places, writer: adults.Writer) -> None:
    homes = bulk_insert(
        session,
        Household,
        [
            {
                "village_id": places.villages.get(item.village),
                "group": item.group,
                "address": str(item.values.get("home_address") or item.values.get("current_address") or ""),
            }
            for item in items
        ],
    )
    ids = bulk_insert(session, Pupil, [_new_row(item, places, home) for item, home in zip(items, homes, strict=True)])
    for pupil_id, item in zip(ids, items, strict=True):
        writer.take(pupil_id, item.guardians)


def _new_row(item: Work, places: _Places, household: int) -> dict[str, Any]:
    full, initials = pinyin_of(str(item.values["name"]))
    return dict(item.values) | {
        "class_id": places.rooms[item.room] if item.room else None,
        "village_id": places.villages.get(item.village),
        "household_id": household,
        "joined_on": _joined(item.values.get("entry_month")),
        "pinyin": full,
        "initials": initials,
    }


def _joined(entry_month: object) -> date | None:
    """2026-09 → 1 September 2026; the day itself is not in the template."""
    text = str(entry_month or "")
    return date(int(text[:4]), int(text[5:7]), 1) if len(text) == 7 else None


def _change(session: Session, items: list[Work], places: _Places, writer: adults.Writer) -> None:
    for start in range(0, len(items), CHUNK):
        part = items[start : start + CHUNK]
        rows = {
            row.id: row for row in session.scalars(select(Pupil).where(Pupil.id.in_([item.pupil_id for item in part])))
        }
        for item in part:
            if item.pupil_id is not None:
                _change_one(rows[item.pupil_id], item, places)
                writer.take(item.pupil_id, item.guardians)


def _change_one(row: Pupil, item: Work, places: _Places) -> None:
    for column, value in item.values.items():
        setattr(row, column, value)
    if item.room:
        row.class_id = places.rooms[item.room]
    moved = "home_address" in item.values
    if item.village and (row.village_id is None or moved):
        row.village_id = places.villages[item.village]
    if "name" in item.values:
        row.pinyin, row.initials = pinyin_of(row.name)


def join_households(session: Session) -> None:
    """Children who share an adult live in one household: that of the child who came first."""
    query = (
        select(PupilGuardian.guardian_id, Pupil.id, Pupil.household_id)
        .join(Pupil, Pupil.id == PupilGuardian.pupil_id)
        .order_by(Pupil.id)
    )
    first: dict[int, int | None] = {}
    for guardian, pupil_id, home in session.execute(query):
        kept = first.setdefault(guardian, home)
        if kept is not None and kept != home:
            session.get_one(Pupil, pupil_id).household_id = kept
