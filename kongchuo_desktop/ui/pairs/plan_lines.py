"""Children whose learning is helped, and their plan of the term, as the list shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.pairing import plans, service
from kongchuo_desktop.school.pairing.plans import CycleFacts, HelpFacts, PlanFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

STUDY = frozenset({"学困生", "双困生", "厌学", "潜能生"})
NONE, DUE, RUNNING, SUMMED = "没有方案", "周期待小结", "执行中", "已总结"


@dataclass(frozen=True)
class PlanLine:
    """A child with helpers, plan, and the help of this term."""

    id: PupilId
    name: str
    class_name: str
    kinds: tuple[str, ...]
    helpers: tuple[str, ...]
    plan: PlanFacts | None
    help: tuple[HelpFacts, ...]
    state: str
    words: str

    @property
    def minutes(self) -> int:
        """Minutes of help this term."""
        return sum(one.minutes for one in self.help)

    @property
    def goals(self) -> str:
        """1/3: reached, of all."""
        made = self.plan.goals if self.plan else ()
        return f"{sum(goal.reached_on is not None for goal in made)}/{len(made)}" if made else ""

    @property
    def cycles(self) -> str:
        """1/4: closed, of all."""
        spans = self.plan.cycles if self.plan else ()
        return f"{sum(one.closed_on is not None for one in spans)}/{len(spans)}" if spans else ""


@dataclass(frozen=True)
class Plans:
    """The children and the term; without a term no plan can be made."""

    lines: tuple[PlanLine, ...]
    term: TermSpan | None
    today: date


def read_plans(session: Session, *, today: date) -> Plans:
    """Children with a helper, those marked for their learning, those with a plan."""
    term = identity.current_term(session, today=today)
    if term is None:
        return Plans((), None, today)
    made = {one.pupil_id: one for one in plans.plans(session, term=term)}
    helpers: dict[PupilId, list[str]] = {}
    for pair in service.pairs(session, today=today, on=today):
        helpers.setdefault(pair.pupil_id, []).append(pair.helper)
    kinds: dict[PupilId, list[str]] = {}
    for mark in concern.marks(session, on=today):
        if mark.kind in STUDY:
            kinds.setdefault(mark.pupil_id, []).append(mark.kind)
    given: dict[PupilId, list[HelpFacts]] = {}
    for help_one in plans.help_given(session, first=term.starts, last=term.ends):
        given.setdefault(help_one.pupil_id, []).append(help_one)
    wanted = made.keys() | helpers.keys() | kinds.keys()
    lines = []
    for child in pupil_room.pupils(session, today=today):
        if child.id in wanted:
            plan, named = made.get(child.id), tuple(dict.fromkeys(helpers.get(child.id, ())))
            words = "\n".join((child.name, *pinyin_of(child.name), child.class_name, *named))
            lines.append(
                PlanLine(
                    child.id, child.name, child.class_name, tuple(kinds.get(child.id, ())), named, plan,
                    tuple(given.get(child.id, ())), _state(plan, today), words,
                )
            )  # fmt: skip
    return Plans(tuple(lines), term, today)


def due_cycles(plan: PlanFacts, today: date) -> tuple[CycleFacts, ...]:
    """Four weeks that are over and not yet judged."""
    return tuple(one for one in plan.cycles if one.closed_on is None and one.last < today)


def _state(plan: PlanFacts | None, today: date) -> str:
    if plan is None:
        return NONE
    if due_cycles(plan, today):
        return DUE
    return SUMMED if plan.final_on else RUNNING


def _identity(line: PlanLine) -> Hashable:
    return line.id


def _tone(line: PlanLine) -> str:
    return "amber" if line.state == DUE or (line.state == NONE and line.kinds) else ""


def plans_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of plans."""
    columns = (
        Column("name", "学生", lambda line: line.name, 152),
        Column("class", "班级", lambda line: line.class_name, 104, filtered=True),
        Column("state", "方案", lambda line: line.state, 96, filtered=True, tone=_tone),
        Column("goals", "目标达成", lambda line: line.goals, 80, align="right"),
        Column("cycles", "周期小结", lambda line: line.cycles, 80, align="right"),
        Column("times", "帮扶", lambda line: f"{len(line.help)} 次" if line.help else "", 64, align="right",
               kind="number", sort=lambda line: len(line.help)),
        Column("minutes", "时长", lambda line: f"{line.minutes} 分钟" if line.minutes else "", 88, align="right",
               kind="number", sort=lambda line: line.minutes),
        Column("last", "最近帮扶", lambda line: f"{line.help[0].day:%Y-%m-%d}" if line.help else "", 104, kind="date",
               sort=lambda line: line.help[0].day if line.help else date.min),
        Column("kinds", "关爱类别", lambda line: "、".join(line.kinds), 112, filtered=True),
        Column("helpers", "帮扶人", lambda line: "、".join(line.helpers), 168),
        Column("long", "长期目标", lambda line: line.plan.long_goal if line.plan else "", 200, shown=False),
    )  # fmt: skip
    return ListKind(
        key="support-plans", title="学困生转化方案", columns=columns, identity=_identity, words=lambda line: line.words,
        unit="人", acts=acts, empty=empty,
    )  # fmt: skip
