"""Children whose going is not proven, as the list shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.chase import Chased, chased
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

EVERYBODY = ("在读", "休学", "离校")
NO_LETTER = "没有发函"


@dataclass(frozen=True)
class ChaseLine:
    """One child that went: how long its 回执 is missing, what was written about it, whom to call."""

    chased: Chased
    name: str
    words: str
    letter: NoticeFacts | None
    adult: str
    phone: str
    late: bool  # a step is due

    @property
    def letter_words(self) -> str:
        """How it stands with the letter to the other school."""
        if self.letter is None:
            return NO_LETTER
        return f"{self.letter.state}（{self.letter.issued_at:%m-%d}）"

    @property
    def step(self) -> str:
        """What is to be done now."""
        return self.chased.step.duty if self.chased.step else "等回执"


def read_chase(session: Session, *, today: date) -> tuple[ChaseLine, ...]:
    """Everybody who is waited for, longest first."""
    found = chased(session, on=today)
    ids = frozenset(one.event.pupil_id for one in found)
    people = {
        one.id: one for one in (pupil_room.pupils(session, today=today, ids=ids, status=EVERYBODY) if ids else ())
    }
    apart = pupil_room.told_apart(tuple(people.values()))
    letters = {
        letter.about: letter for letter in reversed(notices.register(session, kind="chase_letter", every_year=True))
    }
    lines = []
    for one in found:
        child = people[one.event.pupil_id]
        adult = next((item for item in child.guardians if item.phone), None)
        mark = apart.get(child.id, "")
        lines.append(
            ChaseLine(
                one, f"{child.name}（{mark}）" if mark else child.name,
                f"{pupil_room.search_key(child)}\n{one.event.place}\n{one.event.region}", letters.get(one.event.uid),
                adult.name if adult else "", adult.phone if adult else child.phone, one.step is not None,
            )
        )  # fmt: skip
    return tuple(lines)


def _identity(line: ChaseLine) -> Hashable:
    return line.chased.event.id


def _late(line: ChaseLine) -> str:
    return "amber" if line.late else ""


def chase_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of those waited for."""
    columns = (
        Column("pupil", "学生", lambda line: line.name, 144),
        Column("days", "已等", lambda line: f"{line.chased.days} 天", 72, align="right", kind="number", tone=_late,
               sort=lambda line: line.chased.days),
        Column("step", "现在该做", lambda line: line.step, 216, filtered=True, tone=_late),
        Column("place", "去了哪里", lambda line: line.chased.event.place or "没有登记", 208,
               tone=lambda line: "" if line.chased.event.place else "amber"),
        Column("letter", "核实函", lambda line: line.letter_words, 128, filtered=True),
        Column("kind", "异动", lambda line: line.chased.event.kind, 72, filtered=True),
        Column("day", "离校日期", lambda line: f"{line.chased.event.day:%Y-%m-%d}", 104, kind="date",
               sort=lambda line: line.chased.event.day),
        Column("class", "原班级", lambda line: line.chased.event.class_name, 104, filtered=True),
        Column("phone", "家长电话", lambda line: f"{line.adult} {line.phone}".strip(), 176),
        Column("region", "所在地", lambda line: line.chased.event.region, 144, shown=False),
        Column("number", "学籍号", lambda line: line.chased.event.student_number, 176, shown=False),
    )  # fmt: skip
    return ListKind(
        key="chase", title="转出学生去向追踪", columns=columns, identity=_identity, words=lambda line: line.words,
        unit="人", acts=acts, empty=empty,
    )  # fmt: skip
