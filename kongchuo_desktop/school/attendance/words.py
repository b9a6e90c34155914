"""A stretch of absence in the words of papers."""

from datetime import date

from kongchuo_desktop.school.attendance.duties import Duty


def absence_in_words(duty: Duty) -> str:
    """自2026年11月12日至11月20日旷课共7天 · 2026年11月20日旷课半天 · 2026年11月20日旷课4节."""
    days = sorted(duty.away)
    if not duty.days_away or (len(days) == 1 and duty.periods and duty.days_away < 1):
        return f"于{_long(days[0])}旷课{duty.periods}节"
    length = "半天" if duty.days_away == 0.5 else f"{duty.days_away:g}天"
    if len(days) == 1:
        return f"于{_long(days[0])}旷课{length}"
    return f"自{_long(days[0])}至{_short(days[-1], days[0])}旷课共{length}"


def days_in_words(duty: Duty) -> str:
    """Every day of it, months named once; and the days in between of which no register tells."""
    told = _listed(sorted(duty.away))
    unknown = _listed(sorted(duty.unknown))
    return told + (f"(其间{unknown}没有点名，未计入)" if unknown else "")


def _listed(days: list[date]) -> str:
    parts: list[str] = []
    for place, day in enumerate(days):
        same = place and (days[place - 1].year, days[place - 1].month) == (day.year, day.month)
        parts.append(f"{day.day}日" if same else f"{day.month}月{day.day}日")
    return "、".join(parts)


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _short(day: date, other: date) -> str:
    return f"{day.month}月{day.day}日" if day.year == other.year else _long(day)
