"""Tasks from the ladder of absence: every duty that is not closed."""

from collections.abc import Iterator

from kongchuo_desktop.school.attendance.duties import Duty, DutyState
from kongchuo_desktop.school.tasks.agenda import Opens, Task
from kongchuo_desktop.school.tasks.reading import Reading


def tasks(reading: Reading) -> Iterator[Task]:
    """One for each open step of each child."""
    for duty in reading.standing.duties:
        if duty.state is not DutyState.CLOSED:
            yield Task(
                key=f"ladder/{duty.rule_set}/{duty.pupil.uid}/{duty.step.number}/{duty.crossed_on.isoformat()}",
                source="ladder", title=duty.step.duty, sentence=sentence(duty), who=duty.who, due=duty.due,
                state=duty.state, pupil=duty.pupil.name, class_name=duty.pupil.class_name, papers=duty.step.papers,
                opens=Opens("duty", duty.pupil.id, duty.pupil.class_id, duty.crossed_on, step=duty.step.number),
            )  # fmt: skip


def sentence(duty: Duty) -> str:
    """What happened and under which rule: 9月14日起旷课1天;9月15日没有点名;已返校。依据…"""
    days = sorted(duty.away)
    first, last = days[0], days[-1]
    span = f"{first.month}月{first.day}日" + ("" if first == last else f"至{last.month}月{last.day}日")
    how_long = f"旷课{duty.days_away:g}天" if duty.days_away else "旷课"
    unknown = "、".join(f"{day.month}月{day.day}日" for day in duty.unknown)
    told = [f"{span}{how_long}", f"其中{unknown}没有点名" if unknown else "", "" if duty.still_away else "已返校"]
    return f"{'，'.join(part for part in told if part)}。依据：{duty.rule}第{duty.step.number}步“{duty.step.title}”"
