"""Making and opening a book, and every way in which it may not open."""

import hashlib
import os
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity.model import School
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import engine, keyring, trouble
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.errors import (
    BookDamaged,
    BookEmpty,
    BookExists,
    BookForeign,
    BookInUse,
    BookMissing,
    BookNewer,
    DiskFull,
    KeysMissing,
    NoPasswordHere,
    RecoveryCodeTypo,
    WrongPassword,
    WrongRecoveryCode,
)
from kongchuo_desktop.storage.migrations import HEAD
from tests.storage.room import PASSWORD, Room, add_pupils, names


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.suffix != ".lock"
    }


def test_what_was_written_is_there_again(filled: Room) -> None:
    opened = filled.open()
    assert len(names(opened)) == 60
    assert opened.notices == ()
    opened.database.close()
    opened.database.close()


def test_a_book_never_takes_the_place_of_a_file(filled: Room) -> None:
    with pytest.raises(BookExists):
        filled.create()


def test_keys_of_a_book_that_was_moved_away_are_kept(filled: Room) -> None:
    before = keyring.beside(filled.book).read_bytes()
    filled.book.unlink()
    filled.create().database.close()
    assert before in [path.read_bytes() for path in filled.book.parent.glob("*.keys.*")]


def test_recovery_code_opens_and_gives_a_new_password(filled: Room) -> None:
    opened = filled.open(code=filled.code.lower().replace("-", " "))
    assert opened.by_recovery
    opened.database.set_password("新密码-青石-42")
    opened.database.close()
    with pytest.raises(WrongPassword):
        filled.open()
    filled.open("新密码-青石-42").database.close()


def test_new_recovery_code_supersedes_the_old(filled: Room) -> None:
    opened = filled.open()
    code = opened.database.new_recovery_code()
    opened.database.close()
    with pytest.raises(WrongRecoveryCode):
        filled.open(code=filled.code)
    filled.open(code=code).database.close()


def test_full_width_letters_are_the_same_password(room: Room) -> None:
    created = room.create()
    created.database.set_password("ABCabc123")
    created.database.close()
    room.open("ABCabc123").database.close()


def test_password_is_good_on_one_machine_only(filled: Room, tmp_path: Path) -> None:
    other = Room(tmp_path / "other")
    shutil.copytree(filled.book.parent, other.book.parent)
    with pytest.raises(NoPasswordHere):
        other.open()
    opened = other.open(code=filled.code)
    opened.database.set_password("另一台电脑-17")
    opened.database.close()
    other.open("另一台电脑-17").database.close()
    with pytest.raises(WrongPassword):
        other.open(PASSWORD)


def test_wrong_code_is_told_from_a_typo(filled: Room) -> None:
    group = filled.code.split("-")[2]
    with pytest.raises(RecoveryCodeTypo) as typo:
        filled.open(code=filled.code.replace(group, group[1] + group[0] + group[2:]))
    assert typo.value.group == 3
    with pytest.raises(WrongRecoveryCode):
        filled.open(code=Room(filled.root / "x").create().recovery_code)


def test_missing_and_empty(filled: Room, room: Room) -> None:
    with pytest.raises(BookMissing):
        Room(room.root / "nowhere").open()
    assert not Room(room.root / "nowhere").book.exists()
    for size in (0, 1, 4096):
        os.truncate(filled.book, size)
        with pytest.raises(BookEmpty):
            filled.open()
    assert filled.book.stat().st_size == 4096


def test_keys_come_back_from_this_machines_copy(filled: Room) -> None:
    for spoil in (lambda path: path.unlink(), lambda path: path.write_bytes(b"{}"), lambda path: path.write_bytes(b"")):
        spoil(keyring.beside(filled.book))
        opened = filled.open()
        assert "钥匙文件" in opened.notices[0]
        opened.database.close()
        again = filled.open()
        assert again.notices == ()
        again.database.close()


def test_no_keys_anywhere(filled: Room) -> None:
    keyring.beside(filled.book).unlink()
    shutil.rmtree(filled.places.settings / "keys")
    with pytest.raises(KeysMissing):
        filled.open()


def test_wrong_password_leaves_all_as_it_was(filled: Room) -> None:
    before = hashes(filled.book.parent)
    with pytest.raises(WrongPassword):
        filled.open("falsch")
    assert hashes(filled.book.parent) == before
    filled.open().database.close()


def test_html_in_the_books_place(filled: Room) -> None:
    filled.book.write_bytes(b"<html>" + b"<p>404</p>" * 2000)
    with pytest.raises(BookForeign):
        filled.open()


def test_another_schools_book_in_the_place(filled: Room, tmp_path: Path) -> None:
    other = Room(tmp_path / "other")
    other.filled(5)
    shutil.copy(other.book, filled.book)
    with pytest.raises(BookForeign):
        filled.open()


def test_another_schools_book_known_to_this_machine(filled: Room) -> None:
    other = Room(filled.root, name="石桥小学")
    other.filled(5)
    shutil.copy(other.book, filled.book)
    with pytest.raises(BookForeign):
        filled.open()


def alter(room: Room, statement: str, *, leave_log: bool = False) -> None:
    """Change a closed book from outside, as another program with the key would."""
    unlocked = keyring.unlock(room.book, room.places, password=PASSWORD, recovery_code=None)
    driver = engine.connect(room.book, unlocked.data_key, mode="rw")
    if not leave_log:
        driver.execute(statement)
        driver.close()
        return
    driver.execute("PRAGMA wal_autocheckpoint = 0")
    driver.execute(statement)
    wal = room.book.with_name(room.book.name + "-wal")
    content, log = room.book.read_bytes(), wal.read_bytes()
    driver.close()
    room.book.write_bytes(content)
    wal.write_bytes(log)


@pytest.mark.parametrize("leave_log", [False, True])
def test_newer_book_is_refused_untouched(filled: Room, leave_log: bool) -> None:
    alter(filled, f"PRAGMA user_version = {HEAD + 1}", leave_log=leave_log)
    before = hashes(filled.book.parent)
    with pytest.raises(BookNewer) as told:
        filled.open()
    assert hashes(filled.book.parent) == before
    assert str(HEAD + 1) in told.value.sentence


@pytest.mark.parametrize(
    "statement", ["PRAGMA application_id = 7", "UPDATE book_meta SET value = 'x' WHERE key = 'school_uid'"]
)
def test_foreign_book(filled: Room, statement: str) -> None:
    alter(filled, statement)
    with pytest.raises(BookForeign):
        filled.open()


def test_cut_audit_log_is_noticed_at_the_start(filled: Room) -> None:
    alter(filled, "DROP TRIGGER audit_entry_no_delete")
    alter(filled, "DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)")
    with pytest.raises(BookDamaged):
        filled.open()


def test_open_twice(filled: Room) -> None:
    opened = filled.open()
    with pytest.raises(BookInUse) as told:
        filled.open()
    assert "校长" in told.value.sentence
    opened.database.close()
    filled.open().database.close()


def test_clock_gone_back_is_mentioned(filled: Room) -> None:
    filled.now -= timedelta(days=9000)
    opened = filled.open()
    assert "日期" in opened.notices[0]
    opened.database.close()


def test_log_of_a_killed_run_taken_away(filled: Room, tmp_path: Path) -> None:
    opened = filled.open()
    with opened.database.write("录入") as session:
        add_pupils(session, 3, first=900)
    shutil.copytree(filled.root, tmp_path / "killed")  # as the disk looks when the process is killed now
    opened.database.close()
    killed = Room(tmp_path / "killed")
    killed.book.with_name(killed.book.name + "-wal").unlink()
    reopened = killed.open()
    assert "3 处" in reopened.notices[0]
    reopened.database.close()


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
