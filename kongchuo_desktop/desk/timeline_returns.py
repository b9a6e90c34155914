"""A child's time-line from its case (劝返): opened, persuaded, back, looked after, handed over, closed."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import case_course
from kongchuo_desktop.desk.case_course import CLOSED, HANDED, LEFT, OPENED, RETURNED, STEP, WATCHED, Line
from kongchuo_desktop.desk.timeline_entry import CAUSE, HELP, RESULT, VISITED, Entry, Found, told
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import cases
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.rules import PLAN
from kongchuo_desktop.school.types import PupilId

People = Mapping[PupilId, PupilFacts]
VISITS = ("入户劝返", "村校联合劝返", "请村委会协助", "乡镇批评教育")


def returns(session: Session, people: People, today: date) -> Found:
    """Cases with everything in them; their letters stand there already as letters."""
    for one in cases.cases(session, today=today, pupil_ids=list(people)):
        for line in case_course.course(one):
            if line.letter:
                continue
            said = told(line.what, line.who, line.told)
            yield (
                one.pupil.id,
                Entry(line.day, "劝返", said, ("returns", ("cases", ("case", one.id))), _clears(one, line)),
            )


def _clears(one: CaseFacts, line: Line) -> tuple[tuple[str, str], ...]:
    """Which of the 四清 a line speaks of: the cause, visits to the family, help, what came of it."""
    words = told(line.what, line.who, line.told)
    if line.sort == OPENED:
        return ((CAUSE, told(one.cause, one.sign) or "离校原因待查"),)
    if line.sort == LEFT and line.told and line.day > one.opened_on:  # left again
        return ((CAUSE, told(line.what, line.told)),)
    if line.sort == STEP:
        return ((VISITED if line.what in VISITS else HELP, words),)
    if line.sort == RETURNED:
        return ((HELP if line.what == PLAN else RESULT, words),)
    return ((RESULT, words),) if line.sort in (WATCHED, HANDED, CLOSED) else ()
