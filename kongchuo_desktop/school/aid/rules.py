"""Who is entitled to what in a half-year: amounts with their dates of force in, entitlements with their reasons out.

Facts: policy of aid (两免一补): amounts as in resources/policy/aid.toml, of which every row names its document.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
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
    way: str  # right | review
    one_of: str = ""


@dataclass(frozen=True)
class Amount:
    """What a programme pays a half-year to whom; "" of stage or boarding: both."""

    programme: str
    stage: str
    boarding: str  # yes | no | ""
    groups: tuple[str, ...]
    cents: int
    in_force_from: date
    until: date | None
    document: str
    place: str = ""

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.in_force_from <= day and (self.until is None or day <= self.until)


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


@dataclass(frozen=True)
class Person:
    """A child as the rules see it on the counting day. `boarding` as of that day."""

    id: PupilId
    stage: Stage
    grade: int
    boarding: bool
    grounds: tuple[Ground, ...]
    joined_on: date | None = None
    left_on: date | None = None  # the last day on the roll


@dataclass(frozen=True)
class Entitlement:
    """What a child is entitled to, and why, in a sentence that names the rule."""

    pupil_id: PupilId
    programme: Programme
    amount: Amount
    ground: Ground
    why: str

    @property
    def cents(self) -> int:
        """The half-year's amount."""
        return self.amount.cents


def counting_day(term: TermSpan, *, days: int, today: date) -> date:
    """The day whose roll and boarding count: so many days after the term began, or today while it is still to come."""
    return min(term.starts + timedelta(days=days), term.ends, max(today, term.starts))


def on_roll(person: Person, day: date) -> bool:
    """Whether a child was on the roll on a day; who leaves afterwards keeps the half-year, who comes later waits."""
    return (person.joined_on is None or person.joined_on <= day) and (person.left_on is None or day <= person.left_on)


def entitlements(
    people: Iterable[Person], programmes: Sequence[Programme], amounts: Sequence[Amount], *, term: TermSpan, day: date
) -> tuple[Entitlement, ...]:
    """Every entitlement of a term; `day` is the counting day. No child twice in programmes of which one is given."""
    by_programme = {
        one.key: [amount for amount in amounts if amount.programme == one.key and amount.in_force(term.starts)]
        for one in programmes
    }
    found = []
    for person in people:
        if not person.grounds or not on_roll(person, day):
            continue
        taken: set[str] = set()
        for programme in programmes:
            if programme.one_of and programme.one_of in taken:
                continue
            entitled = _entitled(person, programme, by_programme[programme.key], term)
            if entitled is not None:
                taken.add(programme.one_of)
                found.append(entitled)
    return tuple(found)


def _entitled(person: Person, programme: Programme, amounts: Sequence[Amount], term: TermSpan) -> Entitlement | None:
    """The best amount that one of the child's grounds opens; of equal ones the first row."""
    best: tuple[int, Amount, Ground] | None = None
    for amount in amounts:
        if amount.stage not in ("", person.stage) or amount.boarding not in ("", "yes" if person.boarding else "no"):
            continue
        for ground in person.grounds:
            fits = ground.group in amount.groups and ground.holds_in(term.starts, term.ends)
            if fits and (best is None or amount.cents > best[0]):
                best = (amount.cents, amount, ground)
    if best is None:
        return None
    _, amount, ground = best
    return Entitlement(person.id, programme, amount, ground, _why(person, amount, ground))


def _why(person: Person, amount: Amount, ground: Ground) -> str:
    boarding = "寄宿" if person.boarding else "非寄宿"
    stage = STAGE_NAMES[person.stage]
    return f"{ground.told}，{stage}{boarding}生，每学期{yuan(amount.cents)}元。依据：{amount.document}"


def yuan(cents: int) -> str:
    """Cents as yuan, without needless zeros: 62500 → 625, 31250 → 312.5."""
    text = f"{Decimal(cents) / 100:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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
    """Whom a change of rules changes: child → cents before and after."""
    old: dict[PupilId, int] = {}
    new: dict[PupilId, int] = {}
    for found, sums in ((before, old), (after, new)):
        for one in found:
            sums[one.pupil_id] = sums.get(one.pupil_id, 0) + one.cents
    return {
        child: (old.get(child, 0), new.get(child, 0))
        for child in old.keys() | new.keys()
        if old.get(child, 0) != new.get(child, 0)
    }
