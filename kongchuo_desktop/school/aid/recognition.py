"""家庭经济困难学生认定 (教财〔2018〕16号): told, applied, reviewed by the class, decided; adjusted each term."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import service
from kongchuo_desktop.school.aid.model import AidRecognition, PublicNotice, ReviewMeeting
from kongchuo_desktop.school.aid.rules import LEVELS
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import ClassId, PupilId

REFUSED = "不认定"
DECIDED = "认定"  # groups that the recognition itself makes
STAGES = ("未告知", "已告知", "已申请", "已评议", "已认定")


@dataclass(frozen=True)
class RecognitionFacts:
    """How far a child's recognition of a school year is. `groups` are the grounds the book already knows."""

    pupil: PupilFacts
    groups: tuple[str, ...]
    told_on: date | None = None
    applied_on: date | None = None
    reason: str = ""
    income: str = ""
    reviewed_on: date | None = None
    class_level: str = ""
    class_note: str = ""
    decided_on: date | None = None
    level: str = ""
    decision_note: str = ""
    until: date | None = None
    ended_why: str = ""
    published: bool = False  # named on a 公示 of the year

    @property
    def stage(self) -> str:
        """The furthest step reached."""
        reached = (self.told_on, self.applied_on, self.reviewed_on, self.decided_on)
        return STAGES[max((place for place, day in enumerate(reached, start=1) if day), default=0)]

    @property
    def missing(self) -> tuple[str, ...]:
        """Steps passed over, and what a decision still lacks."""
        steps = (
            ("告知", self.told_on), ("申请表", self.applied_on), ("班级评议", self.reviewed_on),
            ("学校认定", self.decided_on),
        )  # fmt: skip
        found = [name for name, day in steps if day is None]
        if self.decided_on and self.level != REFUSED and not self.published:
            found.append("公示")
        return tuple(found)


def recognitions(
    session: Session, *, term: TermSpan, today: date, everybody: bool = False
) -> tuple[RecognitionFacts, ...]:
    """Children who applied or have a ground; with `everybody` all on the roll."""
    people = pupil_room.pupils(session, today=today, status=("在读", "休学"))
    grounds = service.grounds(session, people=people, term=term)
    rows = {
        PupilId(row.pupil_id): row
        for row in session.scalars(select(AidRecognition).where(AidRecognition.year == term.year))
    }
    hung = _published(session, term.year)
    listed = {
        child: tuple(one.told for one in held if not one.group.startswith(DECIDED)) for child, held in grounds.items()
    }
    return tuple(
        _facts(person, listed.get(person.id, ()), rows.get(person.id), (person.class_name, person.name) in hung)
        for person in people
        if everybody or person.id in rows or person.id in grounds
    )


@dataclass(frozen=True)
class YearFacts:
    """What came of a child's recognition in a school year."""

    pupil_id: PupilId
    year: int
    applied_on: date | None
    reason: str
    decided_on: date | None
    level: str
    decision_note: str
    until: date | None
    ended_why: str


def of_children(session: Session, *, pupil_ids: Collection[PupilId]) -> tuple[YearFacts, ...]:
    """Every recognition of these children by school year."""
    query = select(AidRecognition).where(AidRecognition.pupil_id.in_(pupil_ids)).order_by(AidRecognition.year)
    return tuple(
        YearFacts(
            PupilId(row.pupil_id), row.year, row.applied_on, row.reason, row.decided_on, row.level, row.decision_note,
            row.until, row.ended_why,
        )
        for row in session.scalars(query)
    )  # fmt: skip


def _published(session: Session, year: int) -> frozenset[tuple[str, str]]:
    """Class and name of every child on a 公示 of a year, as they were written."""
    contents = session.scalars(select(PublicNotice.content).where(PublicNotice.year == year))
    return frozenset((room, name) for content in contents for room, name in json.loads(content))


def _facts(
    person: PupilFacts, groups: tuple[str, ...], row: AidRecognition | None, published: bool
) -> RecognitionFacts:
    if row is None:
        return RecognitionFacts(person, groups)
    return RecognitionFacts(
        person, groups, row.told_on, row.applied_on, row.reason, row.income, row.reviewed_on, row.class_level,
        row.class_note, row.decided_on, row.level, row.decision_note, row.until, row.ended_why, published,
    )  # fmt: skip


def _row(session: Session, pupil_id: PupilId, year: int) -> AidRecognition:
    row = session.scalars(
        select(AidRecognition).where(AidRecognition.pupil_id == pupil_id, AidRecognition.year == year)
    ).first()
    if row is None:
        row = AidRecognition(pupil_id=pupil_id, year=year)
        session.add(row)
        session.flush()
    return row


def tell(session: Session, *, pupil_ids: Iterable[PupilId], year: int, day: date) -> int:
    """提前告知: the notice has gone to these families; who has it already keeps the first day. How many were new."""
    new = 0
    for child in pupil_ids:
        row = _row(session, child, year)
        if row.told_on is None:
            row.told_on, new = day, new + 1
    return new


def apply_for(session: Session, *, pupil_id: PupilId, year: int, day: date, reason: str, income: str = "") -> None:
    """个人申请: the form has come back."""
    if not reason.strip():
        raise UserError("请写明申请理由，例如“低保户，父亲常年患病”。")
    row = _row(session, pupil_id, year)
    if row.decided_on:
        raise UserError("这名学生本学年已经认定，要改请先撤回认定。")
    row.applied_on, row.reason, row.income = day, reason.strip(), income.strip()[:60]


def review(
    session: Session, *, levels: Mapping[PupilId, str], year: int, day: date, notes: Mapping[PupilId, str] | None = None
) -> int:
    """班级评议: the level that the class's group proposes for each child. Who never applied is refused by name."""
    for child, level in levels.items():
        _require_level(level)
        row = _row(session, child, year)
        if row.applied_on is None:
            raise UserError(f"“{_name(session, child)}”还没有交申请表，不能评议。")
        if day < row.applied_on:
            raise UserError(f"“{_name(session, child)}”{row.applied_on.isoformat()}才申请，评议日期不能更早。")
        row.reviewed_on, row.class_level = day, level
        row.class_note = (notes or {}).get(child, "").strip()[:300]
    return len(levels)


def decide(session: Session, *, levels: Mapping[PupilId, str], year: int, day: date, note: str = "") -> int:
    """学校认定: the school's level; one that differs from the class's asks for a note."""
    for child, level in levels.items():
        _require_level(level)
        row = _row(session, child, year)
        if row.applied_on is None:
            raise UserError(f"“{_name(session, child)}”还没有交申请表，不能认定。")
        if row.class_level and row.class_level != level and not note.strip():
            told = f"“{_name(session, child)}”班级评议是“{row.class_level}”，学校改为“{level}”"
            raise UserError(f"{told}，请写明调整的理由。")
        row.decided_on, row.level, row.decision_note = day, level, note.strip()[:300]
        row.since, row.until, row.ended_why = day, None, ""
    return len(levels)


def withdraw_decision(session: Session, *, pupil_id: PupilId, year: int) -> None:
    """Take the school's decision back; application and review stay."""
    row = _row(session, pupil_id, year)
    row.decided_on, row.level, row.decision_note, row.since = None, "", "", None


def adjust(session: Session, *, pupil_id: PupilId, year: int, day: date, why: str) -> None:
    """每学期调整: a recognised child is no longer in need from a day on."""
    row = _row(session, pupil_id, year)
    if row.decided_on is None:
        raise UserError("这名学生本学年还没有认定，没有可以调整的。")
    if not why.strip():
        raise UserError("请写明调整的原因。")
    row.until, row.ended_why = day, why.strip()[:100]


def _require_level(level: str) -> None:
    if level not in (*LEVELS, REFUSED):
        raise UserError(f"困难等级只能选：{'、'.join((*LEVELS, REFUSED))}。")


def _name(session: Session, child: PupilId) -> str:
    return session.scalar(select(Pupil.name).where(Pupil.id == child)) or ""


@dataclass(frozen=True)
class MeetingFacts:
    """A review's minutes."""

    id: int
    class_id: ClassId | None
    day: date
    place: str
    chair: str
    members: str
    minutes: str


def hold_meeting(
    session: Session, *, year: int, class_id: ClassId | None, day: date, place: str, chair: str, members: str,
    minutes: str,
) -> int:  # fmt: skip
    """Keep the minutes of a class's review, or with class_id None of the school's group; its id."""
    if not chair.strip() or not minutes.strip():
        raise UserError("请填写评议主持人和评议情况。")
    row = session.scalars(
        select(ReviewMeeting).where(
            ReviewMeeting.year == year, ReviewMeeting.class_id == class_id, ReviewMeeting.day == day
        )
    ).first() or ReviewMeeting(year=year, class_id=class_id, day=day)
    row.place, row.chair, row.members, row.minutes = place.strip(), chair.strip(), members.strip(), minutes.strip()
    session.add(row)
    session.flush()
    return row.id


def meetings(session: Session, *, year: int) -> tuple[MeetingFacts, ...]:
    """The reviews of a school year in the order of their days."""
    rows = session.scalars(select(ReviewMeeting).where(ReviewMeeting.year == year).order_by(ReviewMeeting.day))
    return tuple(
        MeetingFacts(
            row.id, ClassId(row.class_id) if row.class_id else None, row.day, row.place, row.chair, row.members,
            row.minutes,
        )
        for row in rows
    )  # fmt: skip
