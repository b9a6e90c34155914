"""What safety costs: a save and an import through the real layer against the bare driver on the same kind of file.

python -m tests.benchmarks.storage_speed
"""

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import audit, bulk, engine, keys
from kongchuo_desktop.storage.backup import make_backup
from kongchuo_desktop.storage.database import Database
from tests.benchmarks.measure import compare
from tests.storage.room import Room, add_pupils

ROWS = 20_000


def bare(folder: Path) -> Any:
    """The encrypted driver with the book's own settings and one table, nothing above it."""
    driver = engine.connect(folder / "bare.db", b"\1" * keys.KEY_SIZE, mode="rwc")
    engine.settle_pragmas(driver)
    columns = ", ".join(f"c{number} TEXT" for number in range(40))
    driver.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {columns})")
    return driver


def one_bare_save(driver: Any) -> Callable[[], None]:
    """BEGIN IMMEDIATE, one row, COMMIT."""
    numbers = count()

    def save() -> None:
        driver.execute("BEGIN IMMEDIATE")
        driver.execute("INSERT INTO t (c1) VALUES (?)", (f"学生{next(numbers)}",))
        driver.execute("COMMIT")

    return save


def one_save(database: Database) -> Callable[[], None]:
    """One changed telephone number, with its audit row."""
    numbers = count()

    def save() -> None:
        with database.write("改电话") as session:
            session.get_one(Pupil, 1).phone = str(next(numbers))

    return save


def bare_rows(folder: Path) -> Callable[[], float]:
    """20,000 rows of 40 texts by executemany into an empty table."""
    rows = [tuple(f"格{number}-{column}" for column in range(40)) for number in range(ROWS)]
    marks, names = ", ".join("?" * 40), ", ".join(f"c{number}" for number in range(40))

    def insert() -> float:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            driver = bare(Path(place))
            began = perf_counter()
            driver.execute("BEGIN IMMEDIATE")
            driver.executemany(f"INSERT INTO t ({names}) VALUES ({marks})", rows)  # noqa: S608
            driver.execute("COMMIT")
            took = perf_counter() - began
            driver.close()
        return took

    return insert


def audited_rows(original: Path) -> Callable[[], float]:
    """20,000 pupils by bulk_insert: 60 columns of which 20 say something, all indexes, an audit row each."""
    texts = [column.key for column in Pupil.__table__.columns if str(column.type) == "VARCHAR(20)"]
    same = {**dict.fromkeys(texts, "汉族"), "home_address": "河湾村二组"}
    rows = [{"name": f"学生{number}", "phone": f"139{number:08}", **same} for number in range(ROWS)]

    def insert() -> float:
        with tempfile.TemporaryDirectory(dir=original.parent) as place:
            room = Room(Path(place) / "room")
            shutil.copytree(original, room.root)
            database = room.open().database
            began = perf_counter()
            with database.write("导入") as session:
                bulk.bulk_insert(session, Pupil, rows)
            took = perf_counter() - began
            database.close()
        return took

    return insert


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder) / "room")
        room.filled()
        compare(
            "20,000 rows into an empty book",
            {"bare driver, 40 columns": bare_rows(Path(folder)), "bulk_insert with audit": audited_rows(room.root)},
            rounds=3,
            goals={"bulk_insert with audit": 4.0},
        )
        database, driver = room.open().database, bare(Path(folder))
        compare(
            "One save, WAL + FULL",
            {"bare driver": one_bare_save(driver), "through the book": one_save(database)},
            rounds=60,
            goals={"through the book": 1.5},
        )
        with database.write("录入") as session:
            add_pupils(session, 3000, first=1000)
        database.settle()
        compare(
            f"3,000 pupils, {database.path.stat().st_size / 1_000_000:.1f} MB",
            {
                "page checks and quick_check": lambda: _check(database),
                "whole audit log verified": lambda: _verify(database),
                "verified backup": lambda: _back_up(database),
            },
            rounds=3,
        )
        database.close()
        driver.close()


def _check(database: Database) -> None:
    with database.driver() as driver:
        assert engine.is_whole(driver)


def _verify(database: Database) -> None:
    with database.read() as session:
        audit.verify_chain(session)


def _back_up(database: Database) -> None:
    make_backup(database, why="hand")


if __name__ == "__main__":
    main()
