"""Tasks from visits and talks: families not yet seen, agreed next visits and talks, promises, lessons at home."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits.coverage_rules import Coverage, Family
from kongchuo_desktop.school.visits.due import left_open, year_began
from kongchuo_desktop.school.visits.rules import COUNSELLING
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.school.visits.talks import TalkFacts
from kongchuo_desktop.school.visits.teaching import AtHome, at_home

PAGE = "visits"  # Opens.kind is a section of it
PROMISE, PLAN = "promise", "plan"  # Opens.slot: what of a visit, what of a child taught at home
AHEAD = timedelta(days=14)  # how long before its day an agreed contact is listed
NAMED = 5


def tasks(reading: Reading) -> Iterator[Task]:
    """What the term's plan asks for and what earlier visits, talks and lessons left to do."""
    spans = identity.terms(reading.session)
    term = next((span for span in spans if span.starts <= reading.on <= span.ends), None)
    if term is not None:
        yield from _planned(plan.coverage(reading.session, term=term, today=reading.on, to_remind=True))
        yield from _taught(at_home(reading.session, term=term, today=reading.on), term, reading.on)
    yield from _agreed(reading, year_began(spans, reading.on))


def _planned(found: Coverage) -> Iterator[Task]:
    """A task for each key family when its next visit comes near; one for each teacher's other families."""
    together: dict[tuple[str, date], list[Family]] = {}
    remind = timedelta(days=found.rules.remind_days)
    for family in found.whole.families:
        if family.due is None or family.due - remind > found.on:
            continue
        if family.is_key or family.is_held:
            yield _family_task(family, found)
        else:
            together.setdefault((family.visitor, family.due), []).append(family)
    for (visitor, due), families in together.items():
        names = "、".join(family.children[0].name for family in families[:NAMED])
        more = f"等{len(families)}户" if len(families) > NAMED else ""
        yield Task(
            key=f"visits/plan/{found.term.key}/{visitor}/{due.isoformat()}", source="visits", title="完成本学期家访",
            sentence=f"还有{len(families)}户本学期没有家访：{names}{more}", who=visitor or "教导处", due=due,
            state=state_of(due, found.on), class_name="、".join(_classes(families)), opens=Opens(PAGE, kind="coverage"),
        )  # fmt: skip


def _family_task(family: Family, found: Coverage) -> Task:
    due = family.due or found.on
    why = "重点家庭" if family.is_key else "另有安排"
    child = family.children[0]
    return Task(
        key=f"visits/family/{found.term.key}/{child.uid}/{len(family.seen_on)}", source="visits", title="家访",
        sentence=f"{why}，本学期要家访{family.wanted}次，已访{len(family.seen_on)}次", who=family.visitor or "教导处",
        due=due, state=state_of(due, found.on), pupil=family.names, class_name=child.class_name,
        opens=Opens(PAGE, child.id, kind="visits", day=due), papers=("visit_form",),
    )  # fmt: skip


def _classes(families: Iterable[Family]) -> list[str]:
    return list(dict.fromkeys(family.children[0].class_name for family in families))[:3]


def _agreed(reading: Reading, since: date) -> Iterator[Task]:
    """Promises to look after and contacts agreed on, a fortnight before their day."""
    left, until = left_open(reading.session, since=since), reading.on + AHEAD
    yield from (_promise(visit, reading.on) for visit in left.promises if (visit.promise_due or visit.day) <= until)
    yield from (_again(visit, reading.on) for visit in left.visits if (visit.next_on or visit.day) <= until)
    yield from (_talk(talk, reading.on) for talk in left.talks if (talk.next_on or talk.day) <= until)


def _promise(visit: VisitFacts, on: date) -> Task:
    due, child = visit.promise_due or visit.day, visit.pupils[0]
    return Task(
        key=f"visits/promise/{visit.uid}", source="visits", title="核对家长承诺是否落实",
        sentence=f"{visit.day.month}月{visit.day.day}日家访，家长承诺：{visit.promise}", who=_goes(visit), due=due,
        state=state_of(due, on), pupil=visit.names, class_name=child.class_name,
        opens=Opens(PAGE, child.id, kind="visits", slot=PROMISE, step=visit.id),
    )  # fmt: skip


def _again(visit: VisitFacts, on: date) -> Task:
    due, child = visit.next_on or visit.day, visit.pupils[0]
    purpose = f"：{visit.purpose}" if visit.purpose else ""
    return Task(
        key=f"visits/next/{visit.uid}", source="visits", title="约定的再次家访",
        sentence=f"{visit.day.month}月{visit.day.day}日家访时约定再访{purpose}", who=_goes(visit), due=due,
        state=state_of(due, on), pupil=visit.names, class_name=child.class_name,
        opens=Opens(PAGE, child.id, kind="visits", day=due), papers=("visit_form",),
    )  # fmt: skip


def _talk(talk: TalkFacts, on: date) -> Task:
    due = talk.next_on or talk.day
    told = "" if talk.kind == COUNSELLING or not talk.topic else f"：{talk.topic}"
    return Task(
        key=f"visits/talk/{talk.uid}", source="visits", title=f"约定的再次{talk.kind}",
        sentence=f"{talk.day.month}月{talk.day.day}日{talk.kind}{told}", who=talk.talker or "班主任", due=due,
        state=state_of(due, on), pupil=talk.pupil, class_name=talk.class_name,
        opens=Opens(PAGE, talk.pupil_id, kind="talks"),
    )  # fmt: skip


def _goes(visit: VisitFacts) -> str:
    return visit.visitors[0] if visit.visitors else "班主任"


def _taught(found: Iterable[AtHome], term: TermSpan, on: date) -> Iterator[Task]:
    """A month's lessons that are owed; a child without a plan for the term."""
    for child in found:
        person = child.placement.pupil
        who = (child.plan.teachers if child.plan else "") or "教导处"
        for month in child.months:
            if month.lacking:
                yield Task(
                    key=f"visits/teaching/{person.uid}/{month.first:%Y-%m}", source="visits", title="送教上门",
                    sentence=f"{month.name}应送教{month.wanted}次，已送{month.held}次", who=who, due=month.last,
                    state=state_of(month.last, on), pupil=person.name, class_name=person.class_name,
                    opens=Opens(PAGE, person.id, kind="teaching", day=month.last), papers=("home_teaching",),
                )  # fmt: skip
        if child.plan is None and child.placement.until is None:
            due = min(term.ends, max(term.starts, child.placement.since) + AHEAD)
            yield Task(
                key=f"visits/teaching-plan/{person.uid}/{term.key}", source="visits", title="制订送教计划",
                sentence=f"{term.name}还没有送教计划（一人一案）", who=who, due=due, state=state_of(due, on),
                pupil=person.name, class_name=person.class_name,
                opens=Opens(PAGE, person.id, kind="teaching", slot=PLAN),
            )  # fmt: skip
