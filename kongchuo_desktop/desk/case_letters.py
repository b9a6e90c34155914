"""What ties a letter to a case (劝返个案) and makes it a step of it; the letter that case and absence ladder share."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.returns import cases, casework
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.rules import BY_PAPER, Episode
from kongchuo_desktop.school.types import PupilId

SHARED = "dropout_report"  # 辍学学生情况报告表: asked for by a step of the ladder and by a case, one for a time away
STEP_OF = {  # the step that a letter is
    **{paper: step.name for paper, step in BY_PAPER.items()}, SHARED: BY_PAPER["township_report"].name,
}  # fmt: skip


def about_case(one: CaseFacts) -> str:
    """What ties a letter to a case and to one time away: case/12/2."""
    return _about(one, one.episodes[-1].number if one.episodes else 1)


def about_duty(duty: Duty) -> str:
    """What ties a letter to a duty of the ladder: seed/2/2026-09-14."""
    return f"{duty.rule_set}/{duty.step.number}/{duty.crossed_on.isoformat()}"


def _about(one: CaseFacts, number: int) -> str:
    return f"case/{one.id}/{number}"


def occasion_of_case(session: Session, one: CaseFacts, kind: str) -> str:
    """`about_case`, or what the ladder's letter of the same time away is tied to, where that came first."""
    own = about_case(one)
    if kind != SHARED or not one.episodes:
        return own
    known = [letter.occasion for letter in _letters(session, kind, one.pupil.id)]
    theirs = (about for about in known if _within(one.episodes[-1], _crossed(about)))
    return own if own in known else next(theirs, own)


def occasion_of_duty(session: Session, duty: Duty, kind: str, *, on: date) -> str:
    """`about_duty`, or what the letter of a case is tied to that speaks of the same time away."""
    own = about_duty(duty)
    if kind != SHARED or own in {letter.occasion for letter in _letters(session, kind, duty.pupil.id)}:
        return own
    for one in cases.cases(session, today=on, pupil_ids=[duty.pupil.id]):
        for episode in reversed(one.episodes):
            if _within(episode, duty.crossed_on):
                return _about(one, episode.number)
    return own


def _letters(session: Session, kind: str, pupil_id: PupilId) -> Iterable[NoticeFacts]:
    return notices.register(session, kind=kind, pupil_id=pupil_id, every_year=True)


def _within(episode: Episode, crossed: date | None) -> bool:
    return crossed is not None and episode.left_on <= crossed <= (episode.over_on or date.max)


def _crossed(about: str) -> date | None:
    """The day on which a ladder's step was crossed; None of a letter of a case."""
    try:
        return date.fromisoformat(about.rsplit("/", 1)[-1])
    except ValueError:
        return None


def as_step(session: Session, one: CaseFacts, fact: NoticeFacts, *, who: str, now: datetime, by: str) -> None:
    """Put a letter down in its open case, once."""
    if one.closed_on is None and all(step.notice_id != fact.id for step in one.steps):
        casework.add_step(
            session, case_id=one.id, kind=STEP_OF[fact.kind], day=now.date(), people=one.holder or who,
            text=f"印发{fact.full_title}{fact.number}", result="", now=now, by=by, notice_id=fact.id,
        )  # fmt: skip


def as_step_of_duty(session: Session, duty: Duty, fact: NoticeFacts, *, who: str, now: datetime, by: str) -> None:
    """The ladder's letter is a step of the case too that is open about the same time away."""
    if fact.kind != SHARED:
        return
    for one in cases.cases(session, today=now.date(), pupil_ids=[duty.pupil.id], only_open=True):
        if one.away and _within(one.episodes[-1], duty.crossed_on):
            as_step(session, one, fact, who=who, now=now, by=by)
