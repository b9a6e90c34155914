"""Visits as the list shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

OPEN, LATE, KEPT, NONE = "未落实", "已过期", "已落实", ""


@dataclass(frozen=True)
class VisitLine:
    """One visit; `words` is what finds it."""

    visit: VisitFacts
    term: str
    promise: str
    words: str


@dataclass(frozen=True)
class Visits:
    """All visits, and the term under way."""

    term: str
    lines: tuple[VisitLine, ...]

    def of_term(self) -> tuple[VisitLine, ...]:
        """Those of the term under way."""
        return tuple(line for line in self.lines if line.term == self.term)


def read_visits(session: Session, *, today: date) -> Visits:
    """Every visit, newest first."""
    spans = identity.terms(session)
    current = identity.current_term(session, today=today)
    found = service.visits(session)
    return Visits(current.name if current else "", tuple(_line(visit, spans, today) for visit in found))


def _line(visit: VisitFacts, spans: tuple[TermSpan, ...], today: date) -> VisitLine:
    term = next((span.name for span in spans if span.starts <= visit.day <= span.ends), "假期")
    initials = " ".join(pinyin_of(child.name)[1] for child in visit.pupils)
    words = f"{visit.names}\n{initials}\n{visit.who}\n{visit.number}\n{visit.purpose}\n{visit.found}"
    return VisitLine(visit, term, promise_state(visit, today), words.lower())


def promise_state(visit: VisitFacts, today: date) -> str:
    """Where a promise stands."""
    if not visit.promise:
        return NONE
    if visit.promise_kept_on is not None:
        return KEPT
    return LATE if visit.promise_due is not None and visit.promise_due < today else OPEN


def _tone(line: VisitLine) -> str:
    return {LATE: "red", OPEN: "amber"}.get(line.promise, "")


def _identity(line: VisitLine) -> Hashable:
    return line.visit.id


def _shown(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def visits_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of visits."""
    columns = (
        Column("pupils", "学生", lambda line: line.visit.names, 144),
        Column("class", "班级", lambda line: "、".join(dict.fromkeys(one.class_name for one in line.visit.pupils)), 112,
               filtered=True),
        Column("day", "日期", lambda line: _shown(line.visit.day), 104, kind="date"),
        Column("form", "方式", lambda line: line.visit.form, 64, filtered=True),
        Column("who", "家访人", lambda line: line.visit.who, 112, filtered=True),
        Column("purpose", "目的", lambda line: line.visit.purpose, 88, filtered=True),
        Column("found", "了解到的情况", lambda line: line.visit.found, 240),
        Column("promise", "承诺", lambda line: line.promise, 80, filtered=True, tone=_tone),
        Column("next", "下次", lambda line: _shown(line.visit.next_on), 104, kind="date"),
        Column("measures", "商定措施", lambda line: line.visit.measures, 200, shown=False),
        Column("at_home", "在家人员", lambda line: line.visit.at_home, 112, shown=False),
        Column("number", "编号", lambda line: line.visit.number, 184, shown=False),
        Column("term", "学期", lambda line: line.term, 128, filtered=True, shown=False),
    )  # fmt: skip
    return ListKind(
        key="visits", title="家访记录", columns=columns, identity=_identity, words=lambda line: line.words, unit="次",
        acts=acts, empty=empty,
    )  # fmt: skip
