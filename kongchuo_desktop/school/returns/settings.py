"""What of 劝返 differs from county to county, as it is in force on a day (resources/policy/returns.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.service import Rule
from kongchuo_desktop.school.returns.categories import CATEGORIES
from kongchuo_desktop.school.returns.rules import STEPS

LETTER = "returns.letter."


@dataclass(frozen=True)
class ReturnRules:
    """Days until an answer is due by the name of a step; days of looking after a child; lengths of being away.

    `letters` is the county's letter of a category, where the school has entered it.
    """

    answer_days: Mapping[str, int]
    watch_days: tuple[int, ...]
    handover_days: int
    check_days: int
    open_days: int
    roll_days: int
    suspected_days: int
    dropout_days: int
    letters: Mapping[str, str]


def in_force(session: Session, *, on: date) -> ReturnRules:
    """The values of a day."""
    found = identity.rules(session, on=on)
    handover, check, opening, roll, suspected, dropout = (
        _days(found[f"returns.{name}_days"]) for name in ("handover", "check", "open", "roll", "suspected", "dropout")
    )
    letters = {name: found[f"{LETTER}{name}"].value for name in CATEGORIES}
    return ReturnRules(
        {step.name: _days(found[step.rule]) for step in STEPS if step.rule},
        tuple(sorted({int(part) for part in found["returns.watch_days"].amounts})),
        handover, check, opening, roll, suspected, dropout,
        {name: letter for name, letter in letters.items() if letter},
    )  # fmt: skip


def _days(rule: Rule) -> int:
    return round(float(rule.value))


def set_letters(session: Session, *, letters: Mapping[str, str], in_force_from: date, document: str) -> int:
    """The county's letters of categories, entered once with its notice; how many changed."""
    now = in_force(session, on=in_force_from).letters
    changed = {name: letter.strip() for name, letter in letters.items() if letter.strip() != now.get(name, "")}
    for name, letter in changed.items():
        identity.set_rule(
            session, key=f"{LETTER}{name}", value=letter, in_force_from=in_force_from, document=document
        )  # fmt: skip
    return len(changed)
