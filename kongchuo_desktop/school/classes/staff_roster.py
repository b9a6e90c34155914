"""A staff list against the book: people, their classes, villages and place in the leading group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import class_name
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Change, Fate, Gone, Plan, PlannedRow
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.staff.intake import StaffRow
from kongchuo_desktop.school.types import StaffId

HEADINGS = {
    "name": "姓名",
    "sex": "性别",
    "birth_month": "出生年月",
    "duty": "职务",
    "subject": "任教学科",
    "phone": "联系电话",
    "politics": "政治面貌",
    "remark": "备注",
}


@dataclass(frozen=True)
class StaffWork:
    """What to write for one row."""

    staff_id: StaffId | None
    fields: Mapping[str, Any]
    row: StaffRow


@dataclass(frozen=True)
class _Book:
    people: tuple[staff_room.StaffFacts, ...]
    rooms: dict[tuple[int, int], class_room.ClassFacts]
    posts: frozenset[tuple[int, int, str]]  # class, staff, role


def plan(session: Session, *, rows: Sequence[StaffRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare a staff list with the book."""
    book = _Book(
        people=staff_room.staff(session, today=today),
        rooms={(room.grade, room.number): room for room in class_room.classes(session, today=today)},
        posts=frozenset((post.class_id, post.staff_id, post.role) for post in class_room.posts(session, today=today)),
    )
    barred = {(problem.sheet, problem.row): problem for problem in problems if problem.severity is not Severity.NOTE}
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    taken: dict[StaffId, StaffRow] = {}
    for row in rows:
        outcome, item = _plan_row(book, row, barred.pop((row.sheet, row.row), None), taken)
        if item is not None:
            work[len(planned)] = item
        planned.append(outcome)
    planned += [_kept_out(problem, "") for problem in barred.values()]
    named = {room for row in rows for room in (*row.head_of, *row.teaches)}
    return Plan(
        rows=tuple(planned),
        problems=tuple(problems),
        work=work,
        gone=tuple(Gone(person.id, person.name, "") for person in book.people if person.id not in taken),
        new_classes=tuple(class_name(*room) for room in sorted(named - book.rooms.keys())),
        new_villages=tuple(
            sorted(
                {name for row in rows for name in row.villages}
                - {village.name for village in identity.villages(session)}
            )
        ),
    )


def _kept_out(problem: Problem, name: str) -> PlannedRow:
    fate = Fate.REFUSED if problem.severity is Severity.REFUSED else Fate.DOUBTFUL
    return PlannedRow(problem.sheet, problem.row, name, fate, reasons=(problem.reason,))


def _plan_row(
    book: _Book, row: StaffRow, barred: Problem | None, taken: dict[StaffId, StaffRow]
) -> tuple[PlannedRow, StaffWork | None]:
    name = str(row.fields.get("name", ""))
    if barred:
        return _kept_out(barred, name), None
    found = _namesakes(book, row)
    doubt = ""
    if len(found) > 1:
        doubt = f"账本里有{len(found)}名同名的“{name}”，请在表里补上联系电话再导入。"
    elif found and found[0].id in taken:
        doubt = f"与{row_named(taken[found[0].id], beside=row)}是同一名教职工。"
    if doubt:
        return PlannedRow(row.sheet, row.row, name, Fate.DOUBTFUL, reasons=(doubt,)), None
    if not found:
        return PlannedRow(row.sheet, row.row, name, Fate.NEW), StaffWork(None, row.fields, row)
    taken[found[0].id] = row
    changes = _differences(book, found[0], row)
    fate = Fate.CHANGED if changes else Fate.UNCHANGED
    fields = {change.column: row.fields[change.column] for change in changes if change.column in HEADINGS}
    outcome = PlannedRow(row.sheet, row.row, name, fate, found[0].id, tuple(changes))
    return outcome, StaffWork(found[0].id, fields, row) if changes else None


def _namesakes(book: _Book, row: StaffRow) -> list[staff_room.StaffFacts]:
    wanted, phone = match_name(str(row.fields.get("name", ""))), str(row.fields.get("phone", ""))
    born = str(row.fields.get("birth_month", ""))
    same = [person for person in book.people if match_name(person.name) == wanted]
    by_phone = [person for person in same if phone and person.phone == phone]
    if by_phone:
        return by_phone
    return [person for person in same if not (born and person.birth_month and born != person.birth_month)]


def _differences(book: _Book, person: staff_room.StaffFacts, row: StaffRow) -> list[Change]:
    changes = [
        Change(column, HEADINGS[column], getattr(person, column), str(value))
        for column, value in row.fields.items()
        if value and getattr(person, column) != value
    ]
    if row.group_role and row.group_role != person.group_role:
        changes.append(Change("group", "领导小组", person.group_role, row.group_role))
    changes += [Change("village", "包村", "", name) for name in row.villages if name not in person.villages]
    changes += [Change("grade", "包年级", "", str(grade)) for grade in row.grades if grade not in person.grades]
    for role, heading, rooms in (("head", "班主任", row.head_of), ("subject", "任课", row.teaches)):
        for grade, number in rooms:
            room = book.rooms.get((grade, number))
            if room is None or (room.id, person.id, role) not in book.posts:
                changes.append(
                    Change(role, heading, room.head if room and role == "head" else "", class_name(grade, number))
                )
    return changes


def apply(session: Session, *, plan: Plan, today: date) -> None:
    """Write every row of the plan that is new or changed."""
    for item in plan.work.values():
        if isinstance(item, StaffWork):
            _write(session, item, today)


def _write(session: Session, item: StaffWork, today: date) -> None:
    if item.staff_id is None:
        staff_id = staff_room.add_staff(session, fields=item.fields)
    else:
        staff_id = item.staff_id
        staff_room.change_staff(session, staff_id=staff_id, fields=item.fields)
    year_start = date(identity.school(session).current_year, 9, 1)
    since = min(today, year_start)
    row = item.row
    if row.group_role:
        staff_room.give_duty(session, staff_id=staff_id, kind="group", role=row.group_role, since=since)
    known = identity.village_ids(session, names=frozenset(row.villages))
    for name in row.villages:
        staff_room.give_duty(session, staff_id=staff_id, kind="village", village_id=known[name], since=since)
    for grade in row.grades:
        staff_room.give_duty(session, staff_id=staff_id, kind="grade", grade=grade, since=since)
    _give_posts(session, staff_id, row, since, today)


def _give_posts(session: Session, staff_id: StaffId, row: StaffRow, since: date, today: date) -> None:
    """A class without a 班主任 has had this one since the year began; one that had another changes today."""
    held = {post.class_id for post in class_room.posts(session, today=today) if post.role == "head"}
    for grade, number in row.head_of:
        room = class_room.class_at(session, grade=grade, number=number)
        day = today if room in held else since
        class_room.appoint(session, class_id=room, staff_id=staff_id, role="head", since=day)
    subject = str(row.fields.get("subject", ""))
    for grade, number in row.teaches:
        room = class_room.class_at(session, grade=grade, number=number)
        class_room.appoint(session, class_id=room, staff_id=staff_id, role="subject", subject=subject, since=since)
