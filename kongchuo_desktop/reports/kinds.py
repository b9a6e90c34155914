"""What a report is: a key, a title, the questions it asks, and the function that works it out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.table import Table


@dataclass(frozen=True)
class Choice:
    """One question of a report or paper; `options` are (value, label) pairs, () for a free text.

    `source` names a list that the book gives: classes, villages, kinds. Empty answer = everything.
    """

    key: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""
    source: str = ""


@dataclass(frozen=True)
class ReportKind:
    """A report of the catalogue. `tabulate` only reads."""

    key: str
    title: str
    tabulate: Callable[[Session, Mapping[str, str], date], Table]
    choices: tuple[Choice, ...] = ()
    group: str = "学生"
    about: str = ""
    personal: bool = True  # holds full personal data: making it is put on record
    as_json: Callable[[Session, Mapping[str, str], date], Mapping[str, Any]] | None = None  # instead of the table


def checked(kind: ReportKind, choices: Mapping[str, str]) -> dict[str, str]:
    """The answers to a report's questions."""
    return checked_answers(kind.title, kind.choices, choices)


def checked_answers(title: str, questions: Sequence[Choice], choices: Mapping[str, str]) -> dict[str, str]:
    """The answers with defaults filled in; an unknown question or option is refused in a sentence."""
    known = {choice.key: choice for choice in questions}
    if unknown := sorted(set(choices) - known.keys()):
        names = "、".join(known) or "无"
        raise UserError(f"“{title}”没有选项“{unknown[0]}”，可用的选项：{names}。")
    answers = {key: choice.default for key, choice in known.items()} | dict(choices)
    for key, value in answers.items():
        allowed = [option for option, _ in known[key].options]
        if allowed and value not in allowed:
            raise UserError(f"选项“{known[key].label}”只能是：{'、'.join(filter(None, allowed))}。")
    return answers
