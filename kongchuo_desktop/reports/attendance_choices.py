"""Questions that the reports of attendance ask, and their answers as dates and classes."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.dates import read_typed_date
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.kinds import Choice
from kongchuo_desktop.school.attendance.duties import week_of
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.identity import service as identity

CLASS = Choice("class", "班级", source="classes")
GRADE = Choice("grade", "年级", source="grades")
DATE = Choice("date", "日期", source="date")
MONTH = Choice("month", "月份", source="month")
FROM = Choice("from", "开始日期", source="date")
TO = Choice("to", "截止日期", source="date")
SIGNED = "校长（签字）：＿＿＿＿＿＿　　填报人（签字）：＿＿＿＿＿＿　　填报日期：＿＿＿＿年＿＿月＿＿日"
SIGNED_CLASS = "班主任（签字）：＿＿＿＿＿＿　　教导处（签收）：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"
UNIT = "人次按半天计（一名学生缺半天为1人次）；未点名的半天不计入应到和实到。"
MOST_NAMES = 12


def day_of(answers: Mapping[str, str], today: date, key: str = "date") -> date:
    """The day asked for; today when none is named."""
    text = answers.get(key, "").strip()
    found = read_typed_date(text, today) if text else today
    if found is None:
        raise UserError(f"看不懂日期“{text}”，请写成 2026-09-01 这样。")
    return found


def week_asked(answers: Mapping[str, str], today: date) -> tuple[date, date]:
    """Monday and Sunday of the week asked for."""
    days = week_of(day_of(answers, today))
    return days[0], days[-1]


def month_asked(answers: Mapping[str, str], today: date) -> tuple[date, date]:
    """First and last day of the month asked for (2026-09, or any day of it)."""
    text = (answers.get("month", "") or answers.get("date", "")).strip()
    parts = text.replace("年", "-").replace("月", "").replace("/", "-").split("-")
    try:
        year, month = (int(parts[0]), int(parts[1])) if text else (today.year, today.month)
        first = date(year, month, 1)
    except (ValueError, IndexError):
        raise UserError(f"看不懂月份“{text}”，请写成 2026-09 这样。") from None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def period_asked(session: Session, answers: Mapping[str, str], today: date) -> tuple[date, date]:
    """From and to; without an answer the term under way up to today."""
    term = identity.current_term(session, today=today)
    first = day_of(answers, today, "from") if answers.get("from") else (term.starts if term else today)
    last = day_of(answers, today, "to") if answers.get("to") else max(first, today)
    if last < first:
        raise UserError("截止日期不能早于开始日期。")
    return first, last


def rooms_asked(session: Session, answers: Mapping[str, str], today: date) -> tuple[ClassFacts, ...]:
    """The class asked for, or those of the grade asked for, or all."""
    rooms = class_room.classes(session, today=today)
    wanted, grade = answers.get("class", ""), answers.get("grade", "")
    found = tuple(
        room for room in rooms
        if (not wanted or room.full_name == wanted) and (not grade or grade in (str(room.grade), _grade(room)))
    )  # fmt: skip
    if not found and (wanted or grade):
        names = "、".join(room.full_name for room in rooms) or "（还没有班级）"
        raise UserError(f"没有“{wanted or grade}”，现有班级：{names}。")
    return found


def _grade(room: ClassFacts) -> str:
    return room.name.split("级")[0] + "级"


def named(names: Iterable[str]) -> str:
    """Names in a cell; a long list ends with how many they are."""
    every = list(names)
    return "、".join(every[:MOST_NAMES]) + (f"等{len(every)}人" if len(every) > MOST_NAMES else "")


def subtitle(session: Session, when: str) -> str:
    """School and period under a title."""
    return f"{identity.school(session).name}  {when}"


def shown(day: date) -> str:
    """2026年9月14日."""
    return f"{day.year}年{day.month}月{day.day}日"


def span_shown(first: date, last: date) -> str:
    """2026年9月14日—20日, months and years only where they differ."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{shown(first)}—{last.day}日"
    return f"{shown(first)}—{shown(last) if first.year != last.year else f'{last.month}月{last.day}日'}"


def percent(part: int, whole: int) -> float | None:
    """A rate with one decimal; None where there is nothing to divide by."""
    return round(100 * part / whole, 1) if whole else None


def weekday(day: date) -> str:
    """星期一."""
    return f"星期{'一二三四五六日'[day.weekday()]}"
