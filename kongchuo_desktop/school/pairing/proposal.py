"""Who should help whom: an assignment that keeps loads even and honours what speaks for each pair.

Every reason is worth points (weights the school may change); each further child of one helper costs more than the
one before, so loads stay even. What is best over all is found as a linear sum assignment (Jonker–Volgenant, by lapx):
a helper with room for n children stands as n columns of rising cost. A veto is never broken; a child for whom nobody
is left stays out, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kongchuo_desktop.school.types import ClassId, PupilId

SexRule = Literal["", "asked", "always"]  # no matter | counts for the pair | a pair of two sexes is not made
NOBODY = 10**7  # of a child left without a helper: dearer than any pair
FORBIDDEN = 10**9


@dataclass(frozen=True)
class Weights:
    """Points of each reason; `even` is what a helper's second, third … child costs, growing each time."""

    wish: int = 60
    teaches_class: int = 30
    leads_class: int = 10
    subject: int = 25
    village: int = 25
    trust: int = 25
    same_sex: int = 15
    same_class: int = 30  # of two pupils
    even: int = 20


@dataclass(frozen=True)
class Child:
    """A child that needs a helper. `subjects`: those it is weak in."""

    id: PupilId
    name: str
    sex: str = ""
    class_id: ClassId | None = None
    village: str = ""
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mentor:
    """An adult or pupil who may help; `key` tells it from all others, `load` are the children it has already."""

    key: str
    name: str
    sex: str = ""
    classes: frozenset[ClassId] = frozenset()  # taught, or the class a pupil sits in
    leads: frozenset[ClassId] = frozenset()
    subjects: frozenset[str] = frozenset()
    villages: frozenset[str] = frozenset()  # held (包村) or on the way home
    load: int = 0
    most: int = 10  # children at most
    is_pupil: bool = False


@dataclass(frozen=True)
class Asked:
    """What people have said: wishes and vetoes, earlier pairs, pins; each by (child, key of the helper)."""

    wishes: Mapping[tuple[PupilId, str], str] = field(default_factory=dict)  # → why
    vetoes: Mapping[tuple[PupilId, str], str] = field(default_factory=dict)
    trusted: frozenset[tuple[PupilId, str]] = frozenset()
    pinned: Mapping[PupilId, str] = field(default_factory=dict)
    sex: SexRule = ""


@dataclass(frozen=True)
class Proposed:
    """One pair and what speaks for it, in words."""

    child: Child
    helper: Mentor
    reasons: tuple[str, ...]
    points: int
    pinned: bool = False


@dataclass(frozen=True)
class Proposal:
    """All pairs in the order of the children, who is left and why, and the load of each helper afterwards."""

    pairs: tuple[Proposed, ...]
    left: tuple[tuple[Child, str], ...]
    loads: Mapping[str, int]


def propose(
    children: Sequence[Child], helpers: Sequence[Mentor], asked: Asked, weights: Weights | None = None
) -> Proposal:
    """The best assignment of all children; pins hold, the rest is worked out around them."""
    weigh = weights or Weights()
    by_key = {helper.key: helper for helper in helpers}
    pins = {child.id: by_key[key] for child in children if (key := asked.pinned.get(child.id)) in by_key}
    load = {helper.key: helper.load for helper in helpers}
    for helper in pins.values():
        load[helper.key] += 1
    free = [child for child in children if child.id not in pins]
    chosen = _assign(free, helpers, asked, weigh, load) | {child: helper.key for child, helper in pins.items()}
    pairs, left = [], []
    for child in children:
        key = chosen.get(child.id)
        if key is None:
            left.append((child, _why_left(child, helpers, asked, load)))
            continue
        reasons, points = _speaks(child, by_key[key], asked, weigh)
        pairs.append(Proposed(child, by_key[key], reasons, points, child.id in pins))
    loads = {helper.key: helper.load + sum(pair.helper is helper for pair in pairs) for helper in helpers}
    return Proposal(tuple(pairs), tuple(left), loads)


def _step(number: int, weights: Weights) -> int:
    """What a helper's n-th child costs: 1, 3, 5 … times `even`, so that the sum grows with the square of the load."""
    return weights.even * (2 * number - 1)


def _assign(
    children: Sequence[Child], helpers: Sequence[Mentor], asked: Asked, weights: Weights, load: Mapping[str, int]
) -> dict[PupilId, str]:
    if not children:
        return {}
    import lap
    import numpy as np

    columns = [
        (place, number)
        for place, helper in enumerate(helpers)
        for number in range(load[helper.key] + 1, min(helper.most, load[helper.key] + len(children)) + 1)
    ]
    places = [place for place, _ in columns]
    points = np.array([[_points(child, helper, asked, weights) for helper in helpers] for child in children])
    steps = np.array([_step(number, weights) for _, number in columns], dtype=float)
    cost = np.full((len(children), len(columns) + len(children)), float(NOBODY))
    if columns:
        cost[:, : len(columns)] = steps - points[:, places]
    _, chosen, _ = lap.lapjv(cost, extend_cost=True)
    placed = zip(children, chosen, strict=True)
    return {child.id: helpers[places[place]].key for child, place in placed if place < len(columns)}


def _points(child: Child, helper: Mentor, asked: Asked, weights: Weights) -> float:
    return -float(FORBIDDEN) if _bar(child, helper, asked) else _speaks(child, helper, asked, weights)[1]


def _bar(child: Child, helper: Mentor, asked: Asked) -> str:
    """What forbids a pair; "" when nothing does."""
    if why := asked.vetoes.get((child.id, helper.key)):
        return f"已注明不与{helper.name}结对：{why}"
    if helper.is_pupil and helper.key == pupil_key(child.id):
        return "不能与自己结对"
    if asked.sex == "always" and child.sex and helper.sex and child.sex != helper.sex:
        return "学校要求同性别结对"
    return ""


def pupil_key(pupil: PupilId) -> str:
    """The key of a pupil who helps."""
    return f"pupil/{pupil}"


def _speaks(child: Child, helper: Mentor, asked: Asked, weights: Weights) -> tuple[tuple[str, ...], int]:
    """Every reason for a pair in words, and their points together."""
    found: list[tuple[str, int]] = []
    pair = (child.id, helper.key)
    if pair in asked.wishes:
        found.append((f"本人或家长有意愿{'：' + asked.wishes[pair] if asked.wishes[pair] else ''}", weights.wish))
    if child.class_id in helper.leads:
        found.append(("是本班班主任", weights.teaches_class + weights.leads_class))
    elif child.class_id in helper.classes:
        found.append(("同班同学", weights.same_class) if helper.is_pupil else ("教本班", weights.teaches_class))
    if common := sorted(child.subjects & helper.subjects):
        named = "、".join(common)
        found.append((f"{named}学得好" if helper.is_pupil else f"正好教薄弱学科{named}", weights.subject))
    if child.village and child.village in helper.villages:
        found.append((f"同在{child.village}" if helper.is_pupil else f"包联或顺路{child.village}", weights.village))
    if pair in asked.trusted:
        found.append(("以前结过对，彼此熟悉", weights.trust))
    if asked.sex and child.sex and child.sex == helper.sex:
        found.append(("同性别", weights.same_sex))
    return tuple(words for words, _ in found), sum(points for _, points in found)


def _why_left(child: Child, helpers: Sequence[Mentor], asked: Asked, load: Mapping[str, int]) -> str:
    if not helpers:
        return "没有可以结对的人，请先选出帮扶人。"
    bars = [bar for helper in helpers if (bar := _bar(child, helper, asked))]
    if len(bars) == len(helpers):
        told = "；".join(dict.fromkeys(bars))
        return f"可选的人都不能与“{child.name}”结对（{told}），请增加帮扶人或取消其中一条。"
    return "可选的人都已带满，请增加帮扶人，或调高每人最多帮扶的人数。"
