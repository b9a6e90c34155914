"""劝返: steps of a case, what is missing of them, when the next is due, when a child is watched after its return.

The five steps of a school's own plan (入学通知 → 注册 → 思想工作 → 家访和村委会 → 书面上报), then the law's measures
(义务教育法 art. 58: 批评教育, 责令限期改正). They may overlap; what is missing is shown, nothing is forced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

OPENED_FROM = ("缺课", "未报到", "名单", "村民反映", "学籍异动", "其他")
CAUSES = ("家庭困难", "学习困难厌学", "外出务工", "早婚早育", "身体原因", "家庭变故", "沉迷网络", "随父母外出", "其他")
CLOSED_HOW = (
    "返校", "转学", "升学", "送教上门", "延缓入学", "出国", "死亡", "证件有误", "移交外地", "其他合法离校",
)  # fmt: skip


@dataclass(frozen=True)
class StepKind:
    """A kind of step: its place in the chain, whether it is expected in every case, what usually answers it."""

    name: str
    order: int
    expected: bool = False
    paper: str = ""  # key of the letter that goes with it
    answer_days: int = 0  # days until the next step is due, from this one or from the delivery of its letter


STEPS = (
    StepKind("电话联系", 1, expected=True, answer_days=1),
    StepKind("入户劝返", 2, expected=True, answer_days=3),
    StepKind("村校联合劝返", 3, expected=True, answer_days=3),
    StepKind("送达劝返通知书", 4, paper="persuasion_notice", answer_days=7),
    StepKind("书面报告乡镇和教育局", 5, expected=True, paper="dropout_report", answer_days=7),
    StepKind("请村委会协助", 5, paper="village_request", answer_days=7),
    StepKind("送达限期返校通知书", 6, paper="deadline_notice", answer_days=7),
    StepKind("乡镇批评教育", 7, answer_days=7),
    StepKind("责令限期改正", 8, answer_days=15),
    StepKind("其他措施", 9),
    StepKind("返校复学", 10, paper="return_notice"),
)
BY_NAME = {step.name: step for step in STEPS}
WATCH_DAYS = (7, 14, 30, 60)  # after a return; a school sets its own (rule returns.watch)


@dataclass(frozen=True)
class Episode:
    """One time away."""

    number: int
    left_on: date
    returned_on: date | None


@dataclass(frozen=True)
class Taken:
    """A step that was taken. `delivered_on` of its letter, where it has one."""

    kind: str
    day: date
    delivered_on: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class Next:
    """What is to be done next in a case, and until when."""

    what: str
    due: date


def missing_steps(taken: Sequence[Taken], *, since: date) -> tuple[str, ...]:
    """Expected steps of the present time away that nobody has taken, in order."""
    done = {step.kind for step in taken if step.day >= since}
    return tuple(step.name for step in STEPS if step.expected and step.name not in done)


def next_step(taken: Sequence[Taken], *, since: date, on: date, days: Mapping[str, int] | None = None) -> Next:
    """What follows: the deadline of the furthest step; a letter's runs from its delivery (undelivered: deliver it)."""
    mine = [step for step in taken if step.day >= since and step.kind in BY_NAME]
    if not mine:
        return Next(STEPS[0].name, since)
    last = max(mine, key=lambda step: (BY_NAME[step.kind].order, step.day))
    kind = BY_NAME[last.kind]
    allowed = (days or {}).get(kind.name, kind.answer_days)
    if kind.paper and last.delivered_on is None and last.due is None:
        return Next(f"把{kind.name.removeprefix('送达')}送到并取回回执", last.day)
    due = last.due or (last.delivered_on or last.day) + timedelta(days=allowed)
    missing = [name for name in missing_steps(taken, since=since) if BY_NAME[name].order <= kind.order]
    if missing:
        return Next(f"补上{missing[0]}", min(due, on) if due < on else due)
    after = [step.name for step in STEPS if step.order > kind.order and step.name != "返校复学"]
    return Next(after[0] if after else "继续劝返并记录", due)


def watch_days(returned_on: date, days: Sequence[int] = WATCH_DAYS) -> tuple[date, ...]:
    """The days on which a returned child is looked after."""
    return tuple(returned_on + timedelta(days=number) for number in days)


def relapses(episodes: Sequence[Episode]) -> int:
    """How often the child left again."""
    return max(0, len(episodes) - 1)
