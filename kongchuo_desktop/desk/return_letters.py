"""Numbered letters about cases (劝返个案): 督促, 劝返, 限期返校, 复学, the village's help, reports upward."""

from collections.abc import Sequence
from datetime import datetime

from kongchuo_desktop.desk import case_values
from kongchuo_desktop.desk.case_letters import STEP_OF, as_step, occasion_of_case
from kongchuo_desktop.desk.duty_papers import IssuedNotices, as_delivered, numbered, remarks
from kongchuo_desktop.desk.enrol_notices import KIND as ENROL
from kongchuo_desktop.desk.enrol_notices import registering
from kongchuo_desktop.desk.letter_values import ground
from kongchuo_desktop.documents.notice_paper import notices_pdf
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.school.returns import cases
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

KINDS = (
    ENROL, "urge_notice", "persuasion_notice", "deadline_notice", "village_request", "dropout_report",
    "township_report", "return_notice",
)  # fmt: skip
AFTER_RETURN = "return_notice"
TIMED = ("urge_notice", "persuasion_notice", "deadline_notice", "village_request")  # the others set no time


def issue(
    database: Database, *, kind: str, case_ids: Sequence[int], now: datetime, again: bool = False
) -> IssuedNotices:  # fmt: skip
    """Number the letters of one kind about some cases, draw them into one PDF, put each down as a step of its case.

    The same letter about the same case and time away keeps its number and its step; with `again` one that has been
    delivered is followed by a further one (第二次). Cases that the letter doesn't fit are left out and told. Nothing is
    recorded when the drawing fails.
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
                session, kind=kind, pupil_id=one.pupil.id, about=occasion_of_case(session, one, kind), values=values,
                now=now, again=again, every_year=True,
            )  # fmt: skip
            who = database.actor or common.principal or "学校"
            as_step(session, one, fact, who=who, now=now, by=database.actor)
            facts.append(fact)
            contents.append(content)
        pdf, pages = notices_pdf(contents)
        audit.record_event(session, kind="print", what=title, count=len(contents))
    left_out = [one.pupil.name for one in chosen if one not in found]
    told = (f"没有印{'、'.join(left_out)}的：{why_not(kind)}",) if left_out else ()
    return IssuedNotices(pdf, pages, tuple(facts), (*told, *as_delivered(facts), *remarks(contents)))


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
