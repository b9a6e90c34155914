"""Verbs and questions about pairs (一帮一): made, handed over, ended; loads; who has nobody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import tidy_name, tidy_text
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pairing.model import Pair, PairWish
from kongchuo_desktop.school.pairing.rules import BY_NAME, MOST_PROMISED
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import ClassId, PairId, PupilId, StaffId


@dataclass(frozen=True)
class PairDraft:
    """What is entered of a pair. Of the three helpers one is given; `until` None: until further notice."""

    kind: str
    pupil_id: PupilId
    since: date
    staff_id: StaffId | None = None
    helper_pupil_id: PupilId | None = None
    helper_name: str = ""
    helper_unit: str = ""
    helper_phone: str = ""
    subject: str = ""
    aim: str = ""
    talks_per_month: int = 0
    visits_per_month: int = 0
    why: str = ""


@dataclass(frozen=True)
class PairFacts:
    """One pair as lists and papers show it. `until` is the first day on which it no longer holds."""

    id: PairId
    uid: str
    kind: str
    pupil_id: PupilId
    pupil: str
    class_id: ClassId | None
    class_name: str
    staff_id: StaffId | None
    helper_pupil_id: PupilId | None
    helper: str
    helper_unit: str
    helper_phone: str
    subject: str
    aim: str
    talks_per_month: int
    visits_per_month: int
    since: date
    until: date | None
    ended_why: str
    summary: str
    summed_up_on: date | None
    follows_id: PairId | None
    why: str

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def helper_key(self) -> str:
        """The helper, told from all others."""
        if self.staff_id:
            return f"staff/{self.staff_id}"
        return f"pupil/{self.helper_pupil_id}" if self.helper_pupil_id else f"outside/{self.helper}"


def pairs(
    session: Session, *, today: date, on: date | None = None, pupil_ids: Collection[PupilId] | None = None,
    staff_id: StaffId | None = None, kinds: Collection[str] = tuple(BY_NAME),
) -> tuple[PairFacts, ...]:  # fmt: skip
    """Pairs by class and child: all that ever were, or with `on` those in force on a day."""
    helper = aliased(Pupil)
    query = (
        select(Pair, Pupil.name, Pupil.class_id, StaffMember.name, StaffMember.phone, helper.name)
        .join(Pupil, Pupil.id == Pair.pupil_id)
        .outerjoin(StaffMember, StaffMember.id == Pair.staff_id)
        .outerjoin(helper, helper.id == Pair.helper_pupil_id)
        .where(Pair.kind.in_(kinds))
        .order_by(Pupil.class_id, Pupil.seat_number, Pupil.id, Pair.since, Pair.id)
    )
    if on is not None:
        query = query.where(Pair.since <= on, (Pair.until.is_(None)) | (Pair.until > on))
    if pupil_ids is not None:
        query = query.where(Pair.pupil_id.in_(pupil_ids))
    if staff_id is not None:
        query = query.where(Pair.staff_id == staff_id)
    rooms = {room.id: room.full_name for room in class_room.classes(session, today=today, closed=True)}
    place = {room: number for number, room in enumerate(rooms)}
    found = [
        _facts(pair, child, rooms, (room, staff, phone, friend))
        for pair, child, room, staff, phone, friend in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: place.get(one.class_id, 9999) if one.class_id else 9999))


def _facts(
    pair: Pair, child: str, rooms: Mapping[ClassId, str], beside: tuple[int | None, str | None, str | None, str | None]
) -> PairFacts:
    room, staff, phone, friend = beside
    class_id = ClassId(room) if room else None
    return PairFacts(
        PairId(pair.id), pair.uid, pair.kind, PupilId(pair.pupil_id), child, class_id,
        rooms.get(class_id, "") if class_id else "", StaffId(pair.staff_id) if pair.staff_id else None,
        PupilId(pair.helper_pupil_id) if pair.helper_pupil_id else None, staff or friend or pair.helper_name,
        pair.helper_unit, pair.helper_phone or phone or "", pair.subject, pair.aim, pair.talks_per_month,
        pair.visits_per_month, pair.since, pair.until, pair.ended_why, pair.summary, pair.summed_up_on,
        PairId(pair.follows_id) if pair.follows_id else None, pair.why,
    )  # fmt: skip


def make(session: Session, *, draft: PairDraft, today: date) -> PairId:
    """Make a pair. Refused: nobody named, somebody who has left, oneself, the same pair twice, a date to come."""
    return make_all(session, drafts=[draft], today=today)[0]


def make_all(session: Session, *, drafts: Iterable[PairDraft], today: date) -> tuple[PairId, ...]:
    """Make several pairs: all of them or none."""
    made = []
    for draft in drafts:
        require(session, draft=draft, today=today)
        row = Pair(
            kind=draft.kind, pupil_id=draft.pupil_id, staff_id=draft.staff_id, helper_pupil_id=draft.helper_pupil_id,
            helper_name=tidy_name(draft.helper_name), helper_unit=tidy_text(draft.helper_unit),
            helper_phone=tidy_text(draft.helper_phone), subject=tidy_text(draft.subject), aim=tidy_text(draft.aim),
            talks_per_month=draft.talks_per_month, visits_per_month=draft.visits_per_month, since=draft.since,
            why=draft.why[:300],
        )  # fmt: skip
        session.add(row)
        session.flush()
        made.append(PairId(row.id))
    return tuple(made)


def require(session: Session, *, draft: PairDraft, today: date) -> None:
    """Raises the sentence of what keeps a pair from being made."""
    kind = BY_NAME.get(draft.kind)
    if kind is None:
        raise UserError(f"结对只有{'、'.join(BY_NAME)}几种。")
    child = session.get_one(Pupil, draft.pupil_id)
    if child.status == "离校":
        raise UserError(f"“{child.name}”已离校，不能再结对。")
    if draft.since > today:
        raise UserError("结对日期不能晚于今天，请改正。")
    for number, what in ((draft.talks_per_month, "谈心"), (draft.visits_per_month, "家访")):
        if not 0 <= number <= MOST_PROMISED:
            raise UserError(f"每月{what}次数要在 0 到 {MOST_PROMISED} 之间。")
    helper = _helper(session, draft, kind.side)
    same = select(Pair.id).where(
        Pair.kind == draft.kind, Pair.pupil_id == draft.pupil_id, Pair.until.is_(None),
        Pair.staff_id == draft.staff_id, Pair.helper_pupil_id == draft.helper_pupil_id,
        Pair.helper_name == tidy_name(draft.helper_name),
    )  # fmt: skip
    if session.scalar(same) is not None:
        raise UserError(f"“{child.name}”与“{helper}”已经结对，不用重复登记。")


def _helper(session: Session, draft: PairDraft, side: str) -> str:
    if side == "staff":
        if draft.staff_id is None:
            raise UserError("请选择帮扶教师。")
        person = session.get_one(StaffMember, draft.staff_id)
        if person.left_on is not None and person.left_on <= draft.since:
            raise UserError(f"“{person.name}”{person.left_on:%Y-%m-%d}已离校，请换一位教师。")
        return person.name
    if side == "pupil":
        if draft.helper_pupil_id is None:
            raise UserError("请选择帮扶的同学。")
        if draft.helper_pupil_id == draft.pupil_id:
            raise UserError("不能与自己结对，请另选一名同学。")
        friend = session.get_one(Pupil, draft.helper_pupil_id)
        if friend.status != "在读":
            raise UserError(f"“{friend.name}”不在校，请另选一名同学。")
        return friend.name
    if not tidy_name(draft.helper_name):
        raise UserError("请填写结对干部的姓名。")
    return tidy_name(draft.helper_name)


def change(session: Session, *, pair_id: PairId, fields: Mapping[str, object]) -> None:
    """Change aim, subject, promise, unit or phone of a pair."""
    allowed = {"aim", "subject", "talks_per_month", "visits_per_month", "helper_unit", "helper_phone"}
    if unknown := set(fields) - allowed:
        raise ValueError(f"unknown fields of a pair: {sorted(unknown)}")
    row = session.get_one(Pair, pair_id)
    for name, value in fields.items():
        setattr(row, name, tidy_text(value) if isinstance(value, str) else value)


def end(session: Session, *, pair_ids: Iterable[PairId], day: date, why: str, today: date) -> int:
    """End pairs: from `day` on they no longer hold. How many."""
    if not why.strip():
        raise UserError("请写明为什么结束结对。")
    if day > today:
        raise UserError("结束日期不能晚于今天，请改正。")
    rows = [session.get_one(Pair, number) for number in pair_ids]
    for row in rows:
        if day < row.since:
            raise UserError(f"结束日期不能早于结对日期{row.since:%Y-%m-%d}。")
        row.until, row.ended_why = day, why.strip()[:100]
    return len(rows)


def hand_over(
    session: Session, *, pair_ids: Iterable[PairId], to: StaffId, day: date, why: str, today: date
) -> tuple[PairId, ...]:
    """One teacher takes over from another: each pair ends and a new one follows it, with its aim and promise."""
    made = []
    for number in pair_ids:
        old = session.get_one(Pair, number)
        if old.staff_id == to:
            continue
        end(session, pair_ids=[number], day=day, why=why, today=today)
        draft = PairDraft(
            old.kind, PupilId(old.pupil_id), day, staff_id=to, subject=old.subject, aim=old.aim,
            talks_per_month=old.talks_per_month, visits_per_month=old.visits_per_month,
        )  # fmt: skip
        new = make(session, draft=draft, today=today)
        session.get_one(Pair, new).follows_id = number
        made.append(new)
    return tuple(made)


def sum_up(session: Session, *, pair_id: PairId, text: str, day: date) -> None:
    """Write what came of a pair; an empty text takes it back."""
    row = session.get_one(Pair, pair_id)
    row.summary, row.summed_up_on = text.strip(), day if text.strip() else None


def delete(session: Session, *, pair_id: PairId) -> None:
    """Remove a pair entered by mistake; one that another follows stays."""
    if session.scalar(select(Pair.id).where(Pair.follows_id == pair_id)) is not None:
        raise UserError("这次结对后来已移交给别人，不能删除；要改请先处理后一次结对。")
    session.delete(session.get_one(Pair, pair_id))


def loads(session: Session, *, on: date, kinds: Collection[str] = ("教师帮扶",)) -> dict[StaffId, int]:
    """Children that each teacher holds on a day."""
    query = select(Pair.staff_id, Pair.pupil_id).where(
        Pair.kind.in_(kinds), Pair.staff_id.is_not(None), Pair.since <= on, (Pair.until.is_(None)) | (Pair.until > on)
    )
    held: dict[StaffId, set[int]] = {}
    for staff, child in session.execute(query):
        held.setdefault(StaffId(staff or 0), set()).add(child)
    return {staff: len(children) for staff, children in held.items()}


def set_wish(
    session: Session, *, pupil_id: PupilId, staff_id: StaffId | None = None, helper_pupil_id: PupilId | None = None,
    wanted: bool | None, why: str = "", by: str = "", day: date,
) -> None:  # fmt: skip
    """Note a wish (True), a veto (False), or take it back (None)."""
    row = session.scalars(
        select(PairWish).where(
            PairWish.pupil_id == pupil_id, PairWish.staff_id == staff_id, PairWish.helper_pupil_id == helper_pupil_id
        )
    ).first()
    if wanted is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = PairWish(pupil_id=pupil_id, staff_id=staff_id, helper_pupil_id=helper_pupil_id, made_on=day)
        session.add(row)
    row.wanted, row.why, row.made_by, row.made_on = wanted, why.strip()[:200], by, day
