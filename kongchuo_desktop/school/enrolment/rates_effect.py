"""What a change would do to the rates of its school year, before it is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import rates as pure
from kongchuo_desktop.school.enrolment import rates_reading as reading
from kongchuo_desktop.school.enrolment.rates import Figure, Treatment
from kongchuo_desktop.school.enrolment.rates_roll import (
    ABROAD,
    FOR_EVER,
    OUT,
    Move,
    Stay,
    arrives,
    departs,
    place_on,
    read_roll,
)
from kongchuo_desktop.school.enrolment.rates_service import treatment
from kongchuo_desktop.school.identity.rules import school_year_of, year_name
from kongchuo_desktop.school.types import ClassId, PupilId

NAMES = {"retention": "巩固率", "dropout": "辍学率"}


@dataclass(frozen=True)
class Shift:
    """One rate before and after; `scope` is 全校 or the class. Percentages, None where there is no rate."""

    name: str
    scope: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Effect:
    """The rates that a change touches, and the same in sentences for the form."""

    year: int
    shifts: tuple[Shift, ...]
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """All sentences in one line."""
        return "".join(self.sentences)


def effect_of(
    session: Session,
    *,
    pupil_id: PupilId | None,
    kind: str,
    day: date,
    proven: bool,
    to_class_id: ClassId | None = None,
) -> Effect:
    """How 巩固率 and 辍学率 of the change's school year differ with it; pupil_id None: a child not in the book yet."""
    year = school_year_of(day)
    span = (date(year, 9, 1), date(year + 1, 8, 31))
    switches = treatment(session, on=day)
    stays, moves = reading.stays(session), reading.moves(session)
    pupil = pupil_id or 0
    room = to_class_id or _room(stays, pupil, day)
    made = Move(pupil, kind, day, room, proven)
    scopes: list[tuple[str, frozenset[int] | None]] = [("全校", None)]
    if room:
        name = next((one.name for one in reading.rooms(session, on=day) if one.id == room), "本班")
        scopes.append((name, frozenset({room})))

    own_stays = [stay for stay in stays if stay.pupil == pupil]
    own_moves = [one for one in moves if one.pupil == pupil]
    roll = read_roll(stays, moves, first=span[0], last=span[1])
    everybody = [pure.fates(roll, rooms=rooms) for _, rooms in scopes]

    def figures_with(added: Move) -> list[dict[str, Figure]]:
        """What becomes of the others does not hang on this child."""
        own = read_roll(_with(own_stays, added), (*own_moves, added), first=span[0], last=span[1])
        return [
            _figures((*(one for one in people if one.pupil != pupil), *pure.fates(own, rooms=rooms)), switches)
            for people, (_, rooms) in zip(everybody, scopes, strict=True)
        ]

    before, after = [_figures(people, switches) for people in everybody], figures_with(made)
    shifts = tuple(
        Shift(NAMES[key], scope, was[key].value, now[key].value)
        for (scope, _), was, now in zip(scopes, before, after, strict=True)
        for key in NAMES
        if was[key].value != now[key].value
    )
    later = figures_with(replace(made, proven=True)) if kind in (OUT, ABROAD) and not proven else None
    return Effect(year, shifts, tuple(_sentences(year, kind, shifts, later[0] if later else None)))


def _figures(people: Iterable[pure.Fate], switches: Treatment) -> dict[str, Figure]:
    every = tuple(people)
    return {"retention": pure.retention(every, switches), "dropout": pure.dropout(every, switches)}


def _room(stays: Sequence[Stay], pupil: int, day: date) -> int:
    own = [stay for stay in stays if stay.pupil == pupil]
    eve = day - timedelta(days=1)
    return place_on(own, day) or place_on(own, eve) or (own[-1].room if own else 0)


def _with(own: Sequence[Stay], move: Move) -> list[Stay]:
    """A child's stays as they would be: cut off where it goes, continued where it comes or moves."""
    eve = move.day - timedelta(days=1)
    rest = [replace(stay, last=min(stay.last, eve)) for stay in own if stay.first <= eve]
    if arrives(move.kind) or not departs(move.kind):
        rest.append(Stay(move.pupil, move.room, move.day, FOR_EVER))
    return rest


def _sentences(year: int, kind: str, shifts: Sequence[Shift], later: dict[str, Figure] | None) -> Iterable[str]:
    if not shifts:
        yield f"登记后，{year_name(year)}的巩固率和辍学率都不变。"
    for scope in dict.fromkeys(shift.scope for shift in shifts):
        parts = [f"{one.name}{_shown(one.before)} → {_shown(one.after)}" for one in shifts if one.scope == scope]
        yield f"{scope}：{'，'.join(parts)}。"
    if later is not None and shifts:
        back = "、".join(f"{NAMES[key]}{_shown(figure.value)}" for key, figure in later.items())
        yield f"还没有回执，查实前算辍学；收到回执后全校{back}。"
    elif kind == "休学" and not any(one.name == "辍学率" for one in shifts):
        yield "休学单列，不算辍学。"


def _shown(value: float | None) -> str:
    return "算不出" if value is None else f"{value:.2f}%"
