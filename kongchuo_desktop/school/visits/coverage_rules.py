"""Which families a term's plan asks for, how often and until when, and how far the visits have come. Plain values."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.types import ClassId, PupilId, StaffId


@dataclass(frozen=True)
class PlanRules:
    """How often a family is to be visited in a term; values of the rule list (目标与规则)."""

    times: int = 1
    key_times: int = 2
    forms: frozenset[str] = frozenset({"入户", "视频"})  # what counts as seeing the family
    last_days: int = 14  # days before the end of the term by which all are seen
    remind_days: int = 21

    def last_day(self, term: TermSpan) -> date:
        """By when everybody is seen."""
        return max(term.starts, term.ends - timedelta(days=self.last_days))

    def due(self, term: TermSpan, number: int, wanted: int) -> date:
        """By when one of several visits is due: those of a family that is seen often are spread over the term."""
        last = self.last_day(term)
        return term.starts + (last - term.starts) * number // wanted

    def first_reminder(self, term: TermSpan) -> date:
        """From when on the visits that the plan asks of every family may be near."""
        return self.due(term, 1, max(self.times, 1)) - timedelta(days=self.remind_days)


@dataclass(frozen=True)
class Child:
    """A child as the plan needs it."""

    id: PupilId
    uid: str
    name: str
    class_id: ClassId | None
    class_name: str
    grade: int
    head_id: StaffId | None
    head: str
    village: str
    group: str
    address: str
    joined_on: date | None = None


@dataclass(frozen=True)
class Held:
    """What the school decided for one child against the rule."""

    times: int
    staff_id: StaffId | None = None
    staff: str = ""
    due: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Family:
    """Brothers and sisters on the roll, who are visited together."""

    children: tuple[Child, ...]  # the eldest class first
    wanted: int
    seen_on: tuple[date, ...]  # days of the visits that count, this term
    other_on: tuple[date, ...]  # days of contacts that don't count (电话, 到校)
    due: date | None  # of the next visit that the plan asks for; None when it is done
    visitor_id: StaffId | None
    visitor: str
    is_key: bool
    is_held: bool = False  # something was decided against the rule
    note: str = ""

    @property
    def key(self) -> PupilId:
        """The child it is known by."""
        return self.children[0].id

    @property
    def names(self) -> str:
        """The children by name."""
        return "、".join(child.name for child in self.children)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes its children are in."""
        return tuple(dict.fromkeys(child.class_name for child in self.children if child.class_name))

    @property
    def village(self) -> str:
        """Where it lives, "" where the book does not know."""
        return next((child.village for child in self.children if child.village), "")

    @property
    def group(self) -> str:
        """The group of the village (村民组)."""
        return next((child.group for child in self.children if child.group), "")

    @property
    def address(self) -> str:
        """The first address known."""
        return next((child.address for child in self.children if child.address), "")

    @property
    def is_planned(self) -> bool:
        """Whether the plan asks for a visit at all."""
        return self.wanted > 0

    @property
    def is_seen(self) -> bool:
        """Whether it was seen at least once."""
        return bool(self.seen_on)

    @property
    def is_done(self) -> bool:
        """Whether it was seen as often as the plan asks."""
        return len(self.seen_on) >= self.wanted


@dataclass(frozen=True)
class Share:
    """How far the plan is in one class, with one teacher, in one village."""

    name: str
    families: tuple[Family, ...]

    @property
    def planned(self) -> int:
        """Families that the plan asks for."""
        return len(self.families)

    @property
    def seen(self) -> int:
        """Those seen at least once."""
        return sum(1 for family in self.families if family.is_seen)

    @property
    def done(self) -> int:
        """Those seen as often as asked."""
        return sum(1 for family in self.families if family.is_done)

    @property
    def not_seen(self) -> tuple[Family, ...]:
        """Those that nobody has seen yet."""
        return tuple(family for family in self.families if not family.is_seen)


@dataclass(frozen=True)
class Coverage:
    """A term's plan on a day."""

    term: TermSpan
    on: date
    rules: PlanRules
    families: tuple[Family, ...] = field(repr=False)  # all on the roll, those not planned too

    @property
    def whole(self) -> Share:
        """The whole school."""
        return Share("全校", tuple(family for family in self.families if family.is_planned))

    @property
    def by_class(self) -> tuple[Share, ...]:
        """Each class with the families that have a child in it; a family of two classes stands in both."""
        order = {
            child.class_name: (child.grade, child.class_id or 0)
            for family in self.families
            for child in family.children
        }
        return self._shares(lambda family: family.classes or ("未分班",), lambda name: order.get(name, (99, 0)))

    @property
    def by_visitor(self) -> tuple[Share, ...]:
        """Each teacher with the families assigned."""
        return self._shares(lambda family: (family.visitor or "未定家访人",), lambda name: (name == "未定家访人", name))

    @property
    def by_village(self) -> tuple[Share, ...]:
        """Each village with the families that live there."""
        return self._shares(lambda family: (family.village or "村未登记",), lambda name: (name == "村未登记", name))

    def _shares(
        self, names: Callable[[Family], Iterable[str]], order: Callable[[str], tuple[object, ...]]
    ) -> tuple[Share, ...]:
        found: dict[str, list[Family]] = {}
        for family in self.whole.families:
            for name in names(family):
                found.setdefault(name, []).append(family)
        return tuple(Share(name, tuple(found[name])) for name in sorted(found, key=order))


def groups(
    children: Iterable[PupilId], homes: Mapping[PupilId, int], adults: Iterable[tuple[PupilId, int]]
) -> tuple[tuple[PupilId, ...], ...]:
    """Children of one family: those who share a household or an adult, directly or through a third child."""
    order = list(children)
    parent = {child: child for child in order}

    def root(child: PupilId) -> PupilId:
        while parent[child] != child:
            parent[child] = parent[parent[child]]
            child = parent[child]
        return child

    first: dict[tuple[str, int], PupilId] = {}
    ties = [(child, ("home", home)) for child, home in homes.items()]
    ties += [(child, ("adult", adult)) for child, adult in adults]
    for child, tie in ties:
        if child in parent:
            other = first.setdefault(tie, child)
            parent[root(child)] = root(other)
    found: dict[PupilId, list[PupilId]] = {}
    for child in order:
        found.setdefault(root(child), []).append(child)
    return tuple(tuple(members) for members in found.values())


def kin(
    some: Iterable[PupilId], homes: Mapping[PupilId, int], adults: Iterable[tuple[PupilId, int]]
) -> frozenset[PupilId]:
    """Some children and whoever may be of their families."""
    ties: dict[tuple[str, int], list[PupilId]] = {}
    of_child: dict[PupilId, list[tuple[str, int]]] = {}
    known = [(child, ("home", home)) for child, home in homes.items()]
    known += [(child, ("adult", adult)) for child, adult in adults]
    for child, tie in known:
        ties.setdefault(tie, []).append(child)
        of_child.setdefault(child, []).append(tie)
    found, waiting = set(some), list(some)
    while waiting:
        near = {other for tie in of_child.get(waiting.pop(), ()) for other in ties.pop(tie, ())} - found
        found |= near
        waiting += near
    return frozenset(found)


def family(
    children: Sequence[Child], *, term: TermSpan, rules: PlanRules, key: Collection[PupilId],
    held: Mapping[PupilId, Held], contacts: Mapping[PupilId, Collection[tuple[date, str]]],
) -> Family:  # fmt: skip
    """One family's plan and what came of it. A decision for one child holds for the family; the most visits count."""
    eldest_first = tuple(sorted(children, key=lambda child: (-child.grade, child.id)))
    own = {child.id: held[child.id] for child in eldest_first if child.id in held}
    is_key = any(child.id in key for child in children)
    usual = rules.key_times if is_key else rules.times
    wanted = max((one.times for one in own.values()), default=usual)
    days = {(day, form) for child in children for day, form in contacts.get(child.id, ())}
    seen = tuple(sorted({day for day, form in days if form in rules.forms}))
    decided = next((one for one in own.values() if one.staff_id is not None), None)
    leader = next((child for child in eldest_first if child.head), eldest_first[0])
    return Family(
        children=eldest_first, wanted=wanted, seen_on=seen,
        other_on=tuple(sorted({day for day, form in days if form not in rules.forms})),
        due=_due(wanted, len(seen), term, rules, [one.due for one in own.values() if one.due]),
        visitor_id=decided.staff_id if decided else leader.head_id,
        visitor=decided.staff if decided else leader.head, is_key=is_key, is_held=bool(own),
        note="；".join(dict.fromkeys(one.note for one in own.values() if one.note)),
    )  # fmt: skip


def _due(wanted: int, done: int, term: TermSpan, rules: PlanRules, decided: Sequence[date]) -> date | None:
    """By when the next visit is due; None when there were enough."""
    if done >= wanted:
        return None
    if decided:
        return min(decided)
    return rules.due(term, done + 1, wanted)
