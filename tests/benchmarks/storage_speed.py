"""What safety costs: a save and an import through the real layer against the bare driver on the same kind of file.

python -m tests.benchmarks.storage_speed
"""

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import process_time
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


def pupils() -> list[dict[str, str]]:
    """20,000 children: 60 columns of which 15 say something."""
    texts = [column.key for column in Pupil.__table__.columns if str(column.type) == "VARCHAR(20)"]
    same = {**dict.fromkeys(texts, "汉族"), "home_address": "河湾村二组"}
    return [{"name": f"学生{number}", "phone": f"139{number:08}", **same} for number in range(ROWS)]


def into_a_new_book(original: Path, insert: Callable[[Database], None]) -> Callable[[], float]:
    """Time an insertion into a copy of the book."""

    def measured() -> float:
        with tempfile.TemporaryDirectory(dir=original.parent) as place:
            room = Room(Path(place) / "room")
            shutil.copytree(original, room.root)
            database = room.open().database
            began = process_time()
            insert(database)
            took = process_time() - began
            database.close()
        return took

    return measured


def bare_rows(database: Database) -> None:
    """The rows by the driver's executemany into the same table and indexes, without a log."""
    table = [column for column in Pupil.__table__.columns if column.name != "id"]
    blank: dict[str, object] = {column.name: None if column.nullable else "" for column in table}
    full = {**blank, "birth_month_only": 0, "boarding": 0, "status": "在读"}
    columns = list(full)
    rows = [tuple({**full, **row, "uid": f"{number:032}"}.values()) for number, row in enumerate(pupils())]
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    with database.driver() as driver:
        driver.execute("BEGIN IMMEDIATE")
        driver.executemany(f"INSERT INTO pupil ({names}) VALUES ({marks})", rows)  # noqa: S608
        driver.execute("COMMIT")


def audited_rows(database: Database) -> None:
    """The rows by bulk_insert, each with its audit row."""
    with database.write("导入") as session:
        bulk.bulk_insert(session, Pupil, pupils())


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder) / "room")
        room.filled()
        compare(
            "20,000 rows into an empty book",
            {
                "bare driver": into_a_new_book(room.root, bare_rows),
                "bulk_insert with audit": into_a_new_book(room.root, audited_rows),
            },
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
                "page checks and quick_check": _in_processor_time(lambda: _check(database)),
                "whole audit log verified": _in_processor_time(lambda: _verify(database)),
                "verified backup": _in_processor_time(lambda: _back_up(database)),
            },
            rounds=3,
        )
        database.close()
        driver.close()


def _in_processor_time(work: Callable[[], None]) -> Callable[[], float]:
    def measured() -> float:
        began = process_time()
        work()
        return process_time() - began

    return measured


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
