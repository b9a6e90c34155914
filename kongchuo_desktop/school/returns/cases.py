"""Questions about cases (劝返个案): how far each is, what is missing, what is due next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.notices.model import Notice
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns.model import CaseEpisode, CaseHandover, CaseStep, CaseWatch, ReturnCase
from kongchuo_desktop.school.returns.rules import (
    Episode,
    Next,
    Taken,
    missing_steps,
    next_step,
    relapses,
)
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import PupilId, StaffId

Row = TypeVar("Row", CaseEpisode, CaseStep, CaseWatch, CaseHandover)


@dataclass(frozen=True)
class StepFacts:
    """A step that was taken; `delivered_on` of its letter."""

    id: int
    kind: str
    day: date
    people: str
    place: str
    text: str
    result: str
    notice_id: int | None
    delivered_on: date | None
    due: date | None
    recorded_by: str


@dataclass(frozen=True)
class WatchFacts:
    """A look after the return."""

    id: int
    due: date
    confirmed_on: date | None
    confirmed_by: str
    there: bool | None
    read: str
    note: str


@dataclass(frozen=True)
class HandoverFacts:
    """A handing over."""

    id: int
    to: str
    sent_on: date
    accepted_on: date | None
    proof: str


@dataclass(frozen=True)
class CaseFacts:
    """A case with everything in it."""

    id: int
    pupil: PupilFacts
    suspect_id: int | None
    opened_on: date
    opened_from: str
    sign: str
    cause: str
    whereabouts: str
    holder_id: StaffId | None
    holder: str
    episodes: tuple[Episode, ...]
    steps: tuple[StepFacts, ...]
    watches: tuple[WatchFacts, ...]
    handovers: tuple[HandoverFacts, ...]
    closed_on: date | None
    closed_how: str
    evidence: str
    closed_by: str

    @property
    def away(self) -> bool:
        """Whether the child is away now."""
        return bool(self.episodes) and self.episodes[-1].returned_on is None and self.closed_on is None

    @property
    def relapses(self) -> int:
        """How often it left again."""
        return relapses(self.episodes)

    @property
    def state(self) -> str:
        """劝返中 | 已返校跟踪 | 移交待接收 | 已结案 | 已结案（缺证明）."""
        if self.closed_on:
            return "已结案" if self.evidence else "已结案（缺证明）"
        if any(one.accepted_on is None for one in self.handovers):
            return "移交待接收"
        return "劝返中" if self.away else "已返校跟踪"

    def _taken(self) -> tuple[Taken, ...]:
        return tuple(Taken(one.kind, one.day, one.delivered_on, one.due) for one in self.steps)

    @property
    def missing(self) -> tuple[str, ...]:
        """Expected steps not taken in the present time away."""
        return missing_steps(self._taken(), since=self.episodes[-1].left_on) if self.away else ()

    def next(self, on: date) -> Next | None:
        """What is due next: a step, a look after the return, an answer to a handing over."""
        if self.closed_on:
            return None
        waiting = [one for one in self.handovers if one.accepted_on is None]
        if waiting:
            return Next(f"催{waiting[-1].to}确认接收", waiting[-1].sent_on)
        if self.away:
            return next_step(self._taken(), since=self.episodes[-1].left_on, on=on)
        looks = [one for one in self.watches if one.confirmed_on is None]
        return Next("确认返校后在校情况", looks[0].due) if looks else Next("补证明并结案", on)


def cases(
    session: Session, *, today: date, only_open: bool = False, pupil_ids: Iterable[PupilId] | None = None
) -> tuple[CaseFacts, ...]:
    """Cases, the newest first."""
    query = select(ReturnCase).order_by(ReturnCase.opened_on.desc(), ReturnCase.id.desc())
    if only_open:
        query = query.where(ReturnCase.closed_on.is_(None))
    if pupil_ids is not None:
        query = query.where(ReturnCase.pupil_id.in_(list(pupil_ids)))
    rows = session.scalars(query).all()
    people = {
        one.id: one
        for one in pupil_room.pupils(
            session, today=today, ids=frozenset(PupilId(row.pupil_id) for row in rows), status=("在读", "休学", "离校")
        )
    }
    ids = [row.id for row in rows]
    parts = _Parts(
        _by_case(session, CaseEpisode, ids), _by_case(session, CaseStep, ids), _by_case(session, CaseWatch, ids),
        _by_case(session, CaseHandover, ids), dict(session.execute(select(Notice.id, Notice.delivered_on)).all()),
        dict(session.execute(select(StaffMember.id, StaffMember.name)).all()),
    )  # fmt: skip
    return tuple(_facts(row, people[PupilId(row.pupil_id)], parts) for row in rows)


def case(session: Session, *, case_id: int, today: date) -> CaseFacts:
    """One case."""
    child = PupilId(session.get_one(ReturnCase, case_id).pupil_id)
    return next(one for one in cases(session, today=today, pupil_ids=[child]) if one.id == case_id)


@dataclass(frozen=True)
class _Parts:
    """What belongs to cases, by case; and what it refers to, by id."""

    episodes: Mapping[int, list[CaseEpisode]]
    steps: Mapping[int, list[CaseStep]]
    watches: Mapping[int, list[CaseWatch]]
    handovers: Mapping[int, list[CaseHandover]]
    delivered: Mapping[int, date | None]
    staff: Mapping[int, str]


def _by_case(session: Session, table: type[Row], ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in session.scalars(select(table).where(table.case_id.in_(ids)).order_by(table.id)):
        found.setdefault(row.case_id, []).append(row)
    return found


def _facts(row: ReturnCase, person: PupilFacts, parts: _Parts) -> CaseFacts:
    steps = sorted(parts.steps.get(row.id, ()), key=lambda one: (one.day, one.id))
    watches = sorted(parts.watches.get(row.id, ()), key=lambda one: one.due)
    return CaseFacts(
        row.id, person, row.suspect_id, row.opened_on, row.opened_from, row.sign, row.cause, row.whereabouts,
        StaffId(row.holder_id) if row.holder_id else None, parts.staff.get(row.holder_id or 0, ""),
        tuple(Episode(one.number, one.left_on, one.returned_on) for one in parts.episodes.get(row.id, ())),
        tuple(
            StepFacts(
                one.id, one.kind, one.day, one.people, one.place, one.text, one.result, one.notice_id,
                parts.delivered.get(one.notice_id or 0), one.due, one.recorded_by,
            )
            for one in steps
        ),
        tuple(
            WatchFacts(one.id, one.due, one.confirmed_on, one.confirmed_by, one.there, one.read, one.note)
            for one in watches
        ),
        tuple(
            HandoverFacts(one.id, one.to, one.sent_on, one.accepted_on, one.proof)
            for one in parts.handovers.get(row.id, ())
        ),
        row.closed_on, row.closed_how, row.evidence, row.closed_by,
    )  # fmt: skip
