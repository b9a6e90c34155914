"""Kinds of pairs, and when a promise of so many talks and visits a month is behind."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Side = Literal["staff", "pupil", "outside"]


@dataclass(frozen=True)
class PairKind:
    """A kind of pair: who helps, and what is usually promised a month (三次谈心、一次家访: a school's own rule)."""

    name: str
    side: Side
    helper: str  # what the helper is called on papers
    talks: int = 0
    visits: int = 0


KINDS = (
    PairKind("教师帮扶", "staff", "帮扶教师", 3, 1),
    PairKind("同伴互助", "pupil", "帮扶同学"),
    PairKind("干部结对", "outside", "结对干部", 0, 1),
)
CARE_KINDS = ("代理家长", "生活辅导", "学习辅导", "心理辅导")  # 一长三员: written by care.py
BY_NAME = {kind.name: kind for kind in KINDS}
MOST_PROMISED = 31
RATINGS = ("明显进步", "有进步", "持平", "退步")
END_REASONS = ("目标达成", "学期结束", "教师调离", "学生转班", "学生离校", "双方意愿", "其他")


@dataclass(frozen=True)
class Promise:
    """What a pair promised for a month and what was done in it so far."""

    talks: int
    visits: int
    talks_done: int
    visits_done: int

    @property
    def talks_missing(self) -> int:
        """Talks still to come."""
        return max(0, self.talks - self.talks_done)

    @property
    def visits_missing(self) -> int:
        """Visits still to come."""
        return max(0, self.visits - self.visits_done)

    @property
    def kept(self) -> bool:
        """Whether nothing is missing."""
        return not (self.talks_missing or self.visits_missing)

    def words(self) -> str:
        """谈心 1/3，家访 0/1."""
        parts = [f"谈心 {self.talks_done}/{self.talks}"] if self.talks else []
        parts += [f"家访 {self.visits_done}/{self.visits}"] if self.visits else []
        return "，".join(parts) or "没有约定次数"


def month_of(day: date) -> tuple[date, date]:
    """First and last day of a day's month."""
    first = day.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def share_of_month(promised: int, *, since: date, on: date) -> int:
    """What of a month's promise is to be kept when a pair begins within it: in proportion, rounded down.

    A pair made on the 16th of a month of 30 days owes half of three talks: one.
    """
    first, last = month_of(on)
    if since <= first:
        return promised
    if since > last:
        return 0
    return promised * ((last - since).days + 1) // ((last - first).days + 1)


def is_behind(promise: Promise, *, on: date) -> bool:
    """Whether less is done than the part of the month that has passed: 3 talks, 20th of 30 days: 2 are due."""
    first, last = month_of(on)
    passed, days = (on - first).days + 1, (last - first).days + 1
    owed_talks = promise.talks * passed // days
    owed_visits = promise.visits * passed // days
    return promise.talks_done < owed_talks or promise.visits_done < owed_visits


def cycles(first: date, last: date, *, weeks: int = 4) -> tuple[tuple[date, date], ...]:
    """The four-week cycles of a plan: whole ones, the last as long as what remains (a week at least)."""
    found: list[tuple[date, date]] = []
    start = first
    while start <= last:
        end = min(start + timedelta(days=7 * weeks - 1), last)
        if found and (end - start).days < 6:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        start = end + timedelta(days=1)
    return tuple(found)
