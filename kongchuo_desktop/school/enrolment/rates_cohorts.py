"""巩固率 of a cohort: who entered a stage in one year, and what became of them until they finish it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.enrolment import rates as pure
from kongchuo_desktop.school.enrolment import rates_reading as reading
from kongchuo_desktop.school.enrolment.rates import HERE, Fate, Figure, Treatment
from kongchuo_desktop.school.enrolment.rates_reading import Room, Scope
from kongchuo_desktop.school.enrolment.rates_roll import (
    FINISHED,
    GRADUATED,
    IN,
    MOVED_OUT,
    OUT,
    PAUSED,
    Roll,
    read_roll,
)
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.identity.service import SchoolFacts

NOT_NINE_YEARS = "本校不是九年一贯，九年巩固率由县里按两段学籍合起来算。"
KEYS = {"primary": "retention.cohort6", "junior": "retention.cohort3"}


@dataclass(frozen=True)
class Cohort:
    """A cohort as the offices' forms ask for it; numbers of children, None where the book does not reach back.

    entered + came - went = the denominator of `figure`.
    """

    stage: str
    entry_year: int
    grade: str  # of the asked day; "" once it has finished
    figure: Figure
    entered: int | None = None
    finished: int | None = None  # graduates, or those here while it has not finished
    transferred_in: int | None = None
    other_in: int | None = None
    transferred_out: int | None = None
    on_leave: int | None = None
    other_out: int | None = None


def cohorts(session: Session, *, last: date, treatment: Treatment) -> tuple[Cohort, ...]:
    """Every cohort in the school in the school year of a day, the one that finishes first."""
    found: dict[tuple[str, int], list[Room]] = {}
    for room in reading.rooms(session, on=last):
        if room.grade:
            found.setdefault((room.stage, room.entry_year), []).append(room)
    primary_years = identity.school(session).primary_years
    made = []
    for (stage, entry_year), rooms in found.items():
        years = primary_years if stage == "primary" else 3
        roll = _cohort_roll(session, entry_year, years, last)
        grade = grade_name(rooms[0].grade)
        if roll is None:
            figure = Figure(KEYS[stage], missing=_too_young(session, entry_year))
            made.append(Cohort(stage, entry_year, grade, figure))
        else:
            people = pure.fates(roll, rooms=frozenset(room.id for room in rooms))
            made.append(_counted(stage, entry_year, grade, people, treatment))
    return tuple(sorted(made, key=lambda one: (one.stage != "junior", one.entry_year)))


def _counted(stage: str, entry_year: int, grade: str, people: tuple[Fate, ...], treatment: Treatment) -> Cohort:
    figure = pure.retention(people, treatment, key=KEYS[stage])
    below = {one.pupil for one in figure.denominator}
    joined = [fate for fate in people if not fate.base and fate.joined]
    gone = [fate for fate in people if fate.pupil not in below and (fate.base or fate.joined)]
    transferred = sum(1 for fate in gone if fate.ended == OUT)
    leave = sum(1 for fate in gone if fate.ended == PAUSED)
    moved_in = sum(1 for fate in joined if fate.joined == IN)
    return Cohort(
        stage, entry_year, grade, figure,
        entered=sum(1 for fate in people if fate.base),
        finished=sum(1 for fate in people if fate.ended in (HERE, GRADUATED, FINISHED)),
        transferred_in=moved_in, other_in=len(joined) - moved_in,
        transferred_out=transferred, on_leave=leave, other_out=len(gone) - transferred - leave,
    )  # fmt: skip


def cohort_figures(session: Session, *, scope: Scope, last: date, treatment: Treatment) -> Iterable[Figure]:
    """三年, 六年 and 九年巩固率 of the cohorts in their last year, or for a grade or class of its own cohort."""
    school = identity.school(session)
    rooms = reading.rooms(session, on=last)
    year = school_year_of(last)
    junior = tuple(room for room in rooms if room.stage == "junior")
    primary = tuple(room for room in rooms if room.stage == "primary")
    asked = scope.rooms if not scope.whole_stage else None
    yield _cohort(session, "retention.cohort3", junior, year - 2, last, treatment, asked, years=3)
    yield _cohort(
        session, "retention.cohort6", primary, year - school.primary_years + 1, last, treatment, asked,
        years=school.primary_years,
    )  # fmt: skip
    yield _nine_years(session, school, primary, junior, year, last, treatment, scope)


def _cohort(
    session: Session, key: str, rooms: tuple[Room, ...], entry_year: int, last: date, treatment: Treatment,
    asked: frozenset[int] | None, *, years: int,
) -> Figure:  # fmt: skip
    """The cohort that is in its last year, or for a grade or class asked for its own."""
    if not rooms:
        return Figure(key, missing="本校没有这个学段的班级，不适用。", applies=False)
    if asked is not None:
        entries = {room.entry_year for room in rooms if room.id in asked}
        if not entries:
            return Figure(key, missing="这个范围不是这个学段的班级，不适用。", applies=False)
        entry_year = min(entries)
    mine = frozenset(room.id for room in rooms if room.entry_year == entry_year and (asked is None or room.id in asked))
    if not mine:
        return Figure(key, missing=f"账本里没有{entry_year}年入学的班级，算不出。")
    roll = _cohort_roll(session, entry_year, years, last)
    if roll is None:
        return Figure(key, missing=_too_young(session, entry_year))
    return pure.retention(pure.fates(roll, rooms=mine), treatment, key=key)


def _nine_years(
    session: Session, school: SchoolFacts, primary: tuple[Room, ...], junior: tuple[Room, ...], year: int,
    last: date, treatment: Treatment, scope: Scope,
) -> Figure:  # fmt: skip
    key = "retention.cohort9"
    if not (primary and junior):
        return Figure(key, missing=NOT_NINE_YEARS, applies=False)
    if not scope.whole_stage or scope.stage:
        return Figure(key, missing="九年巩固率按全校算，请把范围改为全校。", applies=False)
    years = school.primary_years + 3
    entry_year = year - years + 1
    low = frozenset(room.id for room in primary if room.entry_year == entry_year)
    high = frozenset(room.id for room in junior if room.entry_year == year - 2)
    roll = _cohort_roll(session, entry_year, years, last)
    if roll is None or not low:
        return Figure(key, missing=_too_young(session, entry_year))
    people = (_went_elsewhere(fate, low) for fate in pure.fates(roll, rooms=low | high))
    return pure.retention(people, treatment, key=key)


def _went_elsewhere(fate: Fate, primary: frozenset[int]) -> Fate:
    """Who finished 小学 here and went to another junior school has left the cohort."""
    return replace(fate, ended=MOVED_OUT) if fate.ended == GRADUATED and fate.room in primary else fate


def _cohort_roll(session: Session, entry_year: int, years: int, last: date) -> Roll | None:
    if reading.earliest_year(session) > entry_year:
        return None
    first = date(entry_year, 9, 1)
    until = min(last, date(entry_year + years, 8, 31))
    return read_roll(reading.stays(session), reading.moves(session), first=first, last=until)


def _too_young(session: Session, entry_year: int) -> str:
    begun = reading.earliest_year(session)
    return (
        f"账本从{begun}—{begun + 1}学年记起，{entry_year}年入学时有谁、后来谁转入转出都不在账里，算不出；"
        "把那几年的异动导入后就能算。"
    )
