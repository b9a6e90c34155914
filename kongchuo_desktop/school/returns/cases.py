"""Questions about cases (劝返个案): how far each is, what is missing, what is due next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns.model import CaseEpisode, CaseHandover, CaseStep, CaseWatch, ReturnCase
from kongchuo_desktop.school.returns.rules import (
    PLAN,
    Closing,
    Episode,
    Next,
    Taken,
    missing_steps,
    next_step,
    relapses,
    stage_of,
)
from kongchuo_desktop.school.returns.settings import ReturnRules, in_force
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import PupilId, StaffId

Row = TypeVar("Row", CaseEpisode, CaseStep, CaseWatch, CaseHandover)


@dataclass(frozen=True)
class StepFacts:
    """A step that was taken; `delivered_on`, `deadline` and `number` of its letter."""

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
    recorded_at: datetime | None = None
    deadline: date | None = None
    number: str = ""  # of the letter: 河湾控限〔2026〕001号
    letter_state: str = ""  # 未送达 …
    letter: str = ""  # its kind: persuasion_notice …
    time: int = 0  # the how manieth of its kind in the time away


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
    note: str = ""


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
    rules: ReturnRules = field(repr=False)

    @property
    def away(self) -> bool:
        """Whether the child is away now."""
        return bool(self.episodes) and self.episodes[-1].returned_on is None and self.closed_on is None

    @property
    def closings(self) -> tuple[Closing, ...]:
        """Every closing, oldest first; all but that of a case closed now were followed by a relapse."""
        now = (Closing(self.closed_on, self.closed_how, self.evidence, self.closed_by),) if self.closed_on else ()
        return (*(one.closing for one in self.episodes if one.closing), *now)

    @property
    def openings(self) -> tuple[date, ...]:
        """The day of opening, and of opening again after each closing but the last."""
        again = zip(self.episodes, self.episodes[1:], strict=False)
        return (self.opened_on, *(max(one.closing.day, next_.left_on) for one, next_ in again if one.closing))

    @property
    def relapses(self) -> int:
        """How often it left again."""
        return relapses(self.episodes)

    @property
    def state(self) -> str:
        """劝返中 | 已返校跟踪 | 移交待接收 | 已结案 | 已结案（缺证明）."""
        if self.closed_on:
            return "已结案" if self.evidence else "已结案（缺证明）"
        if self.waiting is not None:
            return "移交待接收"
        return "劝返中" if self.away else "已返校跟踪"

    @property
    def waiting(self) -> HandoverFacts | None:
        """A handing over that nobody has accepted yet."""
        return next((one for one in reversed(self.handovers) if one.accepted_on is None), None)

    @property
    def since(self) -> date:
        """When the child left last."""
        return self.episodes[-1].left_on

    @property
    def returned_on(self) -> date | None:
        """When it came back last; None while it is away."""
        return self.episodes[-1].returned_on

    @property
    def taken(self) -> tuple[Taken, ...]:
        """The steps as the rules see them."""
        return tuple(
            Taken(one.kind, one.day, one.delivered_on, one.due, one.notice_id is not None, one.deadline)
            for one in self.steps
        )

    @property
    def plan(self) -> StepFacts | None:
        """The plan made after the last return."""
        back = self.returned_on
        made = [one for one in self.steps if one.kind == PLAN and back is not None and one.day >= back]
        return made[-1] if made else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Expected steps not taken in the present time away; after a return the plan."""
        if self.away:
            return missing_steps(self.taken, since=self.since)
        return (PLAN,) if self.closed_on is None and self.plan is None else ()

    @property
    def letters_lying(self) -> tuple[StepFacts, ...]:
        """Steps whose letter is printed and not delivered."""
        if not self.episodes:
            return ()
        mine = (one for one in self.steps if one.notice_id and one.day >= self.since)
        return tuple(one for one in mine if one.delivered_on is None)

    def stage(self, on: date) -> str:
        """疑似辍学 | 辍学 | "" while the child is away."""
        if not self.away:
            return ""
        return stage_of(self.since, on, suspected=self.rules.suspected_days, out=self.rules.dropout_days)

    def next(self, on: date) -> Next | None:
        """What is due next: a step, a look after the return, an answer to a handing over."""
        if self.closed_on:
            return None
        if self.waiting is not None:
            return Next(f"催{self.waiting.to}确认接收", self.waiting.sent_on + timedelta(days=self.rules.handover_days))
        if self.away:
            return next_step(self.taken, since=self.since, days=self.rules.answer_days)
        looks = [one for one in self.watches if one.confirmed_on is None]
        look = Next("确认返校后在校情况", looks[0].due) if looks else Next("补证明并结案", on)
        if self.plan is None and self.returned_on is not None:
            plan = Next(PLAN, self.returned_on + timedelta(days=self.rules.answer_days["入户劝返"]), PLAN)
            return min(look, plan, key=lambda one: one.due)
        return look


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
    if not rows:
        return ()
    people = {
        one.id: one
        for one in pupil_room.pupils(
            session, today=today, ids=frozenset(PupilId(row.pupil_id) for row in rows), status=("在读", "休学", "离校")
        )
    }
    ids = [row.id for row in rows]
    parts = _Parts(
        _by_case(session, CaseEpisode, ids), _by_case(session, CaseStep, ids), _by_case(session, CaseWatch, ids),
        _by_case(session, CaseHandover, ids), _letters(session),
        dict(session.execute(select(StaffMember.id, StaffMember.name)).all()), in_force(session, on=today),
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
    letters: Mapping[int, NoticeFacts]
    staff: Mapping[int, str]
    rules: ReturnRules


def _letters(session: Session) -> dict[int, NoticeFacts]:
    """The letters that steps speak of."""
    ids = set(session.scalars(select(CaseStep.notice_id).where(CaseStep.notice_id.is_not(None))))
    return {one.id: one for one, _ in notices.printed(session, ids=sorted(number for number in ids if number))}


def _by_case(session: Session, table: type[Row], ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    query = select(table).where(table.case_id.in_(ids)).order_by(table.id)
    if table is CaseStep:
        query = query.where(CaseStep.withdrawn_at.is_(None))
    for row in session.scalars(query):
        found.setdefault(row.case_id, []).append(row)
    return found


def _facts(row: ReturnCase, person: PupilFacts, parts: _Parts) -> CaseFacts:
    steps = sorted(parts.steps.get(row.id, ()), key=lambda one: (one.day, one.id))
    watches = sorted(parts.watches.get(row.id, ()), key=lambda one: one.due)
    return CaseFacts(
        row.id, person, row.suspect_id, row.opened_on, row.opened_from, row.sign, row.cause, row.whereabouts,
        StaffId(row.holder_id) if row.holder_id else None, parts.staff.get(row.holder_id or 0, ""),
        tuple(
            Episode(one.number, one.left_on, one.returned_on, one.why, one.returned_how, _closing(one))
            for one in sorted(parts.episodes.get(row.id, ()), key=lambda one: one.number)
        ),
        tuple(_step(one, parts.letters.get(one.notice_id or 0)) for one in steps),
        tuple(
            WatchFacts(one.id, one.due, one.confirmed_on, one.confirmed_by, one.there, one.read, one.note)
            for one in watches
        ),
        tuple(
            HandoverFacts(one.id, one.to, one.sent_on, one.accepted_on, one.proof, one.note)
            for one in parts.handovers.get(row.id, ())
        ),
        row.closed_on, row.closed_how, row.evidence, row.closed_by, parts.rules,
    )  # fmt: skip


def _closing(row: CaseEpisode) -> Closing | None:
    return Closing(row.closed_on, row.closed_how, row.evidence, row.closed_by) if row.closed_on else None


def _step(row: CaseStep, letter: NoticeFacts | None) -> StepFacts:
    return StepFacts(
        row.id, row.kind, row.day, row.people, row.place, row.text, row.result, row.notice_id,
        letter.delivered_on if letter else None, row.due, row.recorded_by, row.recorded_at,
        getattr(letter, "deadline", None), letter.number if letter else "", letter.state if letter else "",
        letter.kind if letter else "", letter.time if letter else 0,
    )  # fmt: skip
