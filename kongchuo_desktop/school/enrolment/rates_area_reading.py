"""The children of the service area out of the book: pupils, those who left, and those who never were pupils here."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.enrolment import rates_reading as reading
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.enrolment.model import AreaChild
from kongchuo_desktop.school.enrolment.rates import Treatment
from kongchuo_desktop.school.enrolment.rates_area import APART, AT_SCHOOL, AWAY, AreaPerson
from kongchuo_desktop.school.enrolment.rates_roll import (
    ABROAD,
    DIED,
    FINISHED,
    GRADUATED,
    OUT,
    PAUSED,
    Move,
    departs,
)
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.rules import age_on
from kongchuo_desktop.school.types import PupilId

BORROWED = "是"  # 随迁子女: its home is elsewhere, so it is no child of this area


def area_people(session: Session, *, on: date, treatment: Treatment) -> tuple[tuple[AreaPerson, ...], bool]:
    """Everybody of the area on a day, and whether children who are not pupils here are listed at all."""
    reference = date(school_year_of(on), 8, 31)
    outside, numbers = _outside(session, on, reference)
    return (*_pupils(session, on, reference, treatment, numbers), *outside), bool(outside)


def _outside(session: Session, on: date, reference: date) -> tuple[tuple[AreaPerson, ...], frozenset[str]]:
    """Those who are no pupils here, without any who has become one meanwhile; and their ID numbers."""
    inside = set(session.scalars(select(Pupil.id_number).where(Pupil.status != "离校", Pupil.id_number.is_not(None))))
    placements: Mapping[str, list[str]] = read_toml("policy", "rates.toml")["placements"]
    query = select(AreaChild).where(AreaChild.closed_on.is_(None) | (AreaChild.closed_on > on))
    found, numbers, none = [], set(), _no_disability()
    for row in session.scalars(query):
        if row.id_number and row.id_number in inside:
            continue
        at = next((kind for kind, words in placements.items() if row.placement in words), AWAY)
        place = f"（{row.school_name}）" if row.school_name else ""
        done = frozenset({"primary"}) if row.placement in ("已毕业", "升学", "高一级学校就读") else frozenset[str]()
        age = age_on(row.birth_date, reference) if row.birth_date else None
        if done and age is not None and age >= 16:
            done |= {"junior"}
        disability = "" if row.disability in none else row.disability
        why = f"{row.placement}{place}"
        found.append(AreaPerson(age, at, why, area=row.id, disability=disability, finished=done))
        numbers |= {row.id_number} if row.id_number else set()
    return tuple(found), frozenset(numbers)


def _pupils(
    session: Session, on: date, reference: date, treatment: Treatment, numbers: frozenset[str]
) -> Iterable[AreaPerson]:
    last_moves = _departures(reading.moves(session), on)
    stages = {room.id: room.stage for room in reading.rooms(session, on=on)}
    lives, none = history(session).lives, _no_disability()
    columns = (Pupil.id, Pupil.birth_date, Pupil.id_number, Pupil.migrant_child, Pupil.disability, Pupil.left_why)
    for row_id, born, identity_number, migrant, disability, left in session.execute(select(*columns)):
        number = PupilId(row_id)
        if migrant == BORROWED or number not in lives or not lives[number].stays:
            continue
        life = lives[number]
        if min(stay.first for stay in life.stays) > on or (identity_number in numbers and life.on(on) is None):
            continue
        stage = stages.get((life.on(on) or life.stays[-1]).class_id or 0, "")
        at, why, done = _where(life.on(on), last_moves.get(number), left, stage, treatment)
        age = age_on(born, reference) if born else None
        yield AreaPerson(age, at, why, pupil=number, disability="" if disability in none else disability, finished=done)


def _departures(moves: Iterable[Move], on: date) -> dict[int, Move]:
    return {move.pupil: move for move in moves if move.day <= on and departs(move.kind)}


def _where(
    stay: Any, move: Move | None, left: str, stage: str, treatment: Treatment
) -> tuple[str, str, frozenset[str]]:
    """Where a pupil or former pupil is on a day: counted how, in words, and what it has completed."""
    done = frozenset({"primary"}) if stage == "junior" else frozenset[str]()
    if stay is not None and stay.status == PAUSED:
        return (AT_SCHOOL if treatment.says("leave.enrolment", "in") else AWAY), "休学", done
    if stay is not None:
        return AT_SCHOOL, "本校在校", done
    kind = move.kind if move else left
    if kind in (GRADUATED, FINISHED):
        return AT_SCHOOL, f"本校{kind}", done | {stage}
    if kind in (DIED, ABROAD):
        return APART, kind, done
    if kind == OUT and move is not None and (move.proven or treatment.says("unproven", "trust")):
        return AT_SCHOOL, f"转出，有回执（{move.place or '接收学校未填'}）", done
    return AWAY, f"{kind or '离校'}，{'没有回执' if kind == OUT else '不在学'}", done


def _no_disability() -> frozenset[str]:
    """Words that name none."""
    return frozenset(read_toml("policy", "rates.toml")["disability"]["none"])


def here(session: Session, *, on: date, rooms: frozenset[int] | None) -> tuple[int, ...]:
    """The children in school on a day in some classes (None: all)."""
    places = history(session).on(on)
    return tuple(pupil for pupil, stay in places.items() if rooms is None or (stay.class_id or 0) in rooms)
