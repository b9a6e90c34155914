"""School-age children of the service area (服务区) who are not pupils here: where they are, proven how."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import match_name, tidy_name
from kongchuo_desktop.school.enrolment.comparison import Kind
from kongchuo_desktop.school.enrolment.model import AreaChild, RollDifference
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.numbers import check_id_number, tidy_number
from kongchuo_desktop.school.pupils.rules import age_on
from kongchuo_desktop.school.types import VillageId

PLACEMENTS = (
    "未查明", "在外就读", "未入学", "延缓入学", "免学", "出国", "已毕业", "送教上门", "失踪失联", "不足龄",
)  # fmt: skip
IN_SCHOOL = frozenset({"在外就读", "送教上门", "已毕业"})
LEFT_OUT = frozenset({"延缓入学", "免学", "出国", "不足龄"})  # of the denominator of 入学率, where approved or proven
CHECK_AFTER = timedelta(days=180)  # a term: a placement is looked at again


@dataclass(frozen=True)
class AreaFacts:
    """One such child. `age` is that of the last 31 August."""

    id: int
    name: str
    sex: str
    birth_date: date | None
    age: int | None
    id_number: str
    village_id: VillageId | None
    village: str
    address: str
    guardian_name: str
    guardian_phone: str
    disability: str
    placement: str
    school_name: str
    proof: str
    checked_on: date | None
    note: str
    closed_on: date | None
    closed_why: str

    def due(self, today: date) -> bool:
        """Whether somebody should ask again: never checked, unproven, or longer ago than a term."""
        if self.closed_on:
            return False
        unclear = self.placement in ("未查明", "未入学", "失踪失联") or not self.proof
        return unclear or self.checked_on is None or today - self.checked_on > CHECK_AFTER


def school_age_day(on: date) -> date:
    """The last 31 August: ages of a school year are those of that day (义务教育法 art. 11)."""
    return date(on.year if on >= date(on.year, 8, 31) else on.year - 1, 8, 31)


def children(session: Session, *, today: date, closed: bool = False) -> tuple[AreaFacts, ...]:
    """By village and age; those settled for good only when asked for."""
    villages: dict[int, str] = dict(session.execute(select(Village.id, Village.name)).all())
    query = select(AreaChild)
    if not closed:
        query = query.where(AreaChild.closed_on.is_(None))
    found = [_facts(row, villages, today) for row in session.scalars(query)]
    return tuple(sorted(found, key=lambda one: (one.village, -(one.age or 0), one.name, one.id)))


def _facts(row: AreaChild, villages: Mapping[int, str], today: date) -> AreaFacts:
    return AreaFacts(
        row.id, row.name, row.sex, row.birth_date,
        age_on(row.birth_date, school_age_day(today)) if row.birth_date else None, row.id_number or "",
        VillageId(row.village_id) if row.village_id else None, villages.get(row.village_id or 0, ""), row.address,
        row.guardian_name, row.guardian_phone, row.disability, row.placement, row.school_name, row.proof,
        row.checked_on, row.note, row.closed_on, row.closed_why,
    )  # fmt: skip


def save(session: Session, *, child_id: int | None, fields: Mapping[str, object], today: date) -> int:
    """Add a child (child_id None) or change one; the id. A child who is a pupil here is refused."""
    row = session.get_one(AreaChild, child_id) if child_id else AreaChild(name="")
    for name, value in fields.items():
        if name not in _COLUMNS:
            raise ValueError(f"unknown field: {name}")
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.name = tidy_name(row.name or "")
    row.id_number = tidy_number(row.id_number or "") or None
    _object(session, row, today)
    session.add(row)
    session.flush()
    return row.id


_COLUMNS = frozenset(
    (
        "name", "sex", "birth_date", "id_number", "village_id", "address", "guardian_name", "guardian_phone",
        "disability", "placement", "school_name", "proof", "checked_on", "note",
    )
)  # fmt: skip


def _object(session: Session, row: AreaChild, today: date) -> None:
    if not row.name:
        raise UserError("请填写儿童姓名。")
    row.placement = row.placement or PLACEMENTS[0]
    if row.placement not in PLACEMENTS:
        raise UserError(f"去向只能选：{'、'.join(PLACEMENTS)}。")
    if row.birth_date and row.birth_date > today:
        raise UserError("出生日期比今天还晚，请核对。")
    if row.checked_on and row.checked_on > today:
        raise UserError("核实日期比今天还晚，请核对。")
    if row.placement == "在外就读" and not row.school_name:
        raise UserError("去向是“在外就读”，请写明在哪所学校。")
    if row.id_number:
        checked = check_id_number(row.id_number)
        if checked.problem:
            raise UserError(checked.problem)
        row.birth_date = row.birth_date or checked.birth_date
        here = session.scalar(
            select(Pupil.name).where(Pupil.id_number == row.id_number, Pupil.status.in_(("在读", "休学")))
        )
        if here:
            raise UserError(f"这个身份证件号是本校学生“{here}”的，不用再登记到服务区名单。")


def close(session: Session, *, ids: Iterable[int], why: str, day: date) -> int:
    """Take children off the list for good (迁走, 已成为本校学生 …); they stay in the book."""
    if not why.strip():
        raise UserError("请写明为什么不再跟踪，例如“户口已迁走”。")
    rows = [session.get_one(AreaChild, number) for number in ids]
    for row in rows:
        row.closed_on, row.closed_why = day, why.strip()[:60]
    return len(rows)


def reopen(session: Session, *, child_id: int) -> None:
    """Follow a child again."""
    row = session.get_one(AreaChild, child_id)
    row.closed_on, row.closed_why = None, ""


def take_over(session: Session, *, difference_ids: Iterable[int], today: date) -> int:
    """Enter the children of 适龄未在校 differences into the list, each once; how many were new."""
    villages = {village.name: village.id for village in identity.villages(session)}
    known = {row.id_number or "" for row in session.scalars(select(AreaChild))} - {""}
    named = {(match_name(row.name), row.birth_date) for row in session.scalars(select(AreaChild))}
    added = 0
    for number in difference_ids:
        row = session.get_one(RollDifference, number)
        key = (match_name(row.name), row.birth_date)
        if row.kind != Kind.NOT_IN_SCHOOL.value or (row.id_number and row.id_number in known) or key in named:
            continue
        facts = _from(row, villages)
        session.add(AreaChild(**facts, note=f"{today.isoformat()}名单比对发现"[:200]))
        known.add(row.id_number)
        named.add(key)
        added += 1
    session.flush()
    return added


def _from(row: RollDifference, villages: Mapping[str, VillageId]) -> dict[str, object]:
    told = json.loads(row.details)
    entry: Mapping[str, str] = next(iter(told.get("entries", {}).values()), {})
    return {
        "name": row.name, "sex": entry.get("sex", ""), "birth_date": row.birth_date,
        "id_number": row.id_number or None, "village_id": villages.get(told.get("where", "")), "placement": "未查明",
    }  # fmt: skip


def now_pupils(session: Session) -> tuple[int, ...]:
    """Open entries whose ID number is a pupil's here by now: to be closed with one act."""
    query = (
        select(AreaChild.id)
        .join(Pupil, Pupil.id_number == AreaChild.id_number)
        .where(AreaChild.closed_on.is_(None), Pupil.status.in_(("在读", "休学")))
    )
    return tuple(session.scalars(query))
