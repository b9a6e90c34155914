"""学籍异动 as they are read: every change with its child, classes, papers and proof."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.classes.rules import class_name, grade_of
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent, EnrolmentPaper
from kongchuo_desktop.school.enrolment.rules import BY_NAME, ChangeKind
from kongchuo_desktop.school.enrolment.track import DAY, Standing, Step
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, EventId, PupilId
from kongchuo_desktop.storage.asked_once import asked_once

TELLS_ENTRY = '"tells_entry": true'


@dataclass(frozen=True)
class PaperFacts:
    """A paper of a change: needed or only handed in, and since when it is here."""

    name: str
    needed: bool
    received_on: date | None
    number: str = ""


@dataclass(frozen=True)
class EventFacts:
    """One change. Class names are those of its day; `proven` is True where no 回执 is needed."""

    id: EventId
    uid: str
    pupil_id: PupilId
    pupil_uid: str
    name: str
    sex: str
    student_number: str
    kind: str
    day: date
    from_class_id: ClassId | None
    from_class: str
    to_class_id: ClassId | None
    to_class: str
    place: str
    region: str
    reason: str
    reason_code: str
    approval: str
    approved_on: date | None
    expected_return: date | None
    receipt_on: date | None
    receipt: str
    note: str
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    replaces_id: EventId | None = None
    papers: tuple[PaperFacts, ...] = ()

    @property
    def sort(self) -> ChangeKind:
        """Its kind with everything that goes with it."""
        return BY_NAME[self.kind]

    @property
    def proven(self) -> bool:
        """Whether where the child is now is known from the other side."""
        return not self.sort.needs_proof or self.receipt_on is not None

    def proven_on(self, day: date) -> bool:
        """Whether it was proven by a day."""
        return not self.sort.needs_proof or (self.receipt_on is not None and self.receipt_on <= day)

    @property
    def class_name(self) -> str:
        """The class that the change concerns: the one left, for a newcomer the one joined."""
        return self.to_class if self.sort.way == "in" else (self.from_class or self.to_class)

    @property
    def missing_papers(self) -> tuple[str, ...]:
        """Needed papers that are not here."""
        return tuple(paper.name for paper in self.papers if paper.needed and paper.received_on is None)


class ClassNames:
    """Names of classes as they were on a day: a class goes up a grade each 1 September."""

    def __init__(self, session: Session) -> None:
        places: dict[int, str] = {place.id: "" if place.is_main else place.name for place in identity.campuses(session)}
        rows = session.execute(
            select(SchoolClass.id, SchoolClass.stage, SchoolClass.entry_year, SchoolClass.number, SchoolClass.campus_id)
        )
        self._primary_years = identity.school(session).primary_years
        self._rooms = {row[0]: (row[1], row[2], row[3], places.get(row[4], "")) for row in rows}

    def grade(self, class_id: int | None, day: date) -> int:
        """The grade of a class on a day, 0 where there is none."""
        if class_id not in self._rooms:
            return 0
        stage, entry_year, _, _ = self._rooms[class_id]
        grade = grade_of(stage=stage, entry_year=entry_year, current_year=school_year_of(day))
        first, last = (1, self._primary_years) if stage == "primary" else (7, 9)
        return grade if first <= grade <= last else 0

    def name(self, class_id: int | None, day: date) -> str:
        """The full name of a class on a day: 五年级1班; "" where there is none."""
        if class_id not in self._rooms:
            return ""
        _, entry_year, number, place = self._rooms[class_id]
        grade = self.grade(class_id, day)
        return f"{place}{class_name(grade, number)}" if grade else f"{place}{entry_year}级{number}班"

    def left(self, class_id: int | None, kind: str, day: date) -> str:
        """The class that a child is taken out of: graduates by their last grade, others by that of the day."""
        eve = kind in ("毕业", "结业") or not self.grade(class_id, day)
        return self.name(class_id, day - DAY if eve else day)

    def stage(self, class_id: int | None) -> str:
        """primary, junior, or "" where there is no class."""
        return self._rooms[class_id][0] if class_id in self._rooms else ""

    def cohort(self, class_id: int | None) -> int | None:
        """The year in which a class was, or would have been, in first grade: what 跳级 and 留级 change."""
        if class_id not in self._rooms:
            return None
        stage, entry_year, _, _ = self._rooms[class_id]
        return entry_year if stage == "primary" else entry_year - 6


@asked_once
def class_names(session: Session) -> ClassNames:
    """The names of all classes, on any day."""
    return ClassNames(session)


def events(
    session: Session,
    *,
    first: date | None = None,
    last: date | None = None,
    pupil_id: PupilId | None = None,
    kinds: Iterable[str] = (),
    withdrawn: bool = False,
    unproven_on: date | None = None,
    status: str = "",
) -> tuple[EventFacts, ...]:
    """Changes in force from `first` to `last` (both included), by day; those taken back only with `withdrawn`.

    `unproven_on`: only those without a 回执 by that day. `status`: only of children who are that today.
    """
    query = (
        select(EnrolmentEvent, Pupil.uid, Pupil.name, Pupil.sex, Pupil.student_number)
        .join(Pupil, Pupil.id == EnrolmentEvent.pupil_id)
        .order_by(EnrolmentEvent.day, EnrolmentEvent.id)
    )
    if first is not None:
        query = query.where(EnrolmentEvent.day >= first)
    if last is not None:
        query = query.where(EnrolmentEvent.day <= last)
    if pupil_id is not None:
        query = query.where(EnrolmentEvent.pupil_id == pupil_id)
    if wanted := tuple(kinds):
        query = query.where(EnrolmentEvent.kind.in_(wanted))
    if unproven_on is not None:
        query = query.where(EnrolmentEvent.receipt_on.is_(None) | (EnrolmentEvent.receipt_on > unproven_on))
    if status:
        query = query.where(Pupil.status == status)
    if not withdrawn:
        query = query.where(EnrolmentEvent.withdrawn_at.is_(None))
    rows = session.execute(query).all()
    if not rows:
        return ()
    names = class_names(session)
    papers = _papers(session, [row[0].id for row in rows])
    return tuple(_facts(tuple(row), names, papers.get(row[0].id, ())) for row in rows)


def event(session: Session, *, event_id: EventId) -> EventFacts:
    """One change, taken back or not."""
    pupil_id = session.get_one(EnrolmentEvent, event_id).pupil_id
    return next(one for one in events(session, pupil_id=PupilId(pupil_id), withdrawn=True) if one.id == event_id)


def _papers(session: Session, ids: list[int]) -> dict[int, tuple[PaperFacts, ...]]:
    query = select(EnrolmentPaper).order_by(EnrolmentPaper.id)
    if len(ids) < 500:
        query = query.where(EnrolmentPaper.event_id.in_(ids))
    found: dict[int, tuple[PaperFacts, ...]] = {}
    for row in session.scalars(query):
        paper = PaperFacts(row.name, row.needed, row.received_on, row.number)
        found[row.event_id] = (*found.get(row.event_id, ()), paper)
    return found


def _facts(row: Sequence[Any], names: ClassNames, papers: tuple[PaperFacts, ...]) -> EventFacts:
    one: EnrolmentEvent = row[0]
    pupil_uid, name, sex, number = row[1:]
    return EventFacts(
        id=EventId(one.id), uid=one.uid, pupil_id=PupilId(one.pupil_id), pupil_uid=pupil_uid, name=name, sex=sex,
        student_number=number or "", kind=one.kind, day=one.day,
        from_class_id=ClassId(one.from_class_id) if one.from_class_id else None,
        from_class=names.left(one.from_class_id, one.kind, one.day),
        to_class_id=ClassId(one.to_class_id) if one.to_class_id else None,
        to_class=names.name(one.to_class_id, one.day), place=one.place, region=one.region, reason=one.reason,
        reason_code=one.reason_code, approval=one.approval, approved_on=one.approved_on,
        expected_return=one.expected_return, receipt_on=one.receipt_on, receipt=one.receipt, note=one.note,
        recorded_at=one.recorded_at, recorded_by=one.recorded_by, withdrawn_at=one.withdrawn_at,
        withdrawn_why=one.withdrawn_why, replaces_id=EventId(one.replaces_id) if one.replaces_id else None,
        papers=papers,
    )  # fmt: skip


def standing_of(row: Pupil) -> Standing:
    """What a pupil's row says."""
    return Standing(row.status, row.class_id, row.joined_on, row.left_on, row.left_why)


def step_of(row: EnrolmentEvent) -> Step:
    """An event as far as it moves the child."""
    return step(row.id, row.kind, row.day, row.to_class_id, row.before)


def step(number: int, kind: str, day: date, to_class: int | None, before: str) -> Step:
    """The same from an event's columns."""
    room = to_class if BY_NAME[kind].sets_class else None
    return Step(day, kind, room, number, tells_entry=TELLS_ENTRY in before)


def base_as_json(base: Standing, *, tells_entry: bool) -> str:
    """The standing that the book held before any change, as an event keeps it."""
    days = {"joined_on": base.joined_on, "left_on": base.left_on}
    told: dict[str, object] = {"status": base.status, "class_id": base.class_id, "left_why": base.left_why}
    told |= {name: day.isoformat() if day else None for name, day in days.items()}
    if tells_entry:
        told["tells_entry"] = True
    return json.dumps(told, ensure_ascii=False)


def base_of_json(text: str) -> Standing:
    """What an event kept of the standing before any change."""
    found: Mapping[str, str | None] = json.loads(text)
    joined, left = (date.fromisoformat(day) if (day := found.get(key)) else None for key in ("joined_on", "left_on"))
    number = found.get("class_id")
    status, why = found.get("status") or "", found.get("left_why") or ""
    return Standing(status, int(number) if number else None, joined, left, why)
