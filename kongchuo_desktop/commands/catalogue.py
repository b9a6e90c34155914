"""Every group of verbs: one file and one line here. What a command does is imported when it runs."""

from collections.abc import Callable

from kongchuo_desktop.commands import (
    aid,
    attendance,
    books,
    comparison,
    enrolment,
    forms,
    pairs,
    papers,
    returns,
    rosters,
    visits,
)
from kongchuo_desktop.commands.grammar import Grammar

GROUPS: tuple[Callable[[Grammar], None], ...] = (
    books.add,
    rosters.add,
    attendance.add,
    papers.add,
    forms.add,
    comparison.add,
    pairs.add,
    aid.add,
    returns.add,
    enrolment.add,
    visits.add,
)
