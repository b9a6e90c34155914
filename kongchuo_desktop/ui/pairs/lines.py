"""Pairs as the list shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.pairing import promises, service
from kongchuo_desktop.school.pairing.promises import Kept
from kongchuo_desktop.school.pairing.service import PairFacts
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

HOLDS, UNSUMMED, OVER = "结对中", "待总结", "已结束"


@dataclass(frozen=True)
class PairLine:
    """A pair, the children its helper holds in all, how its month stands; `words` is what typing finds."""

    pair: PairFacts
    state: str
    load: int
    kept: Kept | None
    words: str

    @property
    def month(self) -> str:
        """谈心 1/3，家访 0/1，落后."""
        if self.kept is None:
            return ""
        return self.kept.promise.words() + ("，落后" if self.kept.behind else "")


@dataclass(frozen=True)
class Pairs:
    """All pairs, and today."""

    lines: tuple[PairLine, ...]
    today: date


def read_lines(session: Session, *, today: date) -> Pairs:
    """Every pair that is or was, with this month's promise."""
    every = service.pairs(session, today=today)
    kept = {one.pair.id: one for one in promises.kept(session, on=today, today=today)}
    bare = {pair.id for pair in promises.without_summary(session, today=today)}
    held: dict[str, set[int]] = {}
    for pair in every:
        if pair.holds(today):
            held.setdefault(pair.helper_key, set()).add(pair.pupil_id)
    return Pairs(
        tuple(
            PairLine(
                pair, HOLDS if pair.until is None or pair.until > today else UNSUMMED if pair.id in bare else OVER,
                len(held.get(pair.helper_key, ())), kept.get(pair.id), words_of(pair),
            )
            for pair in every
        ),
        today,
    )  # fmt: skip


def words_of(pair: PairFacts) -> str:
    """What typing finds a pair by: both names with their sounds, class, unit, subject, aim."""
    parts = [pair.pupil, *pinyin_of(pair.pupil), pair.helper, *pinyin_of(pair.helper)]
    return "\n".join((*parts, pair.class_name, pair.helper_unit, pair.subject, pair.aim))


def promised(pair: PairFacts) -> str:
    """谈心 3 次，家访 1 次."""
    told = [f"谈心 {pair.talks_per_month} 次"] if pair.talks_per_month else []
    told += [f"家访 {pair.visits_per_month} 次"] if pair.visits_per_month else []
    return "，".join(told)


def named(pairs: tuple[PairFacts, ...]) -> str:
    """A pair by its names, several by their number."""
    return f"{pairs[0].helper}与{pairs[0].pupil}" if len(pairs) == 1 else f"{len(pairs)} 对"


def _identity(line: PairLine) -> Hashable:
    return line.pair.id


def _until(line: PairLine) -> str:
    return f"{line.pair.until:%Y-%m-%d} {line.pair.ended_why}" if line.pair.until else ""


def _month_tone(line: PairLine) -> str:
    return "amber" if line.kept is not None and line.kept.behind else ""


def _state_tone(line: PairLine) -> str:
    return "amber" if line.state == UNSUMMED else ""


def pairs_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of pairs."""
    columns = (
        Column("pupil", "学生", lambda line: line.pair.pupil, 152),
        Column("class", "班级", lambda line: line.pair.class_name, 104, filtered=True),
        Column("kind", "类型", lambda line: line.pair.kind, 88, filtered=True),
        Column("helper", "帮扶人", lambda line: line.pair.helper, 104, filtered=True),
        Column("load", "共带", lambda line: f"{line.load} 人" if line.load else "", 64, align="right", kind="number",
               sort=lambda line: line.load),
        Column("month", "本月约定", lambda line: line.month, 200, tone=_month_tone,
               sort=lambda line: (line.kept is None, not (line.kept and line.kept.behind))),
        Column("state", "状态", lambda line: line.state, 80, filtered=True, tone=_state_tone),
        Column("aim", "目标", lambda line: line.pair.aim, 208),
        Column("since", "结对日期", lambda line: f"{line.pair.since:%Y-%m-%d}", 104, kind="date",
               sort=lambda line: line.pair.since),
        Column("until", "结束", _until, 168, sort=lambda line: line.pair.until or date.max, shown=False),
        Column("subject", "学科", lambda line: line.pair.subject, 80, shown=False, filtered=True),
        Column("promise", "每月约定", lambda line: promised(line.pair), 152, shown=False),
        Column("unit", "单位职务", lambda line: line.pair.helper_unit, 144, shown=False),
        Column("phone", "电话", lambda line: line.pair.helper_phone, 120, shown=False),
        Column("summary", "总结", lambda line: line.pair.summary, 240, shown=False),
        Column("why", "建议理由", lambda line: line.pair.why, 240, shown=False),
    )  # fmt: skip
    return ListKind(
        key="pairs", title="结对帮扶名单", columns=columns, identity=_identity, words=lambda line: line.words,
        unit="对", acts=acts, empty=empty,
    )  # fmt: skip
