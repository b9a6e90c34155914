"""Questions that the reports of 劝返 ask, and the parts that several of them share."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.kinds import Choice
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns.cases import CaseFacts

GROUP = "劝返"
VILLAGE = Choice("village", "村", source="villages")
TERM = Choice("term", "学期", source="terms")
QUARTER = Choice("quarter", "季度", source="quarter")
NO_VILLAGE = "村未登记"
_QUARTER = re.compile(r"(\d{4})\D+([1-4])\D*")


def quarter_asked(answers: Mapping[str, str], today: date) -> tuple[date, date]:
    """First and last day of the quarter asked for (2026-4, 2026年第4季度); of today's without an answer."""
    text = answers.get("quarter", "").strip()
    found = _QUARTER.fullmatch(text)
    if text and found is None:
        raise UserError(f"看不懂季度“{text}”，请写成 2026-4 这样（4 是第四季度）。")
    year, number = (int(found[1]), int(found[2])) if found else (today.year, (today.month + 2) // 3)
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - timedelta(days=1)


def term_asked(session: Session, answers: Mapping[str, str], today: date) -> TermSpan:
    """The term asked for by key or name; the one under way without an answer."""
    text = answers.get("term", "").strip()
    spans = identity.terms(session)
    found = next((span for span in spans if text in (span.key, span.name)), None)
    found = found if text else identity.current_term(session, today=today)
    if found is None:
        names = "、".join(span.key for span in spans) or "还没有设置"
        raise UserError(f"没有学期“{text}”，现有：{names}。")
    return found


def village_of(one: CaseFacts) -> str:
    """The child's village, or that none is entered."""
    return one.pupil.village or NO_VILLAGE


def narrowed(cases: Sequence[CaseFacts], answers: Mapping[str, str]) -> tuple[CaseFacts, ...]:
    """Cases of the class and village asked for."""
    room, village = answers.get("class", ""), answers.get("village", "")
    return tuple(
        one
        for one in cases
        if room in ("", one.pupil.class_name) and village in ("", one.pupil.village, village_of(one))
    )


def phone_of(child: PupilFacts) -> str:
    """The guardian's phone, else any."""
    adult = child.guardian
    return (adult.phone if adult else "") or next((one.phone for one in child.guardians if one.phone), "")


def who(cases: Sequence[CaseFacts]) -> list[dict[str, Any]]:
    """Children behind a figure, for JSON."""
    return [
        {"case": one.id, "name": one.pupil.name, "student_number": one.pupil.student_number,
         "class": one.pupil.class_name, "village": one.pupil.village}
        for one in cases
    ]  # fmt: skip


def iso(day: date | None) -> str | None:
    """A day for JSON."""
    return day.isoformat() if day else None


def last_effort(one: CaseFacts, on: date) -> str:
    """共4次，最近10月20日村校联合劝返：父亲同意下周送回."""
    taken = [step for step in one.steps if step.day <= on]
    if not taken:
        return "还没有登记"
    last = taken[-1]
    came = f"：{last.result.rstrip('。')}" if last.result else ""
    return f"共{len(taken)}次，最近{last.day.month}月{last.day.day}日{last.kind}{came}"
