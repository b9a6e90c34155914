"""What a mark means: slots, kinds, half-days. Plain values only."""

from dataclasses import dataclass
from enum import StrEnum

AM, PM, DAWN = "am", "pm", "dawn"
HALVES = (AM, PM)
PERIODS = tuple(str(number) for number in range(1, 10))
SLOT_NAMES = {AM: "上午", PM: "下午", DAWN: "晨检", **{number: f"第{number}节" for number in PERIODS}}
SLOTS_BY_NAME = {name: slot for slot, name in SLOT_NAMES.items()}


class Counts(StrEnum):
    """How a kind of exception counts."""

    TRUANT = "truant"  # absent without leave
    LEAVE = "leave"  # absent with leave
    PRESENT = "present"  # there, but late or gone early


SHIPPED_KINDS = {
    "旷课": Counts.TRUANT,
    "病假": Counts.LEAVE,
    "事假": Counts.LEAVE,
    "公假": Counts.LEAVE,
    "迟到": Counts.PRESENT,
    "早退": Counts.PRESENT,
}
FULL = "全勤"


@dataclass(frozen=True)
class DayPlan:
    """How many periods (节) a morning and an afternoon have; a setting of the school."""

    am: int = 4
    pm: int = 3

    def half_of(self, period: str) -> str:
        """The half-day in which a period lies."""
        return AM if int(period) <= self.am else PM

    def periods_of(self, half: str) -> frozenset[str]:
        """The periods of a half-day."""
        first, last = (1, self.am) if half == AM else (self.am + 1, self.am + self.pm)
        return frozenset(str(number) for number in range(first, last + 1))


def slots_of(name: str) -> tuple[str, ...]:
    """上午 → (am,), 全天 → (am, pm), 第3节 → ("3",); () when the words mean nothing."""
    text = "".join(name.split())
    if text in ("全天", "整天", "一天"):
        return HALVES
    slot = SLOTS_BY_NAME.get(text)
    return (slot,) if slot else ()
