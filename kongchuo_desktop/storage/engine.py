"""The only door to the book's file: SQLCipher with a raw key, and SQLAlchemy on one connection."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from kongchuo_desktop.storage import trouble

APPLICATION_ID = 0x4B43484F  # KCHO
WORKING_VERSIONS = (3, 51, 3)  # SQLite before it could lose a write-ahead log (the WAL-reset bug)
CHECKPOINT_PAGES = 4000  # rare checkpoints are the best defence against disks that lie about syncing

Driver = Any  # sqlcipher3 carries no types


def connect(path: Path, data_key: bytes, *, mode: str) -> Driver:
    """A keyed connection that begins no transaction by itself. mode: ro, rw (never creates) or rwc."""
    if dbapi2.sqlite_version_info < WORKING_VERSIONS:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} is too old to be trusted with a book")
    with sentences(path):
        connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=0,
            cached_statements=256,
        )
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
    return connection


def settle_pragmas(connection: Driver) -> None:
    """How a live book is written; the first statement here that touches the file takes the exclusive lock."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise RuntimeError(f"the book is in journal mode {mode}")
    for setting in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "mmap_size = 0",
        "cache_size = -32000",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        connection.execute(f"PRAGMA {setting}")


def number(connection: Driver, pragma: str) -> int:
    """The value of a numeric pragma."""
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def is_whole(connection: Driver) -> bool:
    """The structure and every page's HMAC; a cut at a page's edge is found only by the first."""
    try:
        # Reads each page in use, or reports it as never used, and SQLCipher proves every page that it reads.
        if [row[0] for row in connection.execute("PRAGMA quick_check(1)")] != ["ok"]:
            return False
        if number(connection, "freelist_count") == 0:
            return True
        return connection.execute("PRAGMA cipher_integrity_check").fetchone() is None
    except dbapi2.DatabaseError:
        return False


def checkpoint(connection: Driver) -> None:
    """Move the write-ahead log into the file and cut it to nothing."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


class House:
    """An engine for one book at a time: what SQLAlchemy has learned of the statements outlives the connection."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection
        # hide_parameters: what an error says of a statement, in a traceback on a console, holds nobody's name.
        self.engine = create_engine(
            "sqlite://", module=dbapi2, creator=lambda: self._connection, poolclass=StaticPool, hide_parameters=True
        )
        event.listen(self.engine, "begin", _begin)

    def move_in(self, connection: Driver) -> Engine:
        """The same engine on another connection; the one before is closed."""
        self.engine.dispose()
        self._connection = connection
        return self.engine


def rehearsed(play: Callable[[Engine], object]) -> House:
    """A house in which `play` has asked an empty file in memory what a book will be asked.

    A book that moves in answers without the time that SQLAlchemy takes over a statement it meets for the first time:
    half of the first page.
    """
    house = House(dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False))
    try:
        play(house.engine)
    except BaseException:
        house.engine.dispose()
        raise
    return house


def engine_on(connection: Driver, house: House | None = None) -> Engine:
    """SQLAlchemy on this one connection; `writing` in the execution options begins with BEGIN IMMEDIATE."""
    return house.move_in(connection) if house is not None else House(connection).engine


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turns the driver's errors about the surroundings into UserErrors."""
    try:
        yield
    except dbapi2.Error as error:
        told = trouble.told(error, path)
        if told is None:
            raise
        raise told from error


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def leave_no_trace(path: Path, before: set[str]) -> None:
    """Take away the shared memory and the empty log that a look in read-only mode may leave."""
    for ending in ("-shm", "-wal"):
        left = path.with_name(path.name + ending)
        if left.name not in before and left.exists() and (ending == "-shm" or left.stat().st_size == 0):
            left.unlink()
