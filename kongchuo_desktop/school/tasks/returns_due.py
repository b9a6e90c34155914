"""Tasks of 劝返: children without a case, each case's next step, letters lying about, looks, ends, lists to check."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import on_roll, settling, suspects
from kongchuo_desktop.school.returns import signs as sign_room
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.settings import ReturnRules, in_force
from kongchuo_desktop.school.returns.suspects import OPEN, PARKED, SuspectFacts
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

PAGE = "returns"
CASES, WATCHING, SUSPECTS = "cases", "watching", "suspects"  # Opens.kind: sections of the page
NEW, LETTER = "new", "letter"  # Opens.slot
OFFICE = "教导处"
NAMED = 5
AHEAD = timedelta(days=7)  # a look after a child is announced


def tasks(reading: Reading) -> Iterator[Task]:
    """Children nobody persuades yet first, then what each case and list asks for."""
    yield from _signs(reading)
    found = case_room.cases(reading.session, today=reading.on, only_open=True)
    for one in found:
        yield from _of_case(one, reading)
    yield from _not_on_roll(reading)
    yield from _of_lists(reading)


def _signs(reading: Reading) -> Iterator[Task]:
    for one in sign_room.signs(reading.session, on=reading.on, away=reading.standing.away):
        child = one.pupil
        yield Task(
            key=f"returns/sign/{child.uid}/{one.left_on.isoformat()}", source="returns",
            title="接着原个案劝返" if one.again else "建劝返个案", sentence=one.told,
            who=_head(reading, child.class_id), due=reading.on, state=state_of(reading.on, reading.on),
            pupil=child.name, class_name=child.class_name,
            opens=Opens(PAGE, child.id, child.class_id, one.left_on, slot=NEW, kind=CASES),
        )  # fmt: skip


def _head(reading: Reading, class_id: int | None) -> str:
    room = reading.rooms.get(class_id or 0)
    return (room.head if room else "") or "班主任"


def _of_case(one: CaseFacts, reading: Reading) -> Iterator[Task]:
    who = one.holder or _head(reading, one.pupil.class_id)
    look = next((look for look in one.watches if look.confirmed_on is None), None)
    if look is not None and not one.away and one.waiting is None:
        if look.due <= reading.on + AHEAD:
            told = f"{one.returned_on:%Y-%m-%d}返校，该看看孩子是否还在校、过得怎样"
            yield _task(one, reading, f"watch/{look.due.isoformat()}", "返校跟踪", told, who, look.due, WATCHING)
        if one.plan is not None:
            return
    following = one.next(reading.on)
    lying = one.letters_lying
    for step in lying:
        told = f"{step.kind}{step.day.month}月{step.day.day}日已印发{step.number}，还没有登记送达"
        yield _task(one, reading, f"letter/{step.id}", "送达劝返文书", told, who, step.day, CASES, LETTER)
    if following is not None and not (lying and not following.kind) and not (look and not following.kind):
        yield _task(one, reading, f"next/{following.what}/{following.due}", following.what, _told(one), who,
                    following.due, CASES)  # fmt: skip


def _told(one: CaseFacts) -> str:
    if one.waiting is not None:
        return f"{one.waiting.sent_on:%Y-%m-%d}移交{one.waiting.to}，还没有收到接收证明"
    if not one.away:
        return f"{one.returned_on:%Y-%m-%d}返校"
    days = f"{one.since.month}月{one.since.day}日离校"
    again = f"，第{one.relapses}次反复" if one.relapses else ""
    missing = f"，还缺{'、'.join(one.missing[:3])}" if one.missing else ""
    return f"{days}{again}{missing}"


def _task(
    one: CaseFacts, reading: Reading, key: str, title: str, told: str, who: str, due: date, section: str,
    slot: str = "",
) -> Task:  # fmt: skip
    return Task(
        key=f"returns/{one.pupil.uid}/{key}", source="returns", title=title, sentence=told, who=who, due=due,
        state=state_of(due, reading.on), pupil=one.pupil.name, class_name=one.pupil.class_name,
        opens=Opens(PAGE, one.pupil.id, one.pupil.class_id, due, slot, one.id, section),
    )  # fmt: skip


def _not_on_roll(reading: Reading) -> Iterator[Task]:
    """Cases closed as 转学, 出国, 死亡 whose change nobody has entered."""
    found = on_roll.unentered(reading.session, today=reading.on)
    within = timedelta(days=in_force(reading.session, on=reading.on).roll_days) if found else timedelta()
    for one in found:
        child, due = one.pupil, one.closed_on + within
        told = f"个案{one.closed_on:%Y-%m-%d}按“{one.how}”结案，学籍上还是“{one.stands}”"
        yield Task(
            key=f"returns/{child.uid}/roll/{one.case_id}", source="returns", title=f"登记学籍异动“{one.kind}”",
            sentence=told, who=OFFICE, due=due, state=state_of(due, reading.on), pupil=child.name,
            class_name=child.class_name, opens=Opens(PAGE, child.id, child.class_id, due, "", one.case_id, CASES),
        )  # fmt: skip


def _of_lists(reading: Reading) -> Iterator[Task]:
    """Suspected children: not checked, not claimed, out without a case, ill without lessons, to be struck off."""
    found = suspects.suspects(reading.session, only_open=True)
    if not found:
        return
    rules = in_force(reading.session, on=reading.on)
    paths = settling.paths(reading.session, found=found)
    for key, title, lines, told in (
        ("check", "核查疑似失学儿童", [one for one in found if one.state == OPEN], "还没有入户核查"),
        ("claim", "认领或转交疑似失学儿童", [one for one in found if one.state == PARKED], "号码或身份待核"),
        ("case", "给失学儿童建个案", paths.without_case, "核实失学，还没有建劝返个案"),
        ("find", "查找失踪失联儿童", paths.not_found, "失踪失联，还没有建个案查找"),
        ("lessons", "安排送教上门", paths.without_lessons, "因病因残在家，还没有安排送教"),
        ("strike", "核销疑似失学名单", paths.to_close, "已有证明，可以核销"),
    ):
        if lines:
            yield _list_task(reading, key, title, lines, told, rules)


def _list_task(
    reading: Reading, key: str, title: str, lines: Sequence[SuspectFacts], told: str, rules: ReturnRules
) -> Task:
    first = min(one.listed_on for one in lines)
    due = first + timedelta(days=rules.check_days)
    names = "、".join(one.name for one in lines[:NAMED]) + ("等" if len(lines) > NAMED else "")
    return Task(
        key=f"returns/{key}/{first.isoformat()}", source="returns", title=title,
        sentence=f"{len(lines)}名{told}：{names}", who=OFFICE, due=due, state=state_of(due, reading.on),
        opens=Opens(PAGE, kind=SUSPECTS, slot=key),
    )  # fmt: skip
