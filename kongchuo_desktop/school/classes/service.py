"""Verbs and questions about classes, their teachers, and the step up at the turn of the year."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes.model import ClassPost, SchoolClass
from kongchuo_desktop.school.classes.rules import (
    Advance,
    class_name,
    entry_year_of,
    grade_of,
    last_grade,
)
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import CampusId, ClassId, StaffId
from kongchuo_desktop.storage.asked_once import asked_once
from kongchuo_desktop.storage.plain import plain


@dataclass(frozen=True)
class ClassFacts:
    """A class of the school year under way; `head` is its 班主任 today, or ""."""

    id: ClassId
    grade: int
    number: int
    name: str
    campus_id: CampusId
    campus: str  # "" for the main one
    entry_year: int
    head_id: StaffId | None = None
    head: str = ""

    @property
    def full_name(self) -> str:
        """The class with its 教学点 where it is not at the main campus."""
        return f"{self.campus}{self.name}"


@dataclass(frozen=True)
class PostFacts:
    """Who leads or teaches which class today."""

    class_id: ClassId
    staff_id: StaffId
    staff: str
    role: str
    subject: str
    since: date


@asked_once
def classes(session: Session, *, today: date, closed: bool = False) -> tuple[ClassFacts, ...]:
    """Classes by grade and number (main campus first); with `closed` also those that have graduated."""
    school = identity.school(session)
    places = {campus.id: "" if campus.is_main else campus.name for campus in identity.campuses(session)}
    heads = {post.class_id: post for post in posts(session, today=today) if post.role == "head"}
    query = select(
        SchoolClass.id, SchoolClass.stage, SchoolClass.entry_year, SchoolClass.number, SchoolClass.campus_id
    )  # columns: this is asked by nearly every page
    if not closed:
        query = query.where(SchoolClass.closed_on.is_(None))
    found = [_facts(row, school, places, heads) for row in plain(session, query)]
    return tuple(sorted(found, key=lambda item: (item.campus != "", item.campus_id, item.grade, item.number)))


def _facts(
    row: Row[int, str, int, int, int],
    school: identity.SchoolFacts,
    places: dict[CampusId, str],
    heads: dict[ClassId, PostFacts],
) -> ClassFacts:
    grade = grade_of(stage=row.stage, entry_year=row.entry_year, current_year=school.current_year)
    head = heads.get(ClassId(row.id))
    return ClassFacts(
        id=ClassId(row.id),
        grade=grade,
        number=row.number,
        name=class_name(grade, row.number),
        campus_id=CampusId(row.campus_id),
        campus=places.get(CampusId(row.campus_id), ""),
        entry_year=row.entry_year,
        head_id=head.staff_id if head else None,
        head=head.staff if head else "",
    )


def class_at(session: Session, *, grade: int, number: int, campus: str = "") -> ClassId:
    """The class of that grade and number this year; made when the school has none yet."""
    school = identity.school(session)
    stage, entry_year = entry_year_of(grade=grade, current_year=school.current_year)
    campus_id = _campus(session, campus)
    row = session.scalars(
        select(SchoolClass).where(
            SchoolClass.stage == stage,
            SchoolClass.entry_year == entry_year,
            SchoolClass.number == number,
            SchoolClass.campus_id == campus_id,
        )
    ).first()
    if row is None:
        row = SchoolClass(campus_id=campus_id, stage=stage, entry_year=entry_year, number=number)
        session.add(row)
        session.flush()
    return ClassId(row.id)


def _campus(session: Session, name: str) -> CampusId:
    places = identity.campuses(session)
    found = next((place for place in places if (place.name == name if name else place.is_main)), None)
    return found.id if found else identity.add_campus(session, name=name)


@asked_once
def posts(session: Session, *, today: date) -> tuple[PostFacts, ...]:
    """Every post held today."""
    query = (
        select(
            ClassPost.class_id, ClassPost.staff_id, StaffMember.name, ClassPost.role, ClassPost.subject, ClassPost.since
        )
        .join(StaffMember, StaffMember.id == ClassPost.staff_id)
        .where(ClassPost.since <= today, (ClassPost.until.is_(None)) | (ClassPost.until >= today))
        .order_by(ClassPost.id)
    )
    return tuple(
        PostFacts(ClassId(room), StaffId(person), name, role, subject, since)
        for room, person, name, role, subject, since in plain(session, query)
    )


def appoint(
    session: Session, *, class_id: ClassId, staff_id: StaffId, role: str, since: date, subject: str = ""
) -> bool:
    """Give a post from a day on. A class has one 班主任: the one before ends the day before. True when changed."""
    held = session.scalars(
        select(ClassPost).where(
            ClassPost.class_id == class_id,
            ClassPost.role == role,
            (ClassPost.until.is_(None)) | (ClassPost.until >= since),
        )
    ).all()
    if any(post.staff_id == staff_id and post.subject == subject for post in held):
        return False
    if role == "head":
        for post in held:
            _end(session, post, since)
    session.add(ClassPost(class_id=class_id, staff_id=staff_id, role=role, subject=subject, since=since))
    return True


def _end(session: Session, post: ClassPost, since: date) -> None:
    """A post that began the same day was a slip and goes; an older one ends the day before."""
    if post.since >= since:
        session.delete(post)
        session.flush()
    else:
        post.until = since - timedelta(days=1)


def end_post(
    session: Session, *, class_id: ClassId, staff_id: StaffId, role: str, today: date, subject: str = ""
) -> None:
    """End a post with yesterday; the record of it stays."""
    query = select(ClassPost).where(
        ClassPost.class_id == class_id,
        ClassPost.staff_id == staff_id,
        ClassPost.role == role,
        ClassPost.subject == subject,
        (ClassPost.until.is_(None)) | (ClassPost.until >= today),
    )
    for post in session.scalars(query).all():
        _end(session, post, today)


def preview_advance(session: Session, *, today: date, counts: dict[ClassId, int]) -> tuple[Advance, ...]:
    """What 升级 would do, class by class; `counts` are the pupils in each."""
    school = identity.school(session)
    steps = []
    for item in classes(session, today=today):
        stage = "primary" if item.grade <= school.primary_years else "junior"
        graduates = item.grade >= last_grade(stage=stage, primary_years=school.primary_years)
        after = "" if graduates else class_name(item.grade + 1, item.number)
        steps.append(Advance(item.id, item.full_name, after, counts.get(item.id, 0), graduates))
    return tuple(steps)


def advance_year(session: Session, *, today: date) -> int:
    """Move the whole school up one grade: the new school year. Graduating classes are closed.

    Runs inside one `write` tied to a batch, so that it is taken back like an import.
    """
    school = identity.school(session)
    if today < date(school.current_year + 1, 6, 1):
        raise UserError(
            f"现在还是{school.current_year}—{school.current_year + 1}学年，"
            f"{school.current_year + 1}年6月1日以后才能升级。请核对电脑日期。"
        )
    for step in preview_advance(session, today=today, counts={}):
        if step.graduates:
            row = session.get_one(SchoolClass, step.class_id)
            row.closed_on, row.closed_why = date(school.current_year + 1, 8, 31), "毕业"
    identity.set_current_year(session, year=school.current_year + 1)
    identity.open_year(session, year=school.current_year + 1)
    return school.current_year + 1
