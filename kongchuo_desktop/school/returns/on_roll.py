"""What the end of a case means on the roll (学籍异动), and closed cases whose child the roll still shows otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.events import events
from kongchuo_desktop.school.enrolment.rules import AHEAD, BY_NAME, GONE
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.model import ReturnCase
from kongchuo_desktop.school.types import PupilId

KIND_OF = {"转学": "转出", "出国": "出国", "死亡": "死亡"}  # 结案方式 → 异动; the others leave the child on the roll
REASONS = {
    ("转出", "随父母外出"): "随父母务工", ("出国", "随父母外出"): "非留学出国", ("死亡", "身体原因"): "疾病死亡",
}  # fmt: skip


@dataclass(frozen=True)
class Unentered:
    """A case closed as `how` whose change `kind` is not on the roll; `stands`: what the roll says (在读, 退学 …)."""

    case_id: int
    pupil: PupilFacts
    how: str
    kind: str
    closed_on: date
    stands: str

    @property
    def to_enter(self) -> bool:
        """Whether it can simply be entered; else another change stands in its way and is to be corrected."""
        return self.pupil.status != GONE


@dataclass(frozen=True)
class Proposed:
    """The change that a closing calls for, as far as the case knows it."""

    kind: str
    day: date
    place: str
    reason: str
    receipt_on: date | None
    receipt: str
    note: str


def unentered(session: Session, *, today: date) -> tuple[Unentered, ...]:
    """Closed cases that the roll contradicts, the longest closed first."""
    found = list(_contradicted(session))
    if not found:
        return ()
    ids = frozenset(PupilId(row.pupil_id) for row, _ in found)
    known = {(one.pupil_id, one.kind): one.day for one in events(session, kinds=set(KIND_OF.values()))}
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids, status=("在读", "休学", "离校"))}
    lines = []
    for row, stands in found:
        child, kind = PupilId(row.pupil_id), KIND_OF[row.closed_how]
        entered = known.get((child, kind))
        if row.closed_on and (entered is None or entered < row.opened_on - timedelta(days=AHEAD)):
            lines.append(Unentered(row.id, people[child], row.closed_how, kind, row.closed_on, stands))
    return tuple(sorted(lines, key=lambda one: (one.closed_on, one.case_id)))


def _contradicted(session: Session) -> Iterator[tuple[ReturnCase, str]]:
    """Cases closed as leaving whose child is on the roll, or left it by another change."""
    query = (
        select(ReturnCase, Pupil.status, Pupil.left_why)
        .join(Pupil, Pupil.id == ReturnCase.pupil_id)
        .where(ReturnCase.closed_on.is_not(None), ReturnCase.closed_how.in_(KIND_OF))
    )
    for row, status, why in session.execute(query):
        if status != GONE:
            yield row, status
        elif why in BY_NAME and why != KIND_OF[row.closed_how]:
            yield row, why


def proposed(case: CaseFacts) -> Proposed | None:
    """The change that goes with a closing; None while the case is open or the child stays on the roll."""
    kind = KIND_OF.get(case.closed_how)
    if kind is None or case.closed_on is None:
        return None
    taken = next((one for one in reversed(case.handovers) if one.accepted_on), None)
    proof = (taken.proof if taken else "") or case.evidence
    needs = BY_NAME[kind].needs_proof and bool(proof)
    return Proposed(
        kind, case.closed_on, (taken.to if taken else case.whereabouts)[:120] if BY_NAME[kind].needs_place else "",
        REASONS.get((kind, case.cause), ""), (taken.accepted_on if taken else case.closed_on) if needs else None,
        proof[:120] if needs else "", f"劝返个案{case.closed_on:%Y-%m-%d}按“{case.closed_how}”结案",
    )  # fmt: skip
