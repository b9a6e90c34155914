"""What the registers say of a child since it came back. A person confirms it; the program only reads and proposes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.attendance.rules import HALVES, Counts
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class Seen:
    """Half-days of a child over a period: lessons, registers taken, missed without leave, on leave.

    `away_since`: the first day of the truancy that goes on at the end of the period. `last` is the newest day
    with a register.
    """

    first: date
    until: date
    lessons: int = 0
    recorded: int = 0
    truant: int = 0
    leave: int = 0
    last: date | None = None
    away_since: date | None = None

    @property
    def present(self) -> int:
        """Half-days in the room."""
        return self.recorded - self.truant - self.leave

    @property
    def there(self) -> bool | None:
        """What is proposed: there, not there, or nobody knows (no register, or on leave all the time)."""
        if self.away_since is not None:
            return False
        return True if self.present else None

    @property
    def sentence(self) -> str:
        """11月2日—20日上课15天，到校14.5天，请假半天，2天没有点名."""
        span = f"{self.first.month}月{self.first.day}日—{self.until.month}月{self.until.day}日"
        if not self.recorded:
            return f"{span}没有点名记录" if self.lessons else f"{span}没有上课"
        parts = [f"{span}点名{_days(self.recorded)}", f"到校{_days(self.present)}"]
        parts += [f"旷课{_days(self.truant)}"] if self.truant else []
        parts += [f"请假{_days(self.leave)}"] if self.leave else []
        missing = self.lessons - self.recorded
        parts += [f"{_days(missing)}没有点名"] if missing else []
        if self.away_since is not None:
            parts.append(f"{self.away_since.month}月{self.away_since.day}日起又没有到校")
        return "，".join(parts)


def _days(halves: int) -> str:
    return "半天" if halves == 1 else f"{halves / 2:g}天"


def since_return(session: Session, *, cases: Iterable[CaseFacts], today: date) -> Mapping[int, Seen]:
    """For each case whose child is back: the registers from its return to today; by case id."""
    calendar, kinds = calendar_of(session), attendance.kinds(session)
    found = {}
    for one in cases:
        if one.returned_on is not None and one.closed_on is None:
            days = calendar.taught(one.returned_on, today)
            if one.pupil.class_id is not None:
                off = calendar.off_days(one.pupil.class_id)
                days = tuple(day for day in days if day not in off)
            found[one.id] = _read(session, one, days, kinds, today)
    return found


def _read(session: Session, one: CaseFacts, days: tuple[date, ...], kinds: Mapping[str, Counts], today: date) -> Seen:
    first = one.returned_on or today
    registers = select(Register.day, Register.slot).where(
        Register.class_id == one.pupil.class_id, Register.day.between(first, today)
    )
    taken = {(day, slot) for day, slot in session.execute(registers)}
    marks = _marks(session, one.pupil.id, first, today)
    return seen(first, today, days, taken, {key: kinds.get(kind, Counts.LEAVE) for key, kind in marks.items()})


def _marks(session: Session, child: PupilId, first: date, last: date) -> dict[tuple[date, str], str]:
    query = select(AbsenceMark.day, AbsenceMark.slot, AbsenceMark.kind).where(
        AbsenceMark.pupil_id == child, AbsenceMark.day.between(first, last), AbsenceMark.slot.in_(HALVES)
    )
    return {(day, slot): kind for day, slot, kind in session.execute(query)}


def seen(
    first: date, until: date, days: Iterable[date], taken: set[tuple[date, str]],
    marks: Mapping[tuple[date, str], Counts],
) -> Seen:  # fmt: skip
    """Count the half-days of a period. A half-day without a register is neither absence nor presence."""
    halves = [(day, slot) for day in days for slot in HALVES]
    recorded = [half for half in halves if half in taken or half in marks]
    ahead = sum(day == until and (day, slot) not in recorded for day, slot in halves)  # today's may still be taken
    how = [marks.get(half, Counts.PRESENT) for half in recorded]
    away = None
    for (day, _), counts in zip(reversed(recorded), reversed(how), strict=True):
        if counts is not Counts.TRUANT:
            break
        away = day
    return Seen(
        first, until, len(halves) - ahead, len(recorded), how.count(Counts.TRUANT), how.count(Counts.LEAVE),
        recorded[-1][0] if recorded else None, away,
    )  # fmt: skip
