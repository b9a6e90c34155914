"""Dates as people and spreadsheets write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from kongchuo_desktop.kit.text import half_width

Precision = Literal["day", "month", "year"]

_EXCEL_DAY_ZERO = date(1899, 12, 30)  # the 1900 system, right from 1900-03-01 on
_SERIALS = range(21_001, 73_051)  # 1957-06-30 … 2099-12-31; below, 20191 is as likely a year and month
_NOISE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*Z?$")
_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_TENS = re.compile(r"([1-9])?十([1-9])?")
_SEPARATOR = r"[-/.年月、,—–\\_]"
_FULL = re.compile(rf"(\d{{4}}|\d{{2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})[日号]?")
_MONTH = re.compile(r"(\d{4})[-/.年、\\_](\d{1,2})(?:月份?)?[.。]?")
_YEAR = re.compile(r"((?:19|20)\d{2})年?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_CHINESE = re.compile(r"[〇○零Oo一二三四五六七八九十]")

_TYPED_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月、](\d{1,2})[日号]?")
_TYPED_DAY = re.compile(r"(\d{1,2})[日号]?")
_NEAR = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
_WEEKDAY = re.compile(r"(上+|本|这|下)?(?:周|星期|礼拜)([一二三四五六日天])")


@dataclass(frozen=True)
class ReadDate:
    """A date as far as it was written; what was not is filled with 1."""

    date: date
    precision: Precision


def read_date(written: object, *, first_year: int = 1900, last_year: int = 2100) -> ReadDate | None:
    """The date a cell or a text means; None when it means none, or more than one (2019.1 from a number cell)."""
    if isinstance(written, datetime):
        found: ReadDate | None = ReadDate(written.date(), "day")
    elif isinstance(written, date):
        found = ReadDate(written, "day")
    elif isinstance(written, bool) or written is None:
        return None
    elif isinstance(written, (int, float)):
        found = _from_number(float(written))
    else:
        found = _from_text(str(written), last_year)
    return found if found is not None and first_year <= found.date.year <= last_year else None


def _from_number(number: float) -> ReadDate | None:
    if not 0 < number < 1e8:
        return None
    if number == int(number):
        whole = int(number)
        return _from_serial(whole) if whole in _SERIALS else _from_compact(str(whole))
    if int(number) in _SERIALS:
        return _from_serial(int(number))
    text = repr(number)
    return None if text.endswith(".1") else _from_month(text)  # 2019.1 may have been 2019.10


def _from_serial(number: int) -> ReadDate:
    return ReadDate(_EXCEL_DAY_ZERO + timedelta(days=number), "day")


def _from_text(text: str, last_year: int) -> ReadDate | None:
    text = half_width(text).strip().strip("'‘’`\"").strip()
    text = _NOISE.sub("", _TIME.sub("", text))
    if _CHINESE.search(text):
        text = _TENS.sub(_ten, text.translate(_DIGITS))
    if text.isascii() and text.isdigit():
        return _from_serial(int(text)) if len(text) == 5 and int(text) in _SERIALS else _from_compact(text)
    if match := _FULL.fullmatch(text):
        year, month, day = match.groups()
        return _day(_whole_year(year, last_year), month, day)
    if _SERIAL.fullmatch(text) and int(text[:5]) in _SERIALS:
        return _from_serial(int(text[:5]))
    return _from_month(text)


def _ten(match: re.Match[str]) -> str:
    return f"{match[1] or '1'}{match[2] or '0'}"


def _from_compact(text: str) -> ReadDate | None:
    if match := _COMPACT.fullmatch(text):
        year, month, day = match.groups()
        return _day(int(year), month, day) if day else _month(year, month)
    return _from_month(text)


def _from_month(text: str) -> ReadDate | None:
    if match := _MONTH.fullmatch(text):
        return _month(match[1], match[2])
    if match := _YEAR.fullmatch(text):
        return ReadDate(date(int(match[1]), 1, 1), "year")
    return None


def _month(year: str, month: str) -> ReadDate | None:
    return ReadDate(date(int(year), int(month), 1), "month") if 1 <= int(month) <= 12 and int(year) else None


def _whole_year(year: str, last_year: int) -> int:
    """Two digits mean the latest year not after `last_year` (with a century to spare, the present one)."""
    if len(year) == 4:
        return int(year)
    newest = min(last_year, 2049)
    return int(year) + (newest - int(year)) // 100 * 100


def _day(year: int, month: str, day: str) -> ReadDate | None:
    try:
        return ReadDate(date(year, int(month), int(day)), "day")
    except ValueError:
        return None


def read_typed_date(text: str, today: date) -> date | None:
    """A day typed into a field: 9.1, 0901, 15, 昨天, 上周五, 20260901; without a year the one nearest to today."""
    text = _NOISE.sub("", half_width(text))
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if match := _WEEKDAY.fullmatch(text):
        return _weekday(match[1] or "", match[2], today)
    if match := _TYPED_MONTH_DAY.fullmatch(text) or re.fullmatch(r"(\d{2})(\d{2})", text):
        nearest = _nearest(int(match[1]), int(match[2]), today)
        if nearest or len(text) != 4 or not text.isdigit():
            return nearest
    if match := _TYPED_DAY.fullmatch(text):
        found = _day(today.year, str(today.month), match[1])
        return found.date if found else None
    full = read_date(text)
    return full.date if full and full.precision == "day" else None


def _weekday(which: str, day: str, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    weeks = -len(which) if "上" in which else int(which == "下")
    return monday + timedelta(days=weeks * 7 + "一二三四五六日".index(day.replace("天", "日")))


def _nearest(month: int, day: int, today: date) -> date | None:
    near = (_day(year, str(month), str(day)) for year in range(today.year - 4, today.year + 5))
    days = [found.date for found in near if found]
    return min(days, key=lambda one: (abs(one - today), one), default=None)
