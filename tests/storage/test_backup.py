"""Backups: made, listed, thinned, carried away, brought back."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kongchuo_desktop.school.identity.model import School
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import backup, backup_file, restore
from kongchuo_desktop.storage.backup import Backup, backup_due, copy_to_folder, ensure_backup, list_backups, make_backup
from kongchuo_desktop.storage.errors import (
    BackupBroken,
    BookDamaged,
    BookForeign,
    BookInUse,
    CopyFailed,
    DiskFull,
    WrongPassword,
    WrongRecoveryCode,
)
from kongchuo_desktop.storage.restore import Restored
from tests.storage.room import PASSWORD, Room, add_pupils, names


def made(room: Room) -> Backup:
    database = room.open().database
    backup = make_backup(database, why="hand")
    database.close()
    return backup


def bring_back(room: Room, what: Path, **key: str) -> Restored:
    return restore.restore(
        what, room.book, clock=room.clock, actor="校长", places=room.places, **(key or {"password": PASSWORD})
    )


def test_a_backup_says_what_it_holds(filled: Room) -> None:
    found = made(filled)
    assert (found.valid, found.pupils, found.sequence, found.why) == (True, 60, 1, "hand")
    assert found.path.name == "河湾小学-20260901-0800-00001.kongchuo-backup"
    assert found.counts["school"] == 1
    assert backup.backups_for(filled.book, filled.places) == (found,)
    assert [path.name for path in found.path.parent.iterdir()] == [found.path.name]


def test_the_manifest_names_no_child(filled: Room) -> None:
    content = made(filled).path.read_bytes()
    assert "河湾小学".encode() in content
    assert "学生".encode() not in content


@pytest.mark.parametrize("at", [0.02, 0.1, 0.5, 0.9, 0.999])
def test_a_damaged_backup_is_listed_as_broken(filled: Room, at: float) -> None:
    path = made(filled).path
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 1
    path.write_bytes(content)
    (listed,) = list_backups(path.parent)
    assert not listed.valid
    with pytest.raises(BackupBroken):
        bring_back(filled, path)


@pytest.mark.parametrize("keep", [0, 1, 5000, 40_000])
def test_a_cut_backup_is_listed_as_broken(filled: Room, keep: int) -> None:
    path = made(filled).path
    path.write_bytes(path.read_bytes()[:keep])
    assert [found.valid for found in list_backups(path.parent)] == [False]


def test_only_news_is_backed_up_again(filled: Room) -> None:
    database = filled.open().database
    assert backup_due(database)
    assert ensure_backup(database, why="exit") is not None
    assert ensure_backup(database, why="exit") is None
    with database.write("录入") as session:
        add_pupils(session, 1, first=800)
    assert not backup_due(database)
    filled.now += timedelta(hours=25)
    assert backup_due(database)
    assert ensure_backup(database, why="daily") is not None
    assert not backup_due(database)
    database.new_recovery_code()
    filled.now -= timedelta(days=4000)
    assert backup_due(database)
    database.close()


def test_leftovers_of_a_killed_backup_are_swept(filled: Room) -> None:
    folder = made(filled).path.parent
    for name in (".x.part", ".x.db", ".x.db-journal"):
        (folder / name).write_bytes(b"x")
    assert len(list_backups(folder)) == 1
    made(filled)
    assert sorted(path.suffix for path in folder.iterdir()) == [".kongchuo-backup"] * 2


def test_no_room_for_a_backup(filled: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1000}))
    database = filled.open().database
    with pytest.raises(DiskFull):
        make_backup(database, why="hand")
    database.close()


def test_copy_to_a_stick(filled: Room, tmp_path: Path) -> None:
    found = made(filled)
    stick = tmp_path / "stick"
    stick.mkdir()
    copied = copy_to_folder(found, stick)
    assert "可以拔出U盘" in copied.sentence
    assert [listed.valid for listed in list_backups(stick)] == [True]
    assert copied.path.read_bytes() == found.path.read_bytes()


def test_a_stick_that_lies(filled: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(filled)

    def lose_a_byte(path: Path) -> None:
        path.write_bytes(path.read_bytes()[:-1] + b"\0" + b"x")

    monkeypatch.setattr(backup, "_forget_cached", lose_a_byte)
    with pytest.raises(CopyFailed):
        copy_to_folder(found, tmp_path)
    assert list_backups(tmp_path) == ()
    assert found.path.exists()


def test_damaged_book_is_replaced_and_kept_aside(filled: Room) -> None:
    found = made(filled)
    filled.book.write_bytes(b"\0" * 30_000)
    damaged = filled.book.read_bytes()
    with pytest.raises(BookDamaged):
        filled.open()
    restored = bring_back(filled, found.path)
    assert restored.kept_aside is not None
    assert restored.kept_aside.name == "河湾小学-被替换-20260901-080000.kongchuo"
    assert restored.kept_aside.read_bytes() == damaged
    opened = filled.open()
    assert (len(names(opened)), opened.notices) == (60, ())
    opened.database.close()
    again = bring_back(filled, found.path)
    assert again.kept_aside is not None
    assert again.kept_aside.name == "河湾小学-被替换-20260901-080000-2.kongchuo"


def test_lost_book_comes_back(filled: Room) -> None:
    found = made(filled)
    shutil.rmtree(filled.book.parent)
    assert backup.backups_for(filled.book, filled.places) == (found,)
    assert bring_back(filled, found.path).kept_aside is None
    filled.open().database.close()


def test_on_another_machine_by_the_recovery_code(filled: Room, tmp_path: Path) -> None:
    found = made(filled)
    other = Room(tmp_path / "other")
    bring_back(other, found.path, recovery_code=filled.code)
    opened = other.open(code=filled.code)
    assert len(names(opened)) == 60
    opened.database.set_password("另一台电脑-17")
    opened.database.close()
    other.open("另一台电脑-17").database.close()


def test_password_of_today_opens_a_backup_of_before(filled: Room) -> None:
    found = made(filled)
    database = filled.open().database
    database.set_password("新密码-青石-42")
    code = database.new_recovery_code()
    database.close()
    with pytest.raises(WrongPassword):
        bring_back(filled, found.path)
    with pytest.raises(WrongRecoveryCode):
        bring_back(filled, found.path, recovery_code=filled.code)
    bring_back(filled, found.path, recovery_code=code)
    with pytest.raises(WrongPassword):
        filled.open()
    filled.open("新密码-青石-42").database.close()


def test_restoring_over_an_open_book_or_another_school(filled: Room, tmp_path: Path) -> None:
    found = made(filled)
    database = filled.open().database
    with pytest.raises(BookInUse):
        bring_back(filled, found.path)
    database.close()
    other = Room(tmp_path / "other")
    other.filled(3)
    with pytest.raises(BookForeign):
        bring_back(other, found.path, recovery_code=filled.code)
    other.open().database.close()


def test_what_was_changed_after_the_backup_is_in_the_book_aside(filled: Room) -> None:
    found = made(filled)
    database = filled.open().database
    with database.write("改名") as session:
        session.get_one(School, 1).name = "新名小学"
    database.close()
    aside = bring_back(filled, found.path).kept_aside
    assert aside is not None
    opened = filled.open()
    with opened.database.read() as session:
        assert session.get_one(School, 1).name == "河湾小学"
    opened.database.close()
    kept = Room(filled.root, name=aside.stem).open()
    with kept.database.read() as session:
        assert session.get_one(School, 1).name == "新名小学"
    kept.database.close()


@pytest.mark.parametrize("moves", range(8))
def test_interrupted_exchange_is_finished_at_the_next_opening(
    filled: Room, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    found = made(filled)
    database = filled.open().database
    with database.write("录入") as session:
        session.add(Pupil(name="后来"))
    database.close()
    filled.book.with_name(filled.book.name + "-wal").write_bytes(b"")
    left = iter(range(moves))
    move = restore._move

    def until_the_power_goes(source: Path, target: Path) -> None:
        if source.exists():
            next(left)
        move(source, target)

    monkeypatch.setattr(restore, "_move", until_the_power_goes)
    interrupted = False
    try:
        bring_back(filled, found.path)
    except StopIteration:
        interrupted = True
    monkeypatch.undo()
    assert interrupted == (moves < 5)
    opened = filled.open()
    assert len(names(opened)) == 60
    opened.database.close()
    (aside,) = filled.book.parent.glob("*被替换*.kongchuo")
    kept = Room(filled.root, name=aside.stem).open()
    assert len(names(kept)) == 61
    kept.database.close()
    assert not list(filled.book.parent.glob(".*"))


@pytest.mark.parametrize("note", ["", "{", "[]", '{"staged": "../../x", "aside": "y"}', '{"staged": 1}'])
def test_a_note_that_nobody_can_read_stops_nothing(filled: Room, note: str) -> None:
    planted = filled.book.with_name(f".{filled.book.name}.exchange")
    planted.write_text(note, encoding="utf-8")
    assert not restore.finish(filled.book)
    assert not planted.exists()
    assert filled.book.is_file()


def test_sequence_of_a_name() -> None:
    assert backup_file.sequence_in("河湾小学-20260901-0800-00012.kongchuo-backup") == 12
    assert backup_file.sequence_in("别的.kongchuo-backup") == 0
