"""The register of letters as the list shows it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import STATES, UNDELIVERED, WAITING
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

EVERYBODY = ("在读", "休学", "离校")
NO_SLIP = "不用回执"


@dataclass(frozen=True)
class NoticeLine:
    """One letter; `name` already tells namesakes apart, `words` what finds it, `adults` who may have taken it."""

    letter: NoticeFacts
    name: str
    words: str
    adults: tuple[str, ...]


@dataclass(frozen=True)
class Letters:
    """The letters of all years, and which school year is under way."""

    year: int
    lines: tuple[NoticeLine, ...]

    @property
    def older(self) -> bool:
        """Whether there are any of earlier years."""
        return any(line.letter.year != self.year for line in self.lines)

    def count(self, state: str = "") -> int:
        """Letters of this school year, in one state or all."""
        return sum(1 for line in self.lines if line.letter.year == self.year and state in ("", line.letter.state))


def read_letters(session: Session, *, today: date) -> Letters:
    """The whole register, newest first."""
    year = identity.school(session).current_year
    letters = notices.register(session, every_year=True)
    ids = frozenset(letter.pupil_id for letter in letters)
    people = pupil_room.pupils(session, today=today, ids=ids, status=EVERYBODY) if ids else ()
    known, apart = {person.id: person for person in people}, pupil_room.told_apart(people)
    return Letters(year, tuple(_line(letter, known[letter.pupil_id], apart) for letter in letters))


def _line(letter: NoticeFacts, child: pupil_room.PupilFacts, apart: dict[PupilId, str]) -> NoticeLine:
    mark = apart.get(child.id, "")
    words = f"{pupil_room.search_key(child)}\n{letter.number.lower()}\n{letter.title}"
    adults = tuple(dict.fromkeys(adult.name for adult in child.guardians))
    return NoticeLine(letter, f"{child.name}（{mark}）" if mark else child.name, words, adults)


def _shown(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _returned(line: NoticeLine) -> str:
    return _shown(line.letter.returned_on) if line.letter.receipt else NO_SLIP


def _tone(line: NoticeLine) -> str:
    return "amber" if line.letter.state in (UNDELIVERED, WAITING) else ""


def _identity(line: NoticeLine) -> Hashable:
    return line.letter.id


def register_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of letters."""
    columns = (
        Column("pupil", "学生", lambda line: line.name, 168),
        Column("class", "班级", lambda line: line.letter.class_name, 104, filtered=True),
        Column("title", "文书", lambda line: line.letter.title, 186, filtered=True),
        Column("state", "状态", lambda line: line.letter.state, 88, filtered=True, tone=_tone,
               sort=lambda line: STATES.index(line.letter.state)),
        Column("number", "编号", lambda line: line.letter.number, 170),
        Column("issued", "印发", lambda line: _shown(line.letter.issued_at.date()), 104, kind="date"),
        Column("delivered", "送达", lambda line: _shown(line.letter.delivered_on), 104, kind="date"),
        Column("deadline", "期限", lambda line: _shown(line.letter.deadline), 104, kind="date"),
        Column("received_by", "签收人", lambda line: line.letter.received_by, 96),
        Column("returned", "回执收回", _returned, 104, kind="date"),
        Column("delivery", "送达方式", lambda line: line.letter.delivery, 96, filtered=True, shown=False),
        Column("delivered_by", "送达人", lambda line: line.letter.delivered_by, 96, shown=False),
        Column("witness", "见证人", lambda line: line.letter.witness, 96, shown=False),
        Column("year", "学年", lambda line: year_name(line.letter.year), 136, filtered=True, shown=False),
    )  # fmt: skip
    return ListKind(
        key="notices", title="通知书和报告登记", columns=columns, identity=_identity,
        words=lambda line: line.words, unit="份", acts=acts, empty=empty,
    )  # fmt: skip
