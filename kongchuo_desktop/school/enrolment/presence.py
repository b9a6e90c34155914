"""学籍核查 at the start of a term, class by class: who of the roll sits there, and who does without being on it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import tidy_name
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment.comparison import Kind
from kongchuo_desktop.school.enrolment.model import RollCheck, RollDifference
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, PupilId

COUNTED = "点名核对"  # what stands for a list in the entries of a difference


@dataclass(frozen=True)
class ClassState:
    """How far a class is with the check of a term. `seen` counts those present, strangers included."""

    room: ClassFacts
    expected: int
    check_id: int | None = None
    taken_on: date | None = None
    taken_by: str = ""
    seen: int = 0
    missing: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    open: int = 0


@dataclass(frozen=True)
class Absent:
    """A child of the roll who was not there: what was learnt of it."""

    pupil_id: PupilId
    found: str = ""


@dataclass(frozen=True)
class Stranger:
    """A child who sits in the class and is not on its roll."""

    name: str
    found: str = ""


def opens(session: Session, *, today: date) -> date:
    """The first day of the term that a check made today is of."""
    term = identity.current_term(session, today=today)
    if term is None:
        raise UserError("还没有设置学期，请先在“设置—学期与校历”里填写开学日期。")
    return term.starts


def take(
    session: Session, *, class_id: ClassId, term_opens: date, absent: Sequence[Absent], strangers: Sequence[Stranger],
    now: datetime, by: str,
) -> int:  # fmt: skip
    """Write a class's check; a second one of the same term takes the place of the first, settled differences stay."""
    today = now.date()
    people = pupil_room.pupils(session, today=today, class_id=class_id, status=("在读",))
    roll = {person.id: person for person in people}
    if unknown := [item for item in absent if item.pupil_id not in roll]:
        raise ValueError(f"not on the roll of the class: {unknown}")
    check = _check(session, class_id, term_opens)
    if check is None:
        check = RollCheck(kind="presence", class_id=class_id, opens=term_opens, lists="[]")
        session.add(check)
    check.day, check.taken_at, check.taken_by = today, now.replace(tzinfo=None), by
    check.counted = len(roll) - len(absent) + len(strangers)
    check.title = f"{term_opens.year}年{term_opens.month}月开学核查"
    session.flush()
    settled = _drop_open(session, check.id)
    for item in absent:
        person = roll[item.pupil_id]
        if (Kind.ROLL_ONLY.value, person.name, person.id) not in settled:
            session.add(_difference(check.id, Kind.ROLL_ONLY, person.name, item.found, person))
    for stranger in strangers:
        name = tidy_name(stranger.name)
        if name and (Kind.HERE_ONLY.value, name, None) not in settled:
            session.add(_difference(check.id, Kind.HERE_ONLY, name, stranger.found, None))
    session.flush()
    return check.id


def _check(session: Session, class_id: ClassId, term_opens: date) -> RollCheck | None:
    query = select(RollCheck).where(
        RollCheck.kind == "presence", RollCheck.class_id == class_id, RollCheck.opens == term_opens
    )
    return session.scalars(query).first()


def _drop_open(session: Session, check_id: int) -> frozenset[tuple[str, str, int | None]]:
    """What was found before and is not settled goes; the settled ones, by kind, name and child."""
    kept = set()
    for row in session.scalars(select(RollDifference).where(RollDifference.check_id == check_id)).all():
        if row.closed_on is None:
            session.delete(row)
        else:
            kept.add((row.kind, row.name, row.pupil_id))
    session.flush()
    return frozenset(kept)


def _difference(
    check_id: int, kind: Kind, name: str, found: str, person: pupil_room.PupilFacts | None
) -> RollDifference:
    why = "在册，开学核查时没有到校" if person else "在班里就读，本班名册上没有"
    told = f"{why}：{found.strip()}" if found.strip() else why
    details = {
        "why": told, "where": person.class_name if person else "",
        "entries": {COUNTED: {"name": name, "where": person.class_name if person else ""}},
    }  # fmt: skip
    return RollDifference(
        check_id=check_id, kind=kind.value, pupil_id=person.id if person else None, name=name,
        id_number=person.id_number if person else "", birth_date=person.birth_date if person else None,
        details=json.dumps(details, ensure_ascii=False),
    )  # fmt: skip


def progress(session: Session, *, term_opens: date, today: date) -> tuple[ClassState, ...]:
    """Every class of the year and how far its check is."""
    counts: dict[int, int] = {}
    for person in pupil_room.pupils(session, today=today, status=("在读",)):
        if person.class_id:
            counts[person.class_id] = counts.get(person.class_id, 0) + 1
    taken = {
        row.class_id: row
        for row in session.scalars(select(RollCheck).where(RollCheck.kind == "presence", RollCheck.opens == term_opens))
    }
    found = _by_check(session, [row.id for row in taken.values()])
    return tuple(
        _state(room, counts.get(room.id, 0), taken.get(room.id), found)
        for room in class_room.classes(session, today=today)
    )


def _by_check(session: Session, ids: Sequence[int]) -> Mapping[int, list[RollDifference]]:
    found: dict[int, list[RollDifference]] = {}
    for row in session.scalars(select(RollDifference).where(RollDifference.check_id.in_(ids))):
        found.setdefault(row.check_id, []).append(row)
    return found


def _state(
    room: ClassFacts, expected: int, check: RollCheck | None, found: Mapping[int, list[RollDifference]]
) -> ClassState:
    if check is None:
        return ClassState(room, expected)
    rows = found.get(check.id, [])
    return ClassState(
        room, expected, check.id, check.day, check.taken_by, check.counted,
        tuple(row.name for row in rows if row.kind == Kind.ROLL_ONLY.value),
        tuple(row.name for row in rows if row.kind == Kind.HERE_ONLY.value),
        sum(row.closed_on is None for row in rows),
    )  # fmt: skip
