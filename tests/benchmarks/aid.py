"""Who is entitled to what: the pure rules for a big school over many terms.

Floor: the same children walked once for each term, the dates of joining and of each ground compared, nothing decided.

python -m tests.benchmarks.aid              2,000 pupils × 10 terms
python -m tests.benchmarks.aid --full      20,000 pupils × 10 terms
"""

import random
import sys
from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.school.aid import rules, shipped
from kongchuo_desktop.school.aid.rules import Ground, Person
from kongchuo_desktop.school.identity.rules import TermSpan, usual_terms
from kongchuo_desktop.school.types import PupilId
from tests.benchmarks.measure import compare

YEARS = range(2022, 2027)
GOALS = {"entitlements": 20.0}


def children(pupils: int, dice: random.Random) -> list[Person]:
    """Every third child with a ground, every ninth with two; a fifth boards, a tenth has left."""
    groups = shipped.group_names()
    people = []
    for number in range(pupils):
        held = (number % 3 == 0) + (number % 9 == 0)
        grounds = tuple(
            Ground(dice.choice(groups), "名单", date(dice.randint(2014, 2025), 9, 1), None) for _ in range(held)
        )
        grade = number % 9 + 1
        left = date(dice.randint(2022, 2026), 6, 30) if number % 10 == 0 else None
        people.append(
            Person(
                PupilId(number), "primary" if grade <= 6 else "junior", grade, number % 5 == 0, grounds,
                date(2021, 9, 1), left,
            )
        )  # fmt: skip
    return people


def walked(people: Sequence[Person], terms: Sequence[TermSpan]) -> int:
    """The floor: every child and ground of every term looked at once."""
    count = 0
    for term in terms:
        for one in people:
            if one.left_on is None or term.starts <= one.left_on:
                for ground in one.grounds:
                    count += ground.since is None or ground.since <= term.ends
    return count


def decided(people: Sequence[Person], terms: Sequence[TermSpan]) -> int:
    """Every entitlement of every term, with its sentence."""
    programmes, amounts = shipped.programmes(), shipped.amounts()
    return sum(len(rules.entitlements(people, programmes, amounts, term=term, day=term.starts)) for term in terms)


def main(arguments: list[str]) -> int:
    """Print the table; 1 when a goal was missed."""
    pupils = 20_000 if "--full" in arguments else 2_000
    people = children(pupils, random.Random(2026))  # noqa: S311 - the same every time
    terms = [term for year in YEARS for term in usual_terms(year)]

    def floor() -> None:
        walked(people, terms)

    def entitlements() -> None:
        decided(people, terms)

    title = f"aid, {pupils:,} pupils × {len(terms)} terms, {decided(people, terms):,} entitlements"
    return 1 if compare(title, {"floor": floor, "entitlements": entitlements}, rounds=5, goals=GOALS).missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
