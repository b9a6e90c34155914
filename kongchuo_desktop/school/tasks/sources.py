"""Every source of tasks: one file and one line here."""

from collections.abc import Callable, Iterable

from kongchuo_desktop.school.tasks import (
    aid_due,
    children_to_return,
    concern_due,
    forms_due,
    ladder_duties,
    missing_registers,
    pairs_due,
    returns_due,
    roll_checks,
    roll_duties,
    survey_measures,
    unsigned_agreements,
    visits_due,
)
from kongchuo_desktop.school.tasks.agenda import Task
from kongchuo_desktop.school.tasks.reading import Reading

Source = Callable[[Reading], Iterable[Task]]

SOURCES: tuple[Source, ...] = (
    ladder_duties.tasks,
    returns_due.tasks,
    children_to_return.tasks,
    missing_registers.tasks,
    pairs_due.tasks,
    roll_checks.tasks,
    roll_duties.tasks,
    unsigned_agreements.tasks,
    visits_due.tasks,
    survey_measures.tasks,
    concern_due.tasks,
    aid_due.tasks,
    forms_due.tasks,
)
