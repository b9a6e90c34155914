"""Tasks from the register of concern: high and nobody has acted; care records and adults of left-behind children."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from kongchuo_desktop.school.levels import service as levels
from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pairing.care import CareLine
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

PAGE = "concern"
NAMED = 5
AHEAD = timedelta(days=10)  # how long before the end of a month its care records are listed


def tasks(reading: Reading) -> Iterator[Task]:
    """Who waits, soonest first; then what left-behind children are owed this month."""
    yield from _forgotten(reading)
    if care.term_under_way(reading.session, on=reading.on) is not None:
        yield from _care(reading)


def _forgotten(reading: Reading) -> Iterator[Task]:
    """One for each child; the level itself stays on its own page: this list may hang on a wall."""
    for item in levels.forgotten(reading.session, on=reading.on, duties=reading.standing.duties):
        since = reading.on - timedelta(days=item.waiting)
        yield Task(
            key=f"concern/forgotten/{item.pupil_id}/{since.isoformat()}", source="concern", title="重点学生跟进",
            sentence=f"已{item.waiting}天没有家访、谈心或办理记录", who=item.head or "班主任", due=reading.on,
            state=state_of(reading.on, reading.on), pupil=item.name, class_name=item.class_name,
            opens=Opens(PAGE, item.pupil_id, item.class_id, kind="levels"),
        )  # fmt: skip


def _care(reading: Reading) -> Iterator[Task]:
    """By class: this month's records, and posts that nobody holds. Only where the school names such adults at all."""
    on = reading.on
    lines = care.lines(reading.session, on=on)
    if not any(line.carers for line in lines):
        return
    month_end = date(on.year, on.month, monthrange(on.year, on.month)[1])
    by_class: dict[str, list[CareLine]] = {}
    for line in lines:
        by_class.setdefault(line.class_name, []).append(line)
    for room, mine in by_class.items():
        owed = [line for line in mine if line.due]
        if owed and month_end - AHEAD <= on:
            yield _task(f"concern/care/{mine[0].class_id}/{on:%Y-%m}", "写本月关爱记录", owed, room, month_end, on,
                        f"{on.month}月还有{len(owed)}名留守儿童没有关爱记录")  # fmt: skip
        lacking = [line for line in mine if line.lacks]
        if lacking:
            yield _task(f"concern/carers/{mine[0].class_id}", "落实一长三员", lacking, room, month_end, on,
                        f"{len(lacking)}名留守儿童的一长三员还没有配齐")  # fmt: skip


def _task(key: str, title: str, lines: list[CareLine], room: str, due: date, on: date, told: str) -> Task:
    names = "、".join(line.name for line in lines[:NAMED])
    more = "等" if len(lines) > NAMED else ""
    return Task(
        key=key, source="concern", title=title, sentence=f"{told}：{names}{more}", who=lines[0].head or "班主任",
        due=due, state=state_of(due, on), class_name=room, opens=Opens(PAGE, class_id=lines[0].class_id, kind="care"),
    )  # fmt: skip
