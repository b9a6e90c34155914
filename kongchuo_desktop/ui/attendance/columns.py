"""Which days and half-days the grid shows, and how each is named. Plain values only."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.school.attendance.rules import AM, DAWN, HALVES, PM, SLOT_NAMES, DayPlan
from kongchuo_desktop.school.attendance.service import GridDay
from kongchuo_desktop.school.identity.rules import TermSpan

WEEKDAYS = "一二三四五六日"
FREE = "free"  # the one column of a day without lessons


@dataclass(frozen=True)
class Slot:
    """One column: a half-day or a period; a day without lessons has a single one, with the reason."""

    day: date
    slot: str
    free: str = ""

    @property
    def half(self) -> str:
        """上午, 第3节 …"""
        return SLOT_NAMES.get(self.slot, "")


def week_days(day: date) -> tuple[date, ...]:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))


def month_days(day: date) -> tuple[date, ...]:
    """First to last of the month."""
    return tuple(date(day.year, day.month, n) for n in range(1, monthrange(day.year, day.month)[1] + 1))


def slots_of_days(days: Iterable[GridDay], *, plan: DayPlan, unfolded: date | None) -> tuple[Slot, ...]:
    """The columns: two a day, one for a free day, and all periods of the day that is unfolded."""
    found: list[Slot] = []
    for item in days:
        if item.free:
            found.append(Slot(item.day, FREE, item.free))
        else:
            found += (Slot(item.day, slot) for slot in (_unfold(plan) if item.day == unfolded else HALVES))
    return tuple(found)


def _unfold(plan: DayPlan) -> Sequence[str]:
    return (DAWN, AM, *sorted(plan.periods_of(AM), key=int), PM, *sorted(plan.periods_of(PM), key=int))


def half_of(slot: str, plan: DayPlan) -> str:
    """The half-day whose register speaks for a column."""
    if slot in HALVES:
        return slot
    return plan.half_of(slot) if slot.isdigit() else AM


def day_words(day: date) -> str:
    """9月7日 周一."""
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def span_words(days: Sequence[date], spans: Iterable[TermSpan]) -> str:
    """第 2 周 · 9月7日—13日; outside a term only the days."""
    first, last = days[0], days[-1]
    if len(days) > 7:
        return f"{first.year}年{first.month}月"
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    words = f"{first.month}月{first.day}日—{end}"
    for span in spans:
        if first <= span.ends and last >= span.starts:
            start = span.starts - timedelta(days=span.starts.weekday())
            return f"第 {(first - start).days // 7 + 1} 周 · {words}"
    return words
