"""Children of listed families, as the screen shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import listed, service
from kongchuo_desktop.school.aid.listed import MemberFacts
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

OURS, LEFT, NOT_OURS, OVER = "在列", "已离校", "不是本校学生", "已结束"


@dataclass(frozen=True)
class FamilyLine:
    """A child of a listed family."""

    facts: MemberFacts
    state: str
    words: str


@dataclass(frozen=True)
class FamiliesSeen:
    """Every child of the lists, and words nobody has assigned to a group yet."""

    lines: tuple[FamilyLine, ...]
    unknown: tuple[str, ...]
    last: date | None  # the day of the newest list


def read_families(session: Session, *, today: date) -> FamiliesSeen:
    """The lists as they stand."""
    found = listed.members(session, today=today)
    last = max((one.seen_on for one in found), default=None)
    return FamiliesSeen(tuple(_line(one) for one in found), service.unknown_words(session), last)


def _line(one: MemberFacts) -> FamilyLine:
    state = NOT_OURS if one.pupil is None else LEFT if one.pupil.status == "离校" else OURS
    if one.until is not None:
        state = OVER
    sound, initials = pinyin_of(one.name)
    return FamilyLine(one, state, f"{one.name}\n{sound}\n{initials}\n{one.head}\n{one.village}\n{one.category}")


def _identity(line: FamilyLine) -> Hashable:
    return (line.facts.id, line.facts.status_id)


def _until(line: FamilyLine) -> str:
    return f"{line.facts.until:%Y-%m-%d} {line.facts.ended_why}" if line.facts.until else ""


def _class(line: FamilyLine) -> str:
    return line.facts.pupil.class_name if line.facts.pupil else ""


def families_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of children of listed families."""
    columns = (
        Column("name", "家庭成员", lambda line: line.facts.name, 120),
        Column("state", "状态", lambda line: line.state, 112, filtered=True,
               tone=lambda line: "amber" if line.state == NOT_OURS else ""),
        Column("class", "班级", _class, 104, filtered=True),
        Column("category", "户类型", lambda line: line.facts.category, 120, filtered=True),
        Column("monitor", "监测类别", lambda line: line.facts.monitor, 120, filtered=True),
        Column("since", "识别时间", lambda line: line.facts.since, 88),
        Column("until", "结束", _until, 168, shown=False),
        Column("head", "户主", lambda line: line.facts.head, 88),
        Column("relation", "与户主关系", lambda line: line.facts.relation, 96),
        Column("village", "村", lambda line: line.facts.village, 96, filtered=True),
        Column("matched", "怎样对上", lambda line: line.facts.matched_by, 104, filtered=True),
        Column("seen", "最近在名单上", lambda line: f"{line.facts.seen_on:%Y-%m-%d}", 112, kind="date",
               sort=lambda line: line.facts.seen_on),
        Column("phone", "户主电话", lambda line: line.facts.phone, 120, shown=False),
    )  # fmt: skip
    return ListKind(
        key="aid_families", title="困难家庭学生名单", columns=columns, identity=_identity,
        words=lambda line: line.words, unit="人", acts=acts, empty=empty,
    )  # fmt: skip
