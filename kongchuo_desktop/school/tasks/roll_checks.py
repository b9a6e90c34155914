"""Tasks from the term's roll check: classes not counted in its first week, differences nobody has settled."""

from collections.abc import Iterator
from datetime import timedelta

from kongchuo_desktop.school.enrolment import area, presence, roll_checks
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

FIRST_WEEK = timedelta(days=6)  # the check belongs to the first week of a term (policy: opening calendar)
SEASON = timedelta(days=45)  # after that a class that was never counted is no longer asked for
PATIENCE = timedelta(days=14)  # a difference is settled within two weeks


def tasks(reading: Reading) -> Iterator[Task]:
    """Classes first, then differences by check, then children of the area whose whereabouts are unproven."""
    yield from _classes(reading)
    yield from _differences(reading)
    yield from _area(reading)


def _classes(reading: Reading) -> Iterator[Task]:
    term = identity.current_term(reading.session, today=reading.on)
    if term is None or not term.starts <= reading.on <= term.starts + SEASON:
        return
    due = term.starts + FIRST_WEEK
    for state in presence.progress(reading.session, term_opens=term.starts, today=reading.on):
        if state.check_id is None and state.expected:
            room = state.room
            yield Task(
                key=f"rollcheck/{room.id}/{term.starts.isoformat()}", source="rollcheck", title="开学学籍核查",
                sentence=f"{room.full_name}（{state.expected}人）还没有逐人核对人籍是否一致",
                who=room.head or "班主任", due=due, state=state_of(due, reading.on), class_name=room.full_name,
                opens=Opens("enrolment", class_id=room.id, kind="rollcheck"),
            )  # fmt: skip


def _differences(reading: Reading) -> Iterator[Task]:
    waiting: dict[int, list[roll_checks.DifferenceFacts]] = {}
    for item in roll_checks.differences(reading.session, only_open=True):
        waiting.setdefault(item.check_id, []).append(item)
    for check, items in waiting.items():
        due = items[0].day + PATIENCE
        names = "、".join(item.name for item in items[:3]) + ("等" if len(items) > 3 else "")
        yield Task(
            key=f"rolldifference/{check}", source="rollcheck", title="办结核查差异",
            sentence=f"{items[0].day.month}月{items[0].day.day}日核查还有{len(items)}项差异没有结果：{names}",
            who="教导处", due=due, state=state_of(due, reading.on),
            opens=Opens("enrolment", step=check, kind="rollcheck"),
        )  # fmt: skip


def _area(reading: Reading) -> Iterator[Task]:
    """One for the whole list: asked for at the end of the registration months March and September."""
    children = [one for one in area.children(reading.session, today=reading.on) if one.due(reading.on)]
    of_age = [one for one in children if one.age is None or 6 <= one.age <= 15]
    if of_age:
        names = "、".join(one.name for one in of_age[:3]) + ("等" if len(of_age) > 3 else "")
        again = [one.checked_on + area.CHECK_AFTER for one in of_age if one.checked_on and one.proof]
        due = min(again, default=reading.on)
        yield Task(
            key="area", source="rollcheck", title="核实服务区适龄儿童去向",
            sentence=f"{len(of_age)}名不在本校的适龄儿童去向没有证明或超过一学期未核实：{names}",
            who="教导处", due=due, state=state_of(due, reading.on), opens=Opens("enrolment", kind="area"),
        )  # fmt: skip
