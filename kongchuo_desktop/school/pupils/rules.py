"""Rules about a child: age, village from an address, whether two descriptions are one child."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

VILLAGE = re.compile(r"(?P<village>[^\d]{1,10}?(?:村村|村(?![镇乡街])|社区|居委会))")
ABOVE = re.compile(r"[省市县区镇乡]|街道")
GROUP = re.compile(r"(?P<group>[\d一二三四五六七八九十]{1,4})\s*(?:村民小组|村民组|小组|组)")

YOUNGEST, OLDEST = 2, 30  # years of age of a pupil, kindergarten to late comers; beyond it is a slip of the pen


@dataclass(frozen=True)
class Home:
    """A village and a 村民组 as an address names them; "" when it does not."""

    village: str
    group: str


@lru_cache(maxsize=8192)  # a school has few addresses, a file many rows
def home_of(address: str) -> Home:
    """青石镇大坪村2组 → (大坪村, 2组). What stands before the last 镇, 乡 or 街道 is not part of the village."""
    text = re.sub(r"\s+", "", address)
    group = GROUP.search(text)
    found = None
    if mark := re.search(r"村(?![镇乡街])|社区|居委会", text):
        start = max((above.end() for above in ABOVE.finditer(text, 0, mark.start())), default=0)
        found = VILLAGE.match(text, start)
    return Home(found["village"] if found else "", f"{group['group']}组" if group else "")


def age_on(birth: date, day: date) -> int:
    """Full years of age on a day.

    A child born on 29 February completes a year at the end of 28 February in other years, that is, is a
    year older from 1 March on (民法典 art. 200–202: years run to the day before the matching date).
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birth_doubt(birth: date, day: date) -> str:
    """What is wrong with a pupil's birth date, in a sentence; "" when it may be right."""
    if birth > day or not YOUNGEST <= age_on(birth, day) <= OLDEST:
        return f"出生日期{birth.isoformat()}不像一名学生的，请核对年份后再导入。"
    return ""


def same_birth(one: date | None, month_only: bool, other: date | None, other_month_only: bool) -> bool | None:
    """Whether two birth dates agree as far as they are known; None when one is missing."""
    if one is None or other is None:
        return None
    if month_only or other_month_only:
        return (one.year, one.month) == (other.year, other.month)
    return one == other


ON_ROLL = frozenset(("在读", "在校", "正常", "就读", "在籍", "正常在读", "正常在校", "01"))
ON_LEAVE = frozenset(("休学", "02"))


def roll_status(text: str) -> str | None:
    """A list's word for a status → 在读 or 休学; None: gone or not understood, never taken in silence."""
    word = re.sub(r"\s+", "", text)
    if word in ON_ROLL:
        return "在读"
    return "休学" if word in ON_LEAVE else None


def apart_words(birth: date | None, student_number: str) -> str:
    """Birth date and the end of the number: by what a teacher finds which of several children of a name is meant."""
    number = f"学籍号尾号{student_number[-4:]}" if student_number else "没有学籍号"
    return f"{birth.isoformat()}出生、{number}" if birth else number
