"""A child's time-line from pairs: who helps since when, plans with their goals, help given, what came of it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.timeline_entry import CAUSE, HELP, RESULT, Entry, Found, told
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import plans as plan_room
from kongchuo_desktop.school.pairing import service as pair_room
from kongchuo_desktop.school.pairing.plans import PlanFacts
from kongchuo_desktop.school.pairing.rules import BY_NAME, CARE_KINDS
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

People = Mapping[PupilId, PupilFacts]
OPENS = ("pairs", None)
KINDS = (*BY_NAME, *CARE_KINDS)


def pairs(session: Session, people: People, today: date) -> Found:
    """Pairs: begun, ended, summed up."""
    for pair in pair_room.pairs(session, today=today, pupil_ids=list(people), kinds=KINDS):
        unit = f"（{pair.helper_unit}）" if pair.helper_unit else ""
        kind = f"一长三员·{pair.kind}" if pair.kind in CARE_KINDS else pair.kind
        begun = told(f"{kind}：{pair.helper}{unit}", pair.subject, pair.aim)
        yield pair.pupil_id, Entry(pair.since, "结对", begun, OPENS, ((HELP, begun),))
        if pair.summary and pair.summed_up_on:
            words = told(f"{pair.helper}帮扶总结", pair.summary)
            yield pair.pupil_id, Entry(pair.summed_up_on, "结对", words, OPENS, ((RESULT, pair.summary),))
        if pair.until is not None:
            ended = told(f"{kind}结束：{pair.helper}", pair.ended_why)
            yield pair.pupil_id, Entry(pair.until, "结对", ended, OPENS)


def plans(session: Session, people: People, today: date) -> Found:
    """Plans of each term: causes found, goals reached, summaries."""
    for term in identity.terms(session):
        if term.starts <= today:
            for plan in plan_room.plans(session, term=term, pupil_ids=list(people)):
                yield from _plan(plan)


def _plan(plan: PlanFacts) -> Found:
    child = plan.pupil_id
    cause = told("、".join(plan.causes), plan.diagnosis)
    clears = ((CAUSE, cause),) if cause else ()
    aim = f"目标：{plan.long_goal}" if plan.long_goal else ""
    yield child, Entry(plan.made_on, "帮扶计划", told("订立帮扶计划", cause, aim), OPENS, clears)
    for goal in plan.goals:
        if goal.reached_on is not None:
            reached = told(f"达到目标：{goal.goal}", goal.result)
            yield child, Entry(goal.reached_on, "帮扶计划", reached, OPENS, ((RESULT, reached),))
    for cycle in plan.cycles:
        if cycle.closed_on is not None:
            came = told(f"第{cycle.number}个帮扶周期{cycle.rating}", cycle.result)
            yield child, Entry(cycle.closed_on, "帮扶计划", came, OPENS, ((RESULT, came),))


def help_given(session: Session, people: People, today: date) -> Found:
    """Help as it was put down."""
    for given in plan_room.help_given(session, last=today, pupil_ids=list(people)):
        words = told(f"{given.given_by}{given.kind}" if given.given_by else given.kind, given.subject, given.content)
        yield given.pupil_id, Entry(given.day, "帮扶", words, OPENS, ((HELP, words),))
