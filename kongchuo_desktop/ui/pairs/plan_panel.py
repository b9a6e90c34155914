"""A child's plan beside the list: goals, cycles, help given, summaries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kongchuo_desktop.school.pairing.plans import GoalFacts, HelpFacts, PlanFacts
from kongchuo_desktop.ui.pairs.plan_acts import SUMMARIES, cycle_words
from kongchuo_desktop.ui.pairs.plan_lines import PlanLine
from kongchuo_desktop.ui.panel import begin_part
from kongchuo_desktop.ui.words import button, label

SHOWN = 12  # times of help


@dataclass(frozen=True)
class BodyActs:
    """What the links of the panel do; `sum_up` is told which summary."""

    sum_up: Callable[[str], object]
    week: Callable[[], object]
    honesty: Callable[[], object]


class PlanBody(QWidget):
    """Everything of a plan to be read."""

    def __init__(self, line: PlanLine, today: date, acts: BodyActs) -> None:
        super().__init__()
        self._acts = acts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(6)
        if line.plan is None:
            told = "本学期还没有转化方案。写上成因和两三个小目标，程序按四周一个周期提醒小结。"
            self._column.addWidget(label(told, role="sentence", wrap=True))
        else:
            self._plan(line.plan, today)
        self._help(line.help)
        begin_part(self._column, "周记和寄语", button("写本周", kind="link", run=acts.week))
        begin_part(self._column, "诚信评价", button("评一次", kind="link", run=acts.honesty))
        self._column.addStretch(1)

    def _plan(self, plan: PlanFacts, today: date) -> None:
        told = (
            ("成因", "、".join(plan.causes)), ("学情分析", plan.diagnosis), ("闪光点", plan.strengths),
            ("长期目标", plan.long_goal),
        )  # fmt: skip
        for heading, text in told:
            if text:
                self._words(f"{heading}：{text}")
        begin_part(self._column, f"小目标 {len(plan.goals)} 个")
        for goal in plan.goals:
            self._words(_goal(goal, today), late=goal.reached_on is None and goal.due is not None and goal.due < today)
        begin_part(self._column, "四周一个周期")
        for cycle in plan.cycles:
            due = cycle.closed_on is None and cycle.last < today
            self._words(f"{cycle_words(cycle)}{'：该小结了' if due else ''}", late=due)
            if cycle.result:
                self._column.addWidget(label(cycle.result, role="sentence", wrap=True, selectable=True))
        for which, text in (("middle", plan.middle_summary), ("final", plan.final_summary)):
            act = button("修改" if text else "起草", kind="link", run=partial(self._acts.sum_up, which))
            begin_part(self._column, SUMMARIES[which], act)
            if text:
                self._words(text)

    def _help(self, given: tuple[HelpFacts, ...]) -> None:
        if not given:
            return
        begin_part(self._column, f"本学期帮扶 {len(given)} 次，{sum(one.minutes for one in given)} 分钟")
        for one in given[:SHOWN]:
            lasted = f" {one.minutes} 分钟" if one.minutes else ""
            words = f"{one.day.month}月{one.day.day}日 {one.kind}{lasted}：{one.subject} {one.content}".rstrip(" ：")
            self._words(f"{words}（{one.given_by}）" if one.given_by else words)
        if len(given) > SHOWN:
            self._column.addWidget(label(f"还有更早的 {len(given) - SHOWN} 次。", role="hint"))

    def _words(self, text: str, *, late: bool = False) -> None:
        self._column.addWidget(label(text, wrap=True, selectable=True, tone="amber" if late else ""))


def _goal(goal: GoalFacts, today: date) -> str:
    if goal.reached_on:
        told = f"✓ {goal.goal}（{goal.reached_on.month}月{goal.reached_on.day}日达成）"
    elif goal.due:
        over = "，过期了" if goal.due < today else ""
        told = f"{goal.goal}（到{goal.due.month}月{goal.due.day}日{over}）"
    else:
        told = goal.goal
    more = "，".join(filter(None, (goal.measure, goal.who)))
    return f"{told}\n{more}" if more else told
