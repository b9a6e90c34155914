"""import suspects: a 疑似失学 list handed down."""

from kongchuo_desktop.cli_ground import Namespace, now
from kongchuo_desktop.commands.grammar import Grammar
from kongchuo_desktop.commands.record_files import import_records


def import_suspects(args: Namespace) -> None:
    """import suspects BOOK FILE [--dry-run] [--json]."""
    from kongchuo_desktop.desk.returns import SUSPECTS

    import_records(args, SUSPECTS, now())


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    grammar.intake("import", "suspects", import_suspects)
