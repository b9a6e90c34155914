"""一长三员 as the list shows it: a left-behind child, its four adults, this month's record."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pairing.care import CARE_KINDS, CareLine
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

WRITTEN, OWED = "已写", "未写"
FULL, NOBODY = "齐", "都没有落实"


@dataclass(frozen=True)
class CaredChild:
    """A child with its adults; `name` tells namesakes apart."""

    line: CareLine
    name: str
    words: str

    @property
    def id(self) -> PupilId:
        """The child's identity."""
        return self.line.pupil_id

    @property
    def lacks(self) -> str:
        """缺 生活辅导、心理辅导."""
        if len(self.line.lacks) == len(CARE_KINDS):
            return NOBODY
        return f"缺{'、'.join(self.line.lacks)}" if self.line.lacks else FULL

    @property
    def month(self) -> str:
        """Whether this month's record is written."""
        return (WRITTEN if self.line.records else OWED) if self.line.kind else ""

    @property
    def recorded(self) -> str:
        """The day of the last record."""
        return f"{self.line.recorded_on:%Y-%m-%d}" if self.line.recorded_on else ""

    def carer(self, kind: str) -> str:
        """The name of the adult in a post."""
        found = self.line.carers.get(kind)
        return found.name if found else ""


@dataclass(frozen=True)
class Cared:
    """All of them, and the staff to choose from."""

    children: tuple[CaredChild, ...]
    staff: tuple[tuple[StaffId, str], ...]

    def count(self, wanted: Callable[[CareLine], object]) -> int:
        """How many children meet a condition."""
        return sum(1 for child in self.children if wanted(child.line))


def read_care(session: Session, *, today: date) -> Cared:
    """Left-behind children with their adults."""
    found = care.lines(session, on=today)
    people = pupil_room.pupils(session, today=today, ids=frozenset(line.pupil_id for line in found)) if found else ()
    apart, keys = pupil_room.told_apart(people), {person.id: pupil_room.search_key(person) for person in people}
    children = tuple(
        CaredChild(
            line, f"{line.name}（{apart[line.pupil_id]}）" if line.pupil_id in apart else line.name,
            "\n".join((keys.get(line.pupil_id, ""), *(carer.name for carer in line.carers.values()))),
        )
        for line in found
    )  # fmt: skip
    return Cared(children, tuple((person.id, person.name) for person in staff_room.staff(session, today=today)))


def _identity(child: CaredChild) -> Hashable:
    return child.id


def _post(kind: str) -> Column:
    return Column(f"post-{kind}", kind, lambda child: child.carer(kind), 96, filtered=True)


def care_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of left-behind children and their adults."""
    return ListKind(
        key="concern-care", title="一长三员", identity=_identity, words=lambda child: child.words, acts=acts,
        empty=empty,
        columns=(
            Column("name", "姓名", lambda child: child.name, 136),
            Column("class", "班级", lambda child: child.line.class_name, 96, filtered=True),
            Column("kind", "留守", lambda child: child.line.kind or "已解除", 136, filtered=True),
            *(_post(kind) for kind in CARE_KINDS),
            Column("lacks", "配备", lambda child: child.lacks, 160, sort=lambda child: -len(child.line.lacks),
                   tone=lambda child: "amber" if child.line.lacks else ""),
            Column("month", "本月记录", lambda child: child.month, 80, filtered=True),
            Column("last", "最近记录", lambda child: child.recorded, 104, kind="date",
                   value=lambda child: child.line.recorded_on),
            Column("head", "班主任", lambda child: child.line.head, 80, shown=False, filtered=True),
        ),
    )  # fmt: skip
