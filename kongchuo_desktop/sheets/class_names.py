"""Grades, classes and teaching points as headings, sheet names and cells write them."""

import re
from dataclasses import dataclass

from kongchuo_desktop.kit.text import half_width

_NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)} | {"十": 10}
_N = r"(\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_JUNIOR = re.compile(rf"初(?:中)?([一二三四1-4])(?!\d{{3}})(?:年级)?[-.]?\(?{_N}?\)?班?")
_COHORT = re.compile(rf"(初中?)?(20\d\d)(?:级|届级)\(?{_N}?\)?班?")
_GRADE_CLASS = re.compile(rf"(?<![\d高])([一二三四五六七八九1-9])(?:年级|年|级)?[-.·]?\(?{_N}\)?班")
_SHORT = re.compile(r"(?<![\d./-])([一二三四五六七八九1-9])[-.(·]([1-9一二三四五六七八九]\d?)\)?(?![\d./月日-])")
_GRADE = re.compile(r"(?<![\d高])([一二三四五六七八九1-9])年级")
_CLASS = re.compile(rf"\(?{_N}\)?班|^\(?{_N}\)?$")
_CAMPUS = re.compile(r"([一-鿿]{1,12}?(?:教学点|校区|分校))")
_HAS_CAMPUS = re.compile("教学点|校区|分校")
_BEFORE_CAMPUS = re.compile(r".*(?:小学|中学|学校|中心校|[镇乡县市区])(?=.)")
_YEAR = re.compile(r"(20\d\d)\s*(?:年(?:秋|春|上|下)|[-—–~]\s*20\d\d)")
_SPRING = re.compile(r"20\d\d年春")


@dataclass(frozen=True)
class ClassName:
    """What a text says about a class; None where it says nothing."""

    grade: int | None = None
    number: int | None = None
    entry_year: int | None = None
    campus: str = ""
    junior: bool = False  # the entry year is that of the junior school (初中2026级)

    def __bool__(self) -> bool:
        return bool(self.grade or self.number or self.entry_year or self.campus)


def read_number(text: str) -> int | None:
    """1–19 from figures or Chinese numerals."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十") if "十" in text else ("", "", text)
    if not ten:
        return _NUMERALS.get(ones)
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)


def read_class_name(text: str) -> ClassName:
    """一(1)班, 五年级2班, 七(3)班, 初一1班, 2026级1班, 三1, 上寨教学点二年级 … as far as each goes."""
    text = re.sub(r"\s+", "", half_width(text)).replace("第", "")
    campus = _campus_in(text)
    text = re.sub(r"20\d\d(?:年|[-—–~]20\d\d)", "", text)
    if match := _JUNIOR.search(text):
        return ClassName((read_number(match[1]) or 0) + 6, _optional(match[2]), campus=campus)
    if match := _COHORT.search(text):
        return ClassName(None, _optional(match[3]), int(match[2]), campus, junior=bool(match[1]))
    if match := _GRADE_CLASS.search(text) or _SHORT.search(text):
        return ClassName(read_number(match[1]), read_number(match[2]), campus=campus)
    if match := _GRADE.search(text) or re.fullmatch("([一二三四五六七八九])(?:年|级)?", text):
        return ClassName(read_number(match[1]), campus=campus)
    if re.fullmatch("[一二三四五六七八九][1-9]", text):
        return ClassName(read_number(text[0]), int(text[1]), campus=campus)
    return ClassName(campus=campus)


def _optional(text: str | None) -> int | None:
    return read_number(text) if text else None


def _campus_in(text: str) -> str:
    match = _CAMPUS.search(_BEFORE_CAMPUS.sub("", text)) if _HAS_CAMPUS.search(text) else None
    return match[1] if match else ""


def read_grade(text: str) -> ClassName:
    """A cell of the column 年级: 五年级, 五, 5, 初一, 2026级, 小学五年级."""
    text = re.sub(r"\s+", "", half_width(text))
    if text.isascii() and text.isdigit() and len(text) <= 2:
        number = int(text)
        return ClassName(_grade_of_code(number))
    return read_class_name(text)


def _grade_of_code(number: int) -> int | None:
    """1–9 as they are; 11–16 and 21–24 are the national codes of primary and junior grades."""
    if 1 <= number <= 9:
        return number
    stage, year = divmod(number, 10)
    if stage == 1 and 1 <= year <= 6:
        return year
    return year + 6 if stage == 2 and 1 <= year <= 3 else None


def read_class(text: str) -> ClassName:
    """A cell of the column 班级: 1班, 1, (1)班, 五(1)班, 2026级1班, 五年级."""
    text = re.sub(r"\s+", "", half_width(text)).replace("第", "")
    found = read_class_name(text)
    if found.grade or found.entry_year:
        return found
    if match := _CLASS.search(text):
        return ClassName(None, read_number(match[1] or match[2]), campus=found.campus)
    return found


def campus_of_school(text: str) -> ClassName:
    """The teaching point within the name of a school (河湾小学上寨教学点)."""
    return ClassName(campus=_campus_in("".join(text.split())))


def read_school_year(text: str) -> int | None:
    """The school year a title names (2026年秋季学期, 2026-2027学年); spring counts to the year before."""
    text = re.sub(r"\s+", "", half_width(text))
    match = _YEAR.search(text)
    if match is None:
        return None
    return int(match[1]) - 1 if _SPRING.search(text) else int(match[1])
