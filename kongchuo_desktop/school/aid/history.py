"""What a child's family has been counted as over time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid.model import FamilyMember, FamilyStatus, PoorFamily
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class StatusFacts:
    """A status of the family: `since` as the list writes it (2016-12), `until` the day it ended."""

    head: str
    village: str
    category: str
    monitor: str
    since: str
    listed_on: date
    until: date | None
    ended_why: str


def family_statuses(session: Session, *, people: Collection[PupilFacts]) -> Mapping[PupilId, tuple[StatusFacts, ...]]:
    """Every status of the families of these children, the oldest first; by what was matched or by the ID number."""
    by_number = {one.id_number: one.id for one in people if one.id_number}
    wanted = {one.id for one in people}
    query = (
        select(FamilyMember.pupil_id, FamilyMember.id_number, PoorFamily, FamilyStatus)
        .join(PoorFamily, PoorFamily.id == FamilyMember.family_id)
        .join(FamilyStatus, FamilyStatus.family_id == PoorFamily.id)
        .where(or_(FamilyMember.pupil_id.is_not(None), FamilyMember.id_number.is_not(None)))
        .order_by(FamilyStatus.listed_on, FamilyStatus.id)
    )
    found: dict[PupilId, list[StatusFacts]] = {}
    for pupil, number, family, status in session.execute(query):
        child = PupilId(pupil) if pupil else by_number.get(number or "")
        if child is not None and child in wanted:
            found.setdefault(child, []).append(
                StatusFacts(
                    family.head_name, family.village, status.category, status.monitor, status.since,
                    status.listed_on, status.until, status.ended_why,
                )
            )  # fmt: skip
    return {child: tuple(items) for child, items in found.items()}
