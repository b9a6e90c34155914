"""Boarders, rooms and combined rooms as the section shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment import boarding, combined
from kongchuo_desktop.school.enrolment.beds import bed_order, bed_words
from kongchuo_desktop.school.enrolment.boarding import DormitoryFacts, StayFacts
from kongchuo_desktop.school.enrolment.combined import CombinedFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.service import CampusFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.staff.service import StaffFacts
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

HOUSED, WITHOUT, GONE, DAY_PUPIL = "有床位", "没有床位", "已离校，仍占床", "登记为走读，仍占床"


@dataclass(frozen=True)
class BoarderLine:
    """A child that boards or has a bed."""

    child: PupilFacts
    stay: StayFacts | None
    name: str
    words: str
    room: str  # with its 教学点; or that there is none

    @property
    def state(self) -> str:
        """How it stands with the bed."""
        if self.stay is None:
            return WITHOUT
        if self.child.status == "离校":
            return GONE
        return HOUSED if self.child.boarding else DAY_PUPIL


@dataclass(frozen=True)
class Boarding:
    """Everything that the section shows."""

    lines: tuple[BoarderLine, ...]
    rooms: tuple[DormitoryFacts, ...]
    combined: tuple[CombinedFacts, ...]
    classes: tuple[ClassFacts, ...]
    staff: tuple[StaffFacts, ...]
    campuses: tuple[CampusFacts, ...]

    def count(self, state: str) -> int:
        """Children in one state."""
        return sum(1 for line in self.lines if line.state == state)


def read_boarding(session: Session, *, today: date) -> Boarding:
    """Boarders by room and bed, those without a bed first."""
    rooms = boarding.dormitories(session, on=today)
    stays = {stay.pupil_id: stay for room in rooms for stay in room.sleepers}
    names = {room.id: room.full_name for room in rooms}
    everybody = pupil_room.pupils(session, today=today, status=("在读", "休学", "离校"))
    people = tuple(one for one in everybody if one.id in stays or (one.boarding and one.status == "在读"))
    apart = pupil_room.told_apart(people)
    lines = []
    for child in people:
        mark, stay = apart.get(child.id, ""), stays.get(child.id)
        room = names[stay.dormitory_id] if stay else WITHOUT
        lines.append(
            BoarderLine(
                child, stay, f"{child.name}（{mark}）" if mark else child.name,
                f"{pupil_room.search_key(child)}\n{room}", room,
            )
        )  # fmt: skip
    lines.sort(key=lambda line: (line.stay is not None, line.room, bed_order(line.stay.bed) if line.stay else (0, "")))
    return Boarding(
        tuple(lines), rooms, combined.combined_rooms(session, on=today), class_room.classes(session, today=today),
        staff_room.staff(session, today=today), identity.campuses(session),
    )  # fmt: skip


def _identity(line: BoarderLine) -> Hashable:
    return line.child.id


def _tone(line: BoarderLine) -> str:
    return "" if line.state == HOUSED else "amber"


def _phone(line: BoarderLine) -> str:
    adult = next((one for one in line.child.guardians if one.phone), None)
    return f"{adult.name} {adult.phone}" if adult else line.child.phone


def _bed_place(line: BoarderLine) -> tuple[int, str] | None:
    return bed_order(line.stay.bed) if line.stay else None


def boarders_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of boarders."""
    columns = (
        Column("pupil", "学生", lambda line: line.name, 144),
        Column("room", "寝室", lambda line: line.room, 136, filtered=True, tone=_tone),
        Column("bed", "床位", lambda line: bed_words(line.stay.bed) if line.stay else "", 72, sort=_bed_place),
        Column("class", "班级", lambda line: line.child.class_name, 104, filtered=True),
        Column("sex", "性别", lambda line: line.child.sex, 56, filtered=True),
        Column("since", "入住日期", lambda line: f"{line.stay.since:%Y-%m-%d}" if line.stay else "", 104, kind="date",
               sort=lambda line: line.stay.since if line.stay else None),
        Column("state", "情况", lambda line: line.state, 136, filtered=True, tone=_tone),
        Column("phone", "家长电话", _phone, 176),
        Column("village", "村", lambda line: line.child.village, 96, filtered=True),
        Column("distance", "离家（公里）", lambda line: str(line.child.fields["distance_km"]), 96, shown=False),
    )  # fmt: skip
    return ListKind(
        key="boarders", title="住宿生名单", columns=columns, identity=_identity, words=lambda line: line.words,
        unit="人", acts=acts, empty=empty,
    )  # fmt: skip
