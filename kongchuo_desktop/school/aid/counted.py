"""Each child as the rules count it in a term: roll, class, stage and boarding of the counting day, not of today."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid.rules import Ground, Person, Reckoning, Stage, counting_day, month_days
from kongchuo_desktop.school.attendance.class_history import class_on, moves
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import class_name
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment.boarding_history import BoardingLife, boarding_lives
from kongchuo_desktop.school.enrolment.history import Life, changed_lives, lives_of
from kongchuo_desktop.school.enrolment.track import Stay
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan, school_days
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

HERE = "在读"


@dataclass(frozen=True)
class TermRules:
    """How a school counts in a term."""

    day: date
    by: Reckoning


def term_rules(session: Session, *, term: TermSpan, today: date) -> TermRules:
    """The counting day and the way of reckoning in force on the first day of a term."""
    held = identity.rules(session, on=term.starts)
    day = counting_day(term, days=int(float(held["aid.counting_days"].value)), today=today)
    return TermRules(day, Reckoning(held["aid.mid_term"].value, held["aid.boarding_change"].value))


@dataclass(frozen=True)
class Counted:
    """A child as it is counted, with class and grade of that day."""

    person: Person
    class_name: str
    grade: int


@dataclass(frozen=True)
class _Term:
    """What is asked of every child of a term."""

    span: TermSpan
    rules: TermRules
    months: tuple[date, ...]
    days: tuple[date, ...]
    rooms: Mapping[int, ClassFacts]
    year_now: int
    primary_years: int


def counted(
    session: Session, *, people: Collection[PupilFacts], grounds: Mapping[PupilId, Sequence[Ground]], term: TermSpan,
    rules: TermRules, today: date,
) -> dict[PupilId, Counted]:  # fmt: skip
    """These children as they stood; who was never in school (在读) on a day that counts is not named."""
    lives, changed = lives_of(session, people=[one.id for one in people]), changed_lives(session)
    boarding = boarding_lives(session, people=people)
    still = [one for one in people if one.id not in changed]
    moved = moves(session, people=still, since=term.starts)
    asked = _asked(session, term, rules, today)
    found = {}
    for one in people:
        life = lives.get(one.id)
        days = asked.months if rules.by.mid_term == "months" else (rules.day,)
        stay = next((held for day in reversed(days) if life and (held := _here(life, day))), None)
        if life is None or stay is None:
            continue
        room = class_on(rules.day, stay.class_id, moved.get(one.uid, ()))
        found[one.id] = _counted(one, life, asked.rooms.get(room or 0), boarding[one.id], grounds, asked)
    return found


def _asked(session: Session, term: TermSpan, rules: TermRules, today: date) -> _Term:
    school = identity.school(session)
    rooms = {int(room.id): room for room in class_room.classes(session, today=today, closed=True)}
    days = school_days(term, identity.calendar(session))
    return _Term(term, rules, month_days(term), days, rooms, school.current_year, school.primary_years)


def _here(life: Life, day: date) -> Stay | None:
    stay = life.on(day)
    return stay if stay is not None and stay.status == HERE else None


def _counted(
    one: PupilFacts, life: Life, room: ClassFacts | None, boarding: BoardingLife,
    grounds: Mapping[PupilId, Sequence[Ground]], asked: _Term,
) -> Counted:  # fmt: skip
    day, by = asked.rules.day, asked.rules.by
    grade = room.grade - (asked.year_now - asked.span.year) if room else one.grade
    stage: Stage = "primary" if grade <= asked.primary_years else "junior"
    first = next((stay.first for stay in life.stays if stay.last >= asked.span.starts), asked.span.starts)
    lived_on = max(asked.span.starts, first) if by.boarding == "next" else day
    months = tuple(boarding.on(when) if _here(life, when) else None for when in asked.months) if by.by_months else ()
    person = Person(
        one.id, stage, grade, boarding.on(lived_on), tuple(grounds.get(one.id, ())),
        left_on=None if _here(life, day) else date.min, months=months, days=_days(life, asked.days),
        km=_km(str(one.fields["distance_km"] or "")), remark=_remark(boarding, lived_on),
    )  # fmt: skip
    name = class_name(grade, room.number) if room else one.class_name
    return Counted(person, name, grade)


def _days(life: Life, days: Sequence[date]) -> int:
    """School days of a term on which the child was in school."""
    spans = (stay for stay in life.stays if stay.status == HERE)
    return sum(bisect_right(days, stay.last) - bisect_left(days, stay.first) for stay in spans)


def _km(text: str) -> float | None:
    try:
        return float(text.removesuffix("公里").removesuffix("千米").strip())
    except ValueError:
        return None


def _remark(boarding: BoardingLife, day: date) -> str:
    if boarding.known_since is None or boarding.reaches(day):
        return ""
    return f"（住宿按{boarding.known_since.isoformat()}最早的登记，账本里没有{day.isoformat()}的记录）"
