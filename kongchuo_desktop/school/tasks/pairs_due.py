"""Tasks from pairs: helpers behind their promise, children nobody met this month, ended pairs without a summary."""

from collections.abc import Iterator
from datetime import timedelta

from kongchuo_desktop.school.pairing import promises
from kongchuo_desktop.school.pairing.promises import Kept
from kongchuo_desktop.school.pairing.rules import month_of
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

PATIENCE = timedelta(days=14)  # a summary is written within two weeks of the end


def tasks(reading: Reading) -> Iterator[Task]:
    """One for each helper who is behind, one for all the children nobody met, one for each summary."""
    yield from _behind(reading)
    yield from _alone(reading)
    yield from _summaries(reading)


def _behind(reading: Reading) -> Iterator[Task]:
    late: dict[str, list[Kept]] = {}
    for one in promises.kept(reading.session, on=reading.on, today=reading.on):
        if one.behind:
            late.setdefault(one.pair.helper, []).append(one)
    due = month_of(reading.on)[1]
    for helper, items in late.items():
        told = "；".join(f"{one.pair.pupil}（{one.promise.words()}）" for one in items[:3])
        more = f"等{len(items)}人" if len(items) > 3 else ""
        yield Task(
            key=f"pairs/{items[0].pair.helper_key}/{due.isoformat()}", source="pairs", title="补上结对约定",
            sentence=f"{helper}本月结对落后：{told}{more}", who=helper, due=due, state=state_of(due, reading.on),
            opens=Opens("pairs", pupil_id=items[0].pair.pupil_id, kind="promises"),
        )  # fmt: skip


def _alone(reading: Reading) -> Iterator[Task]:
    found = promises.nobody_met(reading.session, on=reading.on, today=reading.on)
    if found and reading.on.day > 7:
        due = month_of(reading.on)[1]
        names = "、".join(one.pupil for one in found[:5]) + ("等" if len(found) > 5 else "")
        yield Task(
            key=f"pairs/alone/{due.isoformat()}", source="pairs", title="见一见结对学生",
            sentence=f"{len(found)}名结对学生本月还没有人见过：{names}", who="教导处", due=due,
            state=state_of(due, reading.on), opens=Opens("pairs", kind="promises"),
        )  # fmt: skip


def _summaries(reading: Reading) -> Iterator[Task]:
    for pair in promises.without_summary(reading.session, today=reading.on):
        due = (pair.until or reading.on) + PATIENCE
        yield Task(
            key=f"pairs/summary/{pair.uid}", source="pairs", title="写结对总结",
            sentence=f"{pair.helper}与{pair.pupil}的结对已结束（{pair.ended_why}），还没有总结", who=pair.helper,
            due=due, state=state_of(due, reading.on), pupil=pair.pupil, class_name=pair.class_name,
            opens=Opens("pairs", pupil_id=pair.pupil_id, kind="pairs"),
        )  # fmt: skip
