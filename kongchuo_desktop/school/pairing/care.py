"""一长三员: four adults for every left-behind child, and a record of their care each month (关爱记录)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import tidy_name, tidy_text
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.concern.kinds import shipped_names
from kongchuo_desktop.school.concern.proposals import LEFT_BEHIND
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pairing.model import Pair
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import HERE
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import ClassId, PairId, PupilId, StaffId, TalkId
from kongchuo_desktop.school.visits import talks
from kongchuo_desktop.school.visits.model import Talk
from kongchuo_desktop.school.visits.talks import TalkDraft

CARE_KINDS = ("代理家长", "生活辅导", "学习辅导", "心理辅导")
RECORD = "关爱记录"


@dataclass(frozen=True)
class Carer:
    """An adult who holds one of the four posts for a child: of the staff, or anybody else by name."""

    pair_id: PairId
    kind: str
    staff_id: StaffId | None
    name: str
    unit: str
    phone: str
    since: date


@dataclass(frozen=True)
class CareLine:
    """A left-behind child with its four adults; `records` this month's care records, `recorded_on` the last one."""

    pupil_id: PupilId
    name: str
    class_id: ClassId | None
    class_name: str
    head: str
    kind: str  # 留守（双亲外出）…, "" where the mark has ended and adults are still named
    carers: Mapping[str, Carer] = field(default_factory=dict)
    recorded_on: date | None = None
    records: int = 0

    @property
    def lacks(self) -> tuple[str, ...]:
        """The posts that nobody holds."""
        return tuple(kind for kind in CARE_KINDS if kind not in self.carers) if self.kind else ()

    @property
    def due(self) -> bool:
        """Whether this month's record is still to be written."""
        return bool(self.kind) and not self.records


@dataclass(frozen=True)
class Named:
    """Who is to hold a post: one of the staff, or a name with unit and phone."""

    staff_id: StaffId | None = None
    name: str = ""
    unit: str = ""
    phone: str = ""


def lines(session: Session, *, on: date) -> tuple[CareLine, ...]:
    """Every left-behind child by class and name, and those whose adults outlive the mark."""
    names = shipped_names(session)
    kinds = {names.get(kind, kind) for kind in LEFT_BEHIND.values()}
    left = {item.pupil_id: item.kind for item in concern.marks(session, on=on) if item.kind in kinds}
    held = _carers(session, on)
    month = date(on.year, on.month, 1)
    records = {
        PupilId(child): (last, number)
        for child, last, number in session.execute(
            select(Talk.pupil_id, func.max(Talk.day), func.sum(case((Talk.day >= month, 1), else_=0)))
            .where(Talk.kind == RECORD, Talk.day <= on)
            .group_by(Talk.pupil_id)
        )
    }
    rooms = {room.id: room for room in class_room.classes(session, today=on)}
    wanted = list(left.keys() | held.keys())
    query = (
        select(Pupil.id, Pupil.name, Pupil.class_id)
        .where(Pupil.id.in_(wanted), Pupil.status.in_(HERE))
        .order_by(Pupil.class_id, Pupil.seat_number, Pupil.id)
    )
    found = []
    for number, name, room_id in session.execute(query):
        child, room = PupilId(number), rooms.get(ClassId(room_id or 0))
        last, count = records.get(child, (None, 0))
        found.append(
            CareLine(
                child, name, room.id if room else None, room.full_name if room else "", room.head if room else "",
                left.get(child, ""), held.get(child, {}), last, int(count or 0),
            )
        )  # fmt: skip
    place = {room: n for n, room in enumerate(rooms)}
    return tuple(sorted(found, key=lambda line: place.get(line.class_id, 999) if line.class_id else 999))


def _carers(session: Session, on: date) -> dict[PupilId, dict[str, Carer]]:
    query = (
        select(Pair, StaffMember.name, StaffMember.phone)
        .outerjoin(StaffMember, StaffMember.id == Pair.staff_id)
        .where(
            Pair.kind.in_(CARE_KINDS), Pair.since <= on, (Pair.until.is_(None)) | (Pair.until > on)
        )
        .order_by(Pair.id)
    )  # fmt: skip
    found: dict[PupilId, dict[str, Carer]] = {}
    for row, staff, phone in session.execute(query):
        found.setdefault(PupilId(row.pupil_id), {})[row.kind] = Carer(
            PairId(row.id), row.kind, StaffId(row.staff_id) if row.staff_id else None, row.helper_name or staff or "",
            row.helper_unit, row.helper_phone or phone or "", row.since,
        )  # fmt: skip
    return found


def assign(
    session: Session, *, pupil_ids: Collection[PupilId], kind: str, who: Named, since: date, today: date,
    why: str = "换人",
) -> tuple[PairId, ...]:  # fmt: skip
    """Name an adult for a post of several children; who held it before is relieved on that day. Unchanged ones stay."""
    if kind not in CARE_KINDS:
        raise UserError(f"一长三员只有{'、'.join(CARE_KINDS)}四种。")
    if since > today:
        raise UserError("开始日期不能晚于今天，请改正。")
    name = tidy_name(who.name)
    if who.staff_id is None and not name:
        raise UserError(f"请选一位教职工，或写出{kind}的姓名。")
    made = []
    for child in dict.fromkeys(pupil_ids):
        last = _held(session, child, kind)
        if last is not None and (last.staff_id, last.helper_name) == (who.staff_id, name if not who.staff_id else ""):
            last.helper_unit, last.helper_phone = tidy_text(who.unit), tidy_text(who.phone)
            continue
        if last is not None and since < last.since:
            raise UserError(f"新的{kind}不能早于上一位的开始日期{last.since:%Y-%m-%d}。")
        row = Pair(
            kind=kind, pupil_id=child, staff_id=who.staff_id, helper_name="" if who.staff_id else name,
            helper_unit=tidy_text(who.unit), helper_phone=tidy_text(who.phone), since=since,
            follows_id=last.id if last else None,
        )  # fmt: skip
        if last is not None:
            last.until, last.ended_why = since, why
        session.add(row)
        session.flush()
        made.append(PairId(row.id))
    return tuple(made)


def relieve(session: Session, *, pair_ids: Collection[PairId], on: date, why: str) -> None:
    """An adult holds the post no longer from a day on."""
    if not why.strip():
        raise UserError("请写明为什么不再担任，例如“父母已回家”。")
    for number in pair_ids:
        row = session.get_one(Pair, number)
        if on < row.since:
            raise UserError(f"结束日期早于开始日期{row.since:%Y-%m-%d}，请改正。")
        row.until, row.ended_why = on, tidy_text(why)[:100]


def withdraw(session: Session, *, pair_ids: Collection[PairId]) -> None:
    """Take assignments back (undo); who held the post before holds it again."""
    for number in pair_ids:
        row = session.get_one(Pair, number)
        last = session.get(Pair, row.follows_id) if row.follows_id else None
        if last is not None:
            last.until, last.ended_why = None, ""
        row.follows_id = None
        session.flush()
        session.delete(row)


def _held(session: Session, child: PupilId, kind: str) -> Pair | None:
    query = select(Pair).where(Pair.pupil_id == child, Pair.kind == kind, Pair.until.is_(None))
    return session.scalars(query.order_by(Pair.id.desc())).first()


def record(
    session: Session,
    *,
    pupil_ids: Collection[PupilId],
    day: date,
    content: str,
    who: Named,
    now: datetime,
    by: str = "",
) -> tuple[TalkId, ...]:
    """A month's care record, the same words for several children."""
    if not content.strip():
        raise UserError("请写几个字：看望、谈话、帮了什么。")
    return tuple(
        talks.record_talk(
            session, now=now, by=by,
            draft=TalkDraft(child, day, RECORD, who.staff_id, tidy_name(who.name), "", tidy_text(content)),
        )
        for child in dict.fromkeys(pupil_ids)
    )  # fmt: skip


def term_under_way(session: Session, *, on: date) -> TermSpan | None:
    """The term in which a day lies: care records are asked for in term only."""
    return next((span for span in identity.terms(session) if span.starts <= on <= span.ends), None)
