"""Ratios to a floor that is measured in the same run.

Seconds of one machine say little on another; how many times the floor something takes says the same on both.
"""

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TextIO

Case = Callable[[], float | None]  # one run; seconds it measured itself, or None: then the whole call counts


@dataclass(frozen=True)
class Measured:
    """What one case took, in seconds, round by round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle round, in seconds."""
        return median(self.seconds)


@dataclass(frozen=True)
class Comparison:
    """All cases of one run; the first is the floor."""

    title: str
    measured: tuple[Measured, ...]
    goals: Mapping[str, float]  # largest ratio wanted, by name of case

    def ratio(self, name: str) -> float:
        """How many times the floor the case took."""
        found = next(one for one in self.measured if one.name == name)
        return found.median / self.measured[0].median

    @property
    def missed(self) -> tuple[str, ...]:
        """Names of the cases above their goal."""
        return tuple(name for name, goal in self.goals.items() if self.ratio(name) > goal)


def compare(
    title: str, cases: Mapping[str, Case], *, rounds: int = 7, goals: Mapping[str, float] | None = None
) -> Comparison:
    """Run all cases in turn, `rounds` times after a warm-up, and print the table; the first case is the floor."""
    for case in cases.values():
        case()
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            seconds[name].append(once(case))
    measured = tuple(Measured(name, tuple(values)) for name, values in seconds.items())
    comparison = Comparison(title, measured, goals or {})
    show(comparison)
    return comparison


def once(case: Case) -> float:
    """Seconds of one run, garbage of earlier ones cleared away before it."""
    gc.collect()
    began = time.perf_counter()
    told = case()
    return time.perf_counter() - began if told is None else told


def show(comparison: Comparison, to: TextIO = sys.stdout) -> None:
    """The table: ratio first, milliseconds of this machine behind it, spread of the rounds, goal."""
    width = max(len(one.name) for one in comparison.measured)
    print(f"{comparison.title} ({len(comparison.measured[0].seconds)} rounds, medians)", file=to)
    for one in comparison.measured:
        spread = f"{min(one.seconds) * 1000:.1f}–{max(one.seconds) * 1000:.1f}"
        print(
            f"  {one.name:{width}}  {comparison.ratio(one.name):7.2f}  "
            f"{one.median * 1000:9.2f} ms  ({spread}){_verdict(comparison, one.name)}",
            file=to,
        )


def _verdict(comparison: Comparison, name: str) -> str:
    goal = comparison.goals.get(name)
    if goal is None:
        return ""
    return f"  goal {goal:g}: {'met' if comparison.ratio(name) <= goal else 'MISSED'}"
