"""Verbs and questions about children, their homes and their adults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.pupils.fields import BY_COLUMN
from kongchuo_desktop.school.pupils.model import Guardian, Photo, Pupil, PupilGuardian
from kongchuo_desktop.school.pupils.numbers import check_id_number, check_student_number, tidy_number
from kongchuo_desktop.school.types import ClassId, GuardianId, PupilId
from kongchuo_desktop.storage.asked_once import asked_once
from kongchuo_desktop.storage.plain import plain

STUDYING = "在读"
HERE = (STUDYING, "休学")
PHOTO_LIMIT = 300_000
FEW = 5000  # ids that go into the question itself; SQLite takes a limited number


@dataclass(frozen=True)
class GuardianFacts:
    """An adult of a child; the same adult has the same id with brothers and sisters."""

    id: GuardianId
    name: str
    relation: str = ""
    phone: str = ""
    id_number: str = ""
    is_guardian: str = ""
    address: str = ""
    workplace: str = ""
    position: int = 1


@dataclass(frozen=True)
class PupilFacts:
    """A child as lists, papers and reports need it. `fields` are all columns as the book holds them."""

    id: PupilId
    uid: str
    name: str
    sex: str
    birth_date: date | None
    birth_month_only: bool
    id_number: str
    student_number: str
    grade: int
    class_id: ClassId | None
    class_name: str
    grade_name: str
    seat_number: str
    village: str
    boarding: bool
    status: str
    phone: str
    pinyin: str
    initials: str
    guardians: tuple[GuardianFacts, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def birth(self) -> str:
        """The birth date as it is known: 2019-10-20, 2019-10, or ""."""
        if self.birth_date is None:
            return ""
        return self.birth_date.strftime("%Y-%m" if self.birth_month_only else "%Y-%m-%d")

    @property
    def guardian(self) -> GuardianFacts | None:
        """The guardian (监护人), else the first adult."""
        return next((one for one in self.guardians if one.is_guardian == "是"), next(iter(self.guardians), None))


def pupils(
    session: Session,
    *,
    today: date,
    ids: frozenset[PupilId] | None = None,
    class_id: ClassId | None = None,
    status: tuple[str, ...] = HERE,
) -> tuple[PupilFacts, ...]:
    """Children by class, seat number and name; by default those on the roll."""
    if ids is not None and not ids:
        return ()
    rooms = {room.id: room for room in class_room.classes(session, today=today, closed=True)}
    village_names: dict[int, str] = dict(session.execute(select(Village.id, Village.name)).all())
    few = ids if ids is not None and len(ids) <= FEW else None
    adults = _adults(session, few, class_id)
    query = select(Pupil.__table__).where(Pupil.status.in_(status))
    if class_id is not None:
        query = query.where(Pupil.class_id == class_id)
    if few is not None:
        query = query.where(Pupil.id.in_(few))
    found = [
        _facts(row, rooms, village_names, adults)
        for row in plain_rows(session, query)
        if ids is None or PupilId(row["id"]) in ids
    ]
    place = {room_id: n for n, room_id in enumerate(rooms)}
    found.sort(
        key=lambda item: (
            place.get(item.class_id, 9999) if item.class_id else 9999,
            item.seat_number.zfill(6) if item.seat_number else "~",
            item.id,
        )
    )
    return tuple(found)


def plain_rows(session: Session, query: Select[Any]) -> Iterator[Mapping[str, Any]]:
    """Rows as mappings, past the ORM: a list of 20,000 children is read in half the time."""
    result = plain(session, query)
    names = tuple(result.keys())
    return (dict(zip(names, row, strict=True)) for row in result)


def _adults(
    session: Session, few: frozenset[PupilId] | None, class_id: ClassId | None
) -> dict[int, list[GuardianFacts]]:
    query = (
        select(
            PupilGuardian.pupil_id,
            PupilGuardian.position,
            PupilGuardian.relation,
            PupilGuardian.is_guardian,
            Guardian.id,
            Guardian.name,
            Guardian.phone,
            Guardian.id_number,
            Guardian.address,
            Guardian.workplace,
        )
        .join(Guardian, Guardian.id == PupilGuardian.guardian_id)
        .order_by(PupilGuardian.pupil_id, PupilGuardian.position, PupilGuardian.id)
    )
    if few is not None:
        query = query.where(PupilGuardian.pupil_id.in_(few))
    elif class_id is not None:
        query = query.where(PupilGuardian.pupil_id.in_(select(Pupil.id).where(Pupil.class_id == class_id)))
    found: dict[int, list[GuardianFacts]] = {}
    for pupil, position, relation, is_guardian, gid, name, phone, number, address, work in plain(session, query):
        facts = GuardianFacts(
            GuardianId(gid), name, relation, phone, number or "", is_guardian, address, work, position
        )
        found.setdefault(pupil, []).append(facts)
    return found


def _facts(
    row: Mapping[str, Any],
    rooms: Mapping[ClassId, class_room.ClassFacts],
    village_names: Mapping[int, str],
    adults: Mapping[int, list[GuardianFacts]],
) -> PupilFacts:
    room = rooms.get(row["class_id"])
    return PupilFacts(
        id=PupilId(row["id"]),
        uid=row["uid"],
        name=row["name"],
        sex=row["sex"],
        birth_date=row["birth_date"],
        birth_month_only=row["birth_month_only"],
        id_number=row["id_number"] or "",
        student_number=row["student_number"] or "",
        grade=room.grade if room else 0,
        class_id=room.id if room else None,
        class_name=room.full_name if room else "",
        grade_name=grade_name(room.grade) if room else "",
        seat_number=row["seat_number"],
        village=village_names.get(row["village_id"], ""),
        boarding=row["boarding"],
        status=row["status"],
        phone=row["phone"],
        pinyin=row["pinyin"],
        initials=row["initials"],
        guardians=tuple(adults.get(row["id"], ())),
        fields=row,
    )


def pupil(session: Session, *, pupil_id: PupilId, today: date) -> PupilFacts:
    """One child, whatever its status."""
    everybody = ("在读", "休学", "离校")
    found = pupils(session, today=today, ids=frozenset({pupil_id}), status=everybody)
    if not found:
        raise UserError("这名学生已不在账本里，可能刚被撤销导入。请刷新列表。")
    return found[0]


def search_key(facts: PupilFacts) -> str:
    """What a typed word is looked for in: name, pinyin, initials, numbers, village, class, adults, phones."""
    parts = [
        facts.name,
        facts.pinyin,
        facts.initials,
        facts.id_number,
        facts.student_number,
        facts.village,
        facts.class_name,
        facts.phone,
    ]
    for adult in facts.guardians:
        parts += [adult.name, adult.phone]
    return "\n".join(parts).lower()


def told_apart(people: tuple[PupilFacts, ...]) -> dict[PupilId, str]:
    """What to write behind the name of each child who shares it with another: birth date, then village."""
    by_name: dict[str, list[PupilFacts]] = {}
    for person in people:
        by_name.setdefault(person.name, []).append(person)
    marks: dict[PupilId, str] = {}
    for group in by_name.values():
        if len(group) > 1:
            births = [person.birth for person in group]
            for person in group:
                unique = person.birth and births.count(person.birth) == 1
                marks[person.id] = (
                    person.birth
                    if unique
                    else "·".join(filter(None, (person.birth, person.village, person.class_name)))
                )
    return marks


def nobody(session: Session) -> bool:
    """Whether no child was ever entered: a book on its first day."""
    return session.scalar(select(Pupil.id).limit(1)) is None


def in_school(session: Session) -> int:
    """All children in school (在读), those without a class too."""
    return session.scalar(select(func.count()).select_from(Pupil).where(Pupil.status == "在读")) or 0


@asked_once
def class_counts(session: Session) -> Mapping[ClassId, int]:
    """Children in school (在读) per class."""
    query = select(Pupil.class_id, func.count()).where(Pupil.status == "在读").group_by(Pupil.class_id)
    return {ClassId(room): count for room, count in session.execute(query) if room is not None}


def objection(column: str, value: object) -> str | None:
    """Why a value can't stand in a field, in a sentence; None when it can."""
    spec = BY_COLUMN.get(column)
    text = str(value or "").strip()
    if column == "name" and not text:
        return "请填写姓名。"
    if spec and spec.length and len(text) > spec.length:
        return f"{spec.heading}最多 {spec.length} 个字，现在有 {len(text)} 个，请缩短。"
    if spec and spec.choices and text and text not in spec.choices:
        return f"{spec.heading}只能填{'、'.join(spec.choices)}。"
    if column == "student_number" and text:
        return check_student_number(text).problem or None
    return None


def number_objection(id_type: str, id_number: str) -> str | None:
    """Why an ID number can't be right for that kind of paper; None when it can, or when there is none."""
    return (check_id_number(id_number, id_type=id_type).problem or None) if id_number.strip() else None


def add_pupil(session: Session, *, fields: Mapping[str, object]) -> PupilId:
    """Add a child by hand; only the name is needed."""
    row = Pupil(name="")
    _set(session, row, fields)
    session.add(row)
    session.flush()
    return PupilId(row.id)


def change_pupil(session: Session, *, pupil_id: PupilId, fields: Mapping[str, object]) -> None:
    """Change named columns of a child; empty text empties them."""
    _set(session, session.get_one(Pupil, pupil_id), fields)


def _set(session: Session, row: Pupil, fields: Mapping[str, object]) -> None:
    for column, value in fields.items():
        if column not in BY_COLUMN and column != "birth_month_only":
            raise ValueError(f"unknown pupil field: {column}")
        if reason := objection(column, value):
            raise UserError(reason)
        if column in ("id_number", "student_number"):
            value = tidy_number(str(value or "")) or None
            _refuse_second(session, row, column, value)
        setattr(row, column, value)
    if reason := number_objection(row.id_type or "", row.id_number or ""):
        raise UserError(reason)
    row.pinyin, row.initials = pinyin_of(row.name)


def _refuse_second(session: Session, row: Pupil, column: str, value: str | None) -> None:
    if value is None:
        return
    with session.no_autoflush:
        other = session.execute(select(Pupil.id, Pupil.name).where(getattr(Pupil, column) == value)).first()
    if other is not None and other[0] != row.id:
        raise UserError(f"这个{BY_COLUMN[column].heading}已经是“{other[1]}”的，请核对是哪一个填错了。")


def set_guardian(
    session: Session,
    *,
    pupil_id: PupilId,
    guardian_id: GuardianId | None,
    position: int,
    fields: Mapping[str, str],
    relation: str,
    is_guardian: str,
) -> GuardianId:
    """Add an adult to a child (guardian_id None) or change one; the adult's own facts change for siblings too."""
    row = session.get_one(Guardian, guardian_id) if guardian_id else Guardian(name="")
    for name in ("name", "phone", "id_number", "address", "workplace"):
        if name in fields:
            setattr(row, name, fields[name].strip() or (None if name == "id_number" else ""))
    if not row.name:
        raise UserError("请填写监护人姓名。")
    session.add(row)
    session.flush()
    link = session.scalars(
        select(PupilGuardian).where(PupilGuardian.pupil_id == pupil_id, PupilGuardian.guardian_id == row.id)
    ).first() or PupilGuardian(pupil_id=pupil_id, guardian_id=row.id)
    link.relation, link.is_guardian, link.position = relation.strip(), is_guardian, position
    session.add(link)
    session.flush()
    return GuardianId(row.id)


def remove_guardian(session: Session, *, pupil_id: PupilId, guardian_id: GuardianId) -> None:
    """Take an adult off a child; the person stays for brothers and sisters, or goes with the last child."""
    links = session.scalars(select(PupilGuardian).where(PupilGuardian.guardian_id == guardian_id)).all()
    for link in links:
        if link.pupil_id == pupil_id:
            session.delete(link)
    session.flush()
    if all(link.pupil_id == pupil_id for link in links):
        session.delete(session.get_one(Guardian, guardian_id))


def siblings(session: Session, *, pupil_id: PupilId, today: date) -> tuple[PupilFacts, ...]:
    """Children who share an adult or the household with this one."""
    mine = select(PupilGuardian.guardian_id).where(PupilGuardian.pupil_id == pupil_id)
    shared = set(session.scalars(select(PupilGuardian.pupil_id).where(PupilGuardian.guardian_id.in_(mine))))
    home = session.scalar(select(Pupil.household_id).where(Pupil.id == pupil_id))
    if home is not None:
        shared |= set(session.scalars(select(Pupil.id).where(Pupil.household_id == home)))
    others = frozenset(PupilId(number) for number in shared if number != pupil_id)
    return pupils(session, today=today, ids=others) if others else ()


def set_photo(session: Session, *, pupil_id: PupilId, jpeg: bytes | None) -> None:
    """Keep a portrait (JPEG up to 300 KB) or take it away."""
    row = session.scalars(select(Photo).where(Photo.pupil_id == pupil_id)).first()
    if jpeg is None:
        if row is not None:
            session.delete(row)
        return
    if len(jpeg) > PHOTO_LIMIT or jpeg[:2] != b"\xff\xd8":
        raise UserError("照片须是 300 KB 以内的 JPG 图片，请压缩后再选。")
    if row is None:
        session.add(Photo(pupil_id=pupil_id, jpeg=jpeg))
    else:
        row.jpeg = jpeg


def photo(session: Session, *, pupil_id: PupilId) -> bytes | None:
    """The portrait, or None."""
    return session.scalar(select(Photo.jpeg).where(Photo.pupil_id == pupil_id))
