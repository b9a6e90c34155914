"""What a change of past attendance did to the duties, to be told to whoever made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.school.attendance.duties import Duty


@dataclass(frozen=True)
class Rederived:
    """Duties that came, went, and were moved to another day (before and after)."""

    appeared: tuple[Duty, ...]
    gone: tuple[Duty, ...]
    moved: tuple[tuple[Duty, Duty], ...]

    def __bool__(self) -> bool:
        return bool(self.appeared or self.gone or self.moved)

    def sentences(self) -> tuple[str, ...]:
        """One for each duty that is not what it was."""
        came = (
            f"{_named(duty)}：新增待办“{duty.step.title}”，{_day(duty.due)}前由{duty.who}办理。"
            for duty in self.appeared
        )
        went = (f"{_named(duty)}：不再够上“{duty.step.title}”，这项待办取消{_closed(duty)}。" for duty in self.gone)
        moved = (
            f"{_named(new)}：“{new.step.title}”改为{_day(new.crossed_on)}够上，{_day(new.due)}前办理。"
            for _, new in self.moved
        )
        return (*came, *went, *moved)


def rederived(before: Sequence[Duty], after: Sequence[Duty]) -> Rederived:
    """Compare the duties of a day before and after a change."""
    left = list(before)
    appeared: list[Duty] = []
    moved: list[tuple[Duty, Duty]] = []
    for duty in after:
        old = next((other for other in left if _same(other, duty)), None)
        if old is None:
            appeared.append(duty)
            continue
        left.remove(old)
        if (old.crossed_on, old.due) != (duty.crossed_on, duty.due):
            moved.append((old, duty))
    return Rederived(tuple(appeared), tuple(left), tuple(moved))


def _same(one: Duty, other: Duty) -> bool:
    """The same step of the same child for the same stretch of absence."""
    if (one.pupil.id, one.rule_set, one.step.number) != (other.pupil.id, other.rule_set, other.step.number):
        return False
    return bool(set(one.away) & set(other.away))


def _named(duty: Duty) -> str:
    return f"{duty.pupil.class_name}{duty.pupil.name}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _closed(duty: Duty) -> str:
    return "（原已办结，办结记录仍保留在操作日志里）" if duty.closure else ""
