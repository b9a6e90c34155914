"""Bringing a book to the schema of this program. Imported only when there is something to do."""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine

from kongchuo_desktop.storage.migrations import HEAD
from kongchuo_desktop.storage.migrations.versions import v0001, v0002, v0003

VERSIONS = (v0001, v0002, v0003)


def upgrade(engine: Engine) -> None:
    """From the book's user_version to HEAD in one transaction: all of it or nothing."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # tables are rebuilt; no effect inside a transaction
        connection.rollback()
    try:
        _run(engine)
    finally:
        with engine.connect() as connection:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


def _run(engine: Engine) -> None:
    with engine.execution_options(writing=True).begin() as connection:
        start = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
        with Operations.context(MigrationContext.configure(connection)):
            for version in VERSIONS[start:]:
                version.upgrade()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise RuntimeError(f"a migration left a dangling reference in {broken[0]}")
        connection.exec_driver_sql(f"PRAGMA user_version = {HEAD}")
