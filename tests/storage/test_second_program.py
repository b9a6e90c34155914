"""Two programs on one book: the second is told so, and a killed first one leaves no lock behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kongchuo_desktop.storage.errors import BookInUse
from tests.storage.room import Room

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys, pathlib
from tests.storage.room import Room
opened = Room(pathlib.Path(sys.argv[1])).open()
print("open", flush=True)
sys.stdin.read()
"""


def holder(room: Room) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(room.root)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_second_start_while_the_first_is_open(filled: Room) -> None:
    first = holder(filled)
    try:
        for _ in range(25):
            with pytest.raises(BookInUse, match="校长"):
                filled.open()
    finally:
        os.kill(first.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        first.wait()
        for stream in (first.stdin, first.stdout):
            assert stream is not None
            stream.close()
    opened = filled.open()
    assert "没有正常退出" in opened.notices[0]
    opened.database.close()
    again = filled.open()
    assert again.notices == ()
    again.database.close()


WATCHER = """
import pathlib, re, sys
from tests.storage.room import PASSWORD, Room, add_pupils
from kongchuo_desktop.storage.backup import copy_to_folder, list_backups, make_backup
from kongchuo_desktop.storage.batches import BatchInfo, current_batch, take_back

room = Room(pathlib.Path(sys.argv[1]))
seen = []
sys.addaudithook(lambda event, args: seen.append(str(args[0])) if event == "open" else None)
database = room.open().database
seen.clear()
with database.write("导入", batch=BatchInfo("pupils", "x.xlsx")) as session:
    add_pupils(session, 5, first=500)
    batch = current_batch(session)
with database.write("撤回") as session:
    take_back(session, batch)
database.settle()
database.set_password("新密码-青石-42")
copy_to_folder(make_backup(database, why="hand"), room.root)
list_backups(room.root)
opened = list(seen)
database.close()
assert opened, "the hook saw nothing"
live = {str(room.book), str(room.book) + "-wal", str(room.book) + "-shm"}
print(sorted(live & set(opened)))
"""


def test_nobody_opens_the_live_file_beside_sqlite(filled: Room) -> None:
    """Reading the open book by any other means would drop SQLite's lock on it (POSIX)."""
    seen = subprocess.run(
        [sys.executable, "-c", WATCHER, str(filled.root)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert seen.stdout == "[]\n", seen.stderr


def test_only_one_sqlite_in_the_program() -> None:
    """A second library on the same file would not see the first one's locks."""
    other = re.compile(r"^\s*(import|from) (sqlite3|apsw|PySide6\.QtSql)", re.MULTILINE)
    package = ROOT / "kongchuo_desktop"
    assert [path.name for path in package.rglob("*.py") if other.search(path.read_text("utf-8"))] == []
