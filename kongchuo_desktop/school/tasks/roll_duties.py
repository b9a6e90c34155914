"""Tasks from the roll: 回执 to chase, leave that ends, children elsewhere, files and destinations to complete."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kongchuo_desktop.school.enrolment import chase, destinations, elsewhere
from kongchuo_desktop.school.enrolment.events import EventFacts, events
from kongchuo_desktop.school.enrolment.rules import KINDS
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

PAGE = "enrolment"
WEEK = timedelta(days=7)
YEAR = timedelta(days=365)
SOON = timedelta(days=14)  # how long ahead a check of a child elsewhere is announced
FILES_SINCE = timedelta(days=180)  # newcomers of longer ago are the incomplete list's business


def tasks(reading: Reading) -> Iterator[Task]:
    """Everything that is due, or will be within days."""
    values = {key: rule.value for key, rule in identity.rules(reading.session, on=reading.on).items()}
    yield from _chase(reading)
    yield from _leave(reading, values)
    yield from _elsewhere(reading)
    yield from _files(reading, values)
    yield from _destinations(reading)


def _days(values: Mapping[str, str], key: str, usual: int) -> timedelta:
    try:
        return timedelta(days=int(float(values[key])))
    except (KeyError, ValueError):
        return timedelta(days=usual)


def _head(reading: Reading, event: EventFacts) -> str:
    """Whoever leads the child's class, else the office."""
    room = reading.rooms.get(event.from_class_id or event.to_class_id or 0)
    return (room.head if room else "") or "班主任"


def _chase(reading: Reading) -> Iterator[Task]:
    for one in chase.chased(reading.session, on=reading.on):
        event, step = one.event, one.step
        if step is None:
            continue
        place = f"{event.region}{event.place}"
        where = f"{event.kind}到{place}" if place else f"{event.kind}，去向没有登记"
        yield Task(
            key=f"chase/{event.id}/{step.number}", source="chase", title=step.duty,
            sentence=f"{event.name}{event.day.month}月{event.day.day}日{where}，已{one.working_days}个工作日没有回执",
            who=_head(reading, event) if step.who == "班主任" else step.who, due=one.due,
            state=state_of(one.due, reading.on), pupil=event.name, class_name=event.class_name,
            opens=Opens(PAGE, pupil_id=event.pupil_id, day=event.day, kind="chase"), papers=step.papers,
        )  # fmt: skip


def _leave(reading: Reading, values: Mapping[str, str]) -> Iterator[Task]:
    """Thirty days before the leave ends, a week before, and on the day."""
    ahead = _days(values, "enrolment.leave_days", 30)
    away = events(reading.session, last=reading.on, kinds=("休学",), status="休学")
    for pupil_id, event in {one.pupil_id: one for one in away}.items():
        back = event.expected_return or event.day + YEAR
        if reading.on < back - ahead:
            continue
        title, due = _leave_step(reading.on, back)
        said = "" if event.expected_return else "（没有登记预计复学日期，按一年算）"
        yield Task(
            key=f"leave/{event.id}/{title}", source="leave", title=title,
            sentence=f"{event.name}休学到{back.month}月{back.day}日{said}，{_left(reading.on, back)}",
            who=_head(reading, event), due=due, state=state_of(due, reading.on), pupil=event.name,
            class_name=event.class_name, opens=Opens(PAGE, pupil_id=pupil_id, day=event.day, kind="changes"),
            papers=("return_form",),
        )  # fmt: skip


def _leave_step(on: date, back: date) -> tuple[str, date]:
    if on < back - WEEK:
        return "联系休学学生家长，问复学打算", back - WEEK
    return ("确认休学学生能否按时复学", back) if on < back else ("办理复学，或办理延长休学", back)


def _left(on: date, back: date) -> str:
    days = (back - on).days
    if days > 0:
        return f"还有{days}天"
    return "今天期满" if days == 0 else f"已过期{-days}天"


def _elsewhere(reading: Reading) -> Iterator[Task]:
    for stay in elsewhere.stays(reading.session, on=reading.on):
        due = stay.next_due
        if due is None or due > reading.on + SOON:
            continue
        last = f"上次{stay.last.day.month}月{stay.last.day.day}日核实" if stay.last else "还没有核实过"
        yield Task(
            key=f"elsewhere/{stay.id}/{due.isoformat()}", source="elsewhere", title="核实随迁就读情况",
            sentence=f"{stay.name}在{stay.school_name or '外地'}就读，{last}，请联系家长或学校核实",
            who=stay.minder or "班主任", due=due, state=state_of(due, reading.on), pupil=stay.name,
            class_name=stay.class_name, opens=Opens(PAGE, pupil_id=stay.pupil_id, kind="elsewhere"),
        )  # fmt: skip


def _files(reading: Reading, values: Mapping[str, str]) -> Iterator[Task]:
    """Newcomers still without a 学籍号."""
    coming = [kind.name for kind in KINDS if kind.way == "in"]
    fresh = events(reading.session, first=reading.on - FILES_SINCE, last=reading.on, kinds=coming, status="在读")
    for event in fresh:
        if event.student_number:
            continue
        due = event.day + _days(values, "enrolment.file_days", 30)
        if due > reading.on + SOON:
            continue
        yield Task(
            key=f"file/{event.id}", source="file", title="建好或接续学籍",
            sentence=f"{event.name}{event.day.month}月{event.day.day}日{event.kind}，还没有学籍号", who="教导处",
            due=due, state=state_of(due, reading.on), pupil=event.name, class_name=event.class_name,
            opens=Opens("pupils", pupil_id=event.pupil_id),
        )  # fmt: skip


def _destinations(reading: Reading) -> Iterator[Task]:
    """By the end of September every graduate's destination is known; asked for from 1 September on."""
    year = school_year_of(reading.on) - 1
    unknown = [one for one in destinations.graduates(reading.session, year=year) if not one.kind]
    due = date(year + 1, 9, 30)
    for room, count in sorted(Counter(one.event.class_name for one in unknown).items()):
        names = "、".join(one.event.name for one in unknown if one.event.class_name == room)
        yield Task(
            key=f"destinations/{year}/{room}", source="destinations", title="核实毕业生去向",
            sentence=f"{year + 1}届{room}还有{count}名毕业生去向没有核实：{_short(names)}", who="教导处", due=due,
            state=state_of(due, reading.on), class_name=room, opens=Opens(PAGE, kind="turn"),
        )  # fmt: skip


def _short(names: str) -> str:
    return names if len(names) <= 30 else f"{names[:28]}……"
