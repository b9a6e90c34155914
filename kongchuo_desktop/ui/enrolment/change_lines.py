"""Changes of the roll as the list shows them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan, school_year_of, year_name
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

EVERYBODY = ("在读", "休学", "离校")
STANDS, TAKEN_BACK = "有效", "已撤回"
PROVEN, WAITING, NOT_NEEDED = "已收", "未收到", "—"


@dataclass(frozen=True)
class ChangeLine:
    """One change; `name` tells namesakes apart, `words` is what finds it, `term` the term of its day."""

    event: EventFacts
    name: str
    words: str
    term: str

    @property
    def state(self) -> str:
        """Whether it stands."""
        return STANDS if self.event.withdrawn_at is None else TAKEN_BACK

    @property
    def class_name(self) -> str:
        """The class that it concerns."""
        return self.event.class_name or self.event.from_class

    @property
    def receipt(self) -> str:
        """How it stands with the 回执."""
        if not self.event.sort.needs_proof:
            return NOT_NEEDED
        return PROVEN if self.event.receipt_on else WAITING

    @property
    def where(self) -> str:
        """Where it leads: another school, another class, and why it was taken back."""
        event = self.event
        if event.withdrawn_at is not None:
            return f"已撤回：{event.withdrawn_why}"
        if event.place:
            return event.place
        if event.sort.way == "inside" or (event.to_class and event.from_class not in ("", event.to_class)):
            return f"{event.from_class} → {event.to_class}" if event.from_class else event.to_class
        return f"预计{event.expected_return:%Y-%m-%d}复学" if event.expected_return else ""


@dataclass(frozen=True)
class Changes:
    """All changes, newest first, and the term under way."""

    lines: tuple[ChangeLine, ...]
    term: str


def read_changes(session: Session, *, today: date) -> Changes:
    """Every change ever entered, those taken back too."""
    spans = identity.terms(session)
    current = identity.current_term(session, today=today)
    found = enrolment.events(session, withdrawn=True)
    ids = frozenset(event.pupil_id for event in found)
    people = pupil_room.pupils(session, today=today, ids=ids, status=EVERYBODY) if ids else ()
    keys, apart = {one.id: pupil_room.search_key(one) for one in people}, pupil_room.told_apart(people)
    lines = [
        ChangeLine(
            event, f"{event.name}（{apart[event.pupil_id]}）" if event.pupil_id in apart else event.name,
            f"{keys.get(event.pupil_id, event.name)}\n{event.kind}\n{event.place}\n{event.region}",
            term_name(spans, event.day),
        )
        for event in found
    ]  # fmt: skip
    lines.sort(key=lambda line: (line.event.day, line.event.id), reverse=True)
    return Changes(tuple(lines), current.name if current else "")


def term_name(spans: tuple[TermSpan, ...], day: date) -> str:
    """The term of a day; the holidays before a term belong to it, as changes at its start do."""
    found = next((span for span in spans if day <= span.ends), None)
    same_year = found is not None and (found.year == school_year_of(day) or day >= date(found.year, 7, 1))
    return found.name if found is not None and same_year else year_name(school_year_of(day))


def _identity(line: ChangeLine) -> Hashable:
    return line.event.id


def _struck(more: Callable[[ChangeLine], str] | None = None) -> Callable[[Any], str]:
    def tone(line: ChangeLine) -> str:
        if line.event.withdrawn_at is not None:
            return "struck"
        return more(line) if more else ""

    return tone


def _shown(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def changes_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of changes."""
    waiting = _struck(lambda line: "amber" if line.receipt == WAITING else "")
    lacking = _struck(lambda line: "amber" if line.event.missing_papers else "")
    columns = (
        Column("pupil", "学生", lambda line: line.name, 144, tone=_struck()),
        Column("kind", "异动", lambda line: line.event.kind, 80, filtered=True, tone=_struck()),
        Column("day", "日期", lambda line: _shown(line.event.day), 104, kind="date", tone=_struck(),
               sort=lambda line: line.event.day),
        Column("class", "班级", lambda line: line.class_name, 104, filtered=True, tone=_struck()),
        Column("where", "去向、来源、编班", lambda line: line.where, 216),
        Column("receipt", "回执", lambda line: line.receipt, 72, filtered=True, tone=waiting),
        Column("papers", "还缺的材料", lambda line: "、".join(line.event.missing_papers), 168, tone=lacking),
        Column("reason", "原因", lambda line: line.event.reason, 120, filtered=True, tone=_struck()),
        Column("state", "状态", lambda line: line.state, 80, filtered=True),
        Column("term", "学期", lambda line: line.term, 136, filtered=True),
        Column("region", "所在地", lambda line: line.event.region, 144, shown=False),
        Column("number", "学籍号", lambda line: line.event.student_number, 176, shown=False),
        Column("recorded", "登记时间", lambda line: f"{line.event.recorded_at:%Y-%m-%d %H:%M}", 136, shown=False),
        Column("by", "登记人", lambda line: line.event.recorded_by, 96, shown=False),
    )  # fmt: skip
    return ListKind(
        key="changes", title="学籍异动登记", columns=columns, identity=_identity, words=lambda line: line.words,
        unit="条", acts=acts, empty=empty,
    )  # fmt: skip
