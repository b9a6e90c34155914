"""Making and opening a book, and every way in which it may not open."""

import hashlib
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kongchuo_desktop.storage import engine, keyring
from kongchuo_desktop.storage.errors import (
    BookDamaged,
    BookEmpty,
    BookExists,
    BookForeign,
    BookInUse,
    BookMissing,
    BookNewer,
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
    groups = filled.code.split("-")
    groups[2] = ("1" if groups[2][0] == "0" else "0") + groups[2][1:]
    with pytest.raises(RecoveryCodeTypo) as typo:
        filled.open(code="-".join(groups))
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
