"""巩固率 and 辍学率 by child: who is in the denominator, who in the numerator, and why (policy §1.1).

Every figure is worked out from named children, each counted once: who belonged to the group, and what became of each by
the last day. The groups are listed, so that a figure opens; its numbers are the lengths of its lists.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from kongchuo_desktop.school.enrolment.rates_roll import (
    ABROAD,
    BACK,
    DIED,
    DROPPED,
    FINISHED,
    GRADUATED,
    MOVED_IN,
    MOVED_OUT,
    NEW,
    OTHER_OUT,
    OUT,
    PAUSED,
    QUIT,
    Move,
    Passage,
    Roll,
    departs,
)

HERE = "在校"
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Treatment:
    """The switches in force (resources/policy/rates.toml), by key; what a key means stands there."""

    values: Mapping[str, str] = field(default_factory=dict)

    def says(self, key: str, value: str) -> bool:
        """Whether the switch `rates.<key>` stands at that value."""
        return self.values.get(f"rates.{key}") == value


@dataclass(frozen=True, slots=True)
class Counted:
    """A child in a figure and why; `area` for a service-area child that is no pupil here. `sign` -1 takes off."""

    pupil: int = 0
    why: str = ""
    area: int = 0
    room: int = 0
    sign: int = 1


@dataclass(frozen=True)
class Group:
    """A part of a figure that is listed by name: 转入, 转出（有回执）, 休学 …"""

    name: str
    people: tuple[Counted, ...]


@dataclass(frozen=True)
class Figure:
    """One rate. `value` is a percentage with two decimals, rounded half up; None with the sentence why in `missing`."""

    key: str
    numerator: tuple[Counted, ...] = ()
    denominator: tuple[Counted, ...] = ()
    groups: tuple[Group, ...] = ()
    missing: str = ""
    warnings: tuple[str, ...] = ()
    applies: bool = True  # False: no rate of this school or scope at all

    @property
    def above(self) -> int:
        """The numerator as a number."""
        return sum(one.sign for one in self.numerator)

    @property
    def below(self) -> int:
        """The denominator as a number."""
        return len(self.denominator)

    @property
    def value(self) -> float | None:
        """The rate in per cent."""
        return None if self.missing else percentage(self.above, self.below)


def percentage(part: int, whole: int) -> float | None:
    """Two decimals, half up: 5 of 6,352 is 0.08; None where there is nothing to divide by."""
    if not whole:
        return None
    return float((WHOLE * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a child of the group: where it stood first, how it joined, and what it is on the last day."""

    pupil: int
    room: int  # its class in the group: the last one
    base: bool  # belongs to the opening count (or to the period's intake)
    joined: str  # how it joined afterwards; "" for the base
    ended: str  # HERE, 调出, or the kind of the departure
    move: Move | None = None

    @property
    def proven(self) -> bool:
        """Whether the departure is proven by a receipt."""
        return self.move is not None and self.move.proven

    @property
    def why(self) -> str:
        """What became of it, in words."""
        if self.ended == HERE:
            return f"{self.joined or '期初在册'}，期末在校"
        when = f"{self.move.day:%Y-%m-%d}" if self.move else ""
        place = f"（{self.move.place}）" if self.move and self.move.place else ""
        proof = "" if self.ended not in (OUT, ABROAD) else "，有回执" if self.proven else "，没有回执"
        return f"{when}{self.ended}{place}{proof}" if when else f"{self.ended}（没有异动记录）"


def fates(roll: Roll, *, rooms: frozenset[int] | None = None) -> tuple[Fate, ...]:
    """What became of each child of some classes (None: of the school) that was there at any time of the period.

    Children on leave since before, who leave the school for good, are named too (neither base nor joined).
    """
    first_in, last_out = _first_and_last(roll, rooms)
    turned = {step.pupil for step in roll.passages if step.day == roll.first and step.kind in (GRADUATED, FINISHED)}
    last_move = _last_departures(roll.moves)
    found = []
    for pupil, room in roll.opening.items():
        if _in(room, rooms) and not (pupil in turned and pupil not in roll.closing):
            found.append(_fate(pupil, room, "", True, roll, rooms, last_out, last_move))
    for pupil, step in first_in.items():
        if not _in(roll.opening.get(pupil), rooms):
            unpapered = step.day == roll.first and not step.explained  # the roster has it since the counting day
            intake = step.before is None and (step.kind == NEW or unpapered)
            how = step.kind if step.before is None else MOVED_IN
            found.append(_fate(pupil, step.after or 0, how, intake, roll, rooms, last_out, last_move))
    known = {fate.pupil for fate in found}
    for pupil, move in last_move.items():
        if pupil in known or pupil in roll.opening or pupil in roll.closing or pupil in turned:
            continue
        if rooms is None or move.room in rooms:
            found.append(Fate(pupil, move.room, False, "", move.kind, move))
    return tuple(found)


def _in(room: int | None, rooms: frozenset[int] | None) -> bool:
    return room is not None and (rooms is None or room in rooms)


def _first_and_last(roll: Roll, rooms: frozenset[int] | None) -> tuple[dict[int, Passage], dict[int, Passage]]:
    first_in: dict[int, Passage] = {}
    last_out: dict[int, Passage] = {}
    for step in roll.passages:
        if _in(step.after, rooms) and not _in(step.before, rooms):
            first_in.setdefault(step.pupil, step)
        if step.after is None:
            last_out[step.pupil] = step
    return first_in, last_out


def _last_departures(moves: Iterable[Move]) -> dict[int, Move]:
    found: dict[int, Move] = {}
    for move in moves:
        if departs(move.kind) and (move.pupil not in found or found[move.pupil].day <= move.day):
            found[move.pupil] = move
    return found


def _fate(
    pupil: int, room: int, joined: str, base: bool, roll: Roll, rooms: frozenset[int] | None,
    last_out: Mapping[int, Passage], last_move: Mapping[int, Move],
) -> Fate:  # fmt: skip
    now = roll.closing.get(pupil)
    if now is not None:
        return Fate(pupil, now if _in(now, rooms) else room, base, joined, HERE if _in(now, rooms) else MOVED_OUT)
    out, move = last_out.get(pupil), last_move.get(pupil)
    if out is not None and (out.before is None or not _in(out.before, rooms)):
        return Fate(pupil, room, base, joined, MOVED_OUT)
    left = out.before if out and out.before is not None else room
    if move is not None and (out is None or move.day >= out.day):
        return Fate(pupil, left, base, joined, move.kind, move)
    return Fate(pupil, left, base, joined, out.kind if out else OTHER_OUT)


def retention(people: Iterable[Fate], treatment: Treatment, *, key: str = "retention") -> Figure:
    """巩固率 with the denominator corrected for normal moves."""
    group = [fate for fate in people if fate.base or fate.joined]
    counted = [fate for fate in group if fate.base or treatment.says("joined", "add") or fate.joined == MOVED_IN]
    leaving = {fate.pupil: _retention_part(fate, treatment) for fate in group}
    below = [fate for fate in counted if leaving[fate.pupil] != "subtract"]
    above = [fate for fate in group if leaving[fate.pupil] == "kept"]
    groups = (
        *_by_name("加进分母：", (fate for fate in counted if not fate.base), lambda fate: fate.joined),
        *_by_name("从分母减去：", (fate for fate in counted if leaving[fate.pupil] == "subtract"), _leaving_name),
        *_by_name("流失：", (fate for fate in group if leaving[fate.pupil] == "lost"), _leaving_name),
    )
    return Figure(key, _counted(above), _counted(below), groups, "" if below else NOBODY, _above_whole(above, below))


NOBODY = "这段时间这个范围里没有在册学生，分母是0，算不出。"


def retention_raw(people: Iterable[Fate]) -> Figure:
    """Closing ÷ opening, with no correction for those who came and went."""
    group = [fate for fate in people if fate.base or fate.joined]
    above = [fate for fate in group if fate.ended in (HERE, GRADUATED, FINISHED)]
    below = [fate for fate in group if fate.base]
    warnings = _above_whole(above, below)
    return Figure("retention.raw", _counted(above), _counted(below), (), "" if below else NOBODY, warnings)


def dropout(people: Iterable[Fate], treatment: Treatment) -> Figure:
    """辍学率 by the list of names, over those of the opening count."""
    every = tuple(people)
    below = [fate for fate in every if fate.base]
    lost = [fate for fate in every if _drops_out(fate, treatment)]
    apart = (fate for fate in every if fate.ended in (PAUSED, DIED) and not _drops_out(fate, treatment))
    groups = (*_by_name("", lost, _leaving_name), *_by_name("单列：", apart, _leaving_name))
    missing = "" if below else NOBODY
    return Figure("dropout", _counted(lost), _counted(below), groups, missing, _above_whole(lost, below))


def dropout_by_balance(roll: Roll, people: Iterable[Fate], *, rooms: frozenset[int] | None = None) -> Figure:
    """辍学率 by the balance of the roll's movements; negative where more came than went."""
    below = [fate for fate in people if fate.base]
    signed = []
    for step in roll.passages:
        came = step.before is None
        room = step.after if came else step.before
        between = step.before is not None and step.after is not None
        if between or step.kind in (NEW, GRADUATED, FINISHED) or not _in(room, rooms):
            continue
        signed.append(Counted(step.pupil, f"{step.day:%Y-%m-%d}{step.kind}", room=room or 0, sign=-1 if came else 1))
    warnings = (BELOW_NOTHING,) if sum(one.sign for one in signed) < 0 else ()
    return Figure("dropout.balance", tuple(signed), _counted(below), (), "" if below else NOBODY, warnings)


BELOW_NOTHING = "增加的比减少的多，余额是负数：这不等于没有人辍学，请看名单法。"


def _retention_part(fate: Fate, treatment: Treatment) -> str:
    """kept, subtract or lost."""
    if fate.ended in (HERE, GRADUATED):
        return "kept"
    if fate.ended == MOVED_OUT:
        return "subtract"
    if fate.ended == FINISHED:
        return "kept" if treatment.says("finished", "kept") else "lost"
    if fate.ended == PAUSED:
        return {"apart": "subtract"}.get(value := treatment.values.get("rates.leave.retention", "apart"), value)
    if fate.ended == DIED:
        return "subtract" if treatment.says("death.retention", "subtract") else "lost"
    if _as_transfer(fate, treatment) and (fate.proven or treatment.says("unproven", "trust")):
        return "subtract" if treatment.says("proven", "subtract") else "lost"
    return "lost"


def _drops_out(fate: Fate, treatment: Treatment) -> bool:
    if fate.ended in (DROPPED, QUIT):
        return True
    if fate.ended == PAUSED:
        return treatment.says("leave.dropout", "count")
    if fate.ended == DIED:
        return treatment.says("death.dropout", "count")
    if _as_transfer(fate, treatment):
        return not fate.proven and treatment.says("unproven", "count")
    return fate.ended not in (HERE, MOVED_OUT, GRADUATED, FINISHED) and treatment.says("other.dropout", "count")


def _as_transfer(fate: Fate, treatment: Treatment) -> bool:
    return fate.ended == OUT or (fate.ended == ABROAD and treatment.says("abroad", OUT))


def _leaving_name(fate: Fate) -> str:
    if fate.ended in (OUT, ABROAD):
        return f"{fate.ended}（{'有' if fate.proven else '没有'}回执）"
    return fate.ended


def _counted(people: Iterable[Fate]) -> tuple[Counted, ...]:
    return tuple(Counted(fate.pupil, fate.why, room=fate.room) for fate in people)


def _by_name(prefix: str, people: Iterable[Fate], name: Callable[[Fate], str]) -> tuple[Group, ...]:
    groups: dict[str, list[Fate]] = {}
    for fate in people:
        groups.setdefault(name(fate), []).append(fate)
    return tuple(Group(f"{prefix}{title}", _counted(found)) for title, found in groups.items())


def _above_whole(above: list[Fate], below: list[Fate]) -> tuple[str, ...]:
    if len(above) <= len(below) or not below:
        return ()
    return (f"分子{len(above)}人比分母{len(below)}人多，超过100%：请核对转入、新生有没有登记异动，期初数对不对。",)


def without_unseen(people: Iterable[Fate], roll: Roll, unseen: frozenset[int]) -> tuple[Fate, ...]:
    """Children who came back within the period but were not seen in the days before its end count as still away."""
    if not unseen:
        return tuple(people)
    gone = _last_departures(roll.moves)
    found = []
    for fate in people:
        returned = fate.pupil in unseen and fate.ended == HERE and fate.joined in ("", BACK)
        if not returned or (fate.base and fate.pupil not in gone):
            found.append(fate)
        elif fate.base:
            found.append(replace(fate, ended=gone[fate.pupil].kind, move=gone[fate.pupil]))
    return tuple(found)


def returned(roll: Roll) -> frozenset[int]:
    """Children on the closing roll who came back within the period: whom rates.return_days asks to have been seen."""
    return frozenset(
        step.pupil for step in roll.passages if step.before is None and step.kind == BACK and step.pupil in roll.closing
    )
