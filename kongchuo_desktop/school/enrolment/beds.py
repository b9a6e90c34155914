"""Beds as plain values: their order, which are free, who may sleep where, whether two stays clash."""

from collections.abc import Iterable
from datetime import date

from kongchuo_desktop.school.names import pinyin_of

SEX_WORDS = {"男": "男生寝室", "女": "女生寝室", "": "不分男女"}


def tidy_bed(text: str) -> str:
    """The bare number: " 3号床 " is "3", "０3" is "3"."""
    found = "".join(sign for sign in text if sign.isdecimal())
    return str(int(found)) if found else text.strip()


def bed_order(name: str) -> tuple[int, str]:
    """Sorts by the number in a name, 2 before 10; names without one last, by sound."""
    found = "".join(sign for sign in name if sign.isdecimal())
    return (int(found) if found else 9999, pinyin_of(name)[0])


def bed_words(bed: str) -> str:
    """3号床."""
    return f"{bed}号床"


def free_beds(beds: int, taken: Iterable[str]) -> tuple[str, ...]:
    """The numbers of a room's beds that nobody has."""
    gone = set(taken)
    return tuple(str(number) for number in range(1, beds + 1) if str(number) not in gone)


def sex_objection(room: str, child: str) -> str:
    """Why a child can't sleep in a room of that sex, "" when it can; an unknown sex is not refused."""
    if not room or not child or room == child:
        return ""
    return f"这是{SEX_WORDS[room]}，孩子的性别登记为“{child}”。"


def overlap(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Whether two spans of days (ends included, None: open) share a day."""
    return first <= (other_last or date.max) and other_first <= (last or date.max)
