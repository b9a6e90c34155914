"""Figures of a period from cases (劝返个案): opened, returned, relapsed, closed, still open; each with its children.

A closed case that goes on because the child left again counts as opened once more on that day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.rules import Closing, Episode

AWAY, WATCHED, HANDED, CLOSED = "劝返中", "已返校跟踪", "移交待接收", "已结案"
RETURNED, NOT_RETURNED, OTHERWISE = "已返校", "未返校", "其他去向"


@dataclass(frozen=True)
class Period:
    """The figures of a period; `opened` and the others hold one case for each count, so a child may stand twice.

    `standing` is the number of cases open on the evening before, plus those opened, less those closed.
    """

    before: tuple[CaseFacts, ...]
    opened: tuple[CaseFacts, ...]
    returned: tuple[CaseFacts, ...]
    relapsed: tuple[CaseFacts, ...]
    endings: tuple[tuple[CaseFacts, Closing], ...]
    standing: tuple[CaseFacts, ...]
    steps: int
    last: date

    @property
    def closed(self) -> tuple[CaseFacts, ...]:
        """Closed in the period."""
        return tuple(one for one, _ in self.endings)

    @property
    def without_proof(self) -> tuple[CaseFacts, ...]:
        """Closed in the period without evidence."""
        return tuple(one for one, closing in self.endings if not closing.evidence)

    def in_state(self, state: str) -> tuple[CaseFacts, ...]:
        """Of those still open at the end the ones in a state."""
        return tuple(one for one in self.standing if state_on(one, self.last) == state)


def period(found: Iterable[CaseFacts], *, first: date, last: date) -> Period:
    """Count cases over a period, both days included."""
    cases = tuple(found)

    def within(day: date | None) -> bool:
        return day is not None and first <= day <= last

    return Period(
        before=tuple(one for one in cases if _open_on(one, first - timedelta(days=1))),
        opened=tuple(one for one in cases for day in one.openings if within(day)),
        returned=tuple(one for one in cases for each in one.episodes if within(each.returned_on)),
        relapsed=tuple(one for one in cases for each in one.episodes if each.number > 1 and within(each.left_on)),
        endings=tuple((one, closing) for one in cases for closing in one.closings if within(closing.day)),
        standing=tuple(one for one in cases if _open_on(one, last)),
        steps=sum(within(step.day) for one in cases for step in one.steps),
        last=last,
    )


def _open_on(one: CaseFacts, day: date) -> bool:
    """Whether it was open on the evening of a day."""
    return sum(opened <= day for opened in one.openings) > sum(closing.day <= day for closing in one.closings)


def state_on(one: CaseFacts, day: date) -> str:
    """劝返中 | 已返校跟踪 | 移交待接收 | 已结案 as it was on the evening of a day; "" before it was opened."""
    if one.opened_on > day:
        return ""
    if not _open_on(one, day):
        return CLOSED
    if any(each.sent_on <= day and (each.accepted_on is None or each.accepted_on > day) for each in one.handovers):
        return HANDED
    return AWAY if _away(one, day) else WATCHED


def episodes_until(one: CaseFacts, day: date) -> tuple[Episode, ...]:
    """Times away that had begun by a day."""
    return tuple(each for each in one.episodes if each.left_on <= day)


def _away(one: CaseFacts, day: date) -> bool:
    begun = episodes_until(one, day)
    return bool(begun) and (begun[-1].returned_on is None or begun[-1].returned_on > day)


def was_away(one: CaseFacts, *, first: date, last: date) -> bool:
    """Whether the child was away on any day of a period, as far as the case says."""
    ends = one.closed_on or date.max
    return any(each.left_on <= last and min(each.over_on or date.max, ends) >= first for each in one.episodes)


def outcome(one: CaseFacts, day: date) -> str:
    """已返校 | 未返校 | 其他去向 (closed while away: 转学, 送教, 死亡 …) on the evening of a day."""
    if not _away(one, day):
        return RETURNED
    closed = [closing.how for closing in one.closings if closing.day <= day]
    return OTHERWISE if state_on(one, day) == CLOSED and closed[-1] != "返校" else NOT_RETURNED


def grouped(
    cases: Sequence[CaseFacts], key: Callable[[CaseFacts], str]
) -> Mapping[str, tuple[CaseFacts, ...]]:  # fmt: skip
    """Cases under a heading each, in the order in which the headings come up; those without one last."""
    names = dict.fromkeys(key(one) for one in cases)
    ordered = sorted(names, key=lambda name: not name)
    return {name: tuple(one for one in cases if key(one) == name) for name in ordered}
