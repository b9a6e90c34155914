"""Numbered letters about cases (劝返个案): 督促, 劝返, 限期返校, 复学, the village's help, reports upward."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import case_values
from kongchuo_desktop.desk.duty_papers import IssuedNotices, as_delivered, numbered, remarks
from kongchuo_desktop.desk.enrol_notices import KIND as ENROL
from kongchuo_desktop.desk.enrol_notices import registering
from kongchuo_desktop.desk.letter_values import Ground, ground
from kongchuo_desktop.documents.notice_paper import notices_pdf
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.returns import cases, casework
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.rules import BY_PAPER
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

KINDS = (
    ENROL, "urge_notice", "persuasion_notice", "deadline_notice", "village_request", "dropout_report",
    "township_report", "return_notice",
)  # fmt: skip
AFTER_RETURN = "return_notice"
TIMED = ("urge_notice", "persuasion_notice", "deadline_notice", "village_request")  # the others set no time
STEP_OF: Mapping[str, str] = {  # the step that a letter is
    **{paper: step.name for paper, step in BY_PAPER.items()}, "dropout_report": BY_PAPER["township_report"].name,
}  # fmt: skip


def issue(database: Database, *, kind: str, case_ids: Sequence[int], now: datetime) -> IssuedNotices:
    """Number the letters of one kind about some cases, draw them into one PDF, put each down as a step of its case.

    The same letter about the same case and time away keeps its number and its step. Cases that the letter doesn't fit
    are left out and told. Nothing is recorded when the drawing fails.
    """
    if kind not in KINDS:
        raise UserError(f"“{kind}”不是劝返文书，可用：{'、'.join(KINDS)}。")
    title, on = BY_KEY[kind].title, now.date()
    with database.write(f"印发{title}") as session:
        chosen = [one for one in cases.cases(session, today=on) if one.id in set(case_ids)]
        found = [one for one in chosen if fits(one, kind)]
        if not found:
            raise UserError(why_not(kind))
        common = ground(session, on=on)
        term = identity.current_term(session, today=on)
        facts, contents = [], []
        for one in found:
            days = one.rules.answer_days[STEP_OF[kind]] if kind in TIMED else 0
            values = case_values.values(common, one, days=days)
            if kind == ENROL and term is not None:
                values |= registering(common, one.pupil, term) | {"报到日期": "收到本通知书后即日到校"}
            fact, content = numbered(
                session, kind=kind, pupil_id=one.pupil.id, about=about(one), values=values, now=now
            )
            _as_step(session, one, fact, common, now=now, by=database.actor)
            facts.append(fact)
            contents.append(content)
        pdf, pages = notices_pdf(contents)
        audit.record_event(session, kind="print", what=title, count=len(contents))
    left_out = [one.pupil.name for one in chosen if one not in found]
    told = (f"没有印{'、'.join(left_out)}的：{why_not(kind)}",) if left_out else ()
    return IssuedNotices(pdf, pages, tuple(facts), (*told, *as_delivered(facts), *remarks(contents)))


def about(one: CaseFacts) -> str:
    """What ties a letter to a case and to one time away: case/12/2."""
    return f"case/{one.id}/{one.episodes[-1].number if one.episodes else 1}"


def fits(one: CaseFacts, kind: str) -> bool:
    """Whether a letter of the kind may go out in a case: while it is open, and all but 复学 while the child is away."""
    if one.closed_on is not None:
        return False
    return kind == AFTER_RETURN or one.away


def why_not(kind: str) -> str:
    """Which cases a letter is for, in a sentence."""
    title = BY_KEY[kind].title
    if kind == AFTER_RETURN:
        return f"{title}只发给没有结案的个案。"
    return f"{title}只发给还没有返校、没有结案的个案。"


def _as_step(session: Session, one: CaseFacts, fact: NoticeFacts, common: Ground, *, now: datetime, by: str) -> None:
    if any(step.notice_id == fact.id for step in one.steps):
        return
    who = one.holder or by or common.principal or "学校"
    casework.add_step(
        session, case_id=one.id, kind=STEP_OF[fact.kind], day=now.date(), people=who,
        text=f"印发{fact.title}{fact.number}", result="", now=now, by=by, notice_id=fact.id,
    )  # fmt: skip
