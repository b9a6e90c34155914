"""Homes as the list shows them: the children, who cares for them, where the parents are."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import homes, whereabouts
from kongchuo_desktop.school.concern.homes import HomeFacts
from kongchuo_desktop.school.concern.left_behind import FATHERS, Definition, Judgement
from kongchuo_desktop.school.concern.whereabouts import ParentFacts, Stay
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

UNKNOWN, SOME, KNOWN = "还没了解", "部分了解", "已了解"


@dataclass(frozen=True)
class HomeLine:
    """One home."""

    facts: HomeFacts
    judged: Mapping[PupilId, Judgement]
    words: str

    @property
    def id(self) -> PupilId:
        """A home is known by its first child."""
        return self.facts.children[0].id

    @property
    def children(self) -> str:
        """罗小河（五年级1班）、罗小溪（二年级1班）."""
        return "、".join(f"{child.name}（{child.class_name}）" for child in self.facts.children)

    @property
    def state(self) -> str:
        """How much is known of it."""
        states = [bool(item.stay.state) for item in self.facts.parents]
        if self.facts.known_on is not None and all(states):
            return KNOWN
        return SOME if self.facts.known_on is not None or any(states) else UNKNOWN

    @property
    def left_behind(self) -> str:
        """双亲留守, 单亲留守 or "" by the definition in force."""
        found = {self.judged[child.id].kind for child in self.facts.children if child.id in self.judged}
        return next((f"{kind}留守" for kind in ("双亲", "单亲") if kind in found), "")

    def parent(self, *, father: bool) -> str:
        """Where the father or mother is."""
        mine = [item for item in self.facts.parents if (item.relation in FATHERS) == father]
        return "；".join(filter(None, map(where, mine)))

    @property
    def contacted(self) -> date | None:
        """When a parent was last spoken to."""
        return self.facts.last_contact


def where(item: ParentFacts) -> str:
    """省外务工 浙江温州; "" when nobody has asked."""
    return " ".join(filter(None, (item.stay.state, item.stay.place)))


def stay_words(stay: Stay) -> str:
    """2025-02-20—2026-11-01 省外务工 浙江温州 鞋厂."""
    since = f"{stay.since:%Y-%m-%d}" if stay.since else "不详"
    until = f"—{stay.until:%Y-%m-%d}" if stay.until else "起"
    return " ".join(filter(None, (f"{since}{until}", stay.state, stay.place, stay.work)))


@dataclass(frozen=True)
class Homes:
    """All homes and the definition of 留守 that counts."""

    lines: tuple[HomeLine, ...]
    definition: Definition


def read_homes(session: Session, *, today: date) -> Homes:
    """Every home with children on the roll."""
    judged = whereabouts.judgements(session, on=today)
    lines = tuple(HomeLine(facts, judged, _words(facts)) for facts in homes.homes(session, on=today))
    return Homes(lines, whereabouts.definition(session, on=today))


def _words(facts: HomeFacts) -> str:
    people = [child.name for child in facts.children] + [item.name for item in facts.parents]
    spelled = [" ".join(pinyin_of(name)) for name in people]
    phones = [item.phone for item in facts.parents]
    return "\n".join((*people, *spelled, *phones, facts.village, facts.address, *facts.texts.values())).lower()


def _identity(line: HomeLine) -> Hashable:
    return line.id


def home_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of homes."""
    return ListKind(
        key="concern-homes", title="学生家庭情况", unit="户", identity=_identity, words=lambda line: line.words,
        acts=acts, empty=empty,
        columns=(
            Column("children", "孩子", lambda line: line.children, 264),
            Column("village", "村", lambda line: line.facts.village, 80, filtered=True),
            Column("carer", "实际照料人", lambda line: line.facts.carer, 128),
            Column("father", "父亲去向", lambda line: line.parent(father=True), 160),
            Column("mother", "母亲去向", lambda line: line.parent(father=False), 160),
            Column("left", "留守", lambda line: line.left_behind, 80, filtered=True),
            Column("contact", "最近联系家长", lambda line: f"{line.contacted:%Y-%m-%d}" if line.contacted else "", 112,
                   kind="date", value=lambda line: line.contacted),
            Column("state", "了解情况", lambda line: line.state, 88, filtered=True),
            Column("known", "了解日期", lambda line: f"{line.facts.known_on:%Y-%m-%d}" if line.facts.known_on else "",
                   104, kind="date", value=lambda line: line.facts.known_on),
            Column("by", "谁了解的", lambda line: line.facts.known_by, 80, shown=False),
            Column("income", "经济来源", lambda line: line.facts.texts.get("income", ""), 160, shown=False),
            Column("address", "家庭地址", lambda line: line.facts.address, 200, shown=False),
        ),
    )  # fmt: skip
