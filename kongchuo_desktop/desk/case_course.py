"""The course of a case in order, from its first sign to its end, as lines of plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.school.returns.cases import CaseFacts, StepFacts, WatchFacts
from kongchuo_desktop.school.returns.rules import BACK, PLAN

WITHOUT_PROOF = "无证明结案"
THERE = {True: "在校", False: "不在校", None: "没有写明"}
LEFT, OPENED, STEP, RETURNED, WATCHED, HANDED, CLOSED = range(7)


@dataclass(frozen=True)
class Line:
    """One line: when, what, who, and what came of it. `sort` orders what fell on one day."""

    day: date
    sort: int
    what: str
    who: str = ""
    told: str = ""
    letter: bool = False  # the step is a numbered letter


def course(one: CaseFacts) -> tuple[Line, ...]:
    """Everything that happened in a case, oldest first."""
    return tuple(sorted(_lines(one), key=lambda line: (line.day, line.sort)))


def _lines(one: CaseFacts) -> Iterator[Line]:
    for episode in one.episodes:
        again = f"第{episode.number}次离校" if episode.number > 1 else "离校"
        yield Line(episode.left_on, LEFT, again, "", episode.why)
        if episode.returned_on:
            yield Line(episode.returned_on, RETURNED, "返校", "", episode.returned_how)
    for closing in one.closings:
        yield Line(closing.day, CLOSED, f"结案：{closing.how}", closing.by, closing.evidence or WITHOUT_PROOF)
    yield Line(one.opened_on, OPENED, f"建个案（{one.opened_from}）", one.holder, one.sign)
    for step in one.steps:
        sort = RETURNED if step.kind in (BACK, PLAN) else STEP
        yield Line(step.day, sort, step.kind, step.people, step_words(step), step.notice_id is not None)
    for watch in one.watches:
        if watch.confirmed_on:
            yield Line(
                watch.confirmed_on, WATCHED, f"返校后跟踪：{THERE[watch.there]}", watch.confirmed_by, watched(watch)
            )
    for handover in one.handovers:
        yield Line(handover.sent_on, HANDED, f"移交{handover.to}", "", handover.note)
        if handover.accepted_on:
            yield Line(handover.accepted_on, HANDED, f"{handover.to}确认接收", "", handover.proof)


def step_words(step: StepFacts) -> str:
    """What was talked about, what came of it, what of its letter."""
    delivered = f"{step.delivered_on:%Y-%m-%d}送达" if step.delivered_on else "还没有送达" if step.notice_id else ""
    due = f"期限{step.deadline:%Y-%m-%d}" if step.deadline else ""
    named = f"约定{step.due:%Y-%m-%d}" if step.due else ""
    came = f"结果：{step.result}" if step.result else ""
    return "；".join(part.rstrip("。") for part in (step.place, step.text, came, delivered, due, named) if part)


def watched(watch: WatchFacts) -> str:
    """What the registers said and what the person added."""
    return "；".join(filter(None, (watch.read, watch.note)))


def days_away(one: CaseFacts, on: date) -> int:
    """Days of all times away together; the present one up to `on`."""
    end = one.closed_on or on
    return sum(((each.over_on or end) - each.left_on).days for each in one.episodes)
