"""Reading and writing an open book: blocks, threads, trouble from below."""

import threading

import pytest
from sqlcipher3 import dbapi2

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity.model import School
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import trouble
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.errors import DiskFull
from tests.storage.room import Room, add_pupils, names


def _fail_in_the_middle(database: Database) -> None:
    with database.write("录入") as session:
        add_pupils(session, 3, first=900)
        session.flush()
        raise ZeroDivisionError


def test_failed_block_leaves_nothing(filled: Room) -> None:
    opened = filled.open()
    told: list[frozenset[str]] = []
    opened.database.listeners.append(told.append)
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle(opened.database)
    assert len(names(opened)) == 60
    with opened.database.write("录入") as session:
        add_pupils(session, 1, first=900)
    assert told == [frozenset({"pupil"})]
    opened.database.close()


def test_a_read_block_changes_nothing(filled: Room) -> None:
    opened = filled.open()
    with opened.database.read() as session:
        session.get_one(School, 1).name = "别的"
        with pytest.raises(RuntimeError, match="write block"):
            session.flush()
    with pytest.raises(RuntimeError, match="already"), opened.database.read(), opened.database.read():
        pass
    opened.database.close()
    with pytest.raises(RuntimeError, match="closed"), opened.database.read():
        pass


def test_threads_take_turns(filled: Room) -> None:
    opened = filled.open()
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                with opened.database.write("录入") as session:
                    session.add(Pupil(name=f"线程{number}-{turn}"))
                with opened.database.read() as session:
                    session.query(Pupil).count()
        except BaseException as error:  # noqa: BLE001  (handed to the test's own thread)
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(names(opened)) == 100
    opened.database.close()


def test_settling_leaves_one_whole_file(filled: Room) -> None:
    opened = filled.open()
    with opened.database.write("录入") as session:
        add_pupils(session, 1, first=900)
    wal = filled.book.with_name(filled.book.name + "-wal")
    assert wal.stat().st_size > 0
    opened.database.settle()
    assert wal.stat().st_size == 0
    opened.database.close()


@pytest.mark.parametrize(("code", "kind"), [("SQLITE_FULL", DiskFull), ("SQLITE_IOERR_FSYNC", UserError)])
def test_environment_becomes_a_sentence(filled: Room, code: str, kind: type[UserError]) -> None:
    error = dbapi2.OperationalError("x")
    error.sqlite_errorname = code
    assert isinstance(trouble.told(error, filled.book), kind)


def test_full_disk_inside_a_block(filled: Room) -> None:
    opened = filled.open()
    with opened.database.driver() as driver:
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull), opened.database.write("录入") as session:
        add_pupils(session, 500, first=900)
    assert len(names(opened)) == 60
    opened.database.close()
