"""劝返: steps of a case, what is missing of them, when the next is due, when a child counts as 疑似辍学 or 辍学.

The five steps of a school's own plan (入学通知 → 注册 → 思想工作 → 家访和村委会 → 书面上报), then the law's measures
(义务教育法 art. 58: 批评教育, 责令限期改正). They may overlap; what is missing is shown, nothing is forced. How many
days each leaves differs from county to county: resources/policy/returns.toml and the school's own values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

OPENED_FROM = ("缺课", "未报到", "名单", "村民反映", "学籍异动", "其他")
CAUSES = ("家庭困难", "学习困难厌学", "外出务工", "早婚早育", "身体原因", "家庭变故", "沉迷网络", "随父母外出", "其他")
CLOSED_HOW = (
    "返校", "转学", "升学", "送教上门", "延缓入学", "出国", "死亡", "证件有误", "移交外地", "其他合法离校",
)  # fmt: skip
BACK = "返校复学"
PLAN = "制定帮扶计划"
SUSPECTED, OUT = "疑似辍学", "辍学"


@dataclass(frozen=True)
class StepKind:
    """A kind of step: its place in the chain, whether it is expected in every case, the letter that goes with it.

    `rule` is the key (returns.…_days) of how many days until the next step, from this one or from the delivery of its
    letter; "" where nothing follows by itself.
    """

    name: str
    order: int
    expected: bool = False
    paper: str = ""
    rule: str = ""


STEPS = (
    StepKind("电话联系", 1, expected=True, rule="returns.call_days"),
    StepKind("送达入学通知书", 1, paper="enrol_notice", rule="returns.enrol_days"),
    StepKind("入户劝返", 2, expected=True, rule="returns.home_days"),
    StepKind("送达督促入学通知书", 2, paper="urge_notice", rule="returns.urge_days"),
    StepKind("村校联合劝返", 3, expected=True, rule="returns.joint_days"),
    StepKind("请村委会协助", 3, paper="village_request", rule="returns.village_days"),
    StepKind("送达劝返通知书", 4, paper="persuasion_notice", rule="returns.persuasion_days"),
    StepKind("书面报告乡镇和教育局", 5, expected=True, paper="township_report", rule="returns.report_days"),
    StepKind("送达限期返校通知书", 6, paper="deadline_notice", rule="returns.deadline_days"),
    StepKind("乡镇批评教育", 7, rule="returns.educate_days"),
    StepKind("责令限期改正", 8, rule="returns.order_days"),
    StepKind("其他措施", 9, rule="returns.measure_days"),
    StepKind(BACK, 10, paper="return_notice"),
    StepKind(PLAN, 11),
)
BY_AUTHORITY = (7, 8)  # measures of the township or the bureau, asked for by the school
BY_NAME = {step.name: step for step in STEPS}
BY_PAPER = {step.paper: step for step in STEPS if step.paper}


@dataclass(frozen=True)
class Closing:
    """How a case was closed; `evidence` "" without proof."""

    day: date
    how: str
    evidence: str
    by: str


@dataclass(frozen=True)
class Episode:
    """One time away. `closing`: the case had been closed after it, before the child left again."""

    number: int
    left_on: date
    returned_on: date | None
    why: str = ""
    returned_how: str = ""
    closing: Closing | None = None

    @property
    def over_on(self) -> date | None:
        """The day of the return, or of a closing without one (转学 …)."""
        return self.returned_on or (self.closing.day if self.closing else None)


@dataclass(frozen=True)
class Taken:
    """A step that was taken. `numbered`: by a letter of the register, which counts from its delivery.

    `deadline` is the letter's own last day, `due` a day that the family named.
    """

    kind: str
    day: date
    delivered_on: date | None = None
    due: date | None = None
    numbered: bool = False
    deadline: date | None = None


@dataclass(frozen=True)
class Next:
    """What is to be done next in a case, and until when; the step that it would be logged as."""

    what: str
    due: date
    kind: str = ""


def missing_steps(taken: Sequence[Taken], *, since: date) -> tuple[str, ...]:
    """Expected steps of the present time away that nobody has taken, in order."""
    done = {step.kind for step in taken if step.day >= since}
    return tuple(step.name for step in STEPS if step.expected and step.name not in done)


def answer_due(step: Taken, days: Mapping[str, int]) -> date | None:
    """Until when a step waits for its answer; None while its letter is not delivered."""
    if step.due or step.deadline:
        return step.due or step.deadline
    if step.numbered and step.delivered_on is None:
        return None
    return (step.delivered_on or step.day) + timedelta(days=days.get(step.kind, 0))


def next_step(taken: Sequence[Taken], *, since: date, days: Mapping[str, int]) -> Next:
    """What follows: a day the family named, a letter to deliver, what was left out, then the step after the furthest.

    A letter's time runs from its delivery, any other step's from its day.
    """
    mine = [step for step in taken if step.day >= since and step.kind in BY_NAME]
    if not mine:
        return Next(STEPS[0].name, since, STEPS[0].name)
    newest = max(mine, key=lambda step: (step.day, BY_NAME[step.kind].order, step.due or date.min))
    if newest.due is not None:
        return Next("核对孩子是否按约定返校", newest.due)
    last = max(mine, key=lambda step: (BY_NAME[step.kind].order, step.day, answer_due(step, days) or date.max))
    kind = BY_NAME[last.kind]
    due = answer_due(last, days)
    if due is None:
        return Next(f"把{kind.name.removeprefix('送达')}送到并取回回执", last.day)
    missing = [name for name in missing_steps(taken, since=since) if BY_NAME[name].order <= kind.order]
    if missing:
        return Next(f"补上{missing[0]}", due, missing[0])
    after = [step for step in STEPS if kind.order < step.order < BY_NAME[BACK].order and _expected_after(step)]
    if not after:
        return Next("继续劝返并记录", due)
    what = f"未返校就报请{after[0].name}" if after[0].order in BY_AUTHORITY else after[0].name
    return Next(what, due, after[0].name)


def _expected_after(step: StepKind) -> bool:
    """Asked for as the next one: what every case has, and from the written report on the law's own ladder."""
    return step.expected or step.order in (4, 6, 7, 8)


def stage_of(left_on: date, on: date, *, suspected: int, out: int) -> str:
    """疑似辍学 | 辍学 | "" by the days since the child left; the county's own lengths."""
    days = (on - left_on).days
    if days >= out:
        return OUT
    return SUSPECTED if days >= suspected else ""


def watch_days(returned_on: date, days: Sequence[int]) -> tuple[date, ...]:
    """The days on which a returned child is looked after."""
    return tuple(returned_on + timedelta(days=number) for number in days)


def relapses(episodes: Sequence[Episode]) -> int:
    """How often the child left again."""
    return max(0, len(episodes) - 1)
