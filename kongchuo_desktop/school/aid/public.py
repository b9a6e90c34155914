"""公示: what is hung up, for how many working days, objections, and when it came down (教财厅函〔2017〕28号)."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid.model import AidObjection, PublicNotice
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import DayException, is_school_day
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class NoticeFacts:
    """A 公示: names and classes only (教财厅函〔2017〕28号)."""

    id: int
    title: str
    place: str
    first: date
    last: date
    working_days: int
    lines: tuple[tuple[str, str], ...]  # class, name
    taken_down_on: date | None
    open_objections: int


def working_day_after(first: date, days: int, exceptions: Mapping[date, DayException]) -> date:
    """The last of so many working days that begin with `first` (a free first day is passed over)."""
    day, left = first, days
    while True:
        if is_school_day(day, exceptions):
            left -= 1
            if left <= 0:
                return day
        day += timedelta(days=1)


def publish(session: Session, *, year: int, title: str, place: str, first: date, children: Sequence[PupilFacts]) -> int:
    """Put up a 公示 for the working days that the rule in force asks for; its id."""
    if not children:
        raise UserError("公示名单里没有学生。")
    days = int(float(identity.rules(session, on=first)["aid.public_days"].value))
    last = working_day_after(first, days, identity.calendar(session))
    lines = [[one.class_name, one.name] for one in children]
    row = PublicNotice(
        year=year, title=title.strip(), place=place.strip(), first=first, working_days=days, last=last,
        content=json.dumps(lines, ensure_ascii=False),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def notices(session: Session, *, year: int) -> tuple[NoticeFacts, ...]:
    """The 公示 of a school year, the newest first."""
    waiting = session.scalars(select(AidObjection.notice_id).where(AidObjection.closed_on.is_(None))).all()
    query = select(PublicNotice).where(PublicNotice.year == year)
    rows = session.scalars(query.order_by(PublicNotice.first.desc(), PublicNotice.id.desc()))
    return tuple(
        NoticeFacts(
            row.id, row.title, row.place, row.first, row.last, row.working_days,
            tuple((room, name) for room, name in json.loads(row.content)), row.taken_down_on, waiting.count(row.id),
        )
        for row in rows
    )  # fmt: skip


def take_down(session: Session, *, notice_id: int, day: date) -> None:
    """The 公示 has come down; too early, or with an open objection, it is refused."""
    row = session.get_one(PublicNotice, notice_id)
    if day < row.last:
        raise UserError(f"公示要满{row.working_days}个工作日，到{row.last.isoformat()}为止，还不能撤下。")
    if session.scalar(
        select(AidObjection.id).where(AidObjection.notice_id == notice_id, AidObjection.closed_on.is_(None))
    ):
        raise UserError("还有异议没有处理完，请先写明处理结果再撤下公示。")
    row.taken_down_on = day


def object_to(
    session: Session, *, notice_id: int, day: date, raised_by: str, text: str, pupil_id: PupilId | None = None
) -> int:
    """Note an objection; its id."""
    if not text.strip():
        raise UserError("请写明异议的内容。")
    row = AidObjection(
        notice_id=notice_id, day=day, raised_by=raised_by.strip(), text=text.strip()[:500], pupil_id=pupil_id
    )
    session.add(row)
    session.flush()
    return row.id


def settle_objection(session: Session, *, objection_id: int, outcome: str, day: date) -> None:
    """Say what came of an objection."""
    if not outcome.strip():
        raise UserError("请写明异议的处理结果。")
    row = session.get_one(AidObjection, objection_id)
    row.outcome, row.closed_on = outcome.strip()[:500], day


@dataclass(frozen=True)
class ObjectionFacts:
    """An objection and what came of it."""

    id: int
    notice_id: int
    day: date
    raised_by: str
    text: str
    outcome: str
    closed_on: date | None


def objections(session: Session, *, notice_ids: Collection[int]) -> tuple[ObjectionFacts, ...]:
    """The objections to some notices."""
    return tuple(
        ObjectionFacts(row.id, row.notice_id, row.day, row.raised_by, row.text, row.outcome, row.closed_on)
        for row in session.scalars(select(AidObjection).where(AidObjection.notice_id.in_(notice_ids)))
    )
