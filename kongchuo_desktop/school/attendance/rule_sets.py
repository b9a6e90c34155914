"""Rule sets as data: read from the shipped file or from the school's own."""

from collections.abc import Mapping
from typing import Any

from kongchuo_desktop.school.attendance.ladder import RuleSet, Step

DEFAULT = "seed"


def rule_sets(found: Mapping[str, Any]) -> dict[str, RuleSet]:
    """Every set of a parsed file by its key, in its order."""
    return {item["key"]: _rule_set(item) for item in found["set"]}


def _rule_set(item: Mapping[str, Any]) -> RuleSet:
    return RuleSet(
        key=item["key"],
        name=item["name"],
        document=item["document"],
        in_force_from=item["in_force_from"],
        steps=tuple(_step(step) for step in sorted(item["step"], key=lambda step: int(step["number"]))),
    )


def _step(item: Mapping[str, Any]) -> Step:
    plain = {name: value for name, value in item.items() if name not in ("papers", "outcomes")}
    return Step(papers=tuple(item.get("papers", ())), outcomes=tuple(item.get("outcomes", ())), **plain)
