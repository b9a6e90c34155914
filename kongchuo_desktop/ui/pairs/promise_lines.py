"""How promises stand this month, as the list shows it: who is behind, whom nobody met, what is not summed up."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.pairing import promises
from kongchuo_desktop.school.pairing.promises import Kept
from kongchuo_desktop.school.pairing.service import PairFacts
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.pairs.lines import UNSUMMED, words_of

BEHIND, UNDER_WAY, DONE, NO_PROMISE = "落后", "按进度", "已完成", "没有约定"
NOBODY, MET = "没人见过", "见过"
ORDER = (BEHIND, UNSUMMED, NO_PROMISE, UNDER_WAY, DONE)


@dataclass(frozen=True)
class PromiseLine:
    """A pair; `alone`: nobody has met the child this month. `kept` is None where nothing was promised."""

    pair: PairFacts
    state: str
    alone: bool
    kept: Kept | None
    words: str

    @property
    def talks(self) -> str:
        """1/3, or nothing."""
        return f"{self.kept.promise.talks_done}/{self.kept.promise.talks}" if self.kept and self._said[0] else ""

    @property
    def visits(self) -> str:
        """0/1, or nothing."""
        return f"{self.kept.promise.visits_done}/{self.kept.promise.visits}" if self.kept and self._said[1] else ""

    @property
    def _said(self) -> tuple[int, int]:
        return self.pair.talks_per_month, self.pair.visits_per_month

    @property
    def last(self) -> date | None:
        """The helper's last talk, visit or help."""
        return self.kept.last if self.kept else None


def read_promises(session: Session, *, today: date) -> tuple[PromiseLine, ...]:
    """Those behind first, then pairs to be summed up, then the rest."""
    alone = {pair.pupil_id: pair for pair in promises.nobody_met(session, on=today, today=today)}
    lines = [
        PromiseLine(one.pair, _state(one), one.pair.pupil_id in alone, one, words_of(one.pair))
        for one in promises.kept(session, on=today, today=today)
    ]
    told = {line.pair.pupil_id for line in lines}
    lines += [
        PromiseLine(pair, NO_PROMISE, True, None, words_of(pair))
        for pair in alone.values()
        if pair.pupil_id not in told
    ]
    lines += [
        PromiseLine(pair, UNSUMMED, False, None, words_of(pair))
        for pair in promises.without_summary(session, today=today)
    ]
    return tuple(sorted(lines, key=lambda line: (ORDER.index(line.state), not line.alone)))


def _state(one: Kept) -> str:
    if one.behind:
        return BEHIND
    return DONE if one.promise.kept else UNDER_WAY


def _identity(line: PromiseLine) -> Hashable:
    return line.pair.id


def _late(line: PromiseLine) -> str:
    return "amber" if line.state in (BEHIND, UNSUMMED) else ""


def _alone(line: PromiseLine) -> str:
    return "amber" if line.alone else ""


def _met(line: PromiseLine) -> str:
    if line.state == UNSUMMED:
        return ""
    return NOBODY if line.alone else MET


def _ended(line: PromiseLine) -> str:
    return f"{line.pair.until:%Y-%m-%d} {line.pair.ended_why}" if line.pair.until else ""


def promise_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of promises."""
    columns = (
        Column("pupil", "学生", lambda line: line.pair.pupil, 152),
        Column("class", "班级", lambda line: line.pair.class_name, 104, filtered=True),
        Column("helper", "帮扶人", lambda line: line.pair.helper, 104, filtered=True),
        Column("state", "落实", lambda line: line.state, 88, filtered=True, tone=_late),
        Column("talks", "谈心", lambda line: line.talks, 64, align="right", tone=_late),
        Column("visits", "家访", lambda line: line.visits, 64, align="right", tone=_late),
        Column("met", "本月见面", _met, 96, filtered=True, tone=_alone),
        Column("last", "帮扶人最近一次", lambda line: f"{line.last:%Y-%m-%d}" if line.last else "", 136, kind="date",
               sort=lambda line: line.last or date.min),
        Column("kind", "类型", lambda line: line.pair.kind, 88, filtered=True),
        Column("aim", "目标", lambda line: line.pair.aim, 184),
        Column("ended", "结束", _ended, 144),
        Column("phone", "帮扶人电话", lambda line: line.pair.helper_phone, 120, shown=False),
    )  # fmt: skip
    return ListKind(
        key="pair-promises", title="本月结对约定落实", columns=columns, identity=_identity,
        words=lambda line: line.words, unit="对", acts=acts, empty=empty,
    )  # fmt: skip
