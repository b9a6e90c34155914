"""The families of a term's plan as the list shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.visits.coverage_rules import Coverage, Family
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

NOT_SEEN, AGAIN, DONE, LEFT_OUT = "未家访", "还差次数", "已完成", "本学期不访"
KEY = "重点"


@dataclass(frozen=True)
class FamilyLine:
    """One family; `late` when the day by which it should be seen is past."""

    family: Family
    state: str
    late: bool
    words: str


def family_lines(found: Coverage) -> tuple[FamilyLine, ...]:
    """All families, those not planned too."""
    return tuple(_line(family, found.on) for family in found.families)


def _line(family: Family, on: date) -> FamilyLine:
    state = LEFT_OUT if not family.is_planned else DONE if family.is_done else AGAIN if family.is_seen else NOT_SEEN
    initials = " ".join(pinyin_of(child.name)[1] for child in family.children)
    words = f"{family.names}\n{initials}\n{family.village}\n{family.visitor}\n{' '.join(family.classes)}"
    return FamilyLine(family, state, family.due is not None and family.due < on, words.lower())


def _tone(line: FamilyLine) -> str:
    if line.state in (DONE, LEFT_OUT):
        return ""
    return "red" if line.late else "amber" if line.state == NOT_SEEN else ""


def _identity(line: FamilyLine) -> Hashable:
    return line.family.key


def _shown(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _last(line: FamilyLine) -> str:
    seen = line.family.seen_on
    return _shown(seen[-1] if seen else None)


def _times(line: FamilyLine) -> str:
    return f"{len(line.family.seen_on)}/{line.family.wanted}"


def families_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of families."""
    columns = (
        Column("pupils", "学生（同一家庭）", lambda line: line.family.names, 152),
        Column("class", "班级", lambda line: "、".join(line.family.classes), 112),
        Column("state", "状态", lambda line: line.state, 88, filtered=True, tone=_tone),
        Column("times", "已访/应访", _times, 80, align="center"),
        Column("visitor", "家访人", lambda line: line.family.visitor, 88, filtered=True),
        Column("village", "村", lambda line: line.family.village, 80, filtered=True),
        Column("last", "最近家访", _last, 104, kind="date"),
        Column("due", "期限", lambda line: _shown(line.family.due), 104, kind="date"),
        Column("key", "重点", lambda line: KEY if line.family.is_key else "", 64, filtered=True),
        Column("address", "住址", lambda line: line.family.address, 200, shown=False),
        Column("others", "电话等联系", lambda line: str(len(line.family.other_on) or ""), 96, shown=False),
        Column("note", "安排说明", lambda line: line.family.note, 144, shown=False),
    )  # fmt: skip
    return ListKind(
        key="families", title="家访进度", columns=columns, identity=_identity, words=lambda line: line.words, unit="户",
        acts=acts, empty=empty,
    )  # fmt: skip
