"""留守 by a named definition: plain values of both parents in, an answer with its reasons out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

AT_HOME = "在家"
STATES = (AT_HOME, "县内务工", "省内务工", "省外务工", "失联", "去世", "服刑", "离异另居")
BOTH, ONE = "双亲", "单亲"
DAYS_OF_MONTH = 30
FATHERS, MOTHERS = ("父亲", "父", "爸爸", "继父", "养父"), ("母亲", "母", "妈妈", "继母", "养母")


@dataclass(frozen=True)
class Definition:
    """Whose 留守: how many parents away (`or_unable`: one away and the other unable counts), for how long, how old.

    `months` away at least (0: any time); `under_age` younger than (0: no limit); `away` and `out` are states of a
    parent: gone to work, and not there to care for another reason.
    """

    key: str
    name: str
    sentence: str
    document: str
    fewest_away: int
    or_unable: bool
    months: int
    under_age: int
    away: tuple[str, ...]
    out: tuple[str, ...]
    in_force_from: date

    @property
    def printed(self) -> str:
        """What a list says of how it counts."""
        return f"留守口径：{self.name}——{self.sentence}（{self.document}）"


@dataclass(frozen=True)
class Parent:
    """Where one parent is; state "" when nobody has asked yet."""

    relation: str
    state: str = ""
    since: date | None = None
    unable: bool = False


@dataclass(frozen=True)
class Judgement:
    """双亲, 单亲 or "" (not left behind), the reasons in words, and what was not known."""

    kind: str
    reasons: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def definitions_of(found: Mapping[str, Any]) -> dict[str, Definition]:
    """The definitions of a parsed concern.toml by key."""
    return {
        item["key"]: Definition(**{**item, "away": tuple(item["away"]), "out": tuple(item["out"])})
        for item in found["left_behind"]
    }


def judge(definition: Definition, parents: Sequence[Parent], *, birth: date | None, on: date) -> Judgement:
    """Whether a child is left behind on a day. A parent of whom nothing is known counts as at home, and is named."""
    unknown = [f"{parent.relation}的去向没有登记" for parent in parents if not parent.state]
    unknown += ["只登记了一位家长"] if len(parents) == 1 else ["没有登记父母"] if not parents else []
    if definition.under_age:
        if birth is None:
            unknown.append("出生日期没有登记")
        elif _age(birth, on) >= definition.under_age:
            return Judgement("", (f"已满{definition.under_age}周岁",), tuple(unknown))
    away = [parent for parent in parents if _is_away(definition, parent, on)]
    out = [parent for parent in parents if parent not in away and (parent.state in definition.out or parent.unable)]
    unknown += [f"{parent.relation}外出起始时间没有登记" for parent in away if definition.months and not parent.since]
    reasons = tuple(_words(parent) for parent in (*away, *out))
    if len(away) >= 2 or (away and out and definition.or_unable):
        return Judgement(BOTH, reasons, tuple(unknown))
    if away and definition.fewest_away == 1:
        return Judgement(ONE, reasons, tuple(unknown))
    return Judgement("", reasons, tuple(unknown))


def _is_away(definition: Definition, parent: Parent, on: date) -> bool:
    if parent.state not in definition.away:
        return False
    return parent.since is None or (on - parent.since).days > definition.months * DAYS_OF_MONTH


def _words(parent: Parent) -> str:
    since = f"（{parent.since:%Y-%m}起）" if parent.since else ""
    unable = "，无监护能力" if parent.unable else ""
    return f"{parent.relation}{parent.state}{since}{unable}"


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
