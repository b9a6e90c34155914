"""The roll of a period: who stood on it, who came, who went, and whether that adds up (policy §12).

A period runs from its first to its last day, both included. Its opening is the roll of the evening before; whoever
comes or goes on the first day belongs to the movements. So the closing of one period is the opening of the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LONG_AGO, FOR_EVER = date(1900, 1, 1), date(9999, 12, 31)
NEW, IN, BACK, OTHER_IN, MOVED_IN = "新生", "转入", "复学", "其他增加", "调入"
GRADUATED, OUT, PAUSED, QUIT, DIED, DROPPED, OTHER_OUT, MOVED_OUT = (
    "毕业", "转出", "休学", "退学", "死亡", "辍学", "其他减少", "调出"
)  # fmt: skip
ARRIVALS = (NEW, IN, BACK, OTHER_IN)
DEPARTURES = (GRADUATED, OUT, PAUSED, QUIT, DIED, DROPPED, OTHER_OUT)
COLUMNS = (*ARRIVALS, MOVED_IN, *DEPARTURES, MOVED_OUT)
ABROAD, FINISHED = "出国", "结业"
INSIDE = ("跳级", "留级", "调班")


def column_of(kind: str, *, abroad: str = OUT) -> str:
    """The column of the roll that a kind of change is counted in; `abroad` says where 出国 belongs."""
    if kind == ABROAD:
        return abroad
    if kind == FINISHED:
        return GRADUATED
    return kind if kind in ARRIVALS or kind in DEPARTURES else OTHER_OUT


def arrives(kind: str) -> bool:
    """Whether a kind of change brings a child onto the roll."""
    return kind in ARRIVALS


def departs(kind: str) -> bool:
    """Whether a kind of change takes a child off the roll."""
    return not arrives(kind) and kind not in INSIDE


@dataclass(frozen=True, slots=True)
class Stay:
    """A child on the roll in one class, both days included. Room 0: in no class yet.

    `came` names an arrival that needs no change on record (an entry class in its first September), `left` what the
    roster says of a departure without one; the end of school (毕业, 结业) explains itself.
    """

    pupil: int
    room: int
    first: date = LONG_AGO
    last: date = FOR_EVER
    came: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A change on record; `day` is the first day of the new state."""

    pupil: int
    kind: str
    day: date
    room: int = 0  # the class left or entered
    proven: bool = False  # the receiving school's receipt is in
    place: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A child's step from one class (None: off the roll) to another on a day, and the change that explains it."""

    pupil: int
    day: date
    before: int | None
    after: int | None
    kind: str
    move: Move | None = None
    explained: bool = True


@dataclass(frozen=True, slots=True)
class Break:
    """Where the roll and the changes on record contradict each other."""

    pupil: int
    day: date
    room: int
    what: str


@dataclass(frozen=True)
class Roll:
    """A school's roll over a period: the class of each child at both ends, and everything between."""

    first: date
    last: date
    opening: Mapping[int, int]
    closing: Mapping[int, int]
    passages: tuple[Passage, ...]
    breaks: tuple[Break, ...]
    moves: tuple[Move, ...]  # of the period, those too that leave the roll as it is (转出 of a child on leave)


def read_roll(stays: Iterable[Stay], moves: Iterable[Move], *, first: date, last: date) -> Roll:
    """The roll of a period from the children's stays and the changes on record."""
    by_child: dict[int, list[Stay]] = {}
    for stay in stays:
        by_child.setdefault(stay.pupil, []).append(stay)
    told: dict[int, list[Move]] = {}
    for move in moves:
        if first <= move.day <= last:
            told.setdefault(move.pupil, []).append(move)
    eve = first - timedelta(days=1)
    opening, closing = {}, {}
    passages: list[Passage] = []
    breaks: list[Break] = []
    for pupil, own in by_child.items():
        if pupil not in told and own[0].first <= eve and own[0].last >= last:  # there all the time: nearly everybody
            opening[pupil] = closing[pupil] = own[0].room
            continue
        if (room := place_on(own, eve)) is not None:
            opening[pupil] = room
        if (room := place_on(own, last)) is not None:
            closing[pupil] = room
        days = _days_of_change(own, first, last)
        if not days and pupil not in told:
            continue
        mine = tuple(_passages(own, told.get(pupil, ()), days, opening.get(pupil)))
        passages += mine
        breaks += _breaks(own, told.get(pupil, ()), mine)
    breaks += [
        Break(pupil, moves_of[0].day, 0, f"有{moves_of[0].kind}记录，名册里没有这名学生")
        for pupil, moves_of in told.items() if pupil not in by_child and arrives(moves_of[0].kind)
    ]  # fmt: skip
    every = tuple(move for own_moves in told.values() for move in own_moves)
    return Roll(first, last, opening, closing, tuple(passages), tuple(breaks), every)


def place_on(stays: Iterable[Stay], day: date) -> int | None:
    """The class of a child on a day; None when it was not on the roll."""
    return next((stay.room for stay in stays if stay.first <= day <= stay.last), None)


def _days_of_change(stays: Sequence[Stay], first: date, last: date) -> list[date]:
    days = set()
    for stay in stays:
        if first <= stay.first <= last:
            days.add(stay.first)
        if stay.last < last and first <= stay.last + timedelta(days=1):
            days.add(stay.last + timedelta(days=1))
    return sorted(days)


def _passages(
    stays: Sequence[Stay], moves: Sequence[Move], days: Sequence[date], before: int | None
) -> Iterable[Passage]:
    for day in days:
        after = place_on(stays, day)
        if after == before:
            continue
        today = [move for move in moves if move.day == day]
        if before is None:
            yield _arrival(stays, today, day, after)
        elif after is None:
            yield _departure(stays, today, day, before)
        else:
            move = next((move for move in today if move.kind in INSIDE), None)
            yield Passage(stays[0].pupil, day, before, after, move.kind if move else "调班", move)
        before = after


def _arrival(stays: Sequence[Stay], moves: Sequence[Move], day: date, after: int | None) -> Passage:
    pupil = stays[0].pupil
    if (move := next((move for move in moves if arrives(move.kind)), None)) is not None:
        return Passage(pupil, day, None, after, move.kind, move)
    came = next((stay.came for stay in stays if stay.first == day), "")
    return Passage(pupil, day, None, after, came or OTHER_IN, explained=bool(came))


def _departure(stays: Sequence[Stay], moves: Sequence[Move], day: date, before: int) -> Passage:
    pupil = stays[0].pupil
    if (move := next((move for move in moves if departs(move.kind)), None)) is not None:
        return Passage(pupil, day, before, None, move.kind, move)
    eve = day - timedelta(days=1)
    left = next((stay.left for stay in stays if stay.last == eve), "")
    return Passage(pupil, day, before, None, left or OTHER_OUT, explained=left in (GRADUATED, FINISHED))


def _breaks(stays: Sequence[Stay], moves: Sequence[Move], passages: Iterable[Passage]) -> Iterable[Break]:
    for passage in passages:
        if not passage.explained:
            room = passage.after if passage.before is None else passage.before
            how = f"{_shown(passage.day)}起{'在册' if passage.before is None else '不在册'}，没有异动记录"
            yield Break(passage.pupil, passage.day, room or 0, how)
    for move in moves:
        if move.kind in INSIDE or sum(1 for other in moves if other.day == move.day) > 1:
            continue
        room = place_on(stays, move.day)
        if arrives(move.kind) and room is None:
            yield Break(move.pupil, move.day, move.room, f"{_shown(move.day)}有{move.kind}记录，名册上却不在册")
        elif departs(move.kind) and room is not None:
            yield Break(move.pupil, move.day, room, f"{_shown(move.day)}有{move.kind}记录，名册上却仍在册")


def _shown(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Step:
    """A movement as a scope sees it: its column, the class joined or left, and whether a change explains it."""

    pupil: int
    day: date
    column: str
    room: int
    explained: bool = True

    @property
    def sign(self) -> int:
        """1 for a child more, -1 for one less."""
        return 1 if self.column in (*ARRIVALS, MOVED_IN) else -1


@dataclass(frozen=True)
class Balance:
    """The movements of a class, a grade or the school: who stands in which column, and whether they add up."""

    opening: tuple[int, ...]
    closing: tuple[int, ...]
    columns: Mapping[str, tuple[int, ...]]  # column → children, one entry for each explained step
    breaks: tuple[Break, ...]
    steps: tuple[Step, ...] = ()  # by day

    def count(self, column: str) -> int:
        """Steps in a column."""
        return len(self.columns.get(column, ()))

    @property
    def expected(self) -> int:
        """Opening and what came less what went: what the closing has to be."""
        came = sum(self.count(column) for column in (*ARRIVALS, MOVED_IN))
        return len(self.opening) + came - sum(self.count(column) for column in (*DEPARTURES, MOVED_OUT))

    @property
    def gap(self) -> int:
        """How many more children stand on the roll than the changes on record explain."""
        return len(self.closing) - self.expected

    @property
    def holds(self) -> bool:
        """Whether the identity holds and nothing contradicts it."""
        return self.gap == 0 and not self.breaks


def balance(roll: Roll, *, rooms: frozenset[int] | None = None, abroad: str = OUT) -> Balance:
    """The roll-forward of the whole school (rooms None) or of some classes; steps between classes are 调入 and 调出."""
    steps = sorted(_steps(roll, rooms, abroad), key=lambda step: (step.day, step.pupil))
    columns: dict[str, list[int]] = {}
    for step in steps:
        if step.explained:
            columns.setdefault(step.column, []).append(step.pupil)
    return Balance(
        _those(roll.opening, rooms),
        _those(roll.closing, rooms),
        {column: tuple(who) for column, who in columns.items()},
        tuple(found for found in roll.breaks if _within(found.room, rooms)),
        tuple(steps),
    )


def _steps(roll: Roll, rooms: frozenset[int] | None, abroad: str) -> Iterable[Step]:
    for passage in roll.passages:
        was, now = _within(passage.before, rooms), _within(passage.after, rooms)
        if was == now:
            continue
        if passage.before is None or passage.after is None:
            column = column_of(passage.kind, abroad=abroad)
        else:
            column = MOVED_IN if now else MOVED_OUT
        room = passage.after if now else passage.before
        yield Step(passage.pupil, passage.day, column, room or 0, passage.explained)


def _within(room: int | None, rooms: frozenset[int] | None) -> bool:
    return room is not None and (rooms is None or room in rooms)


def _those(places: Mapping[int, int], rooms: frozenset[int] | None) -> tuple[int, ...]:
    return tuple(pupil for pupil, room in places.items() if rooms is None or room in rooms)
