"""Weekly diaries with the teacher's remark (周记、寄语), and 诚信评价 by items."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pairing.model import HonestyMark, WeekNote
from kongchuo_desktop.school.types import PupilId

ITEMS = ("诚实守信", "按时完成作业", "遵守纪律", "说到做到", "友爱同学")
GRADES = ("优", "良", "中", "差")


@dataclass(frozen=True)
class NoteFacts:
    """One week of a child: its diary, the remark."""

    pupil_id: PupilId
    week: date  # the Monday
    diary: str
    remark: str
    remarked_by: str


@dataclass(frozen=True)
class HonestyFacts:
    """One 诚信评价."""

    pupil_id: PupilId
    day: date
    items: Mapping[str, str]
    word: str
    given_by: str


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def write_week(
    session: Session, *, pupil_id: PupilId, day: date, diary: str, remark: str, by: str, today: date
) -> None:
    """Keep a week's diary and remark; both empty take the week away."""
    if day > today:
        raise UserError("日期不能晚于今天，请改正。")
    week = monday(day)
    row = session.scalars(select(WeekNote).where(WeekNote.pupil_id == pupil_id, WeekNote.week == week)).first()
    if not diary.strip() and not remark.strip():
        if row is not None:
            session.delete(row)
        return
    if len(remark.strip()) > 300:
        raise UserError(f"寄语最多300个字，现在有{len(remark.strip())}个，请缩短。")
    row = row or WeekNote(pupil_id=pupil_id, week=week)
    row.diary, row.remark, row.remarked_by = diary.strip(), remark.strip(), by
    session.add(row)
    session.flush()


def weeks(session: Session, *, pupil_id: PupilId | None = None, first: date | None = None) -> tuple[NoteFacts, ...]:
    """Weeks of a child or of all, the newest first."""
    query = select(WeekNote).order_by(WeekNote.week.desc(), WeekNote.pupil_id)
    if pupil_id is not None:
        query = query.where(WeekNote.pupil_id == pupil_id)
    if first is not None:
        query = query.where(WeekNote.week >= monday(first))
    return tuple(
        NoteFacts(PupilId(row.pupil_id), row.week, row.diary, row.remark, row.remarked_by)
        for row in session.scalars(query)
    )


def judge(
    session: Session, *, pupil_id: PupilId, day: date, items: Mapping[str, str], word: str, by: str, today: date
) -> None:
    """诚信评价 of a day; every item with one of the grades."""
    if day > today:
        raise UserError("日期不能晚于今天，请改正。")
    for item, grade in items.items():
        if item not in ITEMS or grade not in GRADES:
            raise UserError(f"“{item}”只能评{'、'.join(GRADES)}。")
    if not items:
        raise UserError("请至少评一项。")
    row = session.scalars(
        select(HonestyMark).where(HonestyMark.pupil_id == pupil_id, HonestyMark.day == day)
    ).first() or HonestyMark(pupil_id=pupil_id, day=day)
    row.items, row.word, row.given_by = json.dumps(dict(items), ensure_ascii=False), word.strip()[:300], by
    session.add(row)
    session.flush()


def judged(session: Session, *, pupil_id: PupilId) -> tuple[HonestyFacts, ...]:
    """Every 诚信评价 of a child, the newest first."""
    query = select(HonestyMark).where(HonestyMark.pupil_id == pupil_id).order_by(HonestyMark.day.desc())
    return tuple(
        HonestyFacts(PupilId(row.pupil_id), row.day, json.loads(row.items), row.word, row.given_by)
        for row in session.scalars(query)
    )
