"""What the form of a visit needs to know of a family, read at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId, VisitId
from kongchuo_desktop.school.visits import closing, service
from kongchuo_desktop.school.visits.phrases import phrases
from kongchuo_desktop.school.visits.service import VisitFacts

APART = re.compile(r"[、,，;；/]+")


@dataclass(frozen=True)
class FamilyContext:
    """A child with brothers and sisters, who is to go, what was last, what is open, the words in use."""

    child: PupilFacts
    mark: str  # what tells it from its namesakes
    siblings: tuple[PupilFacts, ...]
    visitor: str  # who is at work if of the staff, else the class teacher
    adults: tuple[str, ...]  # 父亲罗成林
    last: VisitFacts | None
    duties: tuple[Duty, ...]
    phrases: Mapping[str, tuple[str, ...]]
    staff: Mapping[str, StaffId]
    visit: VisitFacts | None = None  # the one being changed

    @property
    def detail(self) -> str:
        """The child in a line."""
        return " · ".join(filter(None, (self.child.class_name, self.mark or self.child.village)))


def read_family(
    session: Session, *, pupil_id: PupilId, today: date, who: str, visit_id: VisitId | None = None
) -> FamilyContext:
    """All that the form shows and proposes; `who` is at work."""
    child = pupil_room.pupil(session, pupil_id=pupil_id, today=today)
    siblings = tuple(
        one for one in pupil_room.siblings(session, pupil_id=pupil_id, today=today) if one.status in pupil_room.HERE
    )
    everybody = frozenset((child.id, *(one.id for one in siblings)))
    people = staff_room.staff(session, today=today)
    rooms = {room.id: room for room in class_room.classes(session, today=today)}
    head = rooms[child.class_id].head if child.class_id in rooms else ""
    staff = {person.name: person.id for person in people}
    seen = service.visits(session, pupil_ids=everybody)
    apart = pupil_room.told_apart((child, *siblings))
    return FamilyContext(
        child, apart.get(child.id, ""), siblings, who if who in staff else head,
        tuple(f"{adult.relation}{adult.name}" for adult in child.guardians), next(iter(seen), None),
        closing.open_duties(session, pupil_ids=everybody, on=today), phrases(session), staff,
        service.visit(session, visit_id=visit_id) if visit_id is not None else None,
    )  # fmt: skip


def split_visitors(written: str, staff: Mapping[str, StaffId]) -> tuple[tuple[StaffId, ...], str]:
    """Members of staff by name, and who else went along, as one text."""
    names = [part.strip() for part in APART.split(written) if part.strip()]
    known = [_staff_id(name, staff) for name in names]
    others = "、".join(name for name, number in zip(names, known, strict=True) if number is None)
    return tuple(dict.fromkeys(number for number in known if number is not None)), others


def _staff_id(name: str, staff: Mapping[str, StaffId]) -> StaffId | None:
    return staff.get(name) or staff.get(name.removesuffix("老师"))
