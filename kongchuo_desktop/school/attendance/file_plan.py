"""An attendance file against the book: what would be new, what contradicts, and writing it as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.days import SchoolCalendar, calendar_of
from kongchuo_desktop.school.attendance.file_children import Child, NotFound, Roll, class_of, roll
from kongchuo_desktop.school.attendance.intake import AttendanceRow
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.attendance.rules import FULL, HALVES, SLOT_NAMES, Counts
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Change, Fate, Plan, PlannedRow, unread
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.storage.bulk import bulk_insert, bulk_update

Place = tuple[int, date, str]  # child or class, day, slot


@dataclass(frozen=True)
class AttendanceWork:
    """What one row writes: registers of a class, new marks, and reasons for marks that have none."""

    registers: tuple[Place, ...] = ()
    marks: tuple[Mapping[str, object], ...] = ()
    filled: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class _Known:
    """A mark of the book."""

    id: int
    kind: str
    reason: str
    told: str


@dataclass
class _Comparing:
    """The book as far as the file touches it, and what the file's earlier rows said."""

    people: Roll
    calendar: SchoolCalendar
    kinds: Mapping[str, Counts]
    today: date
    marks: Mapping[Place, _Known]
    registers: frozenset[Place]
    rows_of: dict[Place, list[AttendanceRow]] = field(default_factory=dict)  # by child and slot
    said: dict[Place, int] = field(default_factory=dict)  # marks of earlier rows
    noted: set[Place] = field(default_factory=set)  # registers of earlier rows


@dataclass(frozen=True)
class _Meant:
    """A row brought to a class and, if it names one, a child."""

    row: AttendanceRow
    room: ClassFacts | None
    child: Child | None

    @property
    def class_id(self) -> int | None:
        """Whose register the row stands for."""
        return class_of(self.child, self.room) if self.child else (self.room.id if self.room else None)


def plan(session: Session, *, rows: Sequence[AttendanceRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare an attendance file with the book; nothing is written."""
    book = _comparing(session, rows, today)
    meant: list[_Meant | NotFound] = [_mean(book, row) for row in rows]
    for item in meant:
        if isinstance(item, _Meant) and item.child:
            for slot in item.row.slots:
                place = (item.child.id, item.row.day, slot)
                book.rows_of.setdefault(place, []).append(item.row)
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    told: list[Problem] = list(problems)
    for row, item in zip(rows, meant, strict=True):
        outcome, do, remarks = _plan_row(book, row, item)
        told += remarks
        if do is not None:
            work[len(planned)] = do
        planned.append(outcome)
    planned += unread(problems)
    return Plan(rows=tuple(planned), problems=tuple(told), work=work)


def _comparing(session: Session, rows: Sequence[AttendanceRow], today: date) -> _Comparing:
    days = [row.day for row in rows]
    first, last = min(days, default=today), max(days, default=today)
    there = AbsenceMark.day.between(first, last)
    columns = (AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot, AbsenceMark.id, AbsenceMark.kind)
    marks = {
        (child, day, slot): _Known(number, kind, reason, told)
        for child, day, slot, number, kind, reason, told in session.execute(
            select(*columns, AbsenceMark.reason, AbsenceMark.told).where(there)
        )
    }
    taken = select(Register.class_id, Register.day, Register.slot).where(Register.day.between(first, last))
    year = identity.school(session).current_year
    known = calendar_of(session)
    this_year = SchoolCalendar(tuple(span for span in known.spans if span.year == year), known.exceptions, known.off)
    return _Comparing(
        people=roll(session, today=today), calendar=this_year, kinds=service.kinds(session), today=today,
        marks=marks, registers=frozenset((room, day, slot) for room, day, slot in session.execute(taken)),
    )  # fmt: skip


def _mean(book: _Comparing, row: AttendanceRow) -> _Meant | NotFound:
    try:
        if row.kind != FULL and row.kind not in book.kinds:
            names = "、".join((*book.kinds, FULL))
            raise NotFound("kind", f"没有“{row.kind}”这种考勤类别，可用：{names}。")
        room = book.people.room_of(row)
        child = book.people.child_of(row, room) if row.name or row.student_number else None
        if child is None and row.kind != FULL:
            raise NotFound("name", f"“{row.kind}”要写明是哪名学生；只有“{FULL}”可以不写姓名。")
        if child is None and room is None:
            raise NotFound("class", f"没有写班级，不知道是哪个班{FULL}。")
        meant = _Meant(row, room, child)
        if reason := book.calendar.objection(row.day, today=book.today, class_id=meant.class_id):
            raise NotFound("day", reason)
        if child and (reason := child.not_enrolled(row.day)):
            raise NotFound("name", reason)
    except NotFound as error:
        return error
    return meant


def _plan_row(
    book: _Comparing, row: AttendanceRow, item: _Meant | NotFound
) -> tuple[PlannedRow, AttendanceWork | None, list[Problem]]:
    if isinstance(item, _Meant):
        contradiction = _against_itself(book, item) or _against_book(book, item)
        if contradiction is None:
            return _go_in(book, item)
        item = contradiction
    severity = Severity.REFUSED if item.fate is Fate.REFUSED else Severity.DOUBTFUL
    outcome = PlannedRow(row.sheet, row.row, row.name, item.fate, reasons=(item.reason,), class_name=row.class_text)
    return outcome, None, [Problem.of(row, item.field, item.reason, severity)]


def _shown(day: date, slots: Iterable[str]) -> str:
    return f"{day.month}月{day.day}日{'、'.join(SLOT_NAMES[slot] for slot in slots)}"


def _against_itself(book: _Comparing, item: _Meant) -> NotFound | None:
    """The same child twice in one file, said to be two things."""
    if item.child is None:
        return None
    for slot in item.row.slots:
        others = [row for row in book.rows_of[item.child.id, item.row.day, slot] if row.kind != item.row.kind]
        if others:
            shown = _shown(item.row.day, (slot,))
            told = "、".join(dict.fromkeys(f"{row_named(row, beside=item.row)}写“{row.kind}”" for row in others))
            reason = f"“{item.child.name}”{shown}这一行写“{item.row.kind}”，{told}，互相矛盾，都没有读入。"
            return NotFound("kind", reason, Fate.DOUBTFUL)
    return None


def _against_book(book: _Comparing, item: _Meant) -> NotFound | None:
    """What the book has otherwise stays, and is named."""
    row = item.row
    if item.child is not None:
        for slot in row.slots:
            known = book.marks.get((item.child.id, row.day, slot))
            if known and known.kind != row.kind:
                reason = (
                    f"“{item.child.name}”{_shown(row.day, (slot,))}账本里已登记“{known.kind}”，文件写“{row.kind}”，"
                    "两者矛盾，账本没有改动；如果文件是对的，请在考勤页改正。"
                )
                return NotFound("kind", reason, Fate.DOUBTFUL)
        return None
    if all((item.class_id, row.day, slot) in book.registers for slot in row.slots if slot in HALVES):
        away = _away_in_book(book, item)
        if away:
            return NotFound("kind", _full_but(row, away), Fate.DOUBTFUL)
    return None


def _away_in_book(book: _Comparing, item: _Meant) -> list[str]:
    """Children of a class whom the book has away in half-days that the file calls 全勤 without a row for them."""
    found = []
    for child in book.people.by_class.get(item.class_id or 0, ()):
        for slot in item.row.slots:
            place = (child.id, item.row.day, slot)
            known = book.marks.get(place)
            counts = book.kinds.get(known.kind, Counts.LEAVE) if known else Counts.PRESENT
            if known and counts is not Counts.PRESENT and place not in book.rows_of:
                found.append(f"{child.name}({SLOT_NAMES[slot]}{known.kind})")
    return found


def _full_but(row: AttendanceRow, away: Sequence[str]) -> str:
    shown = _shown(row.day, row.slots)
    return f"文件写{shown}{FULL}，账本里{'、'.join(away)}，两者矛盾；账本里的登记没有改动，请核对。"


def _go_in(book: _Comparing, item: _Meant) -> tuple[PlannedRow, AttendanceWork | None, list[Problem]]:
    row = item.row
    registers = tuple(_registers(book, item))
    marks, filled, remarks = _marks(book, item) if item.child and row.kind != FULL else ([], [], [])
    if item.child is None and (away := _away_in_book(book, item)):
        remarks = [Problem.of(row, "kind", _full_but(row, away), Severity.NOTE)]
    fate = Fate.NEW if marks or (registers and row.kind == FULL) else Fate.CHANGED
    if not (marks or registers or filled):
        fate = Fate.UNCHANGED
    name = item.child.name if item.child else ""
    changes = tuple(Change("kind", "考勤", "", f"{row.kind}({SLOT_NAMES[str(mark['slot'])]})") for mark in marks)
    room = book.people.rooms.get(item.class_id or 0)
    outcome = PlannedRow(
        row.sheet, row.row, name or row.kind, fate, item.child.id if item.child else None, changes,
        class_name=room.full_name if room else "",
    )  # fmt: skip
    do = AttendanceWork(registers, tuple(marks), tuple(filled)) if fate is not Fate.UNCHANGED else None
    return outcome, do, remarks


def _registers(book: _Comparing, item: _Meant) -> Iterable[Place]:
    """A row says that its class and half-day was recorded; single periods say nothing of it."""
    for slot in item.row.slots:
        place = (item.class_id or 0, item.row.day, slot)
        if slot in HALVES and item.class_id and place not in book.registers and place not in book.noted:
            book.noted.add(place)
            yield place


def _marks(
    book: _Comparing, item: _Meant
) -> tuple[list[Mapping[str, object]], list[Mapping[str, object]], list[Problem]]:
    """New marks, reasons to fill in, and a remark where a register already taken had the child there."""
    row, child = item.row, item.child
    assert child is not None  # noqa: S101  (asked by the caller)
    marks: list[Mapping[str, object]] = []
    filled: list[Mapping[str, object]] = []
    supplemented = []
    for slot in row.slots:
        place = (child.id, row.day, slot)
        if place in book.said:
            continue
        book.said[place] = row.row
        known = book.marks.get(place)
        if known is None:
            marks.append({"pupil_id": child.id, "day": row.day, "slot": slot, "kind": row.kind,
                          "reason": row.reason, "told": row.told})  # fmt: skip
            if (item.class_id, row.day, slot) in book.registers:
                supplemented.append(slot)
        elif (row.reason and not known.reason) or (row.told and not known.told):
            filled.append({"id": known.id, "reason": known.reason or row.reason, "told": known.told or row.told})
    remarks = []
    if supplemented:
        reason = f"“{child.name}”{_shown(row.day, supplemented)}账本里点过名、记为到校，已按文件补登“{row.kind}”。"
        remarks.append(Problem.of(row, "kind", reason, Severity.NOTE))
    return marks, filled, remarks


def apply(session: Session, *, plan: Plan, now: datetime, by: str) -> None:
    """Write every row of the plan that is new or changed."""
    items = [item for item in plan.work.values() if isinstance(item, AttendanceWork)]
    taken_at = now.replace(tzinfo=None)  # as the book gives it back: taking back compares with the log
    bulk_insert(
        session, Register,
        [
            {"class_id": room, "day": day, "slot": slot, "taken_at": taken_at, "taken_by": by}
            for item in items for room, day, slot in item.registers
        ],
    )  # fmt: skip
    bulk_insert(session, AbsenceMark, [mark for item in items for mark in item.marks])
    bulk_update(session, AbsenceMark, [change for item in items for change in item.filled])
