"""The State Council's holidays and 调休 days as a preset; the school's calendar stays editable."""

from datetime import date, timedelta

from kongchuo_desktop.school.identity.rules import SATURDAY, DayException

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def published_until() -> date:
    """The last day the library knows; each autumn the next year is published."""
    import chinese_calendar

    return date(max(chinese_calendar.holidays).year, 12, 31)


def published_days(first: date, last: date) -> dict[date, DayException]:
    """Exceptions from `first` to `last` as far as they have been published (weekends that stay free are none)."""
    import chinese_calendar

    days: dict[date, DayException] = {}
    day, end = first, min(last, published_until())
    while day <= end:
        if chinese_calendar.is_in_lieu(day) or day in chinese_calendar.holidays:
            name = NAMES.get(chinese_calendar.get_holiday_detail(day)[1] or "", "放假")
            days[day] = DayException(teaching=False, label=name)
        elif day in chinese_calendar.workdays and day.weekday() >= SATURDAY:
            name = NAMES.get(chinese_calendar.get_holiday_detail(day)[1] or "", "")
            days[day] = DayException(teaching=True, label=f"{name}调休上课")
        day += timedelta(days=1)
    return days
