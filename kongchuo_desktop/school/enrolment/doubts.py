"""What should be looked at twice before a change is entered: sentences, none of which forbids it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.classes.rules import grade_name, last_grade
from kongchuo_desktop.school.enrolment.draft import Draft
from kongchuo_desktop.school.enrolment.events import ClassNames
from kongchuo_desktop.school.enrolment.history import life_of
from kongchuo_desktop.school.enrolment.rules import BY_NAME, HERE, PAUSED, shown
from kongchuo_desktop.school.enrolment.track import DAY
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.types import PupilId

YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Seen:
    """What is known of the child on the eve of the change."""

    name: str
    status: str  # "" when it was not on the roll
    known_here: bool  # the book has it in school already, without saying since when it came
    grade: int  # 0 where it had no class
    final_grade: int  # of its stage
    to_grade: int  # of the class it goes into, on the day; 0 where none is named
    from_cohort: int | None
    to_cohort: int | None
    last_term: bool  # the day lies in the second half of the school year


def doubts(session: Session, *, pupil_id: PupilId, draft: Draft, today: date) -> tuple[str, ...]:
    """Sentences for the screen and for import remarks."""
    return tuple(doubts_of(_seen(session, pupil_id, draft), draft, today))


def wrong_class(session: Session, *, name: str, from_class: int | None, draft: Draft) -> str:
    """Why a child of `from_class` can't go into the draft's class, a finished sentence; "" when it can."""
    kind = BY_NAME[draft.kind]
    if draft.to_class_id is None:
        return ""
    room = session.get(SchoolClass, draft.to_class_id)
    if room is None:
        return f"“{kind.name}”要编入的班级不在账本里，请先建立这个班。"
    if room.closed_on and room.closed_on < draft.day:
        return f"“{kind.name}”要编入的班级已在{shown(room.closed_on)}{room.closed_why or '结束'}，请另选班级。"
    names = ClassNames(session)
    return wrong_direction(name, draft, names.cohort(from_class), names.cohort(draft.to_class_id))


def wrong_direction(name: str, draft: Draft, from_cohort: int | None, to_cohort: int | None) -> str:
    """跳级 goes up, 留级 down, 调班 stays in the grade."""
    if not BY_NAME[draft.kind].needs_class or from_cohort is None or to_cohort is None:
        return ""
    years = to_cohort - from_cohort
    words = {"跳级": ("高", years < 0), "留级": ("低", years > 0)}
    if draft.kind in words and not words[draft.kind][1]:
        return f"“{name}”{draft.kind}要编入{words[draft.kind][0]}一级的班，请核对班级。"
    if draft.kind == "调班" and years:
        return f"“{name}”调班要在同一年级里，换年级请登记“跳级”或“留级”。"
    return ""


def _seen(session: Session, pupil_id: PupilId, draft: Draft) -> Seen:
    life, names = life_of(session, pupil_id=pupil_id), ClassNames(session)
    eve = draft.day - DAY
    stay = life.on(eve)
    room = stay.class_id if stay else (life.stays[-1].class_id if life.stays else None)
    grade = names.grade(room, eve)
    years = identity.school(session).primary_years
    return Seen(
        name=life.name, status=stay.status if stay else "", known_here=bool(stay and stay.status == HERE), grade=grade,
        final_grade=last_grade(stage=names.stage(room) or "primary", primary_years=years),
        to_grade=names.grade(draft.to_class_id, draft.day), from_cohort=names.cohort(room),
        to_cohort=names.cohort(draft.to_class_id), last_term=2 <= draft.day.month <= 7,
    )  # fmt: skip


def doubts_of(seen: Seen, draft: Draft, today: date) -> Iterator[str]:
    """The doubts of a change, from what is known of the child."""
    kind, who = BY_NAME[draft.kind], f"“{seen.name}”"
    if draft.day > today:
        yield f"{shown(draft.day)}还没有到；登记后，名册从现在起就按异动后显示。"
    if kind.way == "in" and seen.known_here:
        yield f"账本里{who}已经在读，登记后入校日期记为{shown(draft.day)}；如果是同名的另一名学生，请另行登记。"
    if kind.way == "out" and seen.status == PAUSED and draft.kind in ("转出", "出国"):
        yield f"{who}正在休学；部分省规定休学期间不办理转学，请按本省规定核对。"
    if draft.kind in ("毕业", "结业") and seen.grade and seen.grade != seen.final_grade:
        yield f"{who}{shown(draft.day - DAY)}在{grade_name(seen.grade)}，不是毕业年级，请核对是否登记错人。"
    if kind.needs_place and not draft.place and kind.way in ("in", "out") and draft.kind != "毕业":
        yield f"没有写{kind.place}，以后要查清补上。"
    yield from _of_leave(seen, draft)
    yield from _of_rules(seen, draft)


def _of_leave(seen: Seen, draft: Draft) -> Iterator[str]:
    if draft.kind != "休学":
        return
    if draft.expected_return is None:
        yield "没有写预计复学日期，到期前无法提醒。"
    elif draft.expected_return - draft.day > YEAR:
        yield f"休学到{shown(draft.expected_return)}超过一年；休学一般不超过一年，期满可以再办延长。"
    if seen.grade and seen.grade == seen.final_grade and seen.last_term:
        yield "毕业年级最后一学期一般不办理休学，请按本省规定核对。"


def _of_rules(seen: Seen, draft: Draft) -> Iterator[str]:
    if draft.kind == "退学":
        yield "义务教育阶段学校不得令学生退学，请核对是否应登记转出、休学，或按疑似辍学劝返。"
    if draft.kind == "留级":
        yield "学校不得责令学生留级，请确认有监护人的书面申请。"
    if draft.kind in ("跳级", "留级") and seen.from_cohort and seen.to_cohort:
        years = abs(seen.to_cohort - seen.from_cohort)
        if years > 1:
            yield f"{draft.kind}一次跨{years}个年级，请核对班级。"
