"""升级毕业: what the year's turn would do, child by child, and doing it inside one write block tied to a batch."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.classes.rules import class_name, grade_of, last_grade
from kongchuo_desktop.school.enrolment import destinations, service
from kongchuo_desktop.school.enrolment.draft import Draft
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import ClassId, PupilId

UP, GRADUATE, REPEAT, SKIP, ON_LEAVE = "升级", "毕业", "留级", "跳级", "休学"
SUMMER = 100  # days: from June, when the turn may be made, to 1 September, when it takes effect
NINE_YEARS = "九年一贯"


@dataclass(frozen=True)
class ClassStep:
    """What becomes of a class; `after` "" when it graduates. `on_leave` of its children are 休学."""

    class_id: ClassId
    before: str
    after: str
    pupils: int
    on_leave: int

    @property
    def graduates(self) -> bool:
        """Whether it is a final class."""
        return not self.after


@dataclass(frozen=True)
class ChildStep:
    """A child's `fate`: 升级 毕业 留级 跳级 休学; `after` is its class of next year, "" when it leaves."""

    pupil: PupilFacts
    fate: str
    after: str


@dataclass(frozen=True)
class NewClass:
    """An entry class of the coming year, e.g. 一年级1班."""

    stage: str
    number: int
    campus_id: int
    name: str


@dataclass(frozen=True)
class TurnChoices:
    """What the school decides. Children who are not named go up with their class, or graduate.

    `graduated_on` is the first day on which graduates are no longer on the roll; `new_school` where they go by
    default (kept as not proven). `entry_classes`: how many classes each first grade gets, by campus id and stage;
    None: as many as now.
    """

    graduated_on: date
    held_back: frozenset[PupilId] = frozenset()
    jumping: frozenset[PupilId] = frozenset()
    new_school: str = ""
    entry_classes: Mapping[tuple[int, str], int] | None = None
    go_on_here: bool = True  # 九年一贯: who finishes 小学 enters this school's own 初中


@dataclass(frozen=True)
class TurnPreview:
    """Everything that the turn would do. `objection`: why it can't be made yet, "" when it can."""

    year: int  # the school year that would begin
    classes: tuple[ClassStep, ...]
    children: tuple[ChildStep, ...]
    new_classes: tuple[NewClass, ...]
    objection: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Children by fate."""
        return dict(Counter(child.fate for child in self.children))


@dataclass(frozen=True)
class _Reading:
    session: Session
    today: date
    choices: TurnChoices
    rooms: Mapping[ClassId, class_room.ClassFacts] = field(default_factory=dict)
    rows: Mapping[int, SchoolClass] = field(default_factory=dict)


def usual_choices(session: Session, *, today: date) -> TurnChoices:
    """Graduation takes effect the day after the spring term ends, or today where that is still ahead."""
    year = identity.school(session).current_year
    ends = [term.ends for term in identity.terms(session, year=year)]
    over = max(ends, default=date(year + 1, 7, 10)) + timedelta(days=1)
    return TurnChoices(graduated_on=over if today < date(year + 1, 6, 1) else min(over, today))


def preview(session: Session, *, today: date, choices: TurnChoices | None = None) -> TurnPreview:
    """What the turn would do to every class and child; nothing is written."""
    found = choices or usual_choices(session, today=today)
    school = identity.school(session)
    people = pupil_room.pupils(session, today=today)
    present = Counter(child.class_id or 0 for child in people if child.status == "在读")
    away = Counter(child.class_id or 0 for child in people if child.status == "休学")
    steps = tuple(
        ClassStep(ClassId(one.class_id), one.before, one.after, present[one.class_id], away[one.class_id])
        for one in class_room.preview_advance(session, today=today, counts={})
    )
    reading = _reading(session, today, found)
    by_class = {step.class_id: step for step in steps}
    children, remarks = [], []
    for child in people:
        if child.class_id is None:
            remarks.append(f"“{child.name}”还没有编班，不随班升级；请先在学生页补上班级。")
            continue
        fate = _fate(child, by_class.get(child.class_id), found)
        children.append(ChildStep(child, fate, _next_class(reading, child, fate, school.current_year + 1)))
    remarks += [
        f"“{one.pupil.name}”{one.fate}没有可编入的班，请先添加班级，或不选{one.fate}。"
        for one in children if one.fate in (REPEAT, SKIP) and not one.after
    ]  # fmt: skip
    remarks += [f"“{one.pupil.name}”正在休学，学籍留在原班，复学时再编班。" for one in children if one.fate == ON_LEAVE]
    return TurnPreview(
        school.current_year + 1, steps, tuple(children), new_classes(session, today=today, choices=found),
        _objection(school.current_year, today), tuple(remarks),
    )  # fmt: skip


def _reading(session: Session, today: date, choices: TurnChoices) -> _Reading:
    rooms = {room.id: room for room in class_room.classes(session, today=today)}
    rows = {row.id: row for row in session.scalars(select(SchoolClass))}
    return _Reading(session, today, choices, rooms, rows)


def _objection(year: int, today: date) -> str:
    if today < date(year + 1, 6, 1):
        return f"现在还是{year}—{year + 1}学年，{year + 1}年6月1日以后才能升级，现在只能预览。"
    return ""


def _fate(child: PupilFacts, step: ClassStep | None, choices: TurnChoices) -> str:
    if child.status == "休学":
        return ON_LEAVE
    if child.id in choices.held_back:
        return REPEAT
    if child.id in choices.jumping:
        return SKIP
    return GRADUATE if step is not None and step.graduates else UP


def _next_class(reading: _Reading, child: PupilFacts, fate: str, year: int) -> str:
    room = _room_after(reading, child, fate)
    if fate in (GRADUATE, ON_LEAVE) or child.class_id is None:
        return ""
    if fate == UP:
        row = reading.rows[child.class_id]
        grade = grade_of(stage=row.stage, entry_year=row.entry_year, current_year=year)
        return class_name(grade, row.number)
    return room


def _room_after(reading: _Reading, child: PupilFacts, fate: str) -> str:
    """The class that a child held back or jumping goes into, by name; "" where there is none."""
    if fate not in (REPEAT, SKIP) or child.class_id is None:
        return ""
    found = target(reading.rows.values(), reading.rows[child.class_id], fate)
    year = identity.school(reading.session).current_year + 1
    mine = reading.rows[child.class_id]
    if found is not None:
        grade = grade_of(stage=found.stage, entry_year=found.entry_year, current_year=year)
        return class_name(grade, found.number)
    entering = fate == REPEAT and mine.entry_year == year - 1  # back into the class that is about to be made
    first = 1 if mine.stage == "primary" else 7
    return class_name(first, 1) if entering else ""


def target(rows: Iterable[SchoolClass], mine: SchoolClass, fate: str) -> SchoolClass | None:
    """The class one year below (留级) or above (跳级): the same number and place, else the first there."""
    shift = 1 if fate == REPEAT else -1
    same = [
        row for row in rows
        if row.stage == mine.stage and row.entry_year == mine.entry_year + shift
        and row.campus_id == mine.campus_id and row.closed_on is None
    ]  # fmt: skip
    return next((row for row in same if row.number == mine.number), min(same, key=lambda row: row.number, default=None))


def new_classes(session: Session, *, today: date, choices: TurnChoices) -> tuple[NewClass, ...]:
    """The entry classes of the coming year that are not there yet: as many at each place as this year has."""
    school = identity.school(session)
    entering = school.current_year + 1
    rows = session.scalars(select(SchoolClass)).all()
    now = Counter((row.campus_id, row.stage) for row in rows if row.entry_year == school.current_year)
    if choices.entry_classes is not None:
        now = Counter(dict(choices.entry_classes))
    if choices.go_on_here and school.stage == NINE_YEARS:
        for room, count in _going_on(session, rows).items():
            now[room, "junior"] = max(now[room, "junior"], count)
    there = {(row.campus_id, row.stage, row.number) for row in rows if row.entry_year == entering}
    return tuple(
        NewClass(stage, number, campus, class_name(1 if stage == "primary" else 7, number))
        for (campus, stage), count in sorted(now.items())
        for number in range(1, count + 1)
        if (campus, stage, number) not in there
    )


def _going_on(session: Session, rows: Iterable[SchoolClass]) -> Counter[int]:
    """Of each place how many primary classes finish this year."""
    school = identity.school(session)
    final = last_grade(stage="primary", primary_years=school.primary_years)
    return Counter(
        row.campus_id for row in rows
        if row.stage == "primary" and row.closed_on is None
        and grade_of(stage="primary", entry_year=row.entry_year, current_year=school.current_year) == final
    )  # fmt: skip


def turn(session: Session, *, choices: TurnChoices, now: datetime, by: str = "") -> TurnPreview:
    """Graduate, move up, hold back, make the entry classes and open the new school year. Raises a UserError."""
    found = preview(session, today=now.date(), choices=choices)
    if found.objection:
        raise UserError(found.objection)
    lost = next((child for child in found.children if child.fate in (REPEAT, SKIP) and not child.after), None)
    if lost is not None:
        raise UserError(f"“{lost.pupil.name}”{lost.fate}没有可编入的班，请先添加班级，或不选{lost.fate}。")
    class_room.advance_year(session, today=now.date())  # before the entry classes are there: they do not go up yet
    for fresh in found.new_classes:
        session.add(
            SchoolClass(campus_id=fresh.campus_id, stage=fresh.stage, entry_year=found.year, number=fresh.number)
        )
    session.flush()
    rows = {row.id: row for row in session.scalars(select(SchoolClass))}
    for child in found.children:
        mine = rows[child.pupil.class_id] if child.pupil.class_id else None
        if child.fate == GRADUATE:
            _graduate(session, child, choices, now=now, by=by)
            if mine is not None and choices.go_on_here and mine.stage == "primary":
                _go_on(session, child.pupil, mine, rows.values(), year=found.year, now=now, by=by)
        elif child.fate in (REPEAT, SKIP) and mine is not None:
            room = target(rows.values(), mine, child.fate)
            draft = Draft(child.fate, date(found.year, 9, 1), to_class_id=ClassId(room.id) if room else None)
            service.record_change(session, pupil_id=child.pupil.id, draft=draft, now=now, by=by, ahead=SUMMER)
    return found


def _graduate(session: Session, child: ChildStep, choices: TurnChoices, *, now: datetime, by: str) -> None:
    draft = Draft("毕业", choices.graduated_on, place=choices.new_school)
    service.record_change(session, pupil_id=child.pupil.id, draft=draft, now=now, by=by, ahead=SUMMER)
    known = {"school_name": choices.new_school} if choices.new_school else {}
    destinations.set_destination(session, pupil_id=child.pupil.id, fields=known)


def _go_on(
    session: Session, child: PupilFacts, mine: SchoolClass, rows: Iterable[SchoolClass], *, year: int, now: datetime,
    by: str,
) -> None:  # fmt: skip
    """九年一贯: from the sixth grade into the school's own seventh on 1 September."""
    school = identity.school(session)
    if school.stage != NINE_YEARS:
        return
    there = [
        row for row in rows
        if row.stage == "junior" and row.entry_year == year and row.campus_id == mine.campus_id
    ]  # fmt: skip
    room = next((row for row in there if row.number == mine.number), there[0] if there else None)
    draft = Draft("新生", date(year, 9, 1), to_class_id=ClassId(room.id) if room else None, place="本校小学部")
    service.record_change(session, pupil_id=child.id, draft=draft, now=now, by=by, ahead=SUMMER)
    fields = {"kind": "初中", "school_name": school.name, "proof": "本校直升", "proven_on": now.date()}
    destinations.set_destination(session, pupil_id=child.id, fields=fields)
