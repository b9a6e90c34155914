"""A disk that fills up at every possible moment (needs root on Linux: it mounts small memory disks).

sudo python -m tests.storage.full_disk --sizes 40
"""

import argparse
import contextlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import backup, bulk, database, opening
from kongchuo_desktop.storage.backup import list_backups, make_backup
from kongchuo_desktop.storage.batches import BatchInfo
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.migrations import run
from tests.storage.killing import counter, step
from tests.storage.next_schema import NextSchema
from tests.storage.room import PASSWORD, Room


@contextlib.contextmanager
def memory_disk(size: int) -> Iterator[Path]:
    """A disk of so many bytes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def save(one: Database) -> int:
    """Save until it is full; how many were acknowledged."""
    number = 0
    with contextlib.suppress(UserError):
        while number < 400:
            step(number + 1, one)
            number += 1
    return number


def import_rows(one: Database) -> int:
    """One large import."""
    one.before_batch = None
    with one.write("导入", batch=BatchInfo("pupils", "x.xlsx")) as session:
        bulk.bulk_insert(session, Pupil, [{"name": f"I{n}", "home_address": "河湾村" * 30} for n in range(1500)])
    return 0


def back_up(one: Database) -> int:
    """A backup on the same disk, without the check for room before."""
    make_backup(one, why="hand")
    return 0


def change_password(one: Database) -> int:
    """New key slots."""
    one.set_password("新密码-青石-42")
    return 0


ACTIONS: dict[str, Callable[[Database], int]] = {
    work.__name__: work for work in (save, import_rows, back_up, change_password)
}


def attempt(original: Path, place: Path, action: str, fill: int) -> str:
    """One action on one disk with `fill` bytes to spare; how it ended. Asserts that nothing was harmed."""
    room = Room(place / "room")
    shutil.copytree(original, room.root)
    (place / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(place).free - fill)))
    acked, end = 0, "done"
    try:
        one = room.open().database
        try:
            acked = ACTIONS[action](one)
            assert counter_or_rows(one, action) >= acked
        finally:
            one.close()
    except UserError as error:
        end = type(error).__name__
    (place / "ballast").unlink()
    _harmless(room, acked)
    return end


def counter_or_rows(one: Database, action: str) -> int:
    """Reading goes on when writing can't."""
    with one.read() as session:
        rows = session.query(Pupil).count()
    return counter(one) if action != "import_rows" else rows


def migrate(original: Path, place: Path, fill: int) -> str:
    """The same for a migration with its backup."""
    room = Room(place / "room")
    shutil.copytree(original, room.root)
    (place / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(place).free - fill)))
    modules: tuple[Any, ...] = (opening, database, run)
    head, versions = opening.HEAD, run.VERSIONS
    end = "done"
    try:
        for module in modules:
            module.HEAD = head + 1
        run.VERSIONS = (*versions, NextSchema)  # type: ignore[assignment]
        room.open().database.close()
    except UserError as error:
        end = type(error).__name__
    finally:
        (place / "ballast").unlink()
        if end == "done":
            assert all(found.valid for folder in room.places.backups.iterdir() for found in list_backups(folder))
            room.open().database.close()
        for module in modules:
            module.HEAD = head
        run.VERSIONS = versions
    if end != "done":
        _harmless(room, 0)
    return end


def _harmless(room: Room, acked: int) -> None:
    try:
        opened = room.open()
    except UserError:
        opened = room.open("新密码-青石-42")
    with opened.database.read() as session:
        assert session.query(Pupil).filter(Pupil.name.startswith("学生")).count() == 60
        imported = session.query(Pupil).filter(Pupil.name.startswith("I")).count()
    assert imported in (0, 1500)
    if not imported:
        assert counter(opened.database) >= acked
    opened.database.close()
    for folder in room.places.backups.glob("*"):
        assert all(found.valid for found in list_backups(folder))


def torment(sizes: int, seed: int) -> dict[str, dict[str, int]]:
    """Every action on so many nearly full disks."""
    backup.SPARE = -(1 << 40)  # so that the check for room lets every attempt begin
    dice, ends = random.Random(seed), {}  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        original = Room(Path(folder) / "original")
        original.filled()
        size = original.book.stat().st_size
        with memory_disk(16_000_000) as disk:
            for action in (*ACTIONS, "migrate"):
                tally: dict[str, int] = ends.setdefault(action, {})
                for _ in range(sizes):
                    fill = dice.randrange(0, dice.choice((16 * 4096, 2 * size, 6 * size)), 4096)
                    place = disk / "try"
                    place.mkdir()
                    if action == "migrate":
                        end = migrate(original.root, place, fill)
                    else:
                        end = attempt(original.root, place, action, fill)
                    tally[end] = tally.get(end, 0) + 1
                    shutil.rmtree(place)
    return ends


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    assert PASSWORD
    if sys.platform == "linux":
        print(json.dumps(torment(asked.sizes, asked.seed)))
