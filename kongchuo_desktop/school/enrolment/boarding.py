"""寝室 and beds: who sleeps where from which day, which beds are free, who boards without one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.beds import (
    SEX_WORDS,
    bed_order,
    bed_words,
    free_beds,
    overlap,
    sex_objection,
    tidy_bed,
)
from kongchuo_desktop.school.enrolment.model import BedStay, Dormitory
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import CampusId, DormitoryId, PupilId, StaffId

EVERYBODY = ("在读", "休学", "离校")
DAY = timedelta(days=1)
MOST_BEDS = 60


@dataclass(frozen=True)
class StayFacts:
    """A child's bed from a day to a day (both included; None: still)."""

    id: int
    pupil_id: PupilId
    name: str
    sex: str
    class_name: str
    status: str
    dormitory_id: DormitoryId
    dormitory: str
    bed: str
    since: date
    until: date | None


@dataclass(frozen=True)
class DormitoryFacts:
    """A room with those who sleep in it on the day asked about, by bed."""

    id: DormitoryId
    campus_id: CampusId
    campus: str  # "" for the main one
    name: str
    sex: str  # 男 | 女 | "" both
    beds: int
    keeper_id: StaffId | None
    keeper: str
    note: str
    sleepers: tuple[StayFacts, ...] = ()
    free: tuple[str, ...] = field(default=())

    @property
    def full_name(self) -> str:
        """With its 教学点 where it is not at the main campus."""
        return f"{self.campus}{self.name}"


def dormitories(session: Session, *, on: date) -> tuple[DormitoryFacts, ...]:
    """Every room by campus and name, with its sleepers on a day and the beds free from it on."""
    places = {campus.id: "" if campus.is_main else campus.name for campus in identity.campuses(session)}
    keepers = {person.id: person.name for person in staff_room.staff(session, today=on)}
    here: dict[int, list[StayFacts]] = {}
    for stay in stays(session, on=on):
        here.setdefault(stay.dormitory_id, []).append(stay)
    ahead = _taken_from(session, on)
    found = []
    for row in session.scalars(select(Dormitory)):
        sleepers = tuple(sorted(here.get(row.id, []), key=lambda stay: bed_order(stay.bed)))
        found.append(
            DormitoryFacts(
                DormitoryId(row.id), CampusId(row.campus_id), places.get(CampusId(row.campus_id), ""), row.name,
                row.sex, row.beds, StaffId(row.keeper_id) if row.keeper_id else None,
                keepers.get(StaffId(row.keeper_id or 0), ""), row.note, sleepers,
                free_beds(row.beds, ahead.get(row.id, set())),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=_place))


def _place(room: DormitoryFacts) -> tuple[bool, str, int, tuple[int, str]]:
    """Main campus first, boys, girls, both, then by number."""
    return room.campus != "", room.campus, "男女".find(room.sex) if room.sex else 2, bed_order(room.name)


def _taken_from(session: Session, day: date) -> dict[int, set[str]]:
    """Beds that somebody has on a day or later."""
    query = select(BedStay.dormitory_id, BedStay.bed).where((BedStay.until.is_(None)) | (BedStay.until >= day))
    found: dict[int, set[str]] = {}
    for dormitory, bed in session.execute(query):
        found.setdefault(dormitory, set()).add(bed)
    return found


def stays(session: Session, *, on: date | None = None, pupil_id: PupilId | None = None) -> tuple[StayFacts, ...]:
    """Stays that hold on a day (all of them without one), of one child or everybody, oldest first."""
    query = select(BedStay, Dormitory.name).join(Dormitory, Dormitory.id == BedStay.dormitory_id)
    if on is not None:
        query = query.where(BedStay.since <= on, (BedStay.until.is_(None)) | (BedStay.until >= on))
    if pupil_id is not None:
        query = query.where(BedStay.pupil_id == pupil_id)
    rows = session.execute(query.order_by(BedStay.since, BedStay.id)).all()
    ids = frozenset(PupilId(stay.pupil_id) for stay, _name in rows)
    today = on or date.max
    known = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids, status=EVERYBODY)} if ids else {}
    return tuple(_stay(stay, name, known[PupilId(stay.pupil_id)]) for stay, name in rows)


def _stay(row: BedStay, dormitory: str, child: PupilFacts) -> StayFacts:
    return StayFacts(
        row.id, child.id, child.name, child.sex, child.class_name, child.status, DormitoryId(row.dormitory_id),
        dormitory, row.bed, row.since, row.until,
    )  # fmt: skip


def set_dormitory(
    session: Session, *, dormitory_id: DormitoryId | None, name: str, sex: str, beds: int,
    keeper_id: StaffId | None = None, campus_id: CampusId | None = None, note: str = "", today: date,
) -> DormitoryId:  # fmt: skip
    """Add a room (dormitory_id None) or change one. 0 beds: no longer used."""
    name = name.strip()
    if not name:
        raise UserError("请填写寝室名称，例如“男生1号寝室”。")
    if not 0 <= beds <= MOST_BEDS:
        raise UserError(f"一间寝室的床位请填 0 到 {MOST_BEDS} 之间的数，不再使用的寝室填 0。")
    place = campus_id or next(campus.id for campus in identity.campuses(session) if campus.is_main)
    _refuse_second_name(session, name, place, dormitory_id)
    row = session.get_one(Dormitory, dormitory_id) if dormitory_id else Dormitory(campus_id=place, name=name)
    if dormitory_id:
        _refuse_for_sleepers(session, dormitory_id, sex=sex, beds=beds, today=today)
    row.campus_id, row.name, row.sex, row.beds = place, name, sex, beds
    row.keeper_id, row.note = keeper_id, note.strip()
    session.add(row)
    session.flush()
    return DormitoryId(row.id)


def _refuse_second_name(session: Session, name: str, campus_id: CampusId, own: DormitoryId | None) -> None:
    query = select(Dormitory.id).where(Dormitory.campus_id == campus_id, Dormitory.name == name)
    if (other := session.scalar(query)) is not None and other != own:
        raise UserError(f"已经有一间叫“{name}”的寝室，请换一个名称。")


def _refuse_for_sleepers(session: Session, dormitory_id: DormitoryId, *, sex: str, beds: int, today: date) -> None:
    """Beds somebody has can't be taken away under them, nor the room be given to the other sex."""
    for stay in stays(session):
        if stay.dormitory_id != dormitory_id or (stay.until is not None and stay.until < today):
            continue
        if bed_order(stay.bed) > bed_order(str(beds)):
            raise UserError(f"{bed_words(stay.bed)}住着{stay.name}，床位不能减到 {beds} 张，请先给孩子换床。")
        if sex_objection(sex, stay.sex):
            raise UserError(f"{stay.name}（{stay.sex}）住在这间寝室，不能改成{SEX_WORDS[sex]}，请先给孩子换寝室。")


def remove_dormitory(session: Session, *, dormitory_id: DormitoryId) -> None:
    """Take a room off the list; one that somebody has slept in stays in the records."""
    query = select(func.count()).select_from(BedStay).where(BedStay.dormitory_id == dormitory_id)
    if (number := session.scalar(query) or 0) > 0:
        raise UserError(f"这间寝室有 {number} 条住宿记录，不能删除。不再使用的，把床位数改为 0。")
    session.delete(session.get_one(Dormitory, dormitory_id))


def give_bed(session: Session, *, pupil_id: PupilId, dormitory_id: DormitoryId, bed: str, since: date) -> int:
    """A child sleeps in a bed from a day on; the bed it had ends the night before. The stay's id."""
    child, room = session.get_one(Pupil, pupil_id), session.get_one(Dormitory, dormitory_id)
    bed = tidy_bed(bed)
    if child.status != "在读":
        raise UserError(f"{child.name}现在是“{child.status}”，不能安排床位。")
    if reason := sex_objection(room.sex, child.sex):
        raise UserError(f"{child.name}不能住{room.name}：{reason}")
    if bed not in free_beds(room.beds, set()):
        raise UserError(f"{room.name}只有 {room.beds} 张床（1 到 {room.beds} 号），没有“{bed}”号。")
    _refuse_double(session, room, bed, since, but=pupil_id)
    _end_before(session, pupil_id, since)
    row = BedStay(pupil_id=pupil_id, dormitory_id=dormitory_id, bed=bed, since=since)
    session.add(row)
    if not child.boarding:
        pupil_room.change_pupil(session, pupil_id=pupil_id, fields={"boarding": True})
    session.flush()
    return row.id


def _refuse_double(session: Session, room: Dormitory, bed: str, since: date, *, but: PupilId) -> None:
    query = select(BedStay).where(BedStay.dormitory_id == room.id, BedStay.bed == bed, BedStay.pupil_id != but)
    for other in session.scalars(query):
        if overlap(since, None, other.since, other.until):
            child = session.get_one(Pupil, other.pupil_id)
            until = f"住到{other.until:%Y-%m-%d}" if other.until else "还住着"
            raise UserError(
                f"{room.name}{bed_words(bed)}从{other.since:%Y-%m-%d}起是{child.name}的，{until}。请另选空床，或先给{child.name}换床。"
            )


def _end_before(session: Session, pupil_id: PupilId, since: date) -> None:
    """A stay begun the same day or later was a slip and goes; an older one ends the night before."""
    query = select(BedStay).where(
        BedStay.pupil_id == pupil_id, (BedStay.until.is_(None)) | (BedStay.until >= since)
    )  # fmt: skip
    for stay in session.scalars(query).all():
        if stay.since >= since:
            session.delete(stay)
        else:
            stay.until = since - DAY
    session.flush()


def give_beds(session: Session, *, pupil_ids: Iterable[PupilId], dormitory_id: DormitoryId, since: date) -> int:
    """Put children into the free beds of a room, lowest number first; refused when they are too few."""
    wanted = tuple(dict.fromkeys(pupil_ids))
    room = next(one for one in dormitories(session, on=since) if one.id == dormitory_id)
    if len(room.free) < len(wanted):
        raise UserError(
            f"{room.full_name}只剩 {len(room.free)} 张空床，住不下 {len(wanted)} 人，请分到两间，一个也没有安排。"
        )
    for pupil_id, bed in zip(wanted, room.free, strict=False):
        give_bed(session, pupil_id=pupil_id, dormitory_id=dormitory_id, bed=bed, since=since)
    return len(wanted)


def leave_beds(session: Session, *, stay_ids: Iterable[int], last_night: date, day_pupil: bool = False) -> int:
    """End stays with a last night; with `day_pupil` the children no longer board (走读)."""
    number = 0
    for stay_id in stay_ids:
        stay = session.get_one(BedStay, stay_id)
        if stay.since > last_night:
            raise UserError(f"有一张床{stay.since:%Y-%m-%d}才住进来，退床日期不能早于这一天，一个也没有退，请改日期。")
        stay.until = last_night
        number += 1
        if day_pupil:
            pupil_room.change_pupil(session, pupil_id=PupilId(stay.pupil_id), fields={"boarding": False})
    return number
