"""A file of marks against the book: whose they are, what would be new, and writing them as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance.file_children import NotFound, roll
from kongchuo_desktop.school.attendance.intake import AttendanceRow
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Change, Fate, Plan, PlannedRow, unread
from kongchuo_desktop.school.pairing import marks
from kongchuo_desktop.school.pairing.marks import MarkFacts, shown
from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class MarkRow:
    """One child's marks of a file: subject → tenths."""

    sheet: str
    row: int
    name: str
    exam: str
    marks: Mapping[str, int]
    student_number: str = ""
    grade: int | None = None
    class_number: int | None = None
    campus: str = ""
    class_text: str = ""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)


def plan(session: Session, *, rows: Sequence[MarkRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare the rows of a file with the book; nothing is written. Marks are of the term under way."""
    people = roll(session, today=today)
    term = identity.current_term(session, today=today)
    year, season = (term.year, term.season) if term else (today.year, "autumn")
    known = {
        (one.pupil_id, one.exam, one.subject): one.tenths for one in marks.marks(session, year=year, season=season)
    }  # fmt: skip
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    told = list(problems)
    for row in rows:
        alone = AttendanceRow(
            row.sheet, row.row, today, (), "", row.grade, row.class_number, row.campus, row.class_text, row.name,
            row.student_number,
        )  # fmt: skip
        try:
            child = people.child_of(alone, people.room_of(alone))
        except NotFound as error:
            severity = Severity.REFUSED if error.fate is Fate.REFUSED else Severity.DOUBTFUL
            told.append(Problem.of(row, error.field, error.reason, severity))
            planned.append(PlannedRow(row.sheet, row.row, row.name, error.fate, reasons=(error.reason,)))
            continue
        pupil = PupilId(child.id)
        changes = tuple(
            Change(subject, subject, shown(known[key]) if key in known else "", shown(tenths))
            for subject, tenths in row.marks.items()
            if known.get(key := (pupil, row.exam, subject)) != tenths
        )
        is_new = not any((pupil, row.exam, subject) in known for subject in row.marks)
        fate = Fate.UNCHANGED if not changes else Fate.NEW if is_new else Fate.CHANGED
        if changes:
            work[len(planned)] = [
                MarkFacts(pupil, year, season, row.exam, subject, tenths, 100) for subject, tenths in row.marks.items()
            ]
        planned.append(PlannedRow(row.sheet, row.row, child.name, fate, child.id, changes))
    planned += unread(problems, read=((row.sheet, row.row) for row in rows))
    return Plan(tuple(planned), tuple(told), work=work)


def apply(session: Session, *, plan: Plan, now: datetime, by: str) -> None:
    """Write every mark of the plan."""
    marks.set_marks(session, marks=[one for items in plan.work.values() if isinstance(items, list) for one in items])
