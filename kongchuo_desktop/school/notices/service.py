"""Verbs and questions about numbered letters: issued once, delivered, their receipts back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.notices.model import Notice
from kongchuo_desktop.school.notices.rules import (
    AGAIN,
    BY_KEY,
    DAYS,
    DELIVERIES,
    deadline,
    number_text,
    state_of,
    time_mark,
    times,
)
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class NoticeFacts:
    """One letter as the register of letters shows it; `class_name` is the class printed on it."""

    id: int
    kind: str
    title: str
    year: int
    number: str
    pupil_id: PupilId
    pupil: str
    class_name: str
    about: str
    issued_at: datetime
    delivered_on: date | None
    received_by: str
    returned_on: date | None
    delivered_by: str = ""
    delivery: str = ""  # 直接送达 …
    witness: str = ""
    deadline: date | None = None  # what it asks for is due; None before delivery, or where it asks for nothing

    @property
    def state(self) -> str:
        """The furthest stage reached."""
        return state_of(self.kind, delivered=self.delivered_on is not None, returned=self.returned_on is not None)

    @property
    def occasion(self) -> str:
        """What it is about, without the how manieth time."""
        return times(self.about)[0]

    @property
    def full_title(self) -> str:
        """劝返通知书（第二次）, as it stands on the paper."""
        return f"{self.title}{time_mark(self.time)}"

    @property
    def time(self) -> int:
        """The how manieth of its kind about this occasion."""
        return times(self.about)[1]

    @property
    def receipt(self) -> bool:
        """Whether it has a slip that comes back."""
        return BY_KEY[self.kind].receipt


def issue(
    session: Session, *, kind: str, pupil_id: PupilId, about: str, content: Mapping[str, str], now: datetime,
    again: bool = False, every_year: bool = False,
) -> NoticeFacts:  # fmt: skip
    """Give a letter its number. The same letter (kind, child, occasion) printed again keeps the one it has.

    Once it is delivered it stays as it was printed: the time it gives runs from there. Until then it is renewed.
    `again`: where the latest about this occasion has been delivered, a further one goes out (第二次) under a number of
    its own. `every_year`: the occasion may have begun in an earlier school year.
    """
    if kind not in BY_KEY:
        raise ValueError(kind)
    year = identity.school(session).current_year
    query = select(Notice).where(
        Notice.kind == kind, Notice.pupil_id == pupil_id,
        (Notice.about == about) | Notice.about.startswith(f"{about}{AGAIN}", autoescape=True),
    )  # fmt: skip
    if not every_year:
        query = query.where(Notice.year == year)
    row = latest = session.scalars(query.order_by(Notice.id.desc())).first()
    if latest is not None and again and latest.delivered_on is not None:
        row, about = None, f"{about}{AGAIN}{times(latest.about)[1] + 1}"
    if row is None:
        last = session.scalar(select(func.max(Notice.number)).where(Notice.kind == kind, Notice.year == year)) or 0
        row = Notice(
            kind=kind, year=year, number=last + 1, pupil_id=pupil_id, about=about, issued_at=now.replace(tzinfo=None)
        )
        session.add(row)
    if row.delivered_on is None:
        row.content = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
    session.flush()
    name = session.scalar(select(Pupil.name).where(Pupil.id == pupil_id)) or ""
    return _facts(row, name, identity.school(session).paper_mark)


def _facts(row: Notice, name: str, mark: str) -> NoticeFacts:
    number = number_text(mark=mark, kind=row.kind, year=row.year, number=row.number)
    words: dict[str, str] = json.loads(row.content)
    return NoticeFacts(
        row.id, row.kind, BY_KEY[row.kind].title, row.year, number, PupilId(row.pupil_id), name,
        words.get("班级", ""), row.about, row.issued_at, row.delivered_on, row.received_by, row.returned_on,
        row.delivered_by, row.delivery, row.witness, row.deadline,
    )  # fmt: skip


def register(
    session: Session, *, kind: str = "", pupil_id: PupilId | None = None, every_year: bool = False
) -> tuple[NoticeFacts, ...]:
    """Letters of the school year (or of all years), newest first; of one kind or one child."""
    school = identity.school(session)
    query = select(Notice, Pupil.name).join(Pupil, Pupil.id == Notice.pupil_id)
    if not every_year:
        query = query.where(Notice.year == school.current_year)
    if kind:
        query = query.where(Notice.kind == kind)
    if pupil_id is not None:
        query = query.where(Notice.pupil_id == pupil_id)
    rows = session.execute(query.order_by(Notice.id.desc()))
    return tuple(_facts(row, name, school.paper_mark) for row, name in rows)


def standing(session: Session) -> dict[str, int]:
    """How many letters of the school year are in which state; states without one are left out."""
    year = identity.school(session).current_year
    columns = (Notice.kind, Notice.delivered_on.is_not(None), Notice.returned_on.is_not(None))
    found: dict[str, int] = {}
    query = select(*columns, func.count()).where(Notice.year == year).group_by(*columns)
    for kind, delivered, returned, number in session.execute(query):
        state = state_of(kind, delivered=bool(delivered), returned=bool(returned))
        found[state] = found.get(state, 0) + number
    return found


def printed(session: Session, *, ids: Sequence[int]) -> tuple[tuple[NoticeFacts, dict[str, str]], ...]:
    """Letters with what was printed on them, in the order asked for; those that are gone are left out."""
    mark = identity.school(session).paper_mark
    query = select(Notice, Pupil.name).join(Pupil, Pupil.id == Notice.pupil_id).where(Notice.id.in_(ids))
    there = {row.id: (_facts(row, name, mark), json.loads(row.content)) for row, name in session.execute(query)}
    return tuple(there[number] for number in ids if number in there)


def deliver(
    session: Session, *, ids: Iterable[int], day: date | None, received_by: str = "", today: date,
    delivered_by: str = "", delivery: str = "", witness: str = "",
) -> int:  # fmt: skip
    """Record when letters were delivered, by whom, to whom, how, before whom; None takes it back, the receipt too.

    The time that a letter gives runs from here: by the days printed on it, never ending on a day of rest.
    """
    if delivery and delivery not in DELIVERIES:
        raise UserError(f"送达方式只能选：{'、'.join(DELIVERIES)}。")
    rows = _rows(session, ids)
    for row in rows:
        if day is not None:
            if reason := objection(day, issued=row.issued_at.date(), today=today, what="送达日期"):
                raise UserError(reason)
            if row.returned_on is not None and row.returned_on < day:
                raise UserError(f"送达日期不能晚于回执收回日期（{row.returned_on:%Y-%m-%d}）。")
        told = [words.strip() if day else "" for words in (received_by, delivered_by, delivery, witness)]
        row.received_by, row.delivered_by, row.delivery, row.witness = told
        _delivered(session, row, day)
        if day is None:
            row.returned_on = None
    return len(rows)


def _delivered(session: Session, row: Notice, day: date | None) -> None:
    days = json.loads(row.content).get(DAYS, "")
    row.delivered_on = day
    row.deadline = deadline(day, int(days), identity.calendar(session)) if day and days else None


def receipt_back(session: Session, *, ids: Iterable[int], day: date | None, today: date) -> int:
    """Record that the signed receipts came back; what came back was delivered. None takes it back."""
    rows = _rows(session, ids)
    for row in rows:
        if not BY_KEY[row.kind].receipt:
            raise UserError(f"{BY_KEY[row.kind].title}没有回执，登记送达和签收人就可以了。")
        if day is not None:
            if reason := objection(day, issued=row.issued_at.date(), today=today, what="回执收回日期"):
                raise UserError(reason)
            if row.delivered_on is not None and day < row.delivered_on:
                raise UserError(f"回执收回日期不能早于送达日期（{row.delivered_on:%Y-%m-%d}）。")
            if row.delivered_on is None:
                _delivered(session, row, day)
        row.returned_on = day
    return len(rows)


def objection(day: date, *, issued: date, today: date, what: str) -> str:
    """Why a letter issued on a day can't have come anywhere on another, in a sentence; "" when it can."""
    if day < issued:
        return f"{what}不能早于印发日期（{issued:%Y-%m-%d}）。"
    return f"{what}不能晚于今天，请检查。" if day > today else ""


def restore(session: Session, *, letters: Iterable[NoticeFacts]) -> None:
    """Delivery and receipt as they were."""
    known = {letter.id: letter for letter in letters}
    for row in _rows(session, known):
        old = known[row.id]
        for name in ("delivered_on", "received_by", "returned_on", "delivered_by", "delivery", "witness", "deadline"):
            setattr(row, name, getattr(old, name))


def _rows(session: Session, ids: Iterable[int]) -> Sequence[Notice]:
    return session.scalars(select(Notice).where(Notice.id.in_(list(ids)))).all()
