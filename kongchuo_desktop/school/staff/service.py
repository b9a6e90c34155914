"""Verbs and questions about the staff: people, the leading group, villages and grades they watch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.staff.model import StaffDuty, StaffMember
from kongchuo_desktop.school.types import StaffId, VillageId
from kongchuo_desktop.storage.asked_once import asked_once

GROUP_ROLES = ("组长", "副组长", "成员")
FIELDS = ("name", "sex", "birth_month", "duty", "subject", "phone", "politics", "remark")


@dataclass(frozen=True)
class StaffFacts:
    """A member of staff with the duties held today."""

    id: StaffId
    name: str
    sex: str = ""
    birth_month: str = ""
    duty: str = ""
    subject: str = ""
    phone: str = ""
    politics: str = ""
    remark: str = ""
    group_role: str = ""
    villages: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    pinyin: str = ""
    initials: str = ""


@asked_once
def staff(session: Session, *, today: date, left: bool = False) -> tuple[StaffFacts, ...]:
    """The staff in the order of the school's list; with `left` also who has gone."""
    query = select(StaffMember).order_by(StaffMember.id)
    if not left:
        query = query.where((StaffMember.left_on.is_(None)) | (StaffMember.left_on > today))
    duties = _duties(session, today=today)
    return tuple(_facts(row, duties.get(row.id, [])) for row in session.scalars(query))


def _duties(session: Session, *, today: date) -> dict[int, list[tuple[StaffDuty, str]]]:
    query = (
        select(StaffDuty, Village.name)
        .outerjoin(Village, Village.id == StaffDuty.village_id)
        .where(StaffDuty.since <= today, (StaffDuty.until.is_(None)) | (StaffDuty.until >= today))
        .order_by(StaffDuty.id)
    )
    found: dict[int, list[tuple[StaffDuty, str]]] = {}
    for duty, village in session.execute(query):
        found.setdefault(duty.staff_id, []).append((duty, village or ""))
    return found


def _facts(row: StaffMember, duties: list[tuple[StaffDuty, str]]) -> StaffFacts:
    return StaffFacts(
        id=StaffId(row.id),
        **{name: getattr(row, name) for name in FIELDS},
        group_role=next((duty.role for duty, _ in duties if duty.kind == "group"), ""),
        villages=tuple(village for duty, village in duties if duty.kind == "village"),
        grades=tuple(duty.grade for duty, _ in duties if duty.kind == "grade" and duty.grade),
        pinyin=row.pinyin,
        initials=row.initials,
    )


def principal(session: Session, *, today: date) -> StaffFacts | None:
    """The head of the school: 校长, or the 负责人 of a 教学点."""
    people = staff(session, today=today)
    for words in (("校长",), ("负责人", "教学点负责人"), ("主持工作副校长",)):
        found = next((person for person in people if person.duty in words), None)
        if found:
            return found
    return None


def add_staff(session: Session, *, fields: Mapping[str, object]) -> StaffId:
    """Add a person; only the name is needed."""
    row = StaffMember(**_checked(fields))
    row.pinyin, row.initials = pinyin_of(row.name)
    session.add(row)
    session.flush()
    return StaffId(row.id)


def change_staff(session: Session, *, staff_id: StaffId, fields: Mapping[str, object]) -> None:
    """Change named facts of a person."""
    row = session.get_one(StaffMember, staff_id)
    for name, value in _checked(fields).items():
        setattr(row, name, value)
    row.pinyin, row.initials = pinyin_of(row.name)


def _checked(fields: Mapping[str, object]) -> dict[str, object]:
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"unknown staff fields: {sorted(unknown)}")
    clean = {name: str(value).strip() for name, value in fields.items()}
    if "name" in clean and not clean["name"]:
        raise UserError("请填写教职工姓名。")
    return dict(clean)


def leave(session: Session, *, staff_id: StaffId, day: date) -> None:
    """A person leaves: every duty ends that day; the record stays."""
    session.get_one(StaffMember, staff_id).left_on = day
    query = select(StaffDuty).where(StaffDuty.staff_id == staff_id, StaffDuty.until.is_(None))
    for duty in session.scalars(query):
        duty.until = day


def give_duty(
    session: Session,
    *,
    staff_id: StaffId,
    kind: str,
    since: date,
    role: str = "",
    grade: int | None = None,
    village_id: VillageId | None = None,
) -> bool:
    """Give a 三包 or group duty from a day on; one that is already held is left alone. True when changed."""
    held = session.scalars(
        select(StaffDuty).where(
            StaffDuty.staff_id == staff_id,
            StaffDuty.kind == kind,
            (StaffDuty.until.is_(None)) | (StaffDuty.until >= since),
        )
    ).all()
    if any((duty.role, duty.grade, duty.village_id) == (role, grade, village_id) for duty in held):
        return False
    if kind == "group":
        for duty in held:
            _end(session, duty, since)
    session.add(StaffDuty(staff_id=staff_id, kind=kind, role=role, grade=grade, village_id=village_id, since=since))
    return True


def end_duty(
    session: Session,
    *,
    staff_id: StaffId,
    kind: str,
    today: date,
    grade: int | None = None,
    village_id: VillageId | None = None,
) -> None:
    """End a duty with yesterday."""
    query = select(StaffDuty).where(
        StaffDuty.staff_id == staff_id,
        StaffDuty.kind == kind,
        StaffDuty.grade.is_(grade),
        StaffDuty.village_id.is_(village_id),
        (StaffDuty.until.is_(None)) | (StaffDuty.until >= today),
    )
    for duty in session.scalars(query).all():
        _end(session, duty, today)


def _end(session: Session, duty: StaffDuty, since: date) -> None:
    if duty.since >= since:
        session.delete(duty)
        session.flush()
    else:
        duty.until = since - timedelta(days=1)
