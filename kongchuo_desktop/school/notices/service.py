"""Verbs and questions about numbered letters: issued once, delivered, their receipts back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.notices.model import Notice
from kongchuo_desktop.school.notices.rules import BY_KEY, number_text
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class NoticeFacts:
    """One letter as the register of letters shows it."""

    id: int
    kind: str
    title: str
    number: str
    pupil_id: PupilId
    pupil: str
    about: str
    issued_at: datetime
    delivered_on: date | None
    received_by: str
    returned_on: date | None

    @property
    def state(self) -> str:
        """The furthest stage reached."""
        if self.returned_on:
            return "回执已收"
        return "已送达" if self.delivered_on else "已印发"


def issue(
    session: Session, *, kind: str, pupil_id: PupilId, about: str, content: Mapping[str, str], now: datetime
) -> NoticeFacts:
    """Give a letter its number. The same letter (kind, child, occasion) printed again keeps the one it has."""
    if kind not in BY_KEY:
        raise ValueError(kind)
    year = identity.school(session).current_year
    row = session.scalars(
        select(Notice).where(
            Notice.kind == kind, Notice.year == year, Notice.pupil_id == pupil_id, Notice.about == about
        )
    ).first()
    if row is None:
        last = session.scalar(select(func.max(Notice.number)).where(Notice.kind == kind, Notice.year == year)) or 0
        row = Notice(
            kind=kind, year=year, number=last + 1, pupil_id=pupil_id, about=about, issued_at=now.replace(tzinfo=None)
        )
        session.add(row)
    row.content = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
    session.flush()
    name = session.scalar(select(Pupil.name).where(Pupil.id == pupil_id)) or ""
    return _facts(row, name, identity.school(session).paper_mark)


def _facts(row: Notice, name: str, mark: str) -> NoticeFacts:
    number = number_text(mark=mark, kind=row.kind, year=row.year, number=row.number)
    return NoticeFacts(
        row.id, row.kind, BY_KEY[row.kind].title, number,
        PupilId(row.pupil_id), name, row.about, row.issued_at, row.delivered_on, row.received_by, row.returned_on,
    )  # fmt: skip


def register(session: Session, *, kind: str = "", pupil_id: PupilId | None = None) -> tuple[NoticeFacts, ...]:
    """Letters of the school year, newest first; of one kind or one child."""
    school = identity.school(session)
    query = select(Notice, Pupil.name).join(Pupil, Pupil.id == Notice.pupil_id)
    query = query.where(Notice.year == school.current_year)
    if kind:
        query = query.where(Notice.kind == kind)
    if pupil_id is not None:
        query = query.where(Notice.pupil_id == pupil_id)
    rows = session.execute(query.order_by(Notice.id.desc()))
    return tuple(_facts(row, name, school.paper_mark) for row, name in rows)


def content(session: Session, *, notice_id: int) -> dict[str, str]:
    """What was printed on a letter."""
    found: dict[str, str] = json.loads(session.get_one(Notice, notice_id).content)
    return found


def deliver(session: Session, *, ids: Iterable[int], day: date | None, received_by: str = "") -> int:
    """Record that letters were delivered, and to whom; None takes it back."""
    rows = session.scalars(select(Notice).where(Notice.id.in_(list(ids)))).all()
    for row in rows:
        if day is not None and day < row.issued_at.date():
            raise UserError(f"送达日期不能早于印发日期({row.issued_at.date().isoformat()})。")
        row.delivered_on, row.received_by = day, received_by.strip() if day else ""
        if day is None:
            row.returned_on = None
    return len(rows)


def receipt_back(session: Session, *, ids: Iterable[int], day: date | None) -> int:
    """Record that the signed receipts came back; what came back was delivered. None takes it back."""
    rows = session.scalars(select(Notice).where(Notice.id.in_(list(ids)))).all()
    for row in rows:
        row.returned_on = day
        if day is not None and row.delivered_on is None:
            row.delivered_on = day
    return len(rows)
