"""心理辅导: notes that only the counsellor opens. Everybody sees that a session took place, nobody what was said.

An opened key lives as long as the sitting and is handed in with each call; reading a note is on record.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.types import TalkId
from kongchuo_desktop.school.visits.model import CounselKey, Talk
from kongchuo_desktop.school.visits.rules import COUNSELLING
from kongchuo_desktop.school.visits.talks import TalkDraft, require_possible, row_of, talker_name
from kongchuo_desktop.storage import audit, sealing
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.passwords import password_objection
from kongchuo_desktop.storage.recovery_code import new_code, normal_code
from kongchuo_desktop.storage.schema import new_uid
from kongchuo_desktop.storage.sealing import NoteKey


@dataclass(frozen=True)
class Note:
    """What a counselling session was about."""

    topic: str
    content: str
    outcome: str


def counsellors(session: Session) -> tuple[str, ...]:
    """Who has set a counsellor's password, in that order."""
    return tuple(session.scalars(select(CounselKey.name).order_by(CounselKey.id)))


def make_key(session: Session, *, name: str, password: str, cost: KeyCost, now: datetime) -> tuple[NoteKey, str]:
    """Set a counsellor's password: the opened key, and the recovery code to be written down (shown only now)."""
    name = name.strip()
    if not name:
        raise UserError("请填写辅导教师姓名。")
    if name in counsellors(session):
        raise UserError(f"{name}已经设过辅导密码，请直接解锁，或在解锁后改密码。")
    if told := password_objection(password, (name,)):
        raise UserError(told)
    key, code = sealing.new_key(new_uid()), new_code()
    wrapped = sealing.wrap(key, password=password, code=normal_code(code), cost=cost)
    session.add(CounselKey(uid=key.uid, name=name, wrapped=wrapped, made_at=now.replace(tzinfo=None)))
    session.flush()
    return key, code


def unlock(session: Session, *, name: str, password: str = "", code: str = "") -> NoteKey:
    """A counsellor's key by password, or by the recovery code. Takes about a second on purpose."""
    row = _key_row(session, name)
    key = sealing.unwrap(row.wrapped, row.uid, password=password, code=normal_code(code) if code else "")
    if key is None:
        raise UserError(
            "恢复码不对，请对照纸上再输一遍。" if code else "辅导密码不对，请再试一次；忘记了可以用恢复码。"
        )
    return key


def change_password(session: Session, *, key: NoteKey, password: str, cost: KeyCost) -> None:
    """Another password for an opened key; the recovery code stays."""
    row = session.scalars(select(CounselKey).where(CounselKey.uid == key.uid)).one()
    if told := password_objection(password, (row.name,)):
        raise UserError(told)
    row.wrapped = sealing.rewrap(row.wrapped, key, password=password, cost=cost)


def record_session(session: Session, *, key: NoteKey, draft: TalkDraft, now: datetime, by: str = "") -> TalkId:
    """Write a counselling session: day, child and counsellor plain, what was said sealed."""
    if draft.kind != COUNSELLING:
        raise ValueError(draft.kind)
    require_possible(session, draft, now.date())
    row = Talk(uid=new_uid(), pupil_id=draft.pupil_id, recorded_at=now.replace(tzinfo=None), recorded_by=by)
    _fill(session, row, draft, key)
    session.add(row)
    session.flush()
    return TalkId(row.id)


def change_session(session: Session, *, key: NoteKey, talk_id: TalkId, draft: TalkDraft, now: datetime) -> None:
    """Write a session anew; only who can open the former note."""
    row = row_of(session, talk_id)
    if row.sealed is None:
        raise UserError("这条不是心理辅导记录，请另外登记一条心理辅导。")
    _opened(key, row)
    require_possible(session, draft, now.date())
    _fill(session, row, draft, key)


def read_note(session: Session, *, key: NoteKey, talk_id: TalkId) -> Note:
    """What was said; runs in a write block, for reading it is on record."""
    row = row_of(session, talk_id)
    note = _opened(key, row)
    audit.record_event(session, kind="read", what="查看心理辅导记录", table="talk", row_uid=row.uid)
    return note


def _fill(session: Session, row: Talk, draft: TalkDraft, key: NoteKey) -> None:
    row.pupil_id, row.day, row.kind, row.staff_id = draft.pupil_id, draft.day, COUNSELLING, draft.staff_id
    row.talker = draft.talker.strip() or talker_name(session, draft.staff_id)
    row.topic, row.content, row.outcome, row.next_on = "", "", "", draft.next_on
    plain = {"topic": draft.topic.strip(), "content": draft.content.strip(), "outcome": draft.outcome.strip()}
    row.sealed = key.seal(json.dumps(plain, ensure_ascii=False), row.uid)


def _opened(key: NoteKey, row: Talk) -> Note:
    text = key.unseal(row.sealed, row.uid) if row.sealed is not None else None
    if text is None:
        raise UserError("这条记录是用另一位辅导教师的密码加密的，请那位教师来解锁。")
    return Note(**json.loads(text))


def _key_row(session: Session, name: str) -> CounselKey:
    row = session.scalars(select(CounselKey).where(CounselKey.name == name)).first()
    if row is None:
        raise UserError(f"{name or '这位教师'}还没有设辅导密码，请先设置。")
    return row
