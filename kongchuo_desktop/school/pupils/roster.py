"""A roster file against the book: what would change, and the change itself, as one act.

`plan` only reads. `apply` writes a plan inside the caller's `write`, tied to an import batch, so that the
whole import can be taken back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import class_name
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Change, Fate, Gone, Plan, PlannedRow
from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.school.pupils import adults
from kongchuo_desktop.school.pupils.fields import LEFT_BEHIND, heading_of
from kongchuo_desktop.school.pupils.intake import GuardianCells, PupilRow
from kongchuo_desktop.school.pupils.matching import Index, Known, Match, Sought, find
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.rules import birth_doubt, home_of, roll_status, same_birth
from kongchuo_desktop.school.pupils.service import plain_rows

ClassKey = tuple[str, int, int]  # campus ("" = main), grade, number
GONE = "离校"
DERIVED = {"birth_month_only"}


@dataclass(frozen=True)
class Work:
    """What to write for one row: columns of the child, its class, village and adults."""

    pupil_id: int | None
    values: Mapping[str, Any]
    room: ClassKey | None
    village: str
    group: str
    guardians: tuple[GuardianCells, ...]


@dataclass
class _Book:
    """The book as planning needs it, read once."""

    index: Index
    rows: dict[int, Mapping[str, Any]]
    rooms: dict[ClassKey, class_room.ClassFacts]
    room_names: dict[int, str]
    villages: dict[int, str]
    adults: adults.Book
    taken: dict[int, tuple[str, int]] = field(default_factory=dict)  # child → row of the file that is it


def plan(
    session: Session,
    *,
    rows: Sequence[PupilRow],
    problems: Sequence[Problem],
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Compare a file with the book, row by row, in the order of the file."""
    book = _read(session, today=today)
    barred = _barred(problems)
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    for count, row in enumerate(rows):
        outcome, item = _plan_row(book, row, barred.pop((row.sheet, row.row), None), today)
        if item is not None:
            work[len(planned)] = item
        planned.append(outcome)
        if progress and count % 500 == 0:
            progress(count, len(rows))
    planned += [_refused(place, found) for place, found in barred.items()]
    sheets = {name: place for place, name in enumerate(dict.fromkeys(row.sheet for row in rows))}
    order = sorted(range(len(planned)), key=lambda n: (sheets.get(planned[n].sheet, 0), planned[n].row))
    return Plan(
        rows=tuple(planned[n] for n in order),
        problems=tuple(problems),
        gone=_gone(book, rows),
        new_classes=_new_classes(book, work.values()),
        new_villages=_new_villages(book, work.values()),
        work={place: work[n] for place, n in enumerate(order) if n in work},
    )


def _read(session: Session, *, today: date) -> _Book:
    rows: dict[int, Mapping[str, Any]] = {row["id"]: row for row in plain_rows(session, select(Pupil.__table__))}
    known = adults.read(session)
    rooms = class_room.classes(session, today=today)
    return _Book(
        index=Index.of(_known(row, known) for row in rows.values()),
        rows=rows,
        rooms={(room.campus, room.grade, room.number): room for room in rooms},
        room_names={room.id: room.full_name for room in rooms},
        villages={village.id: village.name for village in identity.villages(session)},
        adults=known,
    )


def _known(row: Mapping[str, Any], people: adults.Book) -> Known:
    mine = people.of_pupil.get(row["id"], ())
    phones = {row["phone"], *(person.phone for person in mine)} - {""}
    return Known(
        id=row["id"],
        name=match_name(row["name"]),
        id_number=row["id_number"] or "",
        student_number=row["student_number"] or "",
        birth=row["birth_date"],
        month_only=row["birth_month_only"],
        class_id=row["class_id"],
        adults=frozenset(match_name(person.name) for person in mine),
        phones=frozenset(phones),
    )


def _sought(book: _Book, row: PupilRow) -> Sought:
    values = row.fields
    room = book.rooms.get(_room_key(row)) if row.grade else None  # type: ignore[arg-type]
    phones = {str(values.get("phone", "")), *(person.phone for person in row.guardians)} - {""}
    birth = values.get("birth_date")
    return Sought(
        name=match_name(str(values.get("name", ""))),
        id_number=str(values.get("id_number") or ""),
        student_number=str(values.get("student_number") or ""),
        birth=birth if isinstance(birth, date) else None,
        month_only=bool(values.get("birth_month_only")),
        class_id=room.id if room else None,
        adults=frozenset(match_name(person.name) for person in row.guardians),
        phones=frozenset(phones),
    )


def _room_key(row: PupilRow) -> ClassKey | None:
    return (row.campus, row.grade, row.class_number or 1) if row.grade else None


def _barred(problems: Iterable[Problem]) -> dict[tuple[str, int], list[Problem]]:
    """Rows that the reading itself keeps out."""
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        if problem.severity is not Severity.NOTE:
            found.setdefault((problem.sheet, problem.row), []).append(problem)
    return found


def _refused(place: tuple[str, int], found: list[Problem], name: str = "", room: str = "") -> PlannedRow:
    refused = any(problem.severity is Severity.REFUSED for problem in found)
    fate = Fate.REFUSED if refused else Fate.DOUBTFUL
    return PlannedRow(*place, name, fate, reasons=tuple(problem.reason for problem in found), class_name=room)


def _plan_row(book: _Book, row: PupilRow, barred: list[Problem] | None, today: date) -> tuple[PlannedRow, Work | None]:
    name, key = str(row.fields.get("name", "")), _room_key(row)
    room = f"{key[0]}{class_name(key[1], key[2])}" if key else ""
    if barred:
        return _refused((row.sheet, row.row), barred, name, room), None
    if doubt := _status_doubt(row) or _birth_doubt(row, today):
        return PlannedRow(row.sheet, row.row, name, Fate.DOUBTFUL, reasons=(doubt,), class_name=room), None
    row = _with_status(row)
    match = find(book.index, _sought(book, row))
    if match.id is not None and match.id in book.taken:
        sheet, line = book.taken[match.id]
        match = Match(doubt=f"与“{sheet}”第{line}行是同一名学生，一份名册里一名学生只能有一行。")
    if match.doubt:
        return PlannedRow(row.sheet, row.row, name, Fate.DOUBTFUL, reasons=(match.doubt,), class_name=room), None
    if match.id is None:
        item = _work(row, None, dict(row.fields), key)
        return PlannedRow(row.sheet, row.row, name, Fate.NEW, class_name=room), item
    book.taken[match.id] = (row.sheet, row.row)
    return _changed(book, row, match.id, name, room)


def _status_doubt(row: PupilRow) -> str:
    """A list may also name children who have gone: that is a change of 学籍, not a line of a roster."""
    status = str(row.fields.get("status") or "")
    if not status or roll_status(status):
        return ""
    return f"表中这名学生的状态是“{status}”，不是在读或休学，没有读入。离校请在学籍异动里登记。"


def _birth_doubt(row: PupilRow, today: date) -> str:
    born = row.fields.get("birth_date")
    return birth_doubt(born, today) if isinstance(born, date) else ""


def _with_status(row: PupilRow) -> PupilRow:
    status = row.fields.get("status")
    if status is None:
        return row
    return replace(row, fields={**row.fields, "status": roll_status(str(status))})


def _changed(book: _Book, row: PupilRow, pupil_id: int, name: str, room: str) -> tuple[PlannedRow, Work | None]:
    old = book.rows[pupil_id]
    values, changes = _differences(old, row.fields)
    if old["status"] == GONE and "status" in values:
        return PlannedRow(row.sheet, row.row, name, Fate.DOUBTFUL, reasons=(_back_again(old),), class_name=room), None
    key = _room_key(row)
    here = book.rooms.get(key) if key else None
    if key and (here is None or here.id != old["class_id"]):
        changes.append(Change("class_id", "班级", book.room_names.get(old["class_id"], ""), room))
    else:
        key = None
    changes += adults.differences(book.adults, pupil_id, row.guardians)
    item = _work(row, pupil_id, values, key)
    if item.village and old["village_id"] is None:
        changes.append(Change("village_id", "村", "", item.village))
    if not changes:
        return PlannedRow(row.sheet, row.row, name, Fate.UNCHANGED, pupil_id, class_name=room), None
    return PlannedRow(row.sheet, row.row, name, Fate.CHANGED, pupil_id, tuple(changes), class_name=room), item


def _back_again(old: Mapping[str, Any]) -> str:
    """A list may lag behind what the school knows: who has left comes back by a change of 学籍 only."""
    when, why = old["left_on"], old["left_why"] or "离校"
    since = f"{when.isoformat()}是最后在册日，" if when else ""
    return (
        f"账本里“{old['name']}”已登记{why}（{since}已离校），这份名册写在读，没有改动；"
        "如果又回来了，请在学籍异动里登记“转入”或“复学”。"
    )


def _differences(old: Mapping[str, Any], new: Mapping[str, object]) -> tuple[dict[str, Any], list[Change]]:
    """Columns of the file that say something else than the book. A month never overwrites a known day."""
    values: dict[str, Any] = {}
    changes: list[Change] = []
    for column, value in new.items():
        if column in DERIVED or _same(old, new, column, value):
            continue
        values[column] = value
        changes.append(Change(column, heading_of(column), _shown(old[column]), _shown(value)))
    if "birth_date" in values:
        values["birth_month_only"] = bool(new.get("birth_month_only"))
    return values, changes


def _same(old: Mapping[str, Any], new: Mapping[str, object], column: str, value: object) -> bool:
    before = old[column]
    if column == "birth_date" and isinstance(value, date):
        month_only = bool(new.get("birth_month_only"))
        agrees = same_birth(before, old["birth_month_only"], value, month_only) is True
        return agrees and (month_only or not old["birth_month_only"])
    if column == "name":
        return match_name(str(before)) == match_name(str(value))
    if column == "left_behind" and value == LEFT_BEHIND[-1]:
        return before in LEFT_BEHIND
    return before == value or (not before and not value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _work(row: PupilRow, pupil_id: int | None, values: Mapping[str, Any], key: ClassKey | None) -> Work:
    home = home_of(str(row.fields.get("home_address") or ""))
    if not home.village:
        home = home_of(str(row.fields.get("current_address") or ""))
    return Work(pupil_id, values, key, home.village, home.group, row.guardians)


def _gone(book: _Book, rows: Sequence[PupilRow]) -> tuple[Gone, ...]:
    """Children in school in the classes that the file has, whom the file does not name."""
    keys = {_room_key(row) for row in rows}
    covered = {room.id: room.full_name for key, room in book.rooms.items() if key in keys}
    return tuple(
        Gone(row["id"], row["name"], covered[row["class_id"]])
        for row in book.rows.values()
        if row["class_id"] in covered and row["status"] == "在读" and row["id"] not in book.taken
    )


def _new_classes(book: _Book, work: Iterable[object]) -> tuple[str, ...]:
    keys = {item.room for item in work if isinstance(item, Work) and item.room} - book.rooms.keys()
    return tuple(f"{campus}{class_name(grade, number)}" for campus, grade, number in sorted(keys))


def _new_villages(book: _Book, work: Iterable[object]) -> tuple[str, ...]:
    names = {item.village for item in work if isinstance(item, Work)} - set(book.villages.values()) - {""}
    return tuple(sorted(names))


__all__ = ["Known", "Work", "plan"]
