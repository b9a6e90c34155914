"""A file of visits against the book: what would be new, what is there already, and writing it as one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.attendance.file_children import Child, NotFound, Roll, roll
from kongchuo_desktop.school.attendance.intake import AttendanceRow
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.imports import Change, Fate, Plan, PlannedRow, unread
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.intake import VisitRow
from kongchuo_desktop.school.visits.model import Visit, VisitPupil, VisitVisitor
from kongchuo_desktop.school.visits.rules import Stay, VisitDraft, length_objection, visit_objection
from kongchuo_desktop.storage.bulk import bulk_insert

Same = tuple[date, str, PupilId]  # day, form, child: a family is seen once a day in one way
AND = re.compile("[和与及同]")
SAID = ("at_home", "purpose", "found", "measures", "promise", "promise_due", "next_on", "place")


@dataclass
class _Comparing:
    """The book as a file is compared with it."""

    people: Roll
    staff: Mapping[str, Sequence[StaffId]]
    today: date
    known: Mapping[Same, VisitDraft]
    said: dict[Same, tuple[VisitRow, VisitDraft]] = field(default_factory=dict)  # by this file: row and visit


def plan(session: Session, *, rows: Sequence[VisitRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare the rows of a file with the book; nothing is written."""
    book = _book(session, rows, today)
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    told = list(problems)
    for row in rows:
        outcome, draft, remarks = _plan_row(book, row)
        if draft is not None:
            work[len(planned)] = draft
        planned.append(outcome)
        told += remarks
    planned += unread(problems, read=((row.sheet, row.row) for row in rows))
    return Plan(tuple(planned), tuple(told), work=work)


def _book(session: Session, rows: Sequence[VisitRow], today: date) -> _Comparing:
    staff: dict[str, list[StaffId]] = {}
    for person in staff_room.staff(session, today=today, left=True):
        staff.setdefault(match_name(person.name), []).append(person.id)
    days = [row.day for row in rows]
    there = service.visits(session, first=min(days), last=max(days)) if days else ()
    known = {(visit.day, visit.form, child.id): visit.draft for visit in there for child in visit.pupils}
    return _Comparing(roll(session, today=today), staff, today, known)


def _plan_row(book: _Comparing, row: VisitRow) -> tuple[PlannedRow, VisitDraft | None, list[Problem]]:
    try:
        children = _children(book, row)
        draft, remarks = _with_people(book, row, children)
        if told := visit_objection(
            draft, {PupilId(one.id): Stay(one.name, one.joined_on, one.birth) for one in children}, book.today
        ):
            raise NotFound("day", told)
        is_new = _is_new(book, row, draft)
    except NotFound as error:
        severity = Severity.REFUSED if error.fate is Fate.REFUSED else Severity.DOUBTFUL
        outcome = PlannedRow(
            row.sheet, row.row, "、".join(row.names), error.fate, reasons=(error.reason,), class_name=row.class_text
        )
        return outcome, None, [Problem.of(row, error.field, error.reason, severity)]
    room = book.people.rooms.get(children[0].class_id or 0)
    outcome = PlannedRow(
        row.sheet, row.row, "、".join(child.name for child in children), Fate.NEW if is_new else Fate.UNCHANGED,
        children[0].id, (Change("visit", "家访", "", f"{draft.day:%Y-%m-%d}{draft.form}"),) if is_new else (),
        class_name=room.full_name if room else "",
    )  # fmt: skip
    return outcome, draft if is_new else None, remarks


def _children(book: _Comparing, row: VisitRow) -> tuple[Child, ...]:
    """The children of a row, each as a row of its own would name it. Raises NotFound."""
    found = []
    for place, name in enumerate(row.names):
        alone = AttendanceRow(
            row.sheet, row.row, row.day, (), "", row.grade, row.class_number, row.campus, row.class_text, name,
            row.numbers[place] if row.numbers else "",
        )  # fmt: skip
        # brothers and sisters are in several classes: the class of the row says only where one of them is
        room = book.people.room_of(alone) if len(row.names) == 1 else None
        found.append(book.people.child_of(alone, room))
    return tuple(found)


def _with_people(book: _Comparing, row: VisitRow, children: Sequence[Child]) -> tuple[VisitDraft, list[Problem]]:
    """The visit with its children and visitors; who is not of the staff goes along as a name."""
    staff: list[StaffId] = []
    strangers = [row.draft.others] if row.draft.others else []
    remarks = []
    for name in (part for written in row.visitors for part in _named_apart(book, written)):
        same = _same_name(book, name)
        if len(same) == 1:
            staff.append(same[0])
            continue
        strangers.append(name)
        why = f"本校有{len(same)}名“{name}”" if same else f"教职工里没有“{name}”"
        remarks.append(Problem.of(row, "visitors", f"{why}，已记在“同行人员”里。", Severity.NOTE))
    draft = replace(
        row.draft, pupil_ids=tuple(dict.fromkeys(PupilId(child.id) for child in children)),
        visitors=tuple(dict.fromkeys(staff)), others="、".join(strangers),
    )  # fmt: skip
    if told := length_objection({"others": draft.others}):
        raise NotFound("visitors", told)
    return draft, remarks


def _same_name(book: _Comparing, name: str) -> Sequence[StaffId]:
    return book.staff.get(match_name(name), ()) or book.staff.get(match_name(name.removesuffix("老师")), ())


def _named_apart(book: _Comparing, written: str) -> tuple[str, ...]:
    """梁老师和村支书 are two, 王和平 is one: parted only where nobody is called so."""
    if _same_name(book, written) or not (parts := [part.strip() for part in AND.split(written) if part.strip()]):
        return (written,)
    return tuple(parts) if any(_same_name(book, part) for part in parts) else (written,)


def _is_new(book: _Comparing, row: VisitRow, draft: VisitDraft) -> bool:
    """Whether neither the book nor an earlier row has it; what both have otherwise is doubtful. Raises NotFound."""
    for child in draft.pupil_ids:
        place = (draft.day, draft.form, child)
        there = book.known.get(place)
        earlier = book.said.get(place)
        if there is None and earlier is not None:
            there = earlier[1]
        if there is None:
            continue
        differs = [name for name in SAID if getattr(draft, name) and getattr(draft, name) != getattr(there, name)]
        if differs:
            where = row_named(earlier[0], beside=row) if earlier and place not in book.known else "账本里"
            told = (
                f"{where}已有{draft.day:%Y-%m-%d}对同一名学生的{draft.form}家访，内容不同，没有读入；请核对是否同一次。"
            )
            raise NotFound(differs[0], told, Fate.DOUBTFUL)
        return False
    book.said.update({(draft.day, draft.form, child): (row, draft) for child in draft.pupil_ids})
    return True


def apply(session: Session, *, plan: Plan, now: datetime, by: str) -> None:
    """Write every visit of the plan; numbers follow on in the order of the file."""
    drafts = [item for item in plan.work.values() if isinstance(item, VisitDraft)]
    write_visits(session, drafts=drafts, now=now, by=by)


def write_visits(session: Session, *, drafts: Sequence[VisitDraft], now: datetime, by: str) -> list[int]:
    """Many visits that were checked already, numbered in their order; their ids."""
    following: dict[int, int] = {}
    rows = []
    at = now.replace(tzinfo=None)  # as the book gives it back: taking back compares with the log
    for draft in drafts:
        year = school_year_of(draft.day)
        number = following.get(year) or service.next_number(session, year=year)
        following[year] = number + 1
        own = {name: getattr(draft, name) for name in service.PLAIN}
        rows.append({"year": year, "number": number, "recorded_at": at, "recorded_by": by, **own})
    ids = bulk_insert(session, Visit, rows)
    both = list(zip(ids, drafts, strict=True))
    pupils = [{"visit_id": visit, "pupil_id": one} for visit, draft in both for one in draft.pupil_ids]
    staff = [{"visit_id": visit, "staff_id": one} for visit, draft in both for one in draft.visitors]
    bulk_insert(session, VisitPupil, pupils)
    bulk_insert(session, VisitVisitor, staff)
    return ids
