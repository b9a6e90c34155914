"""Families on the township's lists as the office looks at them (一人一卡): whose child is ours, from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid.model import FamilyMember, FamilyStatus, PoorFamily
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

CONFIRMED = "人工确认"


@dataclass(frozen=True)
class MemberFacts:
    """A child of a listed family and one thing the family was counted as; a change of category is a second one."""

    id: int
    status_id: int
    name: str
    relation: str
    pupil: PupilFacts | None  # None: not one of ours
    matched_by: str
    head: str
    village: str
    phone: str
    category: str
    monitor: str
    since: str
    seen_on: date
    until: date | None
    ended_why: str


def members(session: Session, *, today: date) -> tuple[MemberFacts, ...]:
    """Every child of every listed family with everything the family was counted as, what holds now first."""
    people = pupil_room.pupils(session, today=today, status=("在读", "休学", "离校"))
    by_id = {one.id: one for one in people}
    by_number = {one.id_number: one for one in people if one.id_number}
    query = (
        select(FamilyMember, PoorFamily, FamilyStatus)
        .join(PoorFamily, PoorFamily.id == FamilyMember.family_id)
        .join(FamilyStatus, FamilyStatus.family_id == PoorFamily.id)
        .order_by(FamilyStatus.until.is_not(None), PoorFamily.village, PoorFamily.id, FamilyMember.id)
    )
    found = []
    for member, family, status in session.execute(query):
        pupil = by_id.get(PupilId(member.pupil_id or 0)) or by_number.get(member.id_number or "")
        matched = member.matched_by or ("证件号" if pupil else "")
        found.append(
            MemberFacts(
                member.id, status.id, member.name, member.relation, pupil, matched, family.head_name, family.village,
                family.phone, status.category, status.monitor, status.since, status.seen_on, status.until,
                status.ended_why,
            )
        )  # fmt: skip
    return tuple(found)


def confirm(session: Session, *, member_id: int, pupil_id: PupilId | None) -> None:
    """Somebody has looked: the member is this pupil, or with None is none of ours after all."""
    row = session.get_one(FamilyMember, member_id)
    if pupil_id is not None:
        taken = session.scalars(
            select(FamilyMember).where(
                FamilyMember.family_id == row.family_id, FamilyMember.pupil_id == pupil_id, FamilyMember.id != row.id
            )
        ).first()
        if taken is not None:
            raise UserError(f"这名学生已经是这一户的“{taken.name}”，请核对选的是不是同一个孩子。")
    row.pupil_id, row.matched_by = pupil_id, CONFIRMED if pupil_id is not None else ""


def end(session: Session, *, status_ids: Iterable[int], until: date, why: str) -> int:
    """A family is no longer counted as it was (left the list, 稳定脱贫 …); how many were still open."""
    if not why.strip():
        raise UserError("请写明为什么不再算困难家庭，例如“不在今年的名单上”。")
    rows = [session.get_one(FamilyStatus, number) for number in dict.fromkeys(status_ids)]
    ended = [row for row in rows if row.until is None]
    for row in ended:
        if until < row.listed_on:
            raise UserError(f"结束日期不能早于列入名单的日期{row.listed_on.isoformat()}。")
        row.until, row.ended_why = until, why.strip()[:100]
    return len(ended)
