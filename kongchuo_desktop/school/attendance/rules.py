"""What a mark means: slots, kinds, half-days. Plain values only."""

import re
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


KIND_WORDS = {
    "旷课": "旷课 旷 逃课 逃学 无故缺课 无故缺席 无故不到",
    "病假": "病假 病 因病请假 生病请假",
    "事假": "事假 事 因事请假",
    "公假": "公假 公差",
    "迟到": "迟到 迟",
    "早退": "早退 早",
    FULL: "全勤 全到 到齐 出勤 全部到校 无缺勤 正常",
}
_KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in words.split()}
_WHOLE_DAY = ("全天", "整天", "一天", "上下午")
_SEVERAL = re.compile(r"第?([1-9])(?:节)?(?:[-~—至到])第?([1-9])节?")
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")


def kind_of(word: str) -> str:
    """A kind as the book names it (旷 → 旷课); other words as they are: the school may have its own."""
    text = "".join(word.split())
    return _KIND_OF.get(text, text)


def slots_of(name: str) -> tuple[str, ...]:
    """上午 → (am,), 全天 → (am, pm), 第3节 → ("3",), 第1-3节 and 第1、3节 as many; () when the words mean nothing."""
    text = "".join(name.split()).replace("(", "").replace(")", "")
    if text in _WHOLE_DAY:
        return HALVES
    if text in SLOTS_BY_NAME:
        return (SLOTS_BY_NAME[text],)
    text = text.removeprefix("上午").removeprefix("下午").translate(_NUMERALS)
    if match := _SEVERAL.fullmatch(text):
        first, last = int(match[1]), int(match[2])
        return tuple(str(number) for number in range(first, last + 1))
    parts = re.split(r"[、,,和]", text)
    found = [re.fullmatch(r"第?([1-9])节?", part) for part in parts]
    return tuple(dict.fromkeys(match[1] for match in found if match)) if all(found) else ()
