"""Verbs and questions about visits to families: written, changed, taken back, promises kept. Talks: talks.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import FEW
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import ClassId, PupilId, StaffId, VisitId
from kongchuo_desktop.school.visits.model import Talk, Visit, VisitPupil, VisitVisitor
from kongchuo_desktop.school.visits.rules import VisitDraft, length_objection, visit_number, visit_objection
from kongchuo_desktop.school.visits.talks import record_talk as record_talk
from kongchuo_desktop.school.visits.talks import stays_of
from kongchuo_desktop.school.visits.talks import talks as talks

PLAIN = (
    "day", "form", "place", "others", "at_home", "purpose", "duty", "found", "measures", "promise", "promise_due",
    "next_on", "signed",
)  # fmt: skip
ENDS_OF_TIME = date.max  # class names are asked for, not who leads the classes today


@dataclass(frozen=True)
class Visited:
    """A child that a visit was about."""

    id: PupilId
    uid: str
    name: str
    class_id: ClassId | None
    class_name: str


@dataclass(frozen=True)
class VisitFacts:
    """One contact with a family, as lists and papers show it. `recorded_at` is naive local time."""

    id: VisitId
    uid: str
    number: str  # 河湾控访〔2026〕012号
    day: date
    form: str
    pupils: tuple[Visited, ...]
    visitor_ids: tuple[StaffId, ...]
    visitors: tuple[str, ...]  # names of the staff
    others: str
    place: str
    at_home: str
    purpose: str
    duty: str
    found: str
    measures: str
    promise: str
    promise_due: date | None
    promise_kept_on: date | None
    promise_outcome: str
    next_on: date | None
    signed: bool
    recorded_at: datetime
    recorded_by: str

    @property
    def who(self) -> str:
        """All who went, by name."""
        return "、".join(filter(None, (*self.visitors, self.others)))

    @property
    def names(self) -> str:
        """The children by name."""
        return "、".join(person.name for person in self.pupils)

    @property
    def promise_open(self) -> bool:
        """Whether something was promised and is not settled."""
        return bool(self.promise) and self.promise_kept_on is None

    @property
    def draft(self) -> VisitDraft:
        """The same as it was written, to be changed."""
        own = {name: getattr(self, name) for name in PLAIN}
        return VisitDraft(pupil_ids=tuple(person.id for person in self.pupils), visitors=self.visitor_ids, **own)


def record_visit(session: Session, *, draft: VisitDraft, now: datetime, by: str = "") -> VisitId:
    """Write a visit and give it its number of the school year. Raises a sentence where it can't be true."""
    _require(session, draft, now.date())
    year = school_year_of(draft.day)
    row = Visit(
        year=year, number=next_number(session, year=year), recorded_at=now.replace(tzinfo=None), recorded_by=by,
        **_texts(draft),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _link(session, row.id, draft)
    return VisitId(row.id)


def next_number(session: Session, *, year: int) -> int:
    """The number after the last one given in a school year; those of deleted visits are not given again."""
    return (session.scalar(select(func.max(Visit.number)).where(Visit.year == year)) or 0) + 1


def change_visit(session: Session, *, visit_id: VisitId, draft: VisitDraft, today: date) -> None:
    """Write a visit anew under the number that it has."""
    row = _row(session, visit_id)
    _require(session, draft, today)
    for name, value in _texts(draft).items():
        setattr(row, name, value)
    if not row.promise:
        row.promise_kept_on, row.promise_outcome = None, ""
    for model in (VisitPupil, VisitVisitor):
        for link in session.scalars(select(model).where(model.visit_id == visit_id)).all():
            gone = isinstance(link, VisitPupil) and link.pupil_id not in draft.pupil_ids
            if gone or (isinstance(link, VisitVisitor) and link.staff_id not in draft.visitors):
                session.delete(link)
    session.flush()
    _link(session, row.id, draft)


def withdraw_visit(session: Session, *, visit_id: VisitId, why: str, now: datetime) -> None:
    """Delete a visit with a reason: it is shown and counted no more; its number stays taken."""
    if not why.strip():
        raise UserError("请写明为什么删除这条家访记录，如“重复登记”。")
    row = _row(session, visit_id)
    row.withdrawn_at, row.withdrawn_why = now.replace(tzinfo=None), why.strip()[:200]


def restore_visit(session: Session, *, visit_id: VisitId) -> None:
    """Bring a deleted visit back."""
    row = session.get_one(Visit, visit_id)
    row.withdrawn_at, row.withdrawn_why = None, ""


def settle_promise(session: Session, *, visit_id: VisitId, on: date | None, outcome: str, today: date) -> None:
    """Write how a promise ended; None takes it back."""
    row = _row(session, visit_id)
    if not row.promise:
        raise UserError("这次家访没有记家长承诺，不用登记落实。")
    if on is not None and not outcome.strip():
        raise UserError("请写明承诺落实得怎样，如“已返校上课”“没有做到，再次约谈”。")
    if on is not None and not row.day <= on <= today:
        raise UserError(f"落实日期要在家访当天（{row.day:%Y-%m-%d}）到今天之间，请检查。")
    if told := length_objection({"promise_outcome": outcome}):
        raise UserError(told)
    row.promise_kept_on, row.promise_outcome = on, outcome.strip() if on else ""


def visits(
    session: Session, *, first: date | None = None, last: date | None = None,
    pupil_ids: Collection[PupilId] | None = None, ids: Collection[VisitId] | None = None,
) -> tuple[VisitFacts, ...]:  # fmt: skip
    """Visits of some days (both ends included) or of some children, newest first."""
    query = select(Visit).where(Visit.withdrawn_at.is_(None)).order_by(Visit.day.desc(), Visit.id.desc())
    if first is not None:
        query = query.where(Visit.day >= first)
    if last is not None:
        query = query.where(Visit.day <= last)
    if pupil_ids is not None:
        about = select(VisitPupil.visit_id).where(VisitPupil.pupil_id.in_(list(pupil_ids)))
        query = query.where(Visit.id.in_(about))
    if ids is not None:
        query = query.where(Visit.id.in_(list(ids)))
    rows = session.scalars(query).all()
    few = (pupil_ids is not None or ids is not None) and len(rows) <= FEW
    wanted = [row.id for row in rows] if few else None
    children, staff = _children(session, wanted), _staff(session, wanted)
    mark = identity.school(session).paper_mark
    return tuple(_facts(row, children.get(row.id, ()), staff.get(row.id, ()), mark) for row in rows)


def visit(session: Session, *, visit_id: VisitId) -> VisitFacts:
    """One visit."""
    found = visits(session, ids=(visit_id,))
    if not found:
        raise UserError("这条家访记录已被删除，请刷新列表。")
    return found[0]


def withdrawn(session: Session) -> tuple[tuple[VisitId, date, str, str], ...]:
    """Deleted visits: id, day, names of the children, reason; newest first."""
    rows = session.scalars(select(Visit).where(Visit.withdrawn_at.is_not(None)).order_by(Visit.withdrawn_at.desc()))
    found = rows.all()
    children = _children(session, [row.id for row in found])
    return tuple(
        (VisitId(row.id), row.day, "、".join(one.name for one in children.get(row.id, ())), row.withdrawn_why)
        for row in found
    )


def last_contact(session: Session, *, pupil_ids: Collection[PupilId] | None = None) -> dict[PupilId, date]:
    """The last day on which somebody visited the family of a child or talked with it; children without one are out."""
    seen = (
        select(VisitPupil.pupil_id, func.max(Visit.day))
        .join(Visit, Visit.id == VisitPupil.visit_id)
        .where(Visit.withdrawn_at.is_(None))
        .group_by(VisitPupil.pupil_id)
    )
    spoken = select(Talk.pupil_id, func.max(Talk.day)).group_by(Talk.pupil_id)
    if pupil_ids is not None:
        seen = seen.where(VisitPupil.pupil_id.in_(list(pupil_ids)))
        spoken = spoken.where(Talk.pupil_id.in_(list(pupil_ids)))
    found: dict[PupilId, date] = {}
    for number, day in (*session.execute(seen), *session.execute(spoken)):
        found[PupilId(number)] = max(day, found.get(PupilId(number), day))
    return found


def _require(session: Session, draft: VisitDraft, today: date) -> None:
    if told := visit_objection(draft, stays_of(session, draft.pupil_ids), today):
        raise UserError(told)


def _row(session: Session, visit_id: VisitId) -> Visit:
    row = session.get(Visit, visit_id)
    if row is None or row.withdrawn_at is not None:
        raise UserError("这条家访记录已被删除，请刷新列表。")
    return row


def _texts(draft: VisitDraft) -> dict[str, object]:
    own = {name: getattr(draft, name) for name in PLAIN}
    return {name: value.strip() if isinstance(value, str) else value for name, value in own.items()}


def _link(session: Session, visit_id: int, draft: VisitDraft) -> None:
    """The children and the staff of a visit, those that are not linked yet."""
    known = set(session.scalars(select(VisitPupil.pupil_id).where(VisitPupil.visit_id == visit_id)))
    there = set(session.scalars(select(VisitVisitor.staff_id).where(VisitVisitor.visit_id == visit_id)))
    pupils = [number for number in dict.fromkeys(draft.pupil_ids) if number not in known]
    staff = [number for number in dict.fromkeys(draft.visitors) if number not in there]
    session.add_all(VisitPupil(visit_id=visit_id, pupil_id=number) for number in pupils)
    session.add_all(VisitVisitor(visit_id=visit_id, staff_id=number) for number in staff)
    session.flush()


def _children(session: Session, wanted: Collection[int] | None) -> dict[int, tuple[Visited, ...]]:
    rooms = {room.id: room.full_name for room in class_room.classes(session, today=ENDS_OF_TIME, closed=True)}
    query = (
        select(VisitPupil.visit_id, Pupil.id, Pupil.uid, Pupil.name, Pupil.class_id)
        .join(Pupil, Pupil.id == VisitPupil.pupil_id)
        .order_by(VisitPupil.id)
    )
    if wanted is not None:
        query = query.where(VisitPupil.visit_id.in_(wanted))
    found: dict[int, tuple[Visited, ...]] = {}
    for visit_id, number, uid, name, room in session.execute(query):
        room_id = ClassId(room) if room is not None else None
        one = Visited(PupilId(number), uid, name, room_id, rooms.get(room_id, "") if room_id else "")
        found[visit_id] = (*found.get(visit_id, ()), one)
    return found


def _staff(session: Session, wanted: Collection[int] | None) -> dict[int, tuple[tuple[StaffId, str], ...]]:
    query = (
        select(VisitVisitor.visit_id, StaffMember.id, StaffMember.name)
        .join(StaffMember, StaffMember.id == VisitVisitor.staff_id)
        .order_by(VisitVisitor.id)
    )
    if wanted is not None:
        query = query.where(VisitVisitor.visit_id.in_(wanted))
    found: dict[int, tuple[tuple[StaffId, str], ...]] = {}
    for visit_id, number, name in session.execute(query):
        found[visit_id] = (*found.get(visit_id, ()), (StaffId(number), name))
    return found


def _facts(row: Visit, children: tuple[Visited, ...], staff: tuple[tuple[StaffId, str], ...], mark: str) -> VisitFacts:
    own: Mapping[str, object] = {name: getattr(row, name) for name in PLAIN}
    return VisitFacts(
        id=VisitId(row.id), uid=row.uid, number=visit_number(mark=mark, year=row.year, number=row.number),
        pupils=children, visitor_ids=tuple(number for number, _ in staff), visitors=tuple(name for _, name in staff),
        promise_kept_on=row.promise_kept_on, promise_outcome=row.promise_outcome, recorded_at=row.recorded_at,
        recorded_by=row.recorded_by, **own,  # type: ignore[arg-type]
    )  # fmt: skip
