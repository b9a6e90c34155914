"""The register of concern as the screen shows it: children, their marks, and how many have which kind."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import proposals, service
from kongchuo_desktop.school.concern.kinds import kinds
from kongchuo_desktop.school.concern.proposals import DECLINED, Proposal
from kongchuo_desktop.school.concern.rules import GROUPS, Kind
from kongchuo_desktop.school.concern.service import MarkFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

MARKED, FREE = "有登记", "没有登记"


@dataclass(frozen=True)
class RegisterLine:
    """A child with its marks; `name` tells namesakes apart."""

    facts: PupilFacts
    name: str
    marks: tuple[MarkFacts, ...]
    words: str

    @property
    def id(self) -> PupilId:
        """The child's identity."""
        return self.facts.id

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds in the order of the catalogue."""
        return tuple(mark.kind for mark in self.marks)

    @property
    def since(self) -> date | None:
        """When the oldest mark began."""
        return min((mark.since for mark in self.marks), default=None)

    @property
    def why(self) -> str:
        """What was written as reasons."""
        return "；".join(dict.fromkeys(mark.why for mark in self.marks if mark.why and mark.id))


@dataclass(frozen=True)
class Register:
    """Everything the section shows."""

    lines: tuple[RegisterLine, ...]
    kinds: Mapping[str, Kind]
    counts: Mapping[str, int]
    proposals: tuple[Proposal, ...]

    @property
    def marked(self) -> int:
        """Children with a mark."""
        return sum(1 for line in self.lines if line.marks)


def read_register(session: Session, *, today: date) -> Register:
    """Every child on the roll with its marks."""
    people = pupil_room.pupils(session, today=today)
    apart = pupil_room.told_apart(people)
    marks: dict[PupilId, list[MarkFacts]] = {}
    for item in service.marks(session, on=today):
        marks.setdefault(item.pupil_id, []).append(item)
    lines = tuple(
        RegisterLine(
            person, f"{person.name}（{apart[person.id]}）" if person.id in apart else person.name,
            tuple(marks.get(person.id, ())), pupil_room.search_key(person),
        )
        for person in people
    )  # fmt: skip
    counts = Counter(kind for line in lines for kind in line.kinds)
    known = kinds(session, unused=True)
    return Register(lines, known, counts, proposals.proposals(session, on=today))


def _identity(line: RegisterLine) -> Hashable:
    return line.id


def _of_group(group: str) -> Column:
    return Column(
        f"group-{group}", group, lambda line: "、".join(m.kind for m in line.marks if m.group == group), 136,
        shown=False,
    )  # fmt: skip


def register_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of children and their marks; columns by group are there to be shown."""
    return ListKind(
        key="concern-register", title="重点关爱登记", identity=_identity, words=lambda line: line.words, acts=acts,
        empty=empty,
        columns=(
            Column("name", "姓名", lambda line: line.name, 152, sort=lambda line: line.facts.pinyin or line.name),
            Column("class", "班级", lambda line: line.facts.class_name, 96, filtered=True,
                   sort=lambda line: (line.facts.grade, line.facts.class_name)),
            Column("kinds", "类别", lambda line: "、".join(line.kinds), 280,
                   sort=lambda line: (-len(line.kinds), line.kinds)),
            Column("why", "原因", lambda line: line.why, 264),
            Column("since", "最早起始", lambda line: f"{line.since:%Y-%m-%d}" if line.since else "", 104, kind="date",
                   value=lambda line: line.since),
            Column("village", "村", lambda line: line.facts.village, 88, filtered=True),
            Column("sex", "性别", lambda line: line.facts.sex, 56, align="center", shown=False, filtered=True),
            Column("marked", "是否登记", lambda line: MARKED if line.marks else FREE, 96, shown=False, filtered=True),
            *(_of_group(group) for group in GROUPS),
        ),
    )  # fmt: skip


def ended_words(mark: MarkFacts) -> str:
    """How a mark ended, in a line; "" while it holds."""
    if mark.until is None:
        return ""
    if mark.ended_why == DECLINED:
        return f"{mark.until:%Y-%m-%d} 核对后不登记"
    by = f"（{mark.ended_by}）" if mark.ended_by else ""
    return f"{mark.until:%Y-%m-%d} 解除：{mark.ended_why}{by}"
