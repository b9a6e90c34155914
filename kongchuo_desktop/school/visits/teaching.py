"""Verbs and questions about disabled children's schooling: placements, 送教上门 plans and lessons, yearly figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.model import AreaChild
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits.model import HomeLesson, HomeTeachingPlan, Placement
from kongchuo_desktop.school.visits.rules import day_objection
from kongchuo_desktop.school.visits.talks import stays_of
from kongchuo_desktop.school.visits.teaching_rules import (
    AT_HOME,
    ENROLLED,
    EXEMPT,
    NOTHING,
    PLACEMENTS,
    DisabledChild,
    Month,
    months,
)
from kongchuo_desktop.storage import audit

EVERYBODY = ("在读", "休学", "离校")


@dataclass(frozen=True)
class PlacementDraft:
    """How a child is taught from a day on."""

    pupil_id: PupilId
    kind: str
    since: date
    disability: str = ""
    degree: str = ""
    certificate: str = ""
    school_name: str = ""
    note: str = ""


@dataclass(frozen=True)
class PlacementFacts:
    """A placement with the child."""

    id: int
    pupil: PupilFacts
    kind: str
    disability: str
    degree: str
    certificate: str
    school_name: str
    since: date
    until: date | None
    note: str


@dataclass(frozen=True)
class PlanDraft:
    """The 送教 plan of a child and term."""

    per_month: int = 1
    lessons: int = 2
    teachers: str = ""
    state: str = ""
    goals: str = ""
    content: str = ""


@dataclass(frozen=True)
class LessonDraft:
    """One 送教 visit."""

    pupil_id: PupilId
    day: date
    lessons: int = 2
    teachers: str = ""
    content: str = ""
    response: str = ""
    materials: str = ""
    homework: str = ""
    family_word: str = ""
    signed: bool = False


@dataclass(frozen=True)
class LessonFacts:
    """A 送教 visit as lists show it."""

    id: int
    uid: str
    draft: LessonDraft
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class AtHome:
    """A child taught at home in a term: plan, lessons held, months and what they still owe."""

    placement: PlacementFacts
    plan: PlanDraft | None
    lessons: tuple[LessonFacts, ...]  # of the term, newest first
    months: tuple[Month, ...]

    @property
    def hours(self) -> int:
        """课时 held this term."""
        return sum(lesson.draft.lessons for lesson in self.lessons)


def place(session: Session, *, draft: PlacementDraft, today: date) -> int:
    """A placement from a day on; the one before ends the day before."""
    _require_placement(session, draft, today)
    for row in session.scalars(
        select(Placement).where(Placement.pupil_id == draft.pupil_id, Placement.until.is_(None))
    ):
        if row.since >= draft.since:
            raise UserError(
                f"这名学生从{row.since:%Y-%m-%d}起已登记为{row.kind}，新的安置要从那以后开始，或先改那一条。"
            )
        row.until = draft.since - timedelta(days=1)
    made = Placement(**_cleaned(draft))
    session.add(made)
    session.flush()
    return made.id


def change_placement(
    session: Session, *, placement_id: int, draft: PlacementDraft, until: date | None, today: date
) -> None:
    """Put a placement right, or end it."""
    _require_placement(session, draft, today)
    if until is not None and until < draft.since:
        raise UserError("结束日期不能早于开始日期，请检查。")
    row = session.get_one(Placement, placement_id)
    for name, value in _cleaned(draft).items():
        setattr(row, name, value)
    row.until = until


def placements(
    session: Session, *, today: date, on: date | None = None, pupil_ids: Collection[PupilId] | None = None
) -> tuple[PlacementFacts, ...]:
    """Placements in force on a day (or all that ever were), by class and child."""
    query = select(Placement).order_by(Placement.since.desc(), Placement.id.desc())
    if on is not None:
        query = query.where(Placement.since <= on, (Placement.until.is_(None)) | (Placement.until >= on))
    if pupil_ids is not None:
        query = query.where(Placement.pupil_id.in_(list(pupil_ids)))
    rows = session.scalars(query).all()
    ids = frozenset(PupilId(row.pupil_id) for row in rows)
    people = pupil_room.pupils(session, today=today, ids=ids, status=EVERYBODY) if ids else ()
    return tuple(
        PlacementFacts(
            row.id, person, row.kind, row.disability, row.degree, row.certificate, row.school_name, row.since,
            row.until, row.note,
        )
        for person in people for row in rows if row.pupil_id == person.id
    )  # fmt: skip


def set_plan(
    session: Session, *, pupil_id: PupilId, term: TermSpan, draft: PlanDraft, now: datetime, by: str = ""
) -> None:
    """Write or rewrite a child's 送教 plan of a term."""
    if not 1 <= draft.per_month <= 31 or not 1 <= draft.lessons <= 12:
        raise UserError("每月次数填1到31，每次课时填1到12，请检查。")
    row = _plan_row(session, pupil_id, term)
    if row is None:
        row = HomeTeachingPlan(pupil_id=pupil_id, year=term.year, season=term.season, made_on=now.date(), made_by=by)
        session.add(row)
    for name, value in draft.__dict__.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def plan(session: Session, *, pupil_id: PupilId, term: TermSpan) -> PlanDraft | None:
    """A child's 送教 plan of a term."""
    row = _plan_row(session, pupil_id, term)
    return PlanDraft(**{name: getattr(row, name) for name in PlanDraft.__dataclass_fields__}) if row else None


def _plan_row(session: Session, pupil_id: PupilId, term: TermSpan) -> HomeTeachingPlan | None:
    mine = (
        HomeTeachingPlan.pupil_id == pupil_id,
        HomeTeachingPlan.year == term.year,
        HomeTeachingPlan.season == term.season,
    )
    return session.scalars(select(HomeTeachingPlan).where(*mine)).first()


def record_lesson(session: Session, *, draft: LessonDraft, now: datetime, by: str = "") -> int:
    """Write a 送教 visit; the child must be taught at home on that day."""
    _require_lesson(session, draft, now.date())
    row = HomeLesson(**_lesson_values(draft), recorded_at=now.replace(tzinfo=None), recorded_by=by)
    session.add(row)
    session.flush()
    return row.id


def change_lesson(session: Session, *, lesson_id: int, draft: LessonDraft, today: date) -> None:
    """Write a 送教 visit anew."""
    _require_lesson(session, draft, today)
    row = session.get_one(HomeLesson, lesson_id)
    for name, value in _lesson_values(draft).items():
        setattr(row, name, value)


def delete_lesson(session: Session, *, lesson_id: int, why: str) -> None:
    """Delete a 送教 visit with a reason; the log keeps both."""
    if not why.strip():
        raise UserError("请写明为什么删除这条送教记录，如“重复登记”。")
    row = session.get_one(HomeLesson, lesson_id)
    audit.record_event(
        session, kind="delete", what=f"删除送教记录：{why.strip()}", table="home_lesson", row_uid=row.uid
    )
    session.delete(row)


def lessons(
    session: Session, *, first: date | None = None, last: date | None = None,
    pupil_ids: Collection[PupilId] | None = None,
) -> tuple[LessonFacts, ...]:  # fmt: skip
    """送教 visits, newest first."""
    query = select(HomeLesson).order_by(HomeLesson.day.desc(), HomeLesson.id.desc())
    if first is not None:
        query = query.where(HomeLesson.day >= first)
    if last is not None:
        query = query.where(HomeLesson.day <= last)
    if pupil_ids is not None:
        query = query.where(HomeLesson.pupil_id.in_(list(pupil_ids)))
    fields = LessonDraft.__dataclass_fields__
    return tuple(
        LessonFacts(
            row.id, row.uid, LessonDraft(**{name: getattr(row, name) for name in fields}), row.recorded_at,
            row.recorded_by,
        )
        for row in session.scalars(query)
    )  # fmt: skip


def at_home(session: Session, *, term: TermSpan, today: date) -> tuple[AtHome, ...]:
    """Children taught at home in a term, with what each month still owes up to the month of today."""
    query = select(Placement.id).where(
        Placement.kind == AT_HOME, Placement.since <= term.ends,
        (Placement.until.is_(None)) | (Placement.until >= term.starts),
    )  # fmt: skip
    ids = set(session.scalars(query))
    if not ids:
        return ()
    usual = int(float(identity.rules(session, on=max(term.starts, min(today, term.ends)))["teaching.per_month"].value))
    held = lessons(session, first=term.starts, last=term.ends)
    found = []
    for item in placements(session, today=today):
        if item.id not in ids:
            continue
        own = plan(session, pupil_id=item.pupil.id, term=term)
        mine = tuple(one for one in held if one.draft.pupil_id == item.pupil.id)
        owed = months(
            starts=term.starts, ends=term.ends, since=item.since, until=item.until,
            wanted=own.per_month if own else usual, held=[one.draft.day for one in mine],
        )  # fmt: skip
        found.append(AtHome(item, own, mine, tuple(month for month in owed if month.first <= today)))
    return tuple(found)


def disabled_children(session: Session, *, on: date) -> tuple[DisabledChild, ...]:
    """Every disabled child: pupils by placement or by their sheet, and those of the service area who are no pupils."""
    placed = {item.pupil.id: item for item in placements(session, today=on, on=on)}
    found = []
    for person in pupil_room.pupils(session, today=on):
        own = placed.get(person.id)
        words = (own.disability if own else "") or person.fields["disability"]
        if own is not None or words not in NOTHING:
            found.append(_pupil_child(person, own, words))
    places: dict[int, str] = dict(session.execute(select(Village.id, Village.name)).all())
    query = select(AreaChild).where(AreaChild.closed_on.is_(None), AreaChild.disability.not_in(NOTHING))
    for row in session.scalars(query.order_by(AreaChild.id)):
        inside = None if row.placement in EXEMPT else row.placement in ENROLLED
        found.append(
            DisabledChild(
                row.name, row.sex, f"{row.birth_date:%Y-%m-%d}" if row.birth_date else "", row.disability, "",
                row.placement, row.school_name, places.get(row.village_id or 0, ""), inside,
            )
        )  # fmt: skip
    return tuple(found)


def _pupil_child(person: PupilFacts, own: PlacementFacts | None, words: str) -> DisabledChild:
    kind = own.kind if own else person.fields["inclusive_class"] or "普通班"
    where = (own.school_name if own else "") or person.class_name
    return DisabledChild(
        person.name, person.sex, person.birth, words or "其他", own.degree if own else "", kind, where, person.village,
        True, person.id,
    )  # fmt: skip


def _require_placement(session: Session, draft: PlacementDraft, today: date) -> None:
    stay = stays_of(session, (draft.pupil_id,)).get(draft.pupil_id)
    if stay is None:
        raise UserError("请先选择学生。")
    if draft.kind not in PLACEMENTS:
        raise UserError(f"安置方式只能是{'、'.join(PLACEMENTS)}。")
    if draft.since > today:
        raise UserError("安置的开始日期还没有到，请检查。")


def _require_lesson(session: Session, draft: LessonDraft, today: date) -> None:
    stay = stays_of(session, (draft.pupil_id,)).get(draft.pupil_id)
    if stay is None:
        raise UserError("请先选择送教的学生。")
    if told := day_objection(draft.day, stay, today, "送教"):
        raise UserError(told)
    if not 1 <= draft.lessons <= 12:
        raise UserError("课时填1到12，请检查。")
    if not draft.teachers.strip():
        raise UserError("请填写送教教师。")
    query = select(Placement.id).where(
        Placement.pupil_id == draft.pupil_id, Placement.kind == AT_HOME, Placement.since <= draft.day,
        (Placement.until.is_(None)) | (Placement.until >= draft.day),
    )  # fmt: skip
    if session.scalars(query).first() is None:
        raise UserError(f"{stay.name}在{draft.day:%Y-%m-%d}没有登记为送教上门，请先登记安置方式和开始日期。")


def _cleaned(draft: PlacementDraft) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in draft.__dict__.items()}


def _lesson_values(draft: LessonDraft) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in draft.__dict__.items()}
