"""A list of changes against the book: what would be entered, what contradicts, what is known already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.doubts import Seen, doubts_of, wrong_direction
from kongchuo_desktop.school.enrolment.draft import Draft, day_objection, form_objection
from kongchuo_desktop.school.enrolment.events import ClassNames
from kongchuo_desktop.school.enrolment.file_people import Entered, NotFound, People, Person, brings_in, people_of
from kongchuo_desktop.school.enrolment.intake import ChangeRow, NamedClass
from kongchuo_desktop.school.enrolment.rooms import Room, RoomKey, Rooms, year_joined
from kongchuo_desktop.school.enrolment.rules import ABSENT, BY_NAME, HERE, shown
from kongchuo_desktop.school.enrolment.track import (
    DAY,
    Contradiction,
    Standing,
    Step,
    may_share_a_day,
    place_in_day,
    replay,
    tells_entry,
)
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Change, Fate, Plan, PlannedRow, unread
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.school.pupils.numbers import check_id_number, check_student_number

FROM_CASE = "辍学由劝返个案认定，这里先记学籍变动；请另立个案，登记劝返经过。"


@dataclass(frozen=True)
class ChangeWork:
    """What one row writes: a new change (for a child of the book or a newcomer), or more about a known one."""

    order: int  # by day over the whole list
    person: Person
    draft: Draft
    room: Room | None = None
    newcomer: dict[str, object] = field(default_factory=dict)  # the fields of a child that the list brings in
    known: Entered | None = None
    filled: dict[str, object] = field(default_factory=dict)  # columns of the known change that were empty
    numbers: dict[str, object] = field(default_factory=dict)  # columns of the pupil that were empty


class _Comparing:
    """The book and what the list's earlier rows said."""

    def __init__(self, session: Session, today: date, ahead: Iterable[Room] = ()) -> None:
        school = identity.school(session)
        self.today, self.primary_years = today, school.primary_years
        self.rooms, self.names = Rooms(session, ahead=ahead), ClassNames(session)
        self.people = People(session, self.rooms, school.current_year)
        self.new_rooms: dict[RoomKey, int] = {}  # key → a stand-in for the id to come
        self.new_names: dict[str, None] = {}
        self.first_rows: dict[tuple[int, str, date], ChangeRow] = {}

    def id_of(self, room: Room) -> int:
        """The class's id; a negative stand-in for one that the list will make."""
        return room.id or self.new_rooms.setdefault(room.key, -1 - len(self.new_rooms))

    def cohort(self, class_id: int | None) -> int | None:
        """As ClassNames.cohort, for the classes that the list will make too."""
        made = next((key for key, number in self.new_rooms.items() if number == class_id), None)
        if made is None:
            return self.names.cohort(class_id)
        return made[1] if made[0] == "primary" else made[1] - 6


def plan(session: Session, *, rows: Sequence[ChangeRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare a list of changes with the book; nothing is written. Rows are judged by their days, not their places.

    A class that one row makes is there for every other row of the list too.
    """
    ahead: dict[RoomKey, Room] = {}
    while True:
        found = _plan_rows(_Comparing(session, today, ahead.values()), rows, problems)
        works = (work for work in found.work.values() if isinstance(work, ChangeWork))
        made = {work.room.key: work.room for work in works if work.room and not work.room.id}
        if made.keys() <= ahead.keys():
            return found
        ahead |= made


def _plan_rows(book: _Comparing, rows: Sequence[ChangeRow], problems: Sequence[Problem]) -> Plan:
    meant = people_of(book.people, rows)
    clashes = _clashes(rows, meant)
    order = sorted(range(len(rows)), key=lambda place: (rows[place].day, place_in_day(rows[place].kind), place))
    outcomes: dict[int, PlannedRow] = {}
    work: dict[int, object] = {}
    told: dict[int, list[Problem]] = {}
    for turn, place in enumerate(order):
        row, person = rows[place], clashes.get(place) or meant[place]
        outcomes[place], do, told[place] = _plan_row(book, row, person, turn)
        if do is not None:
            work[place] = do
    planned = [outcomes[place] for place in range(len(rows))] + unread(problems)
    remarks = [*problems, *(problem for place in range(len(rows)) for problem in told[place])]
    return Plan(tuple(planned), tuple(remarks), new_classes=tuple(book.new_names), work=work)


def _clashes(rows: Sequence[ChangeRow], meant: Sequence[Person | NotFound]) -> dict[int, NotFound]:
    """Rows of one list that say two opposite things of one child and day: neither goes in."""
    groups: dict[tuple[int, date], list[int]] = defaultdict(list)
    for place, person in enumerate(meant):
        if isinstance(person, Person) and (rows[place].kind, rows[place].day) not in person.entered:
            groups[id(person), rows[place].day].append(place)
    found: dict[int, NotFound] = {}
    for places in groups.values():
        for one, other in combinations(places, 2):
            if rows[one].kind != rows[other].kind and not may_share_a_day(rows[one].kind, rows[other].kind):
                for place, twin in ((one, other), (other, one)):
                    reason = (
                        f"“{rows[place].name}”{shown(rows[place].day)}这一行写“{rows[place].kind}”，"
                        f"{row_named(rows[twin], beside=rows[place])}写“{rows[twin].kind}”，互相矛盾，两行都没有读入。"
                    )
                    found[place] = NotFound("kind", reason)
    return found


def _plan_row(
    book: _Comparing, row: ChangeRow, person: Person | NotFound, turn: int
) -> tuple[PlannedRow, ChangeWork | None, list[Problem]]:
    try:
        if isinstance(person, NotFound):
            raise person
        known = person.entered.get((row.kind, row.day))
        if known is not None:
            return _more_about(row, person, known, turn)
        return _enter(book, row, person, turn)
    except NotFound as error:
        severity = Severity.REFUSED if error.fate is Fate.REFUSED else Severity.DOUBTFUL
        outcome = PlannedRow(
            row.sheet, row.row, row.name, error.fate, reasons=(error.reason,), class_name=row.room.text
        )
        return outcome, None, [Problem.of(row, error.field, error.reason, severity)]


def _enter(
    book: _Comparing, row: ChangeRow, person: Person, turn: int
) -> tuple[PlannedRow, ChangeWork | None, list[Problem]]:
    place = (id(person), row.kind, row.day)
    if place in book.first_rows:
        note = f"与{row_named(book.first_rows[place], beside=row)}相同，只登记一次。"
        return PlannedRow(row.sheet, row.row, row.name, Fate.UNCHANGED, person.id), None, [Problem.of(row, "", note)]
    draft = _draft(row, book.today)
    room, remarks = _room(book, row)
    room_id = book.id_of(room) if room else None
    draft = replace(draft, to_class_id=room_id) if room_id is not None else draft  # type: ignore[arg-type]
    reason = form_objection(draft, from_case=True) or day_objection(draft, row.name, person.birth, book.today)
    if reason:
        raise NotFound("to_class" if BY_NAME[row.kind].needs_class and room is None else "day", reason)
    step = Step(row.day, row.kind, room_id if BY_NAME[row.kind].sets_class else None, 2**40 + turn)
    step = replace(step, tells_entry=tells_entry(person.base, person.steps, step))
    seen = _seen(book, person, row, room)
    upon = _let_in(person, step, row)
    seen = replace(seen, from_cohort=book.cohort(upon.class_id))
    remarks += _doubts(book, row, draft, seen)
    newcomer, lacking = _newcomer(row) if person.id is None and brings_in(row) else ({}, [])
    numbers = _numbers(person, row)
    person.steps.append(step)
    book.first_rows[place] = row
    if room and not room.id:
        book.new_names[room.name(year_joined(row.day))] = None
    if row.kind == "辍学":
        remarks.append(FROM_CASE)
    told = [Problem.of(row, "", text) for text in (*remarks, *lacking)]
    outcome = PlannedRow(
        row.sheet, row.row, row.name, Fate.NEW, person.id, (Change("kind", "异动", "", _told(row)),),
        class_name=room.name(year_joined(row.day)) if room else book.names.name(seen_class(person, row), row.day - DAY),
    )  # fmt: skip
    return outcome, ChangeWork(turn, person, draft, room, newcomer, numbers=numbers), told


def seen_class(person: Person, row: ChangeRow) -> int | None:
    """The class of a child on the eve of a change."""
    stay = person.track().on(row.day - DAY)
    return stay.class_id if stay else None


def _told(row: ChangeRow) -> str:
    where = f"（{row.place}）" if row.place else ""
    return f"{row.kind}{where} {row.day.isoformat()}"


def _let_in(person: Person, step: Step, row: ChangeRow) -> Standing:
    """What the step comes upon. Raises NotFound when it contradicts another."""
    try:
        track = replay(person.base, [*person.steps, step])
        return track.before[track.steps.index(step)]
    except Contradiction as error:
        raise NotFound("day", f"“{row.name}”{error.sentence}，这一行没有读入。") from None


def _draft(row: ChangeRow, today: date) -> Draft:
    proof = BY_NAME[row.kind].needs_proof and row.has_receipt
    return Draft(
        row.kind, row.day, place=row.place, reason=row.reason, approval=row.approval,
        expected_return=row.expected_return if row.kind == "休学" else None, note=row.note,
        receipt_on=(row.receipt_on or min(row.day, today)) if proof else None, receipt=row.receipt if proof else "",
    )  # fmt: skip


def _room(book: _Comparing, row: ChangeRow) -> tuple[Room | None, list[str]]:
    """The class that a row puts the child into, and what is to be said of it. Raises NotFound."""
    kind = BY_NAME[row.kind]
    if not kind.sets_class:
        return None, []
    wanted = (row.to_room or row.room) if kind.way != "back" else row.to_room
    year = year_joined(row.day)
    if not wanted:
        return None, ([f"“{row.name}”没有写班级，先不编班；请在学生页补上班级。"] if kind.way == "in" else [])
    found = book.rooms.find(wanted, year=year)
    if len(found) == 1:
        return found[0], []
    if found:
        names = "、".join(room.name(year) for room in found)
        if kind.needs_class:
            raise NotFound("to_class", f"“{wanted.text}”可能是{names}，请写明编入哪个班。")
        return None, [f"“{row.name}”没有写明是哪个班（{names}），先不编班；请在学生页补上班级。"]
    return _missing_room(book, row, wanted, year), []


def _missing_room(book: _Comparing, row: ChangeRow, wanted: NamedClass, year: int) -> Room:
    """A class that is not there is made for newcomers, unless its grade has classes and this looks like a slip."""
    beside = book.rooms.find(replace(wanted, number=None), year=year)
    made = book.rooms.new(wanted, year=year)
    fresh = row.kind == "新生" or not beside
    if made is not None and BY_NAME[row.kind].way == "in" and fresh:
        return made
    names = "、".join(room.name(year) for room in (beside or book.rooms.in_year(year))) or "（还没有班级）"
    reason = f"账本里没有“{wanted.text}”这个班，现有：{names}；这一行没有读入。"
    raise NotFound("to_class" if row.to_room else "class", reason)


def _seen(book: _Comparing, person: Person, row: ChangeRow, room: Room | None) -> Seen:
    track = person.track()
    eve = row.day - DAY
    stay = track.on(eve)
    class_id = stay.class_id if stay else (track.stays[-1].class_id if track.stays else None)
    stage = book.names.stage(class_id) or "primary"
    cohort = book.cohort(book.id_of(room)) if room else None
    known_here = person.id is not None and bool(stay and stay.status == HERE)
    return Seen(
        name=row.name, status=stay.status if stay else ABSENT, known_here=known_here,
        grade=book.names.grade(class_id, eve), final_grade=book.primary_years if stage == "primary" else 9,
        to_grade=0, from_cohort=book.names.cohort(class_id), to_cohort=cohort, last_term=2 <= row.day.month <= 7,
    )  # fmt: skip


def _doubts(book: _Comparing, row: ChangeRow, draft: Draft, seen: Seen) -> list[str]:
    """Remarks on a row that goes in. Raises NotFound where it should not go in unasked."""
    if reason := wrong_direction(row.name, draft, seen.from_cohort, seen.to_cohort):
        raise NotFound("to_class", reason)
    found = list(doubts_of(seen, draft, book.today))
    if row.kind in ("毕业", "结业") and seen.grade and seen.grade != seen.final_grade:
        raise NotFound("kind", next(text for text in found if "毕业年级" in text), Fate.DOUBTFUL)
    return found


def _newcomer(row: ChangeRow) -> tuple[dict[str, object], list[str]]:
    """The fields of a child that the list brings in, with what is known, and what is lacking."""
    fields: dict[str, object] = {"name": row.name, "sex": row.sex, "birth_date": row.birth_date}
    told = []
    card = check_id_number(row.id_number) if row.id_number else None
    student = check_student_number(row.student_number) if row.student_number else None
    if card and card.number:
        fields |= {"id_number": card.number, "birth_date": row.birth_date or card.birth_date}
        fields["sex"] = row.sex or card.sex
    if student and student.number:
        fields |= {"student_number": student.number, "birth_date": fields["birth_date"] or student.birth_date}
    told += [f"{check.problem}号码没有读入。" for check in (card, student) if check and check.problem]
    if row.kind == "新生":
        fields["entry_month"] = f"{row.day.year}-{row.day.month:02d}"
    words = {"student_number": "学籍号", "id_number": "身份证件号"}
    lacking = [word for column, word in words.items() if not fields.get(column)]
    if lacking:
        told.append(f"“{row.name}”没有{'、'.join(lacking)}，先按所知登记，列入资料待补全。")
    return {name: value for name, value in fields.items() if value}, told


def _numbers(person: Person, row: ChangeRow) -> dict[str, object]:
    """Numbers of a child of the book that it lacks and the row has."""
    found: dict[str, object] = {}
    pairs = (
        ("student_number", person.student_number, row.student_number),
        ("id_number", person.id_number, row.id_number),
    )
    for column, ours, theirs in pairs:
        check = check_student_number if column == "student_number" else check_id_number
        if person.id is not None and not ours and theirs and not check(theirs).problem:
            found[column] = theirs
    return found


def _more_about(
    row: ChangeRow, person: Person, known: Entered, turn: int
) -> tuple[PlannedRow, ChangeWork | None, list[Problem]]:
    """A change that the book has: what is empty there is filled, what differs stays and is named."""
    draft = _draft(row, row.day)
    filled: dict[str, object] = {}
    told = []
    words = {"place": "来源或去向", "reason": "原因", "approval": "审批文号", "expected_return": "预计复学日期"}
    for name, title in words.items():
        ours, theirs = getattr(known, name), getattr(draft, name)
        if name == "place" and theirs in (known.region, f"{known.region}，{known.place}"):
            continue  # as our own register prints it
        if theirs and not ours:
            filled[name] = theirs
        elif theirs and ours != theirs:
            told.append(f"{title}账本里是“{ours}”，文件写“{theirs}”，账本没有改动。")
    if draft.receipt_on and known.receipt_on is None:
        filled |= {"receipt_on": draft.receipt_on, "receipt": draft.receipt}
    numbers = _numbers(person, row)
    changes = tuple(Change(name, words.get(name, "回执"), "", str(value)) for name, value in filled.items() if value)
    fate = Fate.CHANGED if filled or numbers else Fate.UNCHANGED
    work = ChangeWork(turn, person, draft, known=known, filled=filled, numbers=numbers)
    outcome = PlannedRow(row.sheet, row.row, row.name, fate, person.id, changes)
    return outcome, work if fate is Fate.CHANGED else None, [Problem.of(row, "", text) for text in told]
