"""Files of records in: changes of the roll, visits, pairs, marks, poor families, suspected children, registers."""

from datetime import datetime

from kongchuo_desktop import cli_ground
from kongchuo_desktop.commands.grammar import Grammar
from kongchuo_desktop.commands.record_files import importer

VERBS = (  # group, name, kind of file
    ("attendance", "import", "attendance"),
    ("import", "changes", "changes"),
    ("import", "households", "households"),
    ("import", "suspects", "suspects"),
    ("visits", "import", "visits"),
    ("pairs", "import", "pairs"),
    ("pairs", "marks", "marks"),
)


def now() -> datetime:
    """The hour a command runs at."""
    return cli_ground.now()


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    for group, name, kind in VERBS:
        grammar.intake(group, name, importer(kind, lambda: now()))
