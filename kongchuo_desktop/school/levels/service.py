"""Levels of concern: what the rules propose and why, what a person decided, who waits for somebody to act.

A level is for the people who help. It is on no list that leaves the school: no report asks this room.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import tidy_text
from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.service import Rule
from kongchuo_desktop.school.levels.model import ConcernLevel
from kongchuo_desktop.school.levels.reading import Child, Read, read
from kongchuo_desktop.school.levels.rules import (
    HIGH,
    LEVELS,
    NONE,
    PREFIX,
    Proposal,
    Reason,
    Weights,
    kept_reasons,
    propose,
    waiting,
)
from kongchuo_desktop.school.types import ClassId, PupilId

LONGEST = 300
NOTHING = Proposal(NONE, 0)


@dataclass(frozen=True)
class Decision:
    """What a person decided, beside what the rules proposed that day."""

    pupil_id: PupilId
    day: date
    level: str
    proposed: str
    points: int
    reasons: tuple[Reason, ...]
    why: str
    by: str


@dataclass(frozen=True)
class LevelFacts:
    """One child: the proposal with its reasons, the decision that stands, and how long a 高 has waited."""

    pupil_id: PupilId
    name: str
    class_id: ClassId | None
    class_name: str
    head: str
    proposal: Proposal
    decision: Decision | None
    last_act: date | None
    waiting: int = 0  # days, when longer than the school allows

    @property
    def level(self) -> str:
        """The level that counts: a person's, else the proposed."""
        return self.decision.level if self.decision else self.proposal.level

    @property
    def undecided(self) -> bool:
        """Whether a person should look: nobody decided yet, or the proposal has changed since."""
        if self.decision is None:
            return self.proposal.level != NONE
        return self.decision.proposed != self.proposal.level


def levels(
    session: Session, *, on: date, everyone: bool = False, duties: Sequence[Duty] | None = None
) -> tuple[LevelFacts, ...]:
    """Children with a level, highest first, then most points; with `everyone` also those of whom nothing is known.

    `duties`: those of the ladder on that day, where they have been read already.
    """
    weights = weights_of(session, on=on)
    decided = _decisions(session, on)
    seen = read(
        session, on=on, share=weights["share_some"], duties=duties, besides=None if everyone else decided.keys()
    )
    rooms = {room.id: room for room in class_room.classes(session, today=on)}
    wanted = seen.children if everyone else [c for c in seen.children if c.id in seen.states or c.id in decided]
    found = [_facts(child, seen, weights, decided.get(child.id), rooms, on) for child in wanted]
    found = [item for item in found if everyone or item.level != NONE or item.decision or item.proposal.level != NONE]
    found.sort(key=lambda item: (LEVELS.index(item.level), -item.proposal.points))
    return tuple(found)


def _facts(
    child: Child, seen: Read, weights: Weights, decision: Decision | None,
    rooms: dict[ClassId, class_room.ClassFacts], on: date,
) -> LevelFacts:  # fmt: skip
    state = seen.states.get(child.id)
    proposal = propose(state, seen.season, weights) if state else NOTHING
    room = rooms.get(child.class_id) if child.class_id else None
    acted = seen.acted.get(child.id)
    level = decision.level if decision else proposal.level
    since = max(filter(None, (acted, decision.day if decision else None, seen.began)))
    return LevelFacts(
        child.id, child.name, child.class_id, room.full_name if room else "", room.head if room else "", proposal,
        decision, acted, waiting(level, last_act=since, on=on, patience=weights["waiting_days"]),
    )  # fmt: skip


def forgotten(session: Session, *, on: date, duties: Sequence[Duty] | None = None) -> tuple[LevelFacts, ...]:
    """High, and nobody has acted for longer than the school allows; longest first."""
    found = [item for item in levels(session, on=on, duties=duties) if item.waiting]
    return tuple(sorted(found, key=lambda item: -item.waiting))


def decide(
    session: Session, *, pupil_ids: Collection[PupilId], level: str, why: str, by: str, now: datetime
) -> tuple[int, ...]:
    """A person decides; otherwise than proposed it needs a reason. What the rules said that day is kept beside it."""
    if level not in LEVELS:
        raise UserError(f"关注等级只能是{'、'.join(LEVELS)}。")
    why = tidy_text(why)
    if len(why) > LONGEST:
        raise UserError(f"理由最多 {LONGEST} 个字，现在有 {len(why)} 个，请缩短。")
    now_is = {item.pupil_id: item for item in levels(session, on=now.date(), everyone=True)}
    if gone := [child for child in pupil_ids if child not in now_is]:
        raise UserError(f"有 {len(gone)} 名学生已不在校，请刷新后再定。")
    otherwise = [now_is[child].name for child in pupil_ids if now_is[child].proposal.level != level]
    if otherwise and not why:
        raise UserError(f"{'、'.join(otherwise[:3])}的等级与建议不同，请写明理由。")
    rows = [
        ConcernLevel(
            pupil_id=child, day=now.date(), level=level, proposed=now_is[child].proposal.level,
            points=round(now_is[child].proposal.points), why=why, decided_by=by, decided_at=now,
            reasons=json.dumps(kept_reasons(now_is[child].proposal.reasons), ensure_ascii=False),
        )
        for child in pupil_ids
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def withdraw(session: Session, *, ids: Iterable[int]) -> None:
    """Take decisions back (undo)."""
    for number in ids:
        session.delete(session.get_one(ConcernLevel, number))


def decisions(session: Session, *, pupil_id: PupilId) -> tuple[Decision, ...]:
    """Every decision about a child, newest first."""
    query = select(ConcernLevel).where(ConcernLevel.pupil_id == pupil_id).order_by(ConcernLevel.id.desc())
    return tuple(_decision(row) for row in session.scalars(query))


def _decisions(session: Session, on: date) -> dict[PupilId, Decision]:
    """The last decision about each child by a day."""
    last = select(func.max(ConcernLevel.id)).where(ConcernLevel.day <= on).group_by(ConcernLevel.pupil_id)
    rows = session.execute(select(*_COLUMNS).where(ConcernLevel.id.in_(last)))
    return {PupilId(row.pupil_id): _decision(row) for row in rows}


def _decision(row: Any) -> Decision:
    told = [] if row.reasons == "[]" else json.loads(row.reasons)
    reasons = tuple(Reason(item["key"], item["points"], item["words"]) for item in told)
    return Decision(
        PupilId(row.pupil_id), row.day, row.level, row.proposed, row.points, reasons, row.why, row.decided_by
    )


_COLUMNS = (
    ConcernLevel.pupil_id, ConcernLevel.day, ConcernLevel.level, ConcernLevel.proposed, ConcernLevel.points,
    ConcernLevel.reasons, ConcernLevel.why, ConcernLevel.decided_by,
)  # fmt: skip


def rules(session: Session, *, on: date) -> tuple[Rule, ...]:
    """Every weight and limit in force on a day; the school changes them by identity.set_rule."""
    return tuple(rule for key, rule in identity.rules(session, on=on).items() if key.startswith(PREFIX))


def weights_of(session: Session, *, on: date) -> Weights:
    """The same as numbers."""
    return Weights.of({rule.key: float(rule.value) for rule in rules(session, on=on)})


__all__ = ["HIGH", "LEVELS", "NONE", "Decision", "LevelFacts", "decide", "decisions", "forgotten", "levels"]
