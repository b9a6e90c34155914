"""Rule sets as data: read from the shipped file or from the school's own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.attendance.ladder import RuleSet, Step

DEFAULT = "seed"


def rule_sets(found: Mapping[str, Any]) -> dict[str, RuleSet]:
    """Every set of a parsed file by its key, in its order."""
    return {item["key"]: _rule_set(item) for item in found["set"]}


def shipped_sets() -> dict[str, RuleSet]:
    """The sets that come with the program."""
    return rule_sets(read_toml("policy", "ladders.toml"))


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
    found = Step(papers=tuple(item.get("papers", ())), outcomes=tuple(item.get("outcomes", ())), **plain)
    return replace(found, title=_titled(found.title, found.threshold))


def with_thresholds(rules: RuleSet, values: Mapping[str, str]) -> RuleSet:
    """The set with the school's own thresholds, the same ones that its agreements print."""
    shipped = _shipped_titles(rules.key)
    return replace(rules, steps=tuple(_with_threshold(step, shipped[step.number], values) for step in rules.steps))


def _with_threshold(step: Step, title: str, values: Mapping[str, str]) -> Step:
    try:
        threshold = float(values[step.threshold_rule])
    except (KeyError, ValueError):
        return step
    return replace(step, threshold=threshold, title=_titled(title, threshold)) if threshold > 0 else step


def _shipped_titles(key: str) -> dict[int, str]:
    """Titles with their {n} still open."""
    found = next(item for item in read_toml("policy", "ladders.toml")["set"] if item["key"] == key)
    return {int(step["number"]): step["title"] for step in found["step"]}


def _titled(title: str, threshold: float) -> str:
    return title.replace("{n}", f"{threshold:g}")
