"""入学通知书: to every child that is to enrol or to register in a term, on the roll or only in the service area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.duty_papers import IssuedNotices, as_delivered, numbered, remarks
from kongchuo_desktop.desk.enrolment_subjects import birth_on_paper, on_paper
from kongchuo_desktop.desk.letter_values import Ground, ground, of_child, of_school
from kongchuo_desktop.desk.pupils_asked import pupil_meant
from kongchuo_desktop.documents.notice_paper import NoticeContent, notices_pdf
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import rooms_asked
from kongchuo_desktop.school.classes.rules import grade_name, last_grade
from kongchuo_desktop.school.enrolment import area
from kongchuo_desktop.school.enrolment.area import AreaFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.notices.wording import shipped
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.rules import age_on
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

KIND = "enrol_notice"
STILL_THIS_TERM = timedelta(days=30)  # so long after its first day a term is still the one to register for
ENTRY_AGE = 6  # 义务教育法 art. 11
WAITING = ("未查明", "未入学")  # where a child of the area stands that is to be asked to come
FIRST = "户口簿或者出生医学证明、预防接种证、监护人身份证"
AGAIN = "上学期成绩单或者素质报告册、作业；从外校来的，带原校的学籍材料"


@dataclass(frozen=True)
class Due:
    """Who is to come in a term: children on the roll, and children of the area whom nobody has enrolled yet."""

    term: TermSpan
    pupils: tuple[PupilFacts, ...]
    entrants: tuple[AreaFacts, ...]


def issue(database: Database, *, answers: Mapping[str, str], now: datetime) -> IssuedNotices:
    """Number and draw the letters; a child of the area has no number yet, its letter gets one by hand."""
    title, on = BY_KEY[KIND].title, now.date()
    with database.write(f"印发{title}") as session:
        due = who_is_due(session, answers=answers, on=on)
        common = ground(session, on=on)
        facts: list[NoticeFacts] = []
        contents: list[NoticeContent] = []
        for child in due.pupils:
            values = {**of_school(common), **of_child(common, child), **registering(common, child, due.term)}
            fact, content = numbered(
                session, kind=KIND, pupil_id=child.id, about=f"term/{due.term.key}", values=values, now=now
            )
            facts.append(fact)
            contents.append(content)
        for entrant in due.entrants:
            values = {**of_school(common), **_of_entrant(common, entrant), **_of_term(due.term, 1)}
            contents.append(
                NoticeContent.of(shipped(KIND), number="", school=common.school.name, pupil=entrant.name, values=values)
            )
        pdf, pages = notices_pdf(contents)
        audit.record_event(session, kind="print", what=title, count=len(contents))
    told = (*_by_hand(due.entrants), *as_delivered(facts), *remarks(contents))
    return IssuedNotices(pdf, pages, tuple(facts), told, by_hand=len(due.entrants))


def _by_hand(entrants: Sequence[AreaFacts]) -> tuple[str, ...]:
    if not entrants:
        return ()
    return (f"其中{len(entrants)}份是服务区里还没有入学的儿童，不在学籍名册，编号请手写，送达登记在服务区名单。",)


def who_is_due(session: Session, *, answers: Mapping[str, str], on: date) -> Due:
    """The answers `term`, `class`, `village`, `pupil` as children; a sentence where there is nobody."""
    term = term_asked(session, answers.get("term", "").strip(), on)
    if one := answers.get("pupil", "").strip():
        return Due(term, (pupil_meant(session, one, today=on),), ())
    room, village = answers.get("class", ""), answers.get("village", "")
    if room:
        rooms_asked(session, {"class": room}, on)
    pupils = tuple(
        one for one in pupil_room.pupils(session, today=on, status=("在读",))
        if room in ("", one.class_name) and village in ("", one.village) and not _leaves(session, term, one)
    )  # fmt: skip
    entrants = tuple(
        one for one in area.children(session, today=term.starts)
        if not room and village in ("", one.village) and _enters(one, term)
    )  # fmt: skip
    if not pupils and not entrants:
        raise UserError("这个范围里没有要发入学通知书的孩子，请换一个班级或村。")
    return Due(term, pupils, entrants)


def term_asked(session: Session, wanted: str, on: date) -> TermSpan:
    """The term asked for; else the one that children register for at that day: just begun, or the next."""
    spans = identity.terms(session)
    if wanted:
        found = next((span for span in spans if wanted in (span.key, span.name)), None)
        if found is None:
            raise UserError(f"没有“{wanted}”这个学期，现有：{'、'.join(span.key for span in spans)}。")
        return found
    if not spans:
        raise UserError("账本里还没有学期，请先在设置里填写开学和放假日期。")
    return next((span for span in spans if on <= span.starts + STILL_THIS_TERM), spans[-1])


def _leaves(session: Session, term: TermSpan, child: PupilFacts) -> bool:
    school = identity.school(session)
    stage = "primary" if child.grade <= school.primary_years else "junior"
    return child.grade + term.year - school.current_year > last_grade(stage=stage, primary_years=school.primary_years)


def _enters(one: AreaFacts, term: TermSpan) -> bool:
    """Six by the 31 August before the school year, and not known to be anywhere."""
    of_age = one.birth_date is not None and age_on(one.birth_date, date(term.year, 8, 31)) >= ENTRY_AGE
    return of_age and one.placement in WAITING


def registering(common: Ground, child: PupilFacts, term: TermSpan) -> dict[str, str]:
    """What the letter says of a term to a child on the roll; of a coming school year by grade, not by class."""
    later = term.year - common.school.current_year
    return {
        **_of_term(term, child.grade + later),
        "编入": grade_name(child.grade + later) if later else child.class_name,
    }


def _of_term(term: TermSpan, grade: int) -> dict[str, str]:
    first = grade == 1 and term.season == "autumn"
    what = (
        f"已到接受义务教育的年龄，应于{term.name}入学，就近到我校就读"
        if first
        else f"应于{term.name}开学时到校报到注册"
    )
    return {"入学安排": what, "报到日期": on_paper(term.starts), "报到材料": FIRST if first else AGAIN}


def _of_entrant(common: Ground, one: AreaFacts) -> dict[str, str]:
    return {
        "学生姓名": one.name, "性别": one.sex, "班级": "", "编入": "一年级",
        "出生日期": birth_on_paper(one.birth_date.isoformat() if one.birth_date else ""),
        "家庭住址": one.address or one.village, "家长姓名": one.guardian_name, "家长电话": one.guardian_phone,
        "联系人": common.principal, "联系电话": common.school.phone,
    }  # fmt: skip
