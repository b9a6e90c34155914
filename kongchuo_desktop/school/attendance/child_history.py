"""A child's attendance over the years: its absences put together, the ladder's duties as they were closed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.model import AbsenceMark, DutyClosure
from kongchuo_desktop.school.attendance.rule_sets import shipped_sets
from kongchuo_desktop.school.attendance.rules import HALVES, Counts
from kongchuo_desktop.school.types import PupilId

NEXT_DAY = timedelta(days=4)  # a Friday's absence goes on after a long weekend


@dataclass(frozen=True)
class Spell:
    """Absences of one kind on days that follow each other; `halves` counts half-days, `periods` single ones."""

    kind: str
    counts: Counts
    first: date
    last: date
    halves: int
    periods: int
    reasons: tuple[str, ...]

    @property
    def length(self) -> str:
        """3天, 半天, 2节, 4次."""
        if self.counts is Counts.PRESENT:
            return f"{self.halves + self.periods}次"
        days = f"{self.halves / 2:g}天" if self.halves != 1 else "半天"
        return "，".join(filter(None, (days if self.halves else "", f"{self.periods}节" if self.periods else "")))


@dataclass(frozen=True)
class Closing:
    """A step of the ladder as it was closed."""

    rule: str
    step: int
    title: str
    about_day: date
    outcome: str
    record: str
    done_on: date
    done_by: str


def spells(session: Session, *, pupil_ids: Collection[PupilId] | None = None) -> dict[PupilId, tuple[Spell, ...]]:
    """Absences by child, oldest first. What counts as present (迟到 …) is put together by month."""
    kinds = service.kinds(session)
    query = select(
        AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot, AbsenceMark.kind, AbsenceMark.reason
    ).order_by(AbsenceMark.pupil_id, AbsenceMark.day, AbsenceMark.slot)
    if pupil_ids is not None:
        query = query.where(AbsenceMark.pupil_id.in_(list(pupil_ids)))
    marks: dict[PupilId, list[tuple[date, str, str, str]]] = {}
    for child, day, slot, kind, reason in session.execute(query):
        marks.setdefault(PupilId(child), []).append((day, slot, kind, reason))
    return {child: _spells(mine, kinds) for child, mine in marks.items()}


def _spells(marks: Sequence[tuple[date, str, str, str]], kinds: dict[str, Counts]) -> tuple[Spell, ...]:
    groups: list[list[tuple[date, str, str, str]]] = []
    open_groups: dict[str, list[tuple[date, str, str, str]]] = {}
    for mark in marks:
        day, _, kind, _ = mark
        counts = kinds.get(kind, Counts.LEAVE)
        group = open_groups.get(kind)
        if group is not None and _goes_on(group[-1][0], day, counts):
            group.append(mark)
        else:
            open_groups[kind] = [mark]
            groups.append(open_groups[kind])
    return tuple(_spell(group, kinds.get(group[0][2], Counts.LEAVE)) for group in groups)


def _goes_on(before: date, day: date, counts: Counts) -> bool:
    if counts is Counts.PRESENT:
        return (before.year, before.month) == (day.year, day.month)
    return day - before <= NEXT_DAY


def _spell(group: Iterable[tuple[date, str, str, str]], counts: Counts) -> Spell:
    marks = list(group)
    halves = sum(slot in HALVES for _, slot, _, _ in marks)
    reasons = tuple(dict.fromkeys(reason for _, _, _, reason in marks if reason))
    return Spell(marks[0][2], counts, marks[0][0], marks[-1][0], halves, len(marks) - halves, reasons)


def closings(session: Session, *, pupil_ids: Collection[PupilId] | None = None) -> dict[PupilId, tuple[Closing, ...]]:
    """Closed duties of all years by child, oldest first."""
    query = select(DutyClosure).order_by(DutyClosure.pupil_id, DutyClosure.done_on, DutyClosure.id)
    if pupil_ids is not None:
        query = query.where(DutyClosure.pupil_id.in_(list(pupil_ids)))
    sets = shipped_sets()
    found: dict[PupilId, tuple[Closing, ...]] = {}
    for row in session.scalars(query):
        rules = sets.get(row.rule_set)
        title = next((step.title for step in rules.steps if step.number == row.step), "") if rules else ""
        closing = Closing(
            rules.name if rules else row.rule_set, row.step, title, row.about_day, row.outcome, row.record,
            row.done_on, row.done_by,
        )  # fmt: skip
        found[PupilId(row.pupil_id)] = (*found.get(PupilId(row.pupil_id), ()), closing)
    return found
