"""ID numbers and the national 学籍号: cleaned, checked, and what they tell. Knows neither file nor book."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kongchuo_desktop.kit.text import half_width

RESIDENT_CARD = "居民身份证"
_LIKE_RESIDENT = {"", RESIDENT_CARD, "身份证", "二代身份证", "户口簿", "户口本"}
_NOISE = re.compile("[\\s'‘’`´\"“”\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff-]+")
_FORMULA_TEXT = re.compile(r'="(.*)"')  # how some systems keep Excel from reading a number
_NUMBER_FORM = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}|\d{12,}\.0*")
_PLAIN = re.compile(r"\d{17}[\dX]", re.ASCII)
_OTHER_PAPER = re.compile(r"[A-Z][A-Z0-9()/]{5,28}")
_TEMPORARY = re.compile(r"L\d{6}(\d{8})\d{4}")
_WITHOUT_CARD = re.compile(r"J\d{6}(\d{8})\d{3}[0-9X]")


class IdKind(StrEnum):
    """What kind of paper a number belongs to."""

    RESIDENT = "18"
    OLD = "15"
    OTHER = "other"
    NONE = ""


class IdCheck(NamedTuple):  # a named tuple, as an import makes tens of thousands
    """An ID number and what it tells; with `problem` (a Chinese sentence) `number` is empty and must not be kept."""

    number: str
    kind: IdKind = IdKind.NONE
    birth_date: date | None = None
    sex: str = ""
    problem: str = ""
    remark: str = ""


@dataclass(frozen=True)
class StudentNumberCheck:
    """A 学籍号: `kind` is G (formal), L (temporary) or J (formal, no ID card)."""

    number: str
    kind: str = ""
    birth_date: date | None = None
    problem: str = ""


def tidy_number(text: str) -> str:
    """A number written as text, without what typing and Excel put around it; x becomes X."""
    text = half_width(text)
    if match := _FORMULA_TEXT.fullmatch(text.strip()):
        text = match[1]
    return _NOISE.sub("", text).upper()


def looks_like_number_cell(text: str) -> bool:
    """True for a text such as 5.22328E+17: what Excel shows once the last digits are gone."""
    return _NUMBER_FORM.fullmatch(tidy_number(text)) is not None


def check_id_number(text: str, *, id_type: str = "") -> IdCheck:
    """Checks a number by its paper: resident cards (18, or 15 of the old form) fully, other papers only for shape."""
    if _PLAIN.fullmatch(text) and id_type in _LIKE_RESIDENT:
        return _check_resident(text)
    number = tidy_number(text)
    if not number:
        return IdCheck("", problem="没有填写证件号码。")
    if _NUMBER_FORM.fullmatch(number):
        return IdCheck("", problem=f"“{number}”是科学计数法，后几位已经丢失，请对照原件重新填写。")
    if id_type not in _LIKE_RESIDENT:
        return _check_other(number, id_type)
    if _PLAIN.fullmatch(number):
        return _check_resident(number)
    if len(number) == 15 and number.isdecimal() and number.isascii():
        return _check_old(number)
    if not id_type and _OTHER_PAPER.fullmatch(number):
        return IdCheck(number, IdKind.OTHER)
    return IdCheck("", problem=f"身份证件号“{number}”有{len(number)}位，应为18位（旧证15位），请核对。")


def _check_other(number: str, id_type: str) -> IdCheck:
    if len(number) > 30:
        return IdCheck("", problem=f"{id_type}号码超过30个字符，请核对。")
    return IdCheck(number, IdKind.OTHER)


def _check_resident(number: str) -> IdCheck:
    born = _date(number[6:14])
    if born is None or not 1900 <= born.year <= 2100:
        return IdCheck("", problem=f"身份证件号“{number}”里的出生日期{number[6:14]}不存在，请核对。")
    from stdnum.cn import ric  # late: it brings pydoc along, 2 MB that the first page has no use for

    if ric.calc_check_digit(number) != number[17]:
        lost = "，末三位是000，可能被Excel改过" if number.endswith("000") else ""
        return IdCheck("", problem=f"身份证件号“{number}”的校验位不对{lost}，请对照户口簿核对。")
    remark = f"身份证件号“{number}”末三位是000，请对照原件看一眼。" if number.endswith("000") else ""
    return IdCheck(number, IdKind.RESIDENT, born, _sex(number[16]), remark=remark)


def _check_old(number: str) -> IdCheck:
    born = _date("19" + number[6:12])
    if born is None:
        return IdCheck("", problem=f"15位身份证号“{number}”里的出生日期不存在，请核对。")
    return IdCheck(number, IdKind.OLD, born, _sex(number[14]))


def check_student_number(text: str) -> StudentNumberCheck:
    """Checks the form of a 学籍号 (G + ID number, L or J + region + birth date + …)."""
    number = text if text[:1] == "G" and _PLAIN.fullmatch(text, 1) else tidy_number(text)
    if _NUMBER_FORM.fullmatch(number):
        return StudentNumberCheck("", problem=f"“{number}”是科学计数法，后几位已经丢失，请从学籍系统重新导出。")
    if len(number) == 19 and number[0] == "G":
        check = check_id_number(number[1:])
        if check.problem:
            return StudentNumberCheck("", problem=f"学籍号“{number}”中的身份证件号不对：{check.problem}")
        return StudentNumberCheck(number, "G", check.birth_date)
    match = _TEMPORARY.fullmatch(number) or _WITHOUT_CARD.fullmatch(number)
    born = _date(match[1]) if match else None
    if born is None:
        return StudentNumberCheck("", problem=f"学籍号“{number}”不是G、L、J开头的19位全国学籍号，请核对。")
    return StudentNumberCheck(number, number[0], born)


@lru_cache(maxsize=8192)  # a school's birth dates repeat
def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _sex(digit: str) -> str:
    return "男" if int(digit) % 2 else "女"
