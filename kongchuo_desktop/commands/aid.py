"""import households: the township's list of poor families."""

from kongchuo_desktop.cli_ground import Namespace, now
from kongchuo_desktop.commands.grammar import Grammar
from kongchuo_desktop.commands.record_files import import_records


def import_households(args: Namespace) -> None:
    """import households BOOK FILE [--dry-run] [--json]."""
    from kongchuo_desktop.desk.aid import HOUSEHOLDS

    import_records(args, HOUSEHOLDS, now())


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    grammar.intake("import", "households", import_households)
