"""The schema at head is what the models say, and getting there is all or nothing."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.storage import database, engine, keyring, migrations, opening
from kongchuo_desktop.storage.backup import list_backups
from kongchuo_desktop.storage.migrations import run
from tests.storage.next_schema import NextSchema
from tests.storage.room import PASSWORD, Room, names


def test_head_is_what_the_models_say(filled: Room) -> None:
    one = filled.open().database
    with one.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    one.close()
    assert differences == []
    assert len(run.VERSIONS) == migrations.HEAD


def test_every_migration_is_in_the_list() -> None:
    folder = Path(run.__file__).parent / "versions"
    names = sorted(path.stem for path in folder.glob("v*.py"))
    assert names == [version.__name__.rpartition(".")[2] for version in run.VERSIONS]


VALUES: dict[type, object] = {str: "x", int: 1, float: 1.0, bool: True, bytes: b"x", date: date(2026, 9, 1),
                              datetime: datetime.fromisoformat("2026-09-01T08:00")}  # fmt: skip


@pytest.mark.parametrize("schema", range(1, migrations.HEAD))
def test_a_book_with_a_row_in_every_table_is_brought_up(schema: int) -> None:
    """SQLite refuses some changes only where a table has rows (a NOT NULL column without a default)."""
    with sa.create_engine("sqlite://").begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            for version in run.VERSIONS[:schema]:
                version.upgrade()
            found = sa.MetaData()
            found.reflect(connection)
            for table in found.tables.values():
                values = {column.name: VALUES[column.type.python_type] for column in table.columns}
                connection.execute(table.insert().values(values))
            for version in run.VERSIONS[schema:]:
                version.upgrade()
        for name in found.tables:
            assert connection.exec_driver_sql(f'SELECT COUNT(*) FROM "{name}"').scalar() == 1, name  # noqa: S608


@pytest.fixture
def next_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[NextSchema]]:
    """The program of next year."""
    for module in (opening, database, run):
        monkeypatch.setattr(module, "HEAD", migrations.HEAD + 1)
    monkeypatch.setattr(run, "VERSIONS", (*run.VERSIONS, NextSchema))
    monkeypatch.setattr(NextSchema, "fails", False)
    return NextSchema


def tables(room: Room) -> tuple[int, set[str]]:
    unlocked = keyring.unlock(room.book, room.places, password=PASSWORD, recovery_code=None)
    with closing(engine.connect(room.book, unlocked.data_key, mode="rw")) as driver:
        found = {row[0] for row in driver.execute("SELECT name FROM sqlite_master")}
        return engine.number(driver, "user_version"), found


def test_an_older_book_is_backed_up_and_brought_up(filled: Room, next_program: type[NextSchema]) -> None:
    opened = filled.open()
    assert len(names(opened)) == 60
    with opened.database.driver() as driver:
        assert engine.number(driver, "foreign_keys") == 1
    (kept,) = list_backups(filled.places.school_backups(opened.database.school_uid))
    opened.database.close()
    assert (kept.why, kept.schema, kept.pupils, kept.valid) == ("migration", migrations.HEAD, 60, True)
    schema, found = tables(filled)
    assert schema == migrations.HEAD + 1
    assert {"shoe", "audit_entry_no_delete"} <= found


def test_a_failing_migration_changes_nothing(filled: Room, next_program: type[NextSchema]) -> None:
    before = tables(filled)
    next_program.fails = True
    with pytest.raises(ZeroDivisionError):
        filled.open()
    assert tables(filled) == before
    next_program.fails = False
    filled.open().database.close()


def test_a_model_without_a_migration_is_a_bug_found_at_once(room: Room) -> None:
    metadata = sa.MetaData()
    sa.Table("forgotten", metadata, sa.Column("id", sa.Integer))
    with pytest.raises(RuntimeError, match="forgotten"):
        database.create_book(
            room.book, password=PASSWORD, metadata=metadata, clock=room.clock, actor="校长", places=room.places
        )
    assert not room.book.exists()
