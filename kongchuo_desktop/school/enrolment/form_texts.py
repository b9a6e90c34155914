"""How a value is written into an office's form: dates, yes and no, shares, masked numbers, text with {names} in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.kit.dates import ReadDate
from kongchuo_desktop.kit.errors import UserError

REAL_DATE = "日期格"  # a date that Excel counts with, shown as the form's own cell says
PAGE, PAGES = "页码", "总页数"  # of a form that goes on on copies of its sheet
MASKED = "遮住中间"  # a number of a paper: its first six and last four characters
# style, by the first of September 2026 → the whole date, and the date of which no day is known
DATE_STYLES: Mapping[str, tuple[str, str]] = {
    "2026-09-01": ("{y}-{m:02}-{d:02}", "{y}-{m:02}"),
    "20260901": ("{y}{m:02}{d:02}", "{y}{m:02}"),
    "2026.9.1": ("{y}.{m}.{d}", "{y}.{m}"),
    "2026.09.01": ("{y}.{m:02}.{d:02}", "{y}.{m:02}"),
    "2026/9/1": ("{y}/{m}/{d}", "{y}/{m}"),
    "2026年9月1日": ("{y}年{m}月{d}日", "{y}年{m}月"),
    "2026年9月": ("{y}年{m}月", "{y}年{m}月"),
    "2026.9": ("{y}.{m}", "{y}.{m}"),
    "2026.09": ("{y}.{m:02}", "{y}.{m:02}"),
    "2026-09": ("{y}-{m:02}", "{y}-{m:02}"),
    "202609": ("{y}{m:02}", "{y}{m:02}"),
    "9月1日": ("{m}月{d}日", "{m}月"),
    "9.1": ("{m}.{d}", "{m}"),
    "2026": ("{y}", "{y}"),
}
USUAL_DATE = "2026-09-01"
PAIRS = ("√/", "1/0", "0/1", "1/2", "有/无", "住校/走读")  # offered for two-valued fields; any A/B is taken
_FIRST, _SECOND = {"是", "男", "有"}, {"否", "女", "无"}
_NAME = re.compile(r"\{([^{}|]{1,40})(?:\|([^{}|]{0,20}))?\}")


@dataclass(frozen=True)
class Share:
    """A rate with its two figures; written as 99.92% unless the form's cell counts in per cent itself."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """The ratio, None of nothing."""
        return self.part / self.whole if self.whole else None


Value = str | int | float | date | ReadDate | Share | None


def written(value: Value, style: str = "", dates: str = USUAL_DATE) -> str:
    """A value as text in one of the styles; "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, date):
        value = ReadDate(value, "day")
    if isinstance(value, ReadDate):
        return _written_date(value, style, dates)
    if isinstance(value, Share):
        return "" if value.value is None else f"{value.value * 100:.2f}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _written_text(str(value), style)


def _written_date(day: ReadDate, style: str, dates: str) -> str:
    known = DATE_STYLES.get(style) or DATE_STYLES.get(dates) or DATE_STYLES[USUAL_DATE]
    if day.precision == "year":
        return str(day.date.year)
    return known[day.precision == "month"].format(y=day.date.year, m=day.date.month, d=day.date.day)


def _written_text(text: str, style: str) -> str:
    if style == MASKED and len(text) > 10:
        return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}"
    if style.count("/") == 1 and text in _FIRST | _SECOND:
        return style.split("/")[text in _SECOND]
    return text


def names_in(text: str) -> tuple[str, ...]:
    """The names in braces, in order."""
    return tuple(match[1].strip() for match in _NAME.finditer(text))


def filled_text(text: str, values: Mapping[str, Value], dates: str = USUAL_DATE) -> Value:
    """The text with its names replaced; a text that is one name and nothing else stays a number or a date."""
    alone = _NAME.fullmatch(text.strip())
    if alone and not alone[2] and not isinstance(values.get(alone[1].strip()), date | ReadDate):
        return values.get(alone[1].strip())
    if alone and alone[2] == REAL_DATE:
        return values.get(alone[1].strip())

    def put(match: re.Match[str]) -> str:
        return written(values.get(match[1].strip()), match[2] or "", dates)

    return _NAME.sub(put, text)


def check_style(style: str, where: str) -> None:
    """Raises the sentence of a style that nobody knows."""
    if style and style not in DATE_STYLES and style not in (REAL_DATE, MASKED) and style.count("/") != 1:
        known = "、".join((*list(DATE_STYLES)[:6], REAL_DATE, MASKED, "√/"))
        raise UserError(f"{where}的写法“{style}”不认识，可以写：{known} 等。")


def check_text(text: str, where: str) -> None:
    """Raises the sentence of braces that do not close, or of a style nobody knows."""
    rest = _NAME.sub("", text)
    if "{" in rest or "}" in rest:
        raise UserError(f"{where}的“{text[:30]}”里大括号不成对，要写成“{{学校名称}}”这样。")
    for match in _NAME.finditer(text):
        check_style(match[2] or "", where)
