"""What a report on rates is asked of: period and scope, and who came back without being seen since."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import TO, day_of
from kongchuo_desktop.reports.kinds import Choice
from kongchuo_desktop.school.attendance import figures
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.enrolment import rates as pure
from kongchuo_desktop.school.enrolment import rates_reading as reading
from kongchuo_desktop.school.enrolment.rates_roll import read_roll
from kongchuo_desktop.school.enrolment.rates_service import Answer, rates, usual_period
from kongchuo_desktop.school.identity import service as identity

SCOPE = Choice("scope", "范围", source="scopes")
FROM = Choice("from", "开始日期", source="year_start")
PERIOD = (FROM, TO, SCOPE)


def span_asked(answers: Mapping[str, str], today: date) -> tuple[date, date]:
    """From and to, both included; the school year to date where none is named."""
    usual = usual_period(today)
    last = day_of(answers, today, "to") if answers.get("to") else usual[1]
    first = day_of(answers, today, "from") if answers.get("from") else usual_period(last)[0]
    if last < first:
        raise UserError("截止日期不能早于开始日期，请改正后再算。")
    return first, last


def answer(session: Session, *, first: date, last: date, scope: str, today: date) -> Answer:
    """Every rate; where the school asks for it, who came back but was not seen in the last days counts as away."""
    window = int(float(identity.rules(session, on=last)["rates.return_days"].value))
    unseen = _unseen(session, first, last, window, today) if window else frozenset[int]()
    return rates(session, first=first, last=last, scope=scope, unseen=unseen)


def _unseen(session: Session, first: date, last: date, window: int, today: date) -> frozenset[int]:
    """Children back within the period for whom every register of the last `window` days names an absence."""
    roll = read_roll(reading.stays(session), reading.moves(session), first=first, last=last)
    back = pure.returned(roll)
    if not back:
        return frozenset()
    start = last - timedelta(days=window - 1)
    taken = {item.room.id: item.recorded for item in figures.by_class(session, first=start, last=last, today=today)}
    kinds = attendance.kinds(session)
    away = {}
    for child in figures.by_child(session, first=start, last=last):
        missed = (number for kind, number in child.halves.items() if kinds.get(kind) is not Counts.PRESENT)
        away[child.pupil_id] = (sum(missed), taken.get(child.class_id, 0))
    return frozenset(pupil for pupil, (missed, of) in away.items() if pupil in back and of and missed >= of)


def scopes(session: Session, *, today: date) -> tuple[str, ...]:
    """Every scope that can be asked for, beside the whole school: stages where there are two, grades, classes."""
    rooms = [room for room in reading.rooms(session, on=today) if room.grade]
    stages = tuple(name for name, stage in reading.STAGES.items() if any(room.stage == stage for room in rooms))
    grades = dict.fromkeys(grade_name(room.grade) for room in rooms)
    return (*(stages if len(stages) > 1 else ()), *grades, *(room.name for room in rooms))
