"""Keeping promises: what each pair owes this month, whom nobody has met, which pairs ended without a word."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.pairing import service
from kongchuo_desktop.school.pairing.model import HelpLog
from kongchuo_desktop.school.pairing.rules import Promise, is_behind, month_of, share_of_month
from kongchuo_desktop.school.pairing.service import PairFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits.model import Talk, Visit, VisitPupil, VisitVisitor
from kongchuo_desktop.storage.asked_once import asked_once


@dataclass(frozen=True)
class Kept:
    """A pair and how its month stands; `last` is the last talk, visit or help by this helper."""

    pair: PairFacts
    promise: Promise
    last: date | None
    behind: bool


@asked_once
def _every(session: Session, *, today: date) -> tuple[PairFacts, ...]:
    return service.pairs(session, today=today)


def _in_force(session: Session, on: date, today: date) -> list[PairFacts]:
    return [pair for pair in _every(session, today=today) if pair.holds(on)]


def kept(session: Session, *, on: date, today: date) -> tuple[Kept, ...]:
    """Every pair in force on a day that promised something, the furthest behind first."""
    promised = [one for one in _in_force(session, on, today) if one.talks_per_month or one.visits_per_month]
    if not promised:
        return ()
    first, _ = month_of(on)
    talks, visits, last = _done(session, first, on)
    found = []
    for pair in promised:
        key = (pair.pupil_id, pair.helper_key)
        promise = Promise(
            share_of_month(pair.talks_per_month, since=pair.since, on=on),
            share_of_month(pair.visits_per_month, since=pair.since, on=on),
            talks[key], visits[key],
        )  # fmt: skip
        found.append(Kept(pair, promise, last.get(key), is_behind(promise, on=on)))
    missing = {id(one): one.promise.talks_missing + one.promise.visits_missing for one in found}
    return tuple(sorted(found, key=lambda one: (not one.behind, -missing[id(one)])))


Done = tuple[Counter[tuple[PupilId, str]], Counter[tuple[PupilId, str]], dict[tuple[PupilId, str], date]]


def _done(session: Session, first: date, on: date) -> Done:
    """Talks and visits of the month by child and helper, and the last day of any. A cadre's are told by name."""
    talks: Counter[tuple[PupilId, str]] = Counter()
    visits: Counter[tuple[PupilId, str]] = Counter()
    last: dict[tuple[PupilId, str], date] = {}
    told = select(Talk.pupil_id, Talk.staff_id, Talk.talker, Talk.day).where(Talk.day <= on)
    for child, staff, talker, day in session.execute(told):
        key = (PupilId(child), f"staff/{staff}" if staff else f"outside/{talker}")
        talks[key] += day >= first
        last[key] = max(day, last.get(key, day))
    seen = (
        select(VisitPupil.pupil_id, VisitVisitor.staff_id, Visit.day)
        .join(Visit, Visit.id == VisitPupil.visit_id)
        .join(VisitVisitor, VisitVisitor.visit_id == Visit.id)
        .where(Visit.day <= on, Visit.withdrawn_at.is_(None))
    )
    for child, staff, day in session.execute(seen):
        key = (PupilId(child), f"staff/{staff}")
        visits[key] += day >= first
        last[key] = max(day, last.get(key, day))
    others = (
        select(VisitPupil.pupil_id, Visit.others, Visit.day)
        .join(Visit, Visit.id == VisitPupil.visit_id)
        .where(Visit.day <= on, Visit.others != "", Visit.withdrawn_at.is_(None))
    )
    for child, names, day in session.execute(others):
        for name in names.replace("，", "、").split("、"):
            key = (PupilId(child), f"outside/{name.strip()}")
            visits[key] += day >= first
            last[key] = max(day, last.get(key, day))
    return talks, visits, last


def nobody_met(session: Session, *, on: date, today: date) -> tuple[PairFacts, ...]:
    """One pair of each paired child whom no helper has talked to, visited or helped this month."""
    pairs = _in_force(session, on, today)
    if not pairs:
        return ()
    first, _ = month_of(on)
    met = set(session.scalars(select(Talk.pupil_id).where(Talk.day.between(first, on))))
    met |= set(
        session.scalars(
            select(VisitPupil.pupil_id)
            .join(Visit, Visit.id == VisitPupil.visit_id)
            .where(Visit.day.between(first, on), Visit.withdrawn_at.is_(None))
        )
    )
    met |= set(session.scalars(select(HelpLog.pupil_id).where(HelpLog.day.between(first, on))))
    alone: dict[PupilId, PairFacts] = {}
    for pair in pairs:
        if pair.pupil_id not in met and pair.since < first:
            alone.setdefault(pair.pupil_id, pair)
    return tuple(alone.values())


def without_summary(session: Session, *, today: date) -> tuple[PairFacts, ...]:
    """Pairs that have ended and say nothing of what came of them; one handed over is summed up by its follower."""
    every = _every(session, today=today)
    followed = {pair.follows_id for pair in every}
    return tuple(
        pair for pair in every
        if pair.until is not None and pair.until <= today and not pair.summary and pair.id not in followed
    )  # fmt: skip
