"""Talks as the list shows them; of counselling only that it took place."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import StaffId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.counselling import counsellors
from kongchuo_desktop.school.visits.talks import TalkFacts
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

SEALED = "（加密）"


@dataclass(frozen=True)
class TalkLine:
    """One talk; `words` is what finds it."""

    talk: TalkFacts
    term: str
    late: bool  # the next one was agreed on for a day that is past
    words: str


@dataclass(frozen=True)
class Talks:
    """All talks, who may talk, who may open counselling notes."""

    term: str
    lines: tuple[TalkLine, ...]
    staff: dict[str, StaffId]
    counsellors: tuple[str, ...]


def read_talks(session: Session, *, today: date) -> Talks:
    """Every talk, newest first."""
    spans, current = identity.terms(session), identity.current_term(session, today=today)
    lines = []
    for talk in service.talks(session):
        term = next((span.name for span in spans if span.starts <= talk.day <= span.ends), "假期")
        words = f"{talk.pupil}\n{pinyin_of(talk.pupil)[1]}\n{talk.talker}\n{talk.topic}\n{talk.class_name}".lower()
        late = talk.next_on is not None and talk.next_on < today
        lines.append(TalkLine(talk, term, late, words))
    staff = {person.name: person.id for person in staff_room.staff(session, today=today)}
    return Talks(current.name if current else "", tuple(lines), staff, counsellors(session))


def _identity(line: TalkLine) -> Hashable:
    return line.talk.id


def _shown(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def talks_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of talks."""
    columns = (
        Column("pupil", "学生", lambda line: line.talk.pupil, 128),
        Column("class", "班级", lambda line: line.talk.class_name, 104, filtered=True),
        Column("day", "日期", lambda line: _shown(line.talk.day), 104, kind="date"),
        Column("kind", "类别", lambda line: line.talk.kind, 88, filtered=True),
        Column("talker", "谈话人", lambda line: line.talk.talker, 96, filtered=True),
        Column("topic", "主题", lambda line: SEALED if line.talk.is_sealed else line.talk.topic, 176),
        Column("outcome", "结果", lambda line: line.talk.outcome, 216),
        Column("next", "下次", lambda line: _shown(line.talk.next_on), 104, kind="date"),
        Column("term", "学期", lambda line: line.term, 128, filtered=True, shown=False),
    )  # fmt: skip
    return ListKind(
        key="talks", title="谈心谈话记录", columns=columns, identity=_identity, words=lambda line: line.words,
        unit="次", acts=acts, empty=empty,
    )  # fmt: skip
