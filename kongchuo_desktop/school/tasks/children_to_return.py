"""Tasks from the return check: classes that are not whole after a term's opening or a long holiday."""

from collections.abc import Iterator

from kongchuo_desktop.school.attendance import returning
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.returning import FIRST_DAYS, ReturnClass
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading


def tasks(reading: Reading) -> Iterator[Task]:
    """A report a day from each class until it is whole; in the first five school days, from then on only the list."""
    opening = returning.current_opening(reading.session, today=reading.on)
    if opening is None:
        return
    days = calendar_of(reading.session).taught(opening.day, reading.on)
    if len(days) > FIRST_DAYS or reading.on not in days:
        return
    for room in returning.state(reading.session, opening=opening, today=reading.on).classes:
        if not room.whole:
            yield Task(
                key=f"returning/{opening.day.isoformat()}/{room.class_id}", source="returning", title=opening.why,
                sentence=_sentence(room), who=room.head or "班主任", due=reading.on,
                state=state_of(reading.on, reading.on), class_name=room.name,
                opens=Opens("returning", class_id=room.class_id, day=opening.day),
                papers=("return_report",),
            )  # fmt: skip


def _sentence(room: ReturnClass) -> str:
    if not room.begun:
        return f"{room.name}还没有登记报到情况（应到{len(room.lines)}人）"
    names = "、".join(line.name for line in room.missing[:5])
    more = "等" if len(room.missing) > 5 else ""
    unasked = sum(1 for line in room.missing if not line.answer)
    told = f"，其中{unasked}人还没有问到去向" if unasked else ""
    return f"{room.name}还有{len(room.missing)}人未到校：{names}{more}{told}"
