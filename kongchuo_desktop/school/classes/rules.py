"""Grades and class names: plain numbers in, Chinese names out."""

from dataclasses import dataclass

NUMERALS = "一二三四五六七八九"
JUNIOR_YEARS = 3


def grade_of(*, stage: str, entry_year: int, current_year: int) -> int:
    """The grade (1–9, 初一 = 7) of a class in a school year; above the last grade it has graduated."""
    step = current_year - entry_year + 1
    return step if stage == "primary" else 6 + step


def entry_year_of(*, grade: int, current_year: int) -> tuple[str, int]:
    """The stage and entry year of a grade: (五年级, 2026) → ("primary", 2022); (七年级, 2026) → ("junior", 2026)."""
    if grade <= 6:
        return "primary", current_year - grade + 1
    return "junior", current_year - (grade - 6) + 1


def last_grade(*, stage: str, primary_years: int) -> int:
    """The grade after which a class of that stage graduates."""
    return primary_years if stage == "primary" else 6 + JUNIOR_YEARS


def grade_name(grade: int | None) -> str:
    """5 → 五年级; a class beyond the last grade has none."""
    return f"{NUMERALS[grade - 1]}年级" if grade and 1 <= grade <= len(NUMERALS) else ""


def class_name(grade: int | None, number: int) -> str:
    """(5, 1) → 五年级1班."""
    return f"{grade_name(grade)}{number}班"


def in_order(text: str) -> str:
    """A key that sorts class names as they are counted (一年级1班, 二年级2班, 二年级10班); other words stay."""
    if text[1:3] != "年级" or text[0] not in NUMERALS:
        return text
    number, rest = text[3:].rstrip("班"), text[3:]
    return f"{NUMERALS.index(text[0]) + 1}年级{number.zfill(3) if number.isdecimal() else rest}"


@dataclass(frozen=True)
class Advance:
    """What 升级 does with one class: its present name, and its next one or "" when it graduates."""

    class_id: int
    before: str
    after: str
    pupils: int
    graduates: bool
