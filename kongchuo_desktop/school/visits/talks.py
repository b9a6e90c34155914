"""Verbs and questions about talks with children (谈心, 学业, 关爱记录). Counselling is sealed: counselling.py."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import ClassId, PupilId, StaffId, TalkId
from kongchuo_desktop.school.visits.model import Talk
from kongchuo_desktop.school.visits.rules import COUNSELLING, TALK_KINDS, Stay, day_objection, length_objection
from kongchuo_desktop.storage import audit

TEXTS = ("talker", "topic", "content", "outcome")


@dataclass(frozen=True)
class TalkDraft:
    """What is to be written of a talk; `staff_id` or `talker` says who talked."""

    pupil_id: PupilId
    day: date
    kind: str = "谈心"
    staff_id: StaffId | None = None
    talker: str = ""
    topic: str = ""
    content: str = ""
    outcome: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class TalkFacts:
    """A talk as lists show it. Of a sealed one topic, content and outcome are empty: only that it took place."""

    id: TalkId
    uid: str
    pupil_id: PupilId
    pupil_uid: str
    pupil: str
    class_name: str
    day: date
    kind: str
    staff_id: StaffId | None
    talker: str
    topic: str
    content: str
    outcome: str
    next_on: date | None
    is_sealed: bool
    recorded_at: datetime
    recorded_by: str


def record_talk(session: Session, *, draft: TalkDraft, now: datetime, by: str = "") -> TalkId:
    """Write a talk; counselling is refused here, it is written sealed."""
    if draft.kind == COUNSELLING:
        raise UserError("心理辅导记录要先用辅导教师的密码解锁，再在“心理辅导”里登记。")
    require_possible(session, draft, now.date())
    row = Talk(pupil_id=draft.pupil_id, recorded_at=now.replace(tzinfo=None), recorded_by=by)
    _fill(session, row, draft)
    session.add(row)
    session.flush()
    return TalkId(row.id)


def change_talk(session: Session, *, talk_id: TalkId, draft: TalkDraft, today: date) -> None:
    """Write a talk anew; a sealed one is only changed where it was opened."""
    row = row_of(session, talk_id)
    if row.sealed is not None or draft.kind == COUNSELLING:
        raise UserError("心理辅导记录是加密的，请先用辅导教师的密码解锁再改。")
    require_possible(session, draft, today)
    _fill(session, row, draft)


def delete_talk(session: Session, *, talk_id: TalkId, why: str) -> None:
    """Delete a talk with a reason; the log keeps both."""
    if not why.strip():
        raise UserError("请写明为什么删除这条谈话记录，如“重复登记”。")
    row = row_of(session, talk_id)
    audit.record_event(session, kind="delete", what=f"删除谈话记录：{why.strip()}", table="talk", row_uid=row.uid)
    session.delete(row)


def talks(
    session: Session, *, first: date | None = None, last: date | None = None,
    pupil_ids: Collection[PupilId] | None = None, kinds: Collection[str] = TALK_KINDS,
) -> tuple[TalkFacts, ...]:  # fmt: skip
    """Talks of some days (both ends included) or of some children, newest first."""
    rooms = {room.id: room.full_name for room in class_room.classes(session, today=date.max, closed=True)}
    query = (
        select(Talk, Pupil.name, Pupil.uid, Pupil.class_id, StaffMember.name)
        .join(Pupil, Pupil.id == Talk.pupil_id)
        .outerjoin(StaffMember, StaffMember.id == Talk.staff_id)
        .where(Talk.kind.in_(list(kinds)))
        .order_by(Talk.day.desc(), Talk.id.desc())
    )
    if first is not None:
        query = query.where(Talk.day >= first)
    if last is not None:
        query = query.where(Talk.day <= last)
    if pupil_ids is not None:
        query = query.where(Talk.pupil_id.in_(list(pupil_ids)))
    return tuple(
        TalkFacts(
            id=TalkId(row.id), uid=row.uid, pupil_id=PupilId(row.pupil_id), pupil_uid=uid, pupil=name,
            class_name=rooms.get(ClassId(room), "") if room is not None else "", day=row.day, kind=row.kind,
            staff_id=StaffId(row.staff_id) if row.staff_id is not None else None, talker=row.talker or staff or "",
            topic=row.topic, content=row.content, outcome=row.outcome, next_on=row.next_on,
            is_sealed=row.sealed is not None, recorded_at=row.recorded_at, recorded_by=row.recorded_by,
        )
        for row, name, uid, room, staff in session.execute(query)
    )  # fmt: skip


def stays_of(session: Session, pupil_ids: Iterable[PupilId]) -> dict[PupilId, Stay]:
    """What records about children are checked against."""
    query = select(Pupil.id, Pupil.name, Pupil.joined_on, Pupil.birth_date).where(Pupil.id.in_(list(pupil_ids)))
    return {PupilId(row[0]): Stay(row[1], row[2], row[3]) for row in session.execute(query)}


def row_of(session: Session, talk_id: TalkId) -> Talk:
    """The row of a talk, or the sentence that it is gone."""
    row = session.get(Talk, talk_id)
    if row is None:
        raise UserError("这条谈话记录已被删除，请刷新列表。")
    return row


def require_possible(session: Session, draft: TalkDraft, today: date) -> None:
    """Raises the sentence of what can't be true of a talk."""
    stay = stays_of(session, (draft.pupil_id,)).get(draft.pupil_id)
    if stay is None:
        raise UserError("请先选择谈话的学生。")
    if draft.kind not in TALK_KINDS:
        raise UserError(f"谈话类别只能是{'、'.join(TALK_KINDS)}。")
    if draft.staff_id is None and not draft.talker.strip():
        raise UserError("请填写谈话人：选本校教师，或写姓名。")
    if told := day_objection(draft.day, stay, today, draft.kind):
        raise UserError(told)
    if draft.next_on is not None and draft.next_on <= draft.day:
        raise UserError(f"下次日期（{draft.next_on:%Y-%m-%d}）要晚于这一次。")
    if told := length_objection({name: getattr(draft, name) for name in TEXTS}):
        raise UserError(told)


def _fill(session: Session, row: Talk, draft: TalkDraft) -> None:
    row.pupil_id, row.day, row.kind, row.staff_id = draft.pupil_id, draft.day, draft.kind, draft.staff_id
    row.talker = draft.talker.strip() or talker_name(session, draft.staff_id)
    row.topic, row.content, row.outcome = draft.topic.strip(), draft.content.strip(), draft.outcome.strip()
    row.next_on = draft.next_on


def talker_name(session: Session, staff_id: StaffId | None) -> str:
    """The name of a member of staff, kept with the talk; "" for nobody."""
    return (session.scalar(select(StaffMember.name).where(StaffMember.id == staff_id)) or "") if staff_id else ""
