"""Write a migration from what the models say.

python -m tests.storage.write_migration            the next one: from head to the models
python -m tests.storage.write_migration --first    0001 anew (only while no book is released)
python -m tests.storage.write_migration --again    the newest anew (only while no book of it is released)
"""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations, ops
from sqlalchemy import Connection, create_engine

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.storage import database, migrations  # noqa: F401  (the book's own tables)

FOLDER = Path(migrations.__file__).parent / "versions"
TEXT = '''"""Schema {number}."""

import sqlalchemy as sa

from alembic import op
{triggers}

def upgrade() -> None:
    """Everything from schema {before} to {number}."""
    {code}{last}'''
TRIGGERS = """
NO_UPDATE = '''CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END'''
NO_DELETE = '''CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never cut'); END'''
"""
LAST = "\n    op.execute(NO_UPDATE)\n    op.execute(NO_DELETE)\n"


def main(first: bool, again: bool) -> None:
    """Write the file and say what is left to do by hand."""
    number = 1 if first else migrations.HEAD + (0 if again else 1)
    with create_engine("sqlite://").begin() as connection:
        if not first:
            _to_before(connection, number)
        code = difference(connection)
    path = FOLDER / f"v{number:04}.py"
    triggers, last = (TRIGGERS, LAST) if first else ("", "")
    path.write_text(TEXT.format(number=number, before=number - 1, code=code, triggers=triggers, last=last), "utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "format", "-q", str(path)], check=True)
    subprocess.run([*ruff, "check", "-q", "--fix", str(path)], check=True)
    print(f"{path} written. If it is new: HEAD and VERSIONS each want one line.")


def difference(connection: Connection) -> str:
    """The body of upgrade() that brings the connected database to the models."""
    context = MigrationContext.configure(connection, opts={"render_as_batch": True, "compare_type": True})
    script = produce_migrations(context, METADATA)
    assert isinstance(script.upgrade_ops, ops.UpgradeOps)
    lines = render_python_code(script.upgrade_ops, render_as_batch=True).splitlines()
    # the renderer indents all lines but the first
    return "\n".join(line for line in lines if line.strip() and not line.lstrip().startswith("# ###")).lstrip()


def _to_before(connection: Connection, number: int) -> None:
    from kongchuo_desktop.storage.migrations import run  # 0001 may not be there yet

    with Operations.context(MigrationContext.configure(connection)):
        for version in run.VERSIONS[: number - 1]:
            version.upgrade()


if __name__ == "__main__":
    main(first="--first" in sys.argv, again="--again" in sys.argv)
