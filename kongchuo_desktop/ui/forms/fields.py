"""What a form is told about its fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "lines", "date", "number", "choice", "flag"]
Check = Callable[[Any], str]  # a sentence, or '' when the value is good


@dataclass(frozen=True)
class Field:
    """One field. Values: text and lines str; date `date | None`; number `int | None`; choice its key; flag bool.

    `choices` are (key, words); with `free` the user may type another value. `check` is asked when the field
    is left and before saving. `hint` stands small under the field. `width` in characters narrows short ones.
    `phrases`: habitual sentences that F4 offers in a field of several lines, chosen by their digit.
    """

    key: str
    label: str
    kind: Kind = "text"
    required: bool = False
    hint: str = ""
    choices: tuple[tuple[Any, str], ...] = ()
    free: bool = False
    check: Check | None = None
    width: int = 0
    longest: int = 0
    secret: bool = False
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A line of words that begins a group of fields."""

    text: str


FormPart = Field | Heading
