"""The rules under the hand while a form is being pointed at: every change a new value, so that each can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kongchuo_desktop.school.enrolment.form_rules import (
    CellRule,
    ColumnRule,
    FormRules,
    ListRule,
    column_letters,
    column_number,
    place_of,
)

DEEPEST = 200  # steps that can be undone


class Bench:
    """The rules now, what they were, and what was undone."""

    def __init__(self, rules: FormRules) -> None:
        self.now = rules
        self._saved = rules
        self._past: list[FormRules] = []
        self._future: list[FormRules] = []

    @property
    def changed(self) -> bool:
        """Whether anything is not saved."""
        return self.now != self._saved

    @property
    def may_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def may_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._future)

    def change(self, rules: FormRules) -> None:
        """Go on to other rules."""
        if rules != self.now:
            self._past = [*self._past[-DEEPEST:], self.now]
            self._future.clear()
            self.now = rules

    def undo(self) -> None:
        """One step back."""
        if self._past:
            self._future.append(self.now)
            self.now = self._past.pop()

    def redo(self) -> None:
        """The step undone last, again."""
        if self._future:
            self._past.append(self.now)
            self.now = self._future.pop()

    def saved(self, rules: FormRules) -> None:
        """What now lies in the book."""
        self.now = self._saved = rules


@dataclass(frozen=True)
class Spot:
    """What the map says of a cell: its own rule, or the list whose rows it stands in and the rule of its column."""

    cell: CellRule | None = None
    rows: ListRule | None = None
    column: ColumnRule | None = None


def spot_of(rules: FormRules, sheet: str, row: int, column: int) -> Spot:
    """What the map says of a cell."""
    cell = next(
        (one for one in rules.cells if one.sheet == sheet and place_of(one.at) == (row, column)), None
    )  # fmt: skip
    rows = next((one for one in rules.lists if one.sheet == sheet and one.first <= row <= one.last), None)
    told = next((one for one in rows.columns if column_number(one.at) == column), None) if rows else None
    return Spot(cell, rows, told)


def with_cell(rules: FormRules, sheet: str, at: str, text: str) -> FormRules:
    """A cell takes a text; "" nothing."""
    others = tuple(one for one in rules.cells if (one.sheet, one.at) != (sheet, at))
    return replace(rules, cells=(*others, CellRule(at, text, sheet)) if text.strip() else others)


def with_column(rules: FormRules, rows: ListRule, column: int, field: str, style: str = "") -> FormRules:
    """A column of a list takes a field; "" nothing. The last one can't go: that is `without_list`."""
    at = column_letters(column)
    others = [one for one in rows.columns if one.at != at]
    if field:
        others.append(ColumnRule(at, field, style))
    if not others:
        return rules
    ordered = tuple(sorted(others, key=lambda one: column_number(one.at)))
    return with_list(rules, replace(rows, columns=ordered), instead_of=rows)


def with_list(rules: FormRules, made: ListRule, *, instead_of: ListRule | None = None) -> FormRules:
    """A list comes in, at the place of another when it is that one changed."""
    if instead_of in rules.lists:
        return replace(rules, lists=tuple(made if one == instead_of else one for one in rules.lists))
    return replace(rules, lists=tuple(sorted((*rules.lists, made), key=lambda one: (one.sheet, one.first))))


def without_list(rules: FormRules, rows: ListRule) -> FormRules:
    """A list goes."""
    return replace(rules, lists=tuple(one for one in rules.lists if one != rows))


def with_rows(rows: ListRule, given: Mapping[str, object]) -> ListRule:
    """A list with the answers of its box."""
    first, last = int(str(given["first"])), int(str(given["last"]))
    return replace(rows, first=first, last=max(first, last), grow=str(given["grow"]))  # type: ignore[arg-type]
