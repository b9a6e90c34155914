"""Every group of verbs: one file and one line here. What a command does is imported when it runs."""

from collections.abc import Callable

from kongchuo_desktop.commands import books, comparison, duties, forms, imports, pairs, papers, rosters
from kongchuo_desktop.commands.grammar import Grammar

GROUPS: tuple[Callable[[Grammar], None], ...] = (
    books.add,
    rosters.add,
    imports.add,
    duties.add,
    papers.add,
    forms.add,
    comparison.add,
    pairs.add,
)
