"""The groups, programmes and amounts that come with the program (resources/policy/aid.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.aid.rules import LEVELS, Amount, Programme, cents_of

FILE = "aid.toml"


@cache
def programmes() -> tuple[Programme, ...]:
    """In the order in which one excludes the next."""
    return tuple(Programme(**item) for item in read_toml("policy", FILE)["programme"])


@cache
def amounts() -> tuple[Amount, ...]:
    """Every amount with its dates of force."""
    return tuple(
        Amount(
            item["programme"], item.get("stage", ""), item.get("boarding", ""), tuple(item["groups"]),
            cents_of(item["yuan"]), item["in_force_from"], item.get("until"), item["document"], item.get("place", ""),
        )
        for item in read_toml("policy", FILE)["amount"]
    )  # fmt: skip


@cache
def group_names() -> tuple[str, ...]:
    """Groups of families and pupils, and the levels that a school recognises."""
    return (*(item["name"] for item in read_toml("policy", FILE)["group"]), *(f"认定{level}" for level in LEVELS))


@cache
def group_of_words() -> Mapping[str, str]:
    """Office's word → group."""
    groups = read_toml("policy", FILE)["group"]
    return {word: item["name"] for item in groups for word in (item["name"], *item["words"])}


@dataclass(frozen=True)
class Free:
    """What every pupil gets without asking (两免)."""

    title: str
    in_force_from: date
    document: str


@cache
def free() -> tuple[Free, ...]:
    """What is free for all."""
    return tuple(Free(**item) for item in read_toml("policy", FILE)["free"])


@dataclass(frozen=True)
class MealRate:
    """What the food of a child and day may cost (营养改善计划)."""

    cents: int
    in_force_from: date
    until: date | None
    document: str


@cache
def meal_rates() -> tuple[MealRate, ...]:
    """Every rate with its dates of force, the oldest first."""
    return tuple(
        MealRate(cents_of(item["yuan"]), item["in_force_from"], item.get("until"), item["document"])
        for item in read_toml("policy", FILE)["meal"]
    )
