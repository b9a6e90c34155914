"""300 children and 40 adults paired, against the bare solver on a matrix of that size."""

import random
import sys

import lap
import numpy as np

from kongchuo_desktop.school.pairing.proposal import Asked, Child, Mentor, propose
from kongchuo_desktop.school.types import ClassId, PupilId
from tests.benchmarks import measure

CHILDREN, ADULTS, MOST = 300, 40, 10


def main() -> int:
    """Prints the table."""
    chance = random.Random(5)  # noqa: S311 - not for secrets
    children = [
        Child(PupilId(n), f"学生{n}", chance.choice("男女"), ClassId(chance.randrange(9)), f"{chance.randrange(12)}村")
        for n in range(CHILDREN)
    ]
    helpers = [
        Mentor(
            f"师{n}", f"师{n}", chance.choice("男女"), frozenset({ClassId(chance.randrange(9))}),
            villages=frozenset({f"{n % 12}村"}), most=MOST,
        )
        for n in range(ADULTS)
    ]  # fmt: skip
    matrix = np.random.default_rng(5).integers(0, 1000, (CHILDREN, ADULTS * MOST + CHILDREN)).astype(float)
    cases: dict[str, measure.Case] = {
        "lapjv alone": lambda: lap.lapjv(matrix, extend_cost=True) and None,
        "propose": lambda: propose(children, helpers, Asked(sex="asked")) and None,
    }
    measure.compare(f"{CHILDREN} children × {ADULTS} adults", cases, rounds=7, goals={"propose": 40})
    return 0


if __name__ == "__main__":
    sys.exit(main())
