"""What a person decides about suspected children: whose child it is, a case for one who is out, lessons at home."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.returns.categories import APART, OUT, side_of
from kongchuo_desktop.school.returns.model import ReturnCase, Suspect
from kongchuo_desktop.school.returns.suspects import BY_HAND, SuspectFacts
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.school.visits.model import Placement
from kongchuo_desktop.school.visits.teaching_rules import AT_HOME

AT_HOME_FOR = ("因病", "因残")  # taught at home (送教) where a child can't come to school


def attach(session: Session, *, suspect_id: int, pupil_id: PupilId) -> None:
    """A person says that a listed child is this pupil; its number on the list stays as it was written."""
    row = session.get_one(Suspect, suspect_id)
    session.get_one(Pupil, pupil_id)
    row.pupil_id, row.matched_by, row.parked = pupil_id, BY_HAND, ""
    row.handed_to, row.handed_on = "", None


def hand_on(session: Session, *, suspect_ids: Iterable[int], to: str, day: date) -> int:
    """Whose children they are, if not ours: another school or a village, named; they stay on the list. How many."""
    if not to.strip():
        raise UserError("请写明转交给哪所学校或哪个村。")
    rows = [session.get_one(Suspect, number) for number in suspect_ids]
    for row in rows:
        if row.pupil_id is not None:
            raise UserError(f"“{row.name}”已经对上本校学生，不能转交；对错了请先撤回认领。")
        row.handed_to, row.handed_on = to.strip()[:120], day
    return len(rows)


def take_back(session: Session, *, suspect_ids: Iterable[int]) -> int:
    """A claim or a handing on that was wrong: the child is parked as before."""
    rows = [session.get_one(Suspect, number) for number in suspect_ids]
    for row in rows:
        if row.handed_on is None and row.matched_by != BY_HAND:
            raise UserError(f"“{row.name}”不是人工认领或转交的，没有可撤回的。")
        if session.scalar(select(ReturnCase.id).where(ReturnCase.suspect_id == row.id)) is not None:
            raise UserError(f"“{row.name}”已经建了劝返个案，不能再撤回认领。")
        row.pupil_id, row.matched_by, row.parked = None, "", row.parked or "认领已撤回，待核对"
        row.handed_to, row.handed_on = "", None
    return len(rows)


def open_cases(
    session: Session, *, suspects: Iterable[SuspectFacts], today: date, holder_id: StaffId | None = None
) -> tuple[int, ...]:
    """A case for each child who is really out or not to be found; the ids. Nobody is skipped silently."""
    made = []
    for one in suspects:
        if one.category not in (*OUT, *APART):
            raise UserError(f"“{one.name}”的核查结果不是失学或失踪失联，不用建个案。")
        if one.pupil_id is None:
            raise UserError(f"“{one.name}”还没有对上本校学生，请先认领；不是本校的请转交。")
        left = one.checked_on or one.listed_on
        sign = f"疑似失学名单核查：{one.category}" + (f"，{one.explanation}" if one.explanation else "")
        made.append(
            casework.open_case(
                session, pupil_id=one.pupil_id, day=today, left_on=left, opened_from="名单", sign=sign, today=today,
                holder_id=holder_id, suspect_id=one.id,
            )
        )  # fmt: skip
    return tuple(made)


@dataclass(frozen=True)
class Paths:
    """What follows from a check, for whom: ids of suspects still open."""

    without_case: tuple[SuspectFacts, ...]  # really out, ours, nobody persuades
    not_found: tuple[SuspectFacts, ...]  # 失踪失联
    without_lessons: tuple[SuspectFacts, ...]  # ill or disabled, nobody teaches them at home
    to_close: tuple[SuspectFacts, ...]  # not out, proven: to be struck off; or its case has ended with proof


def paths(session: Session, *, found: Collection[SuspectFacts]) -> Paths:
    """Sort open suspects by what is to be done about them."""
    mine = [one for one in found if one.closed_on is None and one.handed_on is None and one.category]
    rows = session.execute(select(ReturnCase.pupil_id, ReturnCase.closed_on, ReturnCase.evidence)).all()
    in_case = {pupil for pupil, closed, _ in rows if closed is None}
    ended = {pupil for pupil, closed, proof in rows if closed is not None and proof}
    taught = set(
        session.scalars(select(Placement.pupil_id).where(Placement.kind == AT_HOME, Placement.until.is_(None)))
    )
    out = [one for one in mine if side_of(one.category) == "out" and one.pupil_id not in (in_case | ended)]
    at_home = [one for one in out if one.category in AT_HOME_FOR]
    return Paths(
        tuple(one for one in out if one.category not in AT_HOME_FOR and one.pupil_id is not None),
        tuple(one for one in mine if one.category in APART and one.pupil_id not in in_case),
        tuple(one for one in at_home if one.pupil_id not in taught),
        tuple(
            one for one in mine
            if one.evidence and one.checked_on and not one.parked and (one.side == "not_out" or one.pupil_id in ended)
        ),
    )  # fmt: skip
