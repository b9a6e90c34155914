"""Rules of how disabled children are taught: placements, lessons owed by month, the yearly figures. Plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PLACEMENTS = ("随班就读", "特教班", "特教学校", "送教上门", "康复机构")
AT_HOME = "送教上门"
ELSEWHERE = ("特教学校", "康复机构")  # the place has a name
DISABILITIES = ("视力", "听力", "言语", "智力", "肢体", "精神", "多重", "其他")
DEGREES = ("一级", "二级", "三级", "四级", "未评级")
REPORTED = ("视力", "听力", "智力", "其他")  # the county form's columns (三残 and 其他); 言语 counts as 听力
NOTHING = ("", "无", "无残疾", "否", "健康")
ENROLLED = frozenset({"在外就读", "已毕业", "特教学校就读"})
EXEMPT = frozenset({"延缓入学", "免学", "出国"})  # named apart, in neither column


@dataclass(frozen=True)
class Month:
    """A month of a term in which lessons at home are owed: its days inside the term, and how many were held."""

    first: date
    last: date
    wanted: int
    held: int

    @property
    def name(self) -> str:
        """2026年10月."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def lacking(self) -> int:
        """How many are still owed."""
        return max(0, self.wanted - self.held)


def months(
    *, starts: date, ends: date, since: date, until: date | None, wanted: int, held: Iterable[date]
) -> tuple[Month, ...]:
    """The months of a term in which a child is taught at home for at least half the month's share of the term.

    A placement that begins after the middle of a month owes nothing in it, nor does a piece of a month under ten days.
    """
    days = tuple(held)
    found = []
    first = max(starts, since)
    end = min(ends, until or ends)
    while first <= end:
        last = min(end, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
        if (last - first).days >= 9:
            found.append(Month(first, last, wanted, sum(1 for day in days if first <= day <= last)))
        first = last + timedelta(days=1)
    return tuple(found)


def reported_kind(disability: str) -> str:
    """The county form's column of a disability as the book words it (视力残疾, 听力、言语 …); "" for none."""
    words = disability.strip()
    if words in NOTHING:
        return ""
    named = [kind for kind in DISABILITIES if kind in words]
    if "多重" in named or len({_column(kind) for kind in named}) != 1:
        return "其他"
    return _column(named[0])


def _column(kind: str) -> str:
    if kind == "言语":
        return "听力"
    return kind if kind in REPORTED else "其他"


@dataclass(frozen=True)
class DisabledChild:
    """A disabled child of school age, a pupil or a child of the service area."""

    name: str
    sex: str
    birth: str
    disability: str
    degree: str
    placement: str  # 随班就读 …, or how the service area's list has it
    where: str  # class, or the school elsewhere
    village: str
    in_school: bool | None  # None: excused (延缓入学, 免学, 出国), in neither column
    pupil_id: int | None = None

    @property
    def kind(self) -> str:
        """The county form's column."""
        return reported_kind(self.disability) or "其他"


@dataclass(frozen=True)
class KindFigures:
    """One row of the yearly figures."""

    kind: str
    in_school: int
    out: int

    @property
    def rate(self) -> float | None:
        """In school of all, in percent; None where there is nobody."""
        whole = self.in_school + self.out
        return 100 * self.in_school / whole if whole else None


def figures(children: Sequence[DisabledChild]) -> tuple[KindFigures, ...]:
    """视力, 听力, 智力, 其他 and the sum: how many are in school and how many are not."""
    rows = []
    for kind in REPORTED:
        mine = [child for child in children if child.kind == kind]
        rows.append(_figures(kind, mine))
    return (*rows, _figures("合计", list(children)))


def _figures(kind: str, children: Sequence[DisabledChild]) -> KindFigures:
    inside = sum(1 for child in children if child.in_school)
    return KindFigures(kind, inside, sum(1 for child in children if child.in_school is False))
