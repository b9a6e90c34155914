"""A child's level from visible rules: points and their reasons in words. Plain values in, frozen values out.

The sum follows what is known of early warning (policy §9): attendance, what was tried, the family, money,
learning, earlier breaks, the season. Flags are for help, not labels; a person decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

HIGH, MIDDLE, LOW, NONE = "高", "中", "低", "无"
LEVELS = (HIGH, MIDDLE, LOW, NONE)
HALVES_OF_DAY = 2
BOTH_TROUBLES = "双困生"


@dataclass(frozen=True)
class MarkState:
    """A mark of concern as the rules see it: its name today, the name it came with, its group."""

    kind: str
    shipped: str
    group: str


@dataclass(frozen=True)
class ChildState:
    """What the rules look at in one child on a day. Half-days; `absent` of any reason, leave included."""

    recorded: int = 0  # half-days of the term with a register of its class
    absent: int = 0
    truant: int = 0
    open_steps: tuple[str, ...] = ()  # titles of ladder steps of this term that nobody has closed
    closed_steps: tuple[str, ...] = ()
    marks: tuple[MarkState, ...] = ()
    dropped_out: date | None = None  # the last 辍学 or 退学 before today
    paused: date | None = None  # the last 休学 or 复学 within a year
    moves: int = 0  # transfers within two years
    days_since_contact: int | None = None  # None: never
    graduating: bool = False


@dataclass(frozen=True)
class Season:
    """Where in the year a day lies: days since the term began, and whether that was after Spring Festival."""

    days_into_term: int | None = None
    spring: bool = False


@dataclass(frozen=True)
class Reason:
    """One rule that holds: its key, its points, and why in words."""

    key: str
    points: float
    words: str


@dataclass(frozen=True)
class Proposal:
    """What the rules propose, with everything it rests on."""

    level: str
    points: float
    reasons: tuple[Reason, ...] = ()

    @property
    def words(self) -> str:
        """The reasons in one line."""
        return "；".join(reason.words for reason in self.reasons)


PREFIX = "level."


class Weights(dict[str, float]):
    """The values in force by rule, without the prefix of their keys: points, and limits between levels."""

    @classmethod
    def of(cls, values: Mapping[str, float]) -> "Weights":
        """From values by their whole key (level.high …)."""
        return cls({key.removeprefix(PREFIX): value for key, value in values.items() if key.startswith(PREFIX)})

    def __missing__(self, key: str) -> float:
        return 0


def propose(child: ChildState, season: Season, weights: Weights) -> Proposal:
    """The level and its reasons, heaviest first. Season and silence count only beside another reason."""
    own = [*_attendance(child, weights), *_steps(child, weights), *_marks(child, weights), *_history(child, weights)]
    reasons = [reason for reason in own if reason.points]
    if reasons:
        reasons += [reason for reason in _beside(child, season, weights) if reason.points]
    points = sum(reason.points for reason in reasons)
    return Proposal(_level(points, weights), points, tuple(sorted(reasons, key=lambda reason: -reason.points)))


def _level(points: float, weights: Weights) -> str:
    if points <= 0:
        return NONE
    for level, key in ((HIGH, "high"), (MIDDLE, "middle"), (LOW, "low")):
        if points >= weights[key]:
            return level
    return NONE


def _attendance(child: ChildState, weights: Weights) -> Iterator[Reason]:
    if not child.recorded or child.recorded < weights["least_days"] * HALVES_OF_DAY:
        return
    share = 100 * child.absent / child.recorded
    truant = f"，其中旷课{_days(child.truant)}天" if child.truant else ""
    words = f"本学期缺勤{_days(child.absent)}天，占{share:.0f}%{truant}"
    if share >= weights["share_much"]:
        yield Reason("absence_much", weights["absence_much"], words)
    elif share >= weights["share_some"]:
        yield Reason("absence_some", weights["absence_some"], words)


def _steps(child: ChildState, weights: Weights) -> Iterator[Reason]:
    if child.open_steps:
        yield Reason("step_open", weights["step_open"], f"未办结：{child.open_steps[-1]}")
    elif child.closed_steps:
        yield Reason("step_closed", weights["step_closed"], f"本学期有过：{child.closed_steps[-1]}，已办结")


def _marks(child: ChildState, weights: Weights) -> Iterator[Reason]:
    """A group counts by its heaviest kind, and a little more when there are several; 双困 comes on top."""
    groups: dict[str, list[MarkState]] = {}
    for mark in child.marks:
        if mark.shipped == BOTH_TROUBLES:
            yield Reason("both", weights["both"], mark.kind)
        else:
            groups.setdefault(mark.group, []).append(mark)
    for group, marks in groups.items():
        points = max(_weight_of(mark, weights) for mark in marks) + (weights["several"] if len(marks) > 1 else 0)
        yield Reason(f"group.{group}", points, "、".join(mark.kind for mark in marks))


def _weight_of(mark: MarkState, weights: Weights) -> float:
    own = f"kind.{mark.shipped or mark.kind}"
    return weights[own] if own in weights else weights[f"group.{mark.group}"]


def _history(child: ChildState, weights: Weights) -> Iterator[Reason]:
    if child.dropped_out is not None:
        yield Reason("dropped_out", weights["dropped_out"], f"{_month(child.dropped_out)}离校过，后返校")
    if child.paused is not None:
        yield Reason("paused", weights["paused"], f"{_month(child.paused)}休学或复学")
    if child.moves >= 2:
        yield Reason("moved", weights["moved"], f"两年内转学{child.moves}次")


def _beside(child: ChildState, season: Season, weights: Weights) -> Iterator[Reason]:
    if season.days_into_term is not None and 0 <= season.days_into_term < weights["season_days"]:
        if season.spring:
            yield Reason("season_spring", weights["season_spring"], "春节后刚开学")
        else:
            yield Reason("season_start", weights["season_start"], "刚开学")
    if child.graduating:
        yield Reason("graduating", weights["graduating"], "毕业班")
    since = child.days_since_contact
    if since is None:
        yield Reason("no_contact", weights["no_contact"], "还没有家访、谈心记录")
    elif since >= weights["contact_days"]:
        yield Reason("no_contact", weights["no_contact"], f"已{since}天没有家访、谈心")


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _days(halves: int) -> str:
    return f"{halves / HALVES_OF_DAY:g}"


def waiting(level: str, *, last_act: date, on: date, patience: float) -> int:
    """How many days a 高 has waited for somebody to act, when that is longer than the school allows; else 0."""
    days = (on - last_act).days
    return days if level == HIGH and days >= patience else 0


def kept_reasons(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """Reasons as they are kept with a decision."""
    return [{"key": reason.key, "points": reason.points, "words": reason.words} for reason in reasons]
