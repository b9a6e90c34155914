"""Who is entitled to what in a half-year: amounts with their dates of force in, entitlements with their reasons out.

Facts: policy of aid (两免一补): amounts as in resources/policy/aid.toml, of which every row names its document.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.types import PupilId

Stage = Literal["primary", "junior"]
LEVELS = ("特别困难", "困难", "一般困难")
STAGE_NAMES = {"primary": "小学", "junior": "初中"}


@dataclass(frozen=True)
class Programme:
    """A programme; of those that share `one_of` a child gets one in a term, the earlier in the list first."""

    key: str
    title: str
    way: str  # right | review | local
    one_of: str = ""

    @property
    def group(self) -> str:
        """What a child gets once a term: the family of programmes, or the programme itself."""
        return self.one_of or self.key


@dataclass(frozen=True)
class Amount:
    """What a programme pays a half-year (or a school day) to whom; "" of stage or boarding: both, no groups: all."""

    programme: str
    stage: str
    boarding: str  # yes | no | ""
    groups: tuple[str, ...]
    cents: int
    in_force_from: date
    until: date | None
    document: str
    place: str = ""
    per_day: bool = False
    in_kind: bool = False  # given as a thing or a service: `cents` is what it is worth, nothing is paid out
    min_km: int = 0
    own_id: int = 0  # of the school's own row; 0: shipped

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.in_force_from <= day and (self.until is None or day <= self.until)

    def replaces(self, other: "Amount") -> bool:
        """Whether an own row stands for a shipped one that began no later: same programme, no narrower kind."""
        return (
            self.programme == other.programme and self.stage in ("", other.stage)
            and self.boarding in ("", other.boarding) and other.in_force_from <= self.in_force_from
        )  # fmt: skip


def in_force(amounts: Iterable[Amount], day: date) -> tuple[Amount, ...]:
    """The amounts of a day: the school's own, and shipped ones that no own row stands for."""
    held = [one for one in amounts if one.in_force(day)]
    own = [one for one in held if one.own_id]
    return tuple(one for one in held if one.own_id or not any(mine.replaces(one) for mine in own))


@dataclass(frozen=True)
class Ground:
    """A group a child belongs to, from a day to a day; `told` is how it is explained (脱贫户，2016-12起)."""

    group: str
    told: str
    since: date | None = None
    until: date | None = None

    def holds_in(self, first: date, last: date) -> bool:
        """Whether it holds at some time of a term."""
        return (self.since is None or self.since <= last) and (self.until is None or self.until > first)


EVERYBODY = Ground("", "全体学生")
PICKED = "指定名单"


@dataclass(frozen=True)
class Person:
    """A child as the rules see it on the counting day, with boarding and stage as of that day.

    `months`: on the 15th day of each month of the term whether it boarded, None: not on the roll; needed only
    where the rules reckon by months. `days`: school days of the term on the roll. `km`: way to school, where known.
    """

    id: PupilId
    stage: Stage
    grade: int
    boarding: bool
    grounds: tuple[Ground, ...]
    joined_on: date | None = None
    left_on: date | None = None  # the last day on the roll
    months: tuple[bool | None, ...] = ()
    days: int = 0
    km: float | None = None
    remark: str = ""  # what the book does not know of it


@dataclass(frozen=True)
class Reckoning:
    """How coming, leaving and a change of boarding in mid-term count (aid.mid_term, aid.boarding_change)."""

    mid_term: str = "day"  # day | months
    boarding: str = "day"  # day | next | months

    @property
    def by_months(self) -> bool:
        """Whether anything is reckoned by months."""
        return "months" in (self.mid_term, self.boarding)


@dataclass(frozen=True)
class Entitlement:
    """What a child is entitled to, in cents to be paid, and why, in a sentence that names the rule."""

    pupil_id: PupilId
    programme: Programme
    amount: Amount
    ground: Ground
    cents: int
    why: str


def counting_day(term: TermSpan, *, days: int, today: date) -> date:
    """The day whose roll and boarding count: so many days after the term began, or today while it is still to come."""
    return min(term.starts + timedelta(days=days), term.ends, max(today, term.starts))


def month_days(term: TermSpan) -> tuple[date, ...]:
    """The 15th day of every month of a term, months reckoned from its first day: 1 September – 20 January has five."""
    found, first = [], term.starts
    while first <= term.ends:
        found.append(min(first + timedelta(days=14), term.ends))
        first = _month_later(term.starts, len(found))
    return tuple(found)


def _month_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def on_roll(person: Person, day: date) -> bool:
    """Whether a child was on the roll on a day; who leaves afterwards keeps the half-year, who comes later waits."""
    return (person.joined_on is None or person.joined_on <= day) and (person.left_on is None or day <= person.left_on)


def entitlements(
    people: Iterable[Person], programmes: Sequence[Programme], amounts: Sequence[Amount], *, term: TermSpan, day: date,
    by: Reckoning = Reckoning(),
) -> tuple[Entitlement, ...]:  # fmt: skip
    """Every entitlement of a term; `day` is the counting day. No child twice in programmes of which one is given."""
    held = in_force(amounts, term.starts)
    offered = {(stage, boards): _offered(programmes, held, stage, boards) for stage in STAGE_NAMES for boards in YES_NO}
    for_all = any(not amount.groups for amount in held)
    found: list[Entitlement] = []
    for person in people:
        if not person.grounds and not for_all:
            continue
        if by.by_months and person.months:
            found += _by_months(person, offered, term, day, by)
        elif on_roll(person, day):
            found += [
                Entitlement(person.id, *one, _due(person, one[1]), _why(person, one[1], one[2]))
                for one in _open_to(person, person.boarding, offered, term).values()
            ]
    return tuple(found)


YES_NO = (True, False)
Rows = Sequence[tuple[Programme, Sequence[Amount]]]
Offered = Mapping[tuple[str, bool], Rows]  # by stage and whether a child boards
Opened = tuple[Programme, Amount, Ground]


def _offered(programmes: Iterable[Programme], held: Sequence[Amount], stage: str, boards: bool) -> Rows:
    """What there is for a stage, boarding or not: programmes in their order, the dearest amount first."""
    kinds = ("", "yes" if boards else "no")
    fits = sorted((one for one in held if one.stage in ("", stage) and one.boarding in kinds), key=_dear)
    rows = [(one, [amount for amount in fits if amount.programme == one.key]) for one in programmes]
    return [(one, found) for one, found in rows if found]


def _dear(amount: Amount) -> int:
    return -amount.cents


def _open_to(person: Person, boarding: bool, offered: Offered, term: TermSpan) -> dict[str, Opened]:
    """By family of programmes what a child gets who boards, or does not, all the term."""
    found: dict[str, Opened] = {}
    for programme, amounts in offered[person.stage, boarding]:
        if programme.group not in found:
            best = _best(person, amounts, term)
            if best is not None and (best[0].cents or best[0].in_kind):
                found[programme.group] = (programme, *best)
    return found


def _best(person: Person, amounts: Iterable[Amount], term: TermSpan) -> tuple[Amount, Ground] | None:
    """The dearest amount that one of the child's grounds opens; of equal ones the first row."""
    for amount in amounts:
        if amount.min_km and (person.km is None or person.km < amount.min_km):
            continue
        if (ground := _opens(person, amount, term)) is not None:
            return amount, ground
    return None


def _opens(person: Person, amount: Amount, term: TermSpan) -> Ground | None:
    if not amount.groups:
        return EVERYBODY
    by_hand = picked(amount.programme) if PICKED in amount.groups else None
    for one in person.grounds:
        if (one.group in amount.groups or one.group == by_hand) and one.holds_in(term.starts, term.ends):
            return one
    return None


def picked(programme: str) -> str:
    """The group of the children chosen by hand for a programme."""
    return f"{PICKED}:{programme}"


def _due(person: Person, amount: Amount) -> int:
    if amount.in_kind:
        return 0
    return amount.cents * person.days if amount.per_day else amount.cents


def _by_months(
    person: Person, offered: Offered, term: TermSpan, day: date, by: Reckoning
) -> list[Entitlement]:  # fmt: skip
    """Each month by what held on its 15th day; the programme is that of most months, of equal ones the last."""
    there = [month for month in person.months if month is not None]
    if not there or (by.mid_term == "day" and not on_roll(person, day)):
        return []
    held: dict[str, list[Opened]] = {}
    for month in person.months:
        if month is None and by.mid_term == "months":
            continue
        boarding = month if by.boarding == "months" and month is not None else person.boarding
        for group, one in _open_to(person, boarding, offered, term).items():
            held.setdefault(group, []).append(one)
    return [_shared(person, opened) for opened in held.values()]


def _shared(person: Person, opened: Sequence[Opened]) -> Entitlement:
    counts = Counter(one[0].key for one in opened)
    chosen = max(reversed(opened), key=lambda one: counts[one[0].key])
    whole = len(person.months)
    if chosen[1].per_day or (len(opened) == whole and len(counts) == 1):
        return Entitlement(person.id, *chosen, _due(person, chosen[1]), _why(person, chosen[1], chosen[2]))
    total = sum(_due(person, amount) for _, amount, _ in opened)
    cents = (2 * total + whole) // (2 * whole)  # half a cent up
    parts = "、".join(f"{yuan(amount.cents)}元的{counts[key]}个月" for key, amount in _each(opened).items())
    why = f"{_why(person, chosen[1], chosen[2])}。按月折算：全学期{whole}个月，{parts}，得{yuan(cents)}元"
    return Entitlement(person.id, *chosen, cents, why)


def _each(opened: Iterable[Opened]) -> dict[str, Amount]:
    return {programme.key: amount for programme, amount, _ in opened}


def _why(person: Person, amount: Amount, ground: Ground) -> str:
    boarding = "寄宿" if person.boarding else "非寄宿"
    stage = STAGE_NAMES[person.stage]
    far = f"，离校{person.km:g}公里" if amount.min_km and person.km is not None else ""
    remark = person.remark if amount.boarding else ""
    return f"{ground.told}，{stage}{boarding}生{far}，{paid(amount, person.days)}{remark}。依据：{amount.document}"


def paid(amount: Amount, days: int = 0) -> str:
    """每学期625元; 每天4元，在册97个上课日; 免费提供，不发现金."""
    if amount.in_kind:
        return "免费提供，不发现金"
    if amount.per_day:
        return f"每天{yuan(amount.cents)}元" + (f"，在册{days}个上课日" if days else "")
    return f"每学期{yuan(amount.cents)}元"


def yuan(cents: int) -> str:
    """Cents as yuan within a sentence: whole yuan plain, else both decimals (62500 → 625, 31250 → 312.50)."""
    return money(cents).removesuffix(".00")


@lru_cache(maxsize=512)  # the same few amounts stand on thousands of lines
def money(cents: int) -> str:
    """Cents as yuan with both decimals, as columns and sums of money are written: 31250 → 312.50."""
    return f"{Decimal(cents) / 100:.2f}"


def cents_of(text: str) -> int:
    """Yuan as they are written (312.50) in cents; raises ValueError for what is no amount."""
    value = Decimal(text.strip().removesuffix("元"))
    if not value.is_finite() or value * 100 != int(value * 100):
        raise ValueError(text)
    return int(value * 100)


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_BLOCKS = ("", "万", "亿", "万亿")


def in_capitals(cents: int) -> str:
    """人民币大写 as 支付结算办法 (银发〔1997〕393号, annex) asks: 12345.60 → 人民币壹万贰仟叁佰肆拾伍元陆角整."""
    sign, cents = ("负" if cents < 0 else ""), abs(cents)
    whole, fraction = divmod(cents, 100)
    tenths, hundredths = divmod(fraction, 10)
    text = f"{_capital_number(whole)}元" if whole else ""
    if tenths:
        text += f"{_DIGITS[tenths]}角"
    elif whole and hundredths:
        text += "零"
    if hundredths:
        text += f"{_DIGITS[hundredths]}分"
    else:
        text += "整"
    return f"人民币{sign}{text if whole or fraction else '零元整'}"


def _capital_number(number: int) -> str:
    blocks = []
    while number:
        number, block = divmod(number, 10_000)
        blocks.append(block)
    text, gap = "", False
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if not block:
            gap = bool(text)
            continue
        if text and (gap or block < 1000):
            text += "零"
        text += _capital_block(block) + _BLOCKS[place]
        gap = False
    return text


def _capital_block(block: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = block // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text


def changed_by(before: Sequence[Entitlement], after: Sequence[Entitlement]) -> Mapping[PupilId, tuple[int, int]]:
    """Whom a change of rules changes, in money or in what is given: child → cents before and after."""
    held: dict[PupilId, tuple[list[Entitlement], list[Entitlement]]] = {}
    for place, found in enumerate((before, after)):
        for one in found:
            held.setdefault(one.pupil_id, ([], []))[place].append(one)
    return {
        child: (sum(one.cents for one in old), sum(one.cents for one in new))
        for child, (old, new) in held.items()
        if {(one.programme.key, one.cents) for one in old} != {(one.programme.key, one.cents) for one in new}
    }
