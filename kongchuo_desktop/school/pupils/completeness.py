"""What a child's record must hold for other work to rest on it: one rule, for one child and for the count."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.pupils.model import Guardian, Pupil, PupilGuardian
from kongchuo_desktop.school.pupils.service import PupilFacts


def missing_of(person: PupilFacts) -> tuple[str, ...]:
    """What a child's record lacks, in the words of the form."""
    lacking = []
    if not person.id_number and not person.fields["no_id_reason"]:
        lacking.append("身份证件号")
    if not person.student_number:
        lacking.append("学籍号")
    if person.birth_date is None or person.birth_month_only:
        lacking.append("出生日期")
    if not person.sex:
        lacking.append("性别")
    if person.class_id is None:
        lacking.append("班级")
    if not person.guardians:
        lacking.append("监护人")
    elif not any(adult.phone for adult in person.guardians):
        lacking.append("家长电话")
    if not person.village:
        lacking.append("村")
    return tuple(lacking)


def count_incomplete(session: Session) -> int:
    """How many children in school `missing_of` would name something for, without reading them."""
    reachable = (
        select(PupilGuardian.id)
        .join(Guardian, Guardian.id == PupilGuardian.guardian_id)
        .where(PupilGuardian.pupil_id == Pupil.id, Guardian.phone != "")
    )
    lacking = or_(
        Pupil.id_number.is_(None) & (Pupil.no_id_reason == ""),
        Pupil.student_number.is_(None),
        Pupil.birth_date.is_(None),
        Pupil.birth_month_only.is_(True),
        Pupil.sex == "",
        Pupil.class_id.is_(None),
        Pupil.village_id.is_(None),
        ~reachable.exists(),
    )
    return session.scalar(select(func.count()).select_from(Pupil).where(Pupil.status == "在读", lacking)) or 0
