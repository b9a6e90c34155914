"""Who was on the roll on a day, and in which class: for any day, from the standing changes and the pupils' rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.events import base_of_json, standing_of, step, step_of
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent
from kongchuo_desktop.school.enrolment.rules import HERE
from kongchuo_desktop.school.enrolment.track import Standing, Stay, Step, first_stays, replay
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.asked_once import asked_once

FEW = 500  # children read by name; beyond, everybody is


@dataclass(frozen=True, slots=True)
class Life:
    """A child's days on the roll: `stays` in order, each in one state and class."""

    pupil_id: PupilId
    name: str
    stays: tuple[Stay, ...]

    def on(self, day: date) -> Stay | None:
        """Where the child was on a day; None when it was not on the roll."""
        return next((stay for stay in self.stays if stay.first <= day <= stay.last), None)


@dataclass(frozen=True)
class History:
    """The whole roll through time."""

    lives: Mapping[PupilId, Life]

    def on(self, day: date, *, status: tuple[str, ...] = (HERE,)) -> dict[PupilId, Stay]:
        """The children on the roll on a day, by default those in school (在读) and not those on leave."""
        found = {}
        for pupil_id, life in self.lives.items():
            stay = life.on(day)
            if stay is not None and stay.status in status:
                found[pupil_id] = stay
        return found

    def class_on(self, pupil_id: PupilId, day: date) -> ClassId | None:
        """The class of a child on a day; None when it had none or was not on the roll."""
        stay = self.lives[pupil_id].on(day) if pupil_id in self.lives else None
        return ClassId(stay.class_id) if stay and stay.class_id else None

    def counts(self, day: date) -> dict[ClassId | None, int]:
        """Children in school (在读) by class on a day; None: without a class."""
        found = Counter(stay.class_id for stay in self.on(day).values())
        return {ClassId(room) if room else None: count for room, count in found.items()}


@asked_once
def history(session: Session) -> History:
    """Everybody's days on the roll. Children without changes were there from joined_on to left_on."""
    return History(_lives(session, _STANDING))


def _lives(session: Session, query: Select[*tuple[Any, ...]]) -> dict[PupilId, Life]:
    steps = _steps(session)
    lives = {}
    for number, name, status, room, joined, left, why in session.execute(query):
        pupil_id = PupilId(number)
        if pupil_id in steps:
            lives[pupil_id] = Life(pupil_id, name, replay(*steps[pupil_id]).stays)
        else:
            lives[pupil_id] = Life(pupil_id, name, first_stays(Standing(status, room, joined, left, why)))
    return lives


_STANDING = select(
    Pupil.id, Pupil.name, Pupil.status, Pupil.class_id, Pupil.joined_on, Pupil.left_on, Pupil.left_why,
)  # fmt: skip


def lives_of(session: Session, *, people: Collection[PupilId]) -> Mapping[PupilId, Life]:
    """The lives of these children: of a few only their own rows are read, of many everybody's (see `history`)."""
    if len(people) > FEW:
        return history(session).lives
    return _lives(session, _STANDING.where(Pupil.id.in_(people))) if people else {}


@asked_once
def _steps(session: Session) -> dict[PupilId, tuple[Standing, Iterable[Step]]]:
    """Of every child that ever had a change: its standing before any, and those that stand."""
    query = select(
        EnrolmentEvent.id, EnrolmentEvent.pupil_id, EnrolmentEvent.day, EnrolmentEvent.kind,
        EnrolmentEvent.to_class_id, EnrolmentEvent.before, EnrolmentEvent.withdrawn_at,
    ).order_by(EnrolmentEvent.id)  # fmt: skip
    bases: dict[PupilId, Standing] = {}
    found: dict[PupilId, list[Step]] = defaultdict(list)
    for number, pupil, day, kind, room, before, withdrawn in session.execute(query):
        pupil_id = PupilId(pupil)
        if pupil_id not in bases:
            bases[pupil_id] = base_of_json(before)
        if withdrawn is None:
            found[pupil_id].append(step(number, kind, day, room, before))
    return {pupil_id: (base, found.get(pupil_id, ())) for pupil_id, base in bases.items()}


@asked_once
def changed_lives(session: Session) -> Mapping[PupilId, Life]:
    """Only of children who ever had a change of the roll: all others were there from joined_on to left_on."""
    steps = _steps(session)
    if not steps:
        return {}
    names: dict[int, str] = dict(session.execute(select(Pupil.id, Pupil.name).where(Pupil.id.in_(_CHANGED))).all())
    return {
        pupil_id: Life(pupil_id, names[pupil_id], replay(base, moved).stays)
        for pupil_id, (base, moved) in steps.items()
    }


_CHANGED = select(EnrolmentEvent.pupil_id)


def life_of(session: Session, *, pupil_id: PupilId) -> Life:
    """One child's days on the roll."""
    row = session.get_one(Pupil, pupil_id)
    known = session.scalars(
        select(EnrolmentEvent).where(EnrolmentEvent.pupil_id == pupil_id).order_by(EnrolmentEvent.id)
    ).all()
    base = base_of_json(known[0].before) if known else standing_of(row)
    return Life(pupil_id, row.name, replay(base, [step_of(one) for one in known if one.withdrawn_at is None]).stays)
