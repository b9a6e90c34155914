"""Levels of concern as the list shows them, the forgotten ones first."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.levels import service
from kongchuo_desktop.school.levels.rules import LEVELS
from kongchuo_desktop.school.levels.service import LevelFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

DECIDED, OPEN, CHANGED = "已定", "待定", "建议有变"


@dataclass(frozen=True)
class LevelLine:
    """A child with its level; `name` tells namesakes apart, `words` finds it."""

    facts: LevelFacts
    name: str
    words: str

    @property
    def id(self) -> PupilId:
        """The child's identity."""
        return self.facts.pupil_id

    @property
    def state(self) -> str:
        """Whether a person should look."""
        if self.facts.decision is None:
            return OPEN if self.facts.undecided else ""
        return CHANGED if self.facts.undecided else DECIDED

    @property
    def followed(self) -> str:
        """When somebody last acted, or for how long nobody has."""
        if self.facts.waiting:
            return f"已 {self.facts.waiting} 天无人跟进"
        return f"{self.facts.last_act:%Y-%m-%d} 跟进" if self.facts.last_act else ""

    @property
    def decided(self) -> str:
        """Who decided what when, and why if otherwise."""
        made = self.facts.decision
        if made is None:
            return ""
        return f"{made.day:%Y-%m-%d} {made.by}{'：' + made.why if made.why else ''}"


def read_levels(session: Session, *, today: date) -> tuple[LevelLine, ...]:
    """Children with a level; who is high and forgotten first, longest first."""
    found = service.levels(session, on=today)
    people = pupil_room.pupils(session, today=today, ids=frozenset(item.pupil_id for item in found)) if found else ()
    apart, keys = pupil_room.told_apart(people), {person.id: pupil_room.search_key(person) for person in people}
    lines = [
        LevelLine(
            item, f"{item.name}（{apart[item.pupil_id]}）" if item.pupil_id in apart else item.name,
            f"{keys.get(item.pupil_id, '')}\n{item.proposal.words}",
        )
        for item in found
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: -line.facts.waiting))


def _identity(line: LevelLine) -> Hashable:
    return line.id


def level_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of levels; its export stays in the school, and says so in its title."""
    return ListKind(
        key="concern-levels", title="关注等级（校内掌握，不外传）", identity=_identity, words=lambda line: line.words,
        acts=acts, empty=empty,
        columns=(
            Column("name", "姓名", lambda line: line.name, 160),
            Column("class", "班级", lambda line: line.facts.class_name, 96, filtered=True),
            Column("level", "等级", lambda line: line.facts.level, 56, align="center", filtered=True,
                   sort=lambda line: (LEVELS.index(line.facts.level), -line.facts.proposal.points)),
            Column("followed", "跟进", lambda line: line.followed, 144, sort=lambda line: -line.facts.waiting,
                   tone=lambda line: "amber" if line.facts.waiting else ""),
            Column("reasons", "依据", lambda line: line.facts.proposal.words, 336),
            Column("proposed", "建议", lambda line: line.facts.proposal.level, 56, align="center", filtered=True,
                   sort=lambda line: LEVELS.index(line.facts.proposal.level)),
            Column("points", "分值", lambda line: f"{line.facts.proposal.points:g}", 56, align="right", kind="number",
                   value=lambda line: line.facts.proposal.points, sort=lambda line: -line.facts.proposal.points),
            Column("state", "定级", lambda line: line.state, 80, filtered=True,
                   tone=lambda line: "amber" if line.state == CHANGED else ""),
            Column("decided", "谁定的、理由", lambda line: line.decided, 200),
            Column("head", "班主任", lambda line: line.facts.head, 80, shown=False, filtered=True),
        ),
    )  # fmt: skip
