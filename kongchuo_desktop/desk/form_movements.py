"""The roll-forward of a period as an office's form wants it: one row for the school, a grade or a class."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.form_people import NUMBER, Asked, FieldKind, Row
from kongchuo_desktop.school.classes.rules import JUNIOR_YEARS, grade_name
from kongchuo_desktop.school.enrolment import rates, rates_reading, rates_service
from kongchuo_desktop.school.enrolment.form_texts import Share
from kongchuo_desktop.school.enrolment.rates import Figure
from kongchuo_desktop.school.enrolment.rates_roll import (
    ARRIVALS,
    BACK,
    DEPARTURES,
    GRADUATED,
    IN,
    MOVED_IN,
    MOVED_OUT,
    OTHER_IN,
    OUT,
    PAUSED,
    balance,
    read_roll,
)
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of

OPENING, CLOSING, CAME, WENT, NET = "期初人数", "期末人数", "增加合计", "减少合计", "净增加"
RETENTION, DROPOUT = "巩固率", "辍学率"
COLUMNS = (OPENING, *ARRIVALS, MOVED_IN, CAME, *DEPARTURES, MOVED_OUT, WENT, NET, CLOSING, RETENTION, DROPOUT)
MOVEMENT_FIELDS = (
    FieldKind(NUMBER, "序号", "变动"),
    FieldKind("scope", "班级、年级或学校", "变动"),
    FieldKind("school", "学校名称", "变动"),
    *(FieldKind(name, name, "变动") for name in COLUMNS),
)


def movement_rows(session: Session, asked: Asked, by: str) -> list[Row]:
    """One row a class, a grade, or the school: the roll-forward of the time asked for."""
    school = identity.school(session).name
    rooms = [room for room in rates_reading.rooms(session, on=asked.last) if room.grade]
    groups: dict[str, frozenset[int] | None] = {school: None}
    if by == "class":
        groups = {room.name: frozenset({room.id}) for room in rooms}
    elif by == "grade":
        grades = sorted({room.grade for room in rooms})
        groups = {grade_name(grade): frozenset(one.id for one in rooms if one.grade == grade) for grade in grades}
    return [
        {"scope": name, "school": school, **row}
        for name, row in zip(groups, movements(session, asked.first, asked.last, groups.values()), strict=True)
    ]


def movements(session: Session, first: date, last: date, groups: Iterable[frozenset[int] | None]) -> list[Row]:
    """The roll-forward of each group of classes (None: the school), by the names of `COLUMNS`."""
    switches = rates_service.treatment(session, on=last)
    roll = read_roll(rates_reading.stays(session), rates_reading.moves(session), first=first, last=last)
    found = []
    for rooms in groups:
        told = balance(roll, rooms=rooms, abroad=switches.values["rates.abroad"])
        people = rates.fates(roll, rooms=rooms)
        came = sum(told.count(name) for name in (*ARRIVALS, MOVED_IN))
        went = sum(told.count(name) for name in (*DEPARTURES, MOVED_OUT))
        row: Row = {name: told.count(name) for name in (*ARRIVALS, MOVED_IN, *DEPARTURES, MOVED_OUT)}
        row |= {OPENING: len(told.opening), CLOSING: len(told.closing), CAME: came, WENT: went, NET: came - went}
        row |= {RETENTION: share_of(rates.retention(people, switches))}
        row |= {DROPOUT: share_of(rates.dropout(people, switches))}
        found.append(row)
    return found


def share_of(figure: Figure) -> Share | None:
    """A rate with its two figures; None where the book cannot say."""
    if figure.missing or figure.value is None:
        return None
    return Share(sum(one.sign for one in figure.numerator), sum(one.sign for one in figure.denominator))


STAGES = (("primary", "小学"), ("junior", "初中"))
COHORT_FIELDS = (
    FieldKind(NUMBER, "序号", "届"),
    FieldKind("school", "学校名称", "届"),
    FieldKind("stage", "学段", "届"),
    FieldKind("intake", "入学人数（6或3年前招生数）", "届"),
    FieldKind("graduates", "毕业人数（未毕业时为现在校）", "届"),
    *(FieldKind(name, name, "届") for name in (IN, CAME, OUT, PAUSED, WENT, NET, RETENTION)),
    FieldKind("other_in", "其他增加（含复学、调入）", "届"),
    FieldKind("other_out", "其他减少（转出、休学以外）", "届"),
    FieldKind("remark", "备注：为什么算不出", "届"),
)


def cohort_rows(session: Session, asked: Asked) -> list[Row]:
    """One row a stage: the cohort in its last year, from entry to now; figures only where the book reaches back."""
    school = identity.school(session)
    year = school_year_of(asked.last)
    rooms = rates_reading.rooms(session, on=asked.last)
    found = []
    for stage, title in STAGES:
        entry = year - (school.primary_years if stage == "primary" else JUNIOR_YEARS) + 1
        mine = frozenset(room.id for room in rooms if room.stage == stage and room.entry_year == entry)
        if mine:
            row: Row = {"school": school.name, "stage": title}
            found.append(row | _cohort(session, entry, mine, asked.last))
    return found


def _cohort(session: Session, entry: int, rooms: frozenset[int], last: date) -> Row:
    if rates_reading.earliest_year(session) > entry:
        return {"remark": f"账本没有记到{entry}年，请手填"}
    switches = rates_service.treatment(session, on=last)
    first = date(entry, 9, 1)
    roll = read_roll(rates_reading.stays(session), rates_reading.moves(session), first=first, last=last)
    people = rates.fates(roll, rooms=rooms)
    told = balance(roll, rooms=rooms, abroad=switches.values["rates.abroad"])
    intake = sum(1 for fate in people if fate.base)
    joined, out, paused = told.count(IN), told.count(OUT), told.count(PAUSED)
    here = len(told.closing) + told.count(GRADUATED)
    other_in = told.count(BACK) + told.count(OTHER_IN) + told.count(MOVED_IN)
    went = sum(told.count(name) for name in (*DEPARTURES, MOVED_OUT) if name != GRADUATED)
    return {
        "intake": intake, "graduates": here, IN: joined, "other_in": other_in, CAME: joined + other_in, OUT: out,
        PAUSED: paused, "other_out": went - out - paused, WENT: went, NET: joined + other_in - went,
        RETENTION: share_of(rates.retention(people, switches)),
    }  # fmt: skip
