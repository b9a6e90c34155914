"""kill -9 in the middle of saves, imports, backups, restores and migrations, and what is there afterwards.

    python -m tests.storage.killing saves 1000 --seed 1

One process forks the victims, so that a kill costs milliseconds; it prints what it found as JSON and
fails on the first thing that is not as it must be. A kill is not a power cut: what the program had
handed to the operating system is kept.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kongchuo_desktop.school.identity.model import School
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import audit, bulk, database, engine, keyring, opening, restore
from kongchuo_desktop.storage.backup import Backup, list_backups, make_backup
from kongchuo_desktop.storage.batches import BatchInfo
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.migrations import HEAD, run
from tests.storage.next_schema import NextSchema
from tests.storage.room import PASSWORD, Room
from tests.storage.victims import Tell, kill_once

BATCH = 150
A_BOOKS_KILLS = 50


@dataclass
class Tally:
    """What a run of kills came to."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged_kept: int = 0
    finished_before_the_kill: int = 0
    seconds_to_reopen: float = 0.0
    spread: float = 0.0  # seconds in which the kills fall, where a victim does one thing only
    more: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """One more of something."""
        self.more[what] = self.more.get(what, 0) + 1


def step(number: int, one: Database) -> None:
    """One save: a pupil, and a counter in another table."""
    with one.write("录入") as session:
        session.add(Pupil(name=f"S{number}", home_address="河湾村二组" * 10))
        session.get_one(School, 1).address = str(number)


def counter(one: Database) -> int:
    """How many saves are in the book; asserts that record, counter and log belong together."""
    with one.read() as session:
        reached = int(session.get_one(School, 1).address or 0)
        names = {name for (name,) in session.query(Pupil.name) if name.startswith("S")}
        assert names == {f"S{number}" for number in range(1, reached + 1)}, "torn: pupils and counter differ"
        assert audit.verify_chain(session) == 61 + 2 * reached, "torn: the log and the rows differ"
    return reached


def saves(room: Room, tally: Tally, dice: random.Random) -> None:
    """T1."""

    def work(tell: Tell) -> None:
        one = room.open().database
        with one.read() as session:
            reached = int(session.get_one(School, 1).address or 0)
        tell(reached)
        for number in range(reached + 1, 1 << 30):
            step(number, one)
            tell(number)

    before = tally.more.get("saves", 0)
    acked, _ = kill_once(work, dice.uniform(0, 0.01), dice.randint(1, 25))
    one = _reopened(room, tally)
    reached = counter(one)
    assert acked <= reached <= acked + 1, f"acknowledged {acked}, found {reached}"
    tally.acknowledged += acked - before
    tally.unacknowledged_kept += reached - acked
    tally.more["saves"] = reached
    one.close()


def imports(room: Room, tally: Tally, dice: random.Random) -> None:
    """An import is there as a whole or not at all."""

    def work(tell: Tell) -> None:
        one = room.open().database
        one.before_batch = None
        tell(0)
        for number in range(1, 1 << 30):
            with one.write("导入", batch=BatchInfo("pupils", "x.xlsx")) as session:
                rows = [{"name": f"I{n}", "home_address": "河湾村二组" * 10} for n in range(BATCH)]
                bulk.bulk_insert(session, Pupil, rows)
            tell(number)

    before = tally.more.get("imports", 0)
    acked, _ = kill_once(work, dice.uniform(0, 0.12))
    one = _reopened(room, tally)
    with one.read() as session:
        rows = session.query(Pupil).filter(Pupil.name.startswith("I")).count()
        batches = session.connection().exec_driver_sql("SELECT count(*) FROM import_batch").scalar_one()
    assert rows == batches * BATCH, "torn: part of an import"
    assert before + acked <= batches <= before + acked + 1
    tally.acknowledged += acked
    tally.unacknowledged_kept += batches - before - acked
    tally.more["imports"] = batches
    one.close()


def backups(room: Room, tally: Tally, dice: random.Random) -> None:
    """T10: no half backup is ever listed, and the live book does not mind."""

    def work(tell: Tell) -> None:
        one = room.open().database
        number = counter(one)
        tell(number)
        while True:
            number += 1
            step(number, one)
            make_backup(one, why="hand")
            tell(number)

    before = tally.more.get("saves", 0)
    acked, _ = kill_once(work, dice.uniform(0, 0.25))
    one = _reopened(room, tally)
    reached = counter(one)
    assert acked <= reached <= acked + 1
    folder = room.places.school_backups(one.school_uid)
    one.close()
    listed = list_backups(folder)
    assert all(found.valid for found in listed), "a broken backup is listed"
    assert acked <= 60 or listed, "no backup although one was acknowledged"
    if listed and tally.kills % 5 == 0:
        _restores_elsewhere(room, listed[0])
        tally.count("restored_elsewhere")
    tally.acknowledged += acked - before
    tally.more["saves"] = reached


def restores(room: Room, tally: Tally, dice: random.Random) -> None:
    """A kill in a restore leaves the former book or the restored one."""
    one = room.open().database
    folder = room.places.school_backups(one.school_uid)
    if not list_backups(folder):
        make_backup(one, why="hand")
    number = counter(one)
    if number == 0:
        step(1, one)
    one.close()
    if number == 0 and dice.random() < 0.5:
        _leave_a_log(room)
    source = list_backups(folder)[-1].path

    def work(tell: Tell) -> None:
        tell(0)
        restore.restore(source, room.book, password=PASSWORD, clock=room.clock, actor="校长", places=room.places)

    _, finished = kill_once(work, dice.uniform(0, _spread(work, tally)))
    one = _reopened(room, tally)
    reached = counter(one)
    assert reached in ((0,) if finished else (0, 1, 2)), f"found {reached}"
    tally.finished_before_the_kill += finished
    tally.count("restored" if reached == 0 else "former")
    one.close()
    for aside in room.book.parent.glob("*被替换*"):
        aside.unlink()


def migrations(room: Room, tally: Tally, dice: random.Random) -> None:
    """T12: before or after, never between; a proven backup from before."""
    original = room.root.with_name("original")
    if not original.exists():
        shutil.copytree(room.root, original)

    def work(tell: Tell) -> None:
        opening.HEAD = database.HEAD = run.HEAD = HEAD + 1  # type: ignore[attr-defined]
        run.VERSIONS = (*run.VERSIONS, NextSchema())  # type: ignore[assignment]
        tell(0)
        room.open().database.close()

    spread = _spread(work, tally)
    shutil.rmtree(room.root)
    shutil.copytree(original, room.root)
    _, finished = kill_once(work, dice.uniform(0, spread))
    schema, columns, rows = _shape(room)
    listed = [found for folder in room.places.backups.glob("*") for found in list_backups(folder)]
    before, after = (HEAD, False, 60), (HEAD + 1, True, 60)
    assert (schema, "shoe_size" in columns, rows) in (before, after), f"between: {schema} {columns}"
    assert all(found.valid for found in listed)
    assert schema == HEAD or [(one.why, one.schema, one.pupils) for one in listed] == [("migration", HEAD, 60)]
    assert schema == HEAD + 1 or not finished
    tally.finished_before_the_kill += finished
    tally.count(f"schema_{schema}")


def _spread(work: Callable[[Tell], None], tally: Tally) -> float:
    """A little longer than the whole work takes here; found by letting it be done once."""
    if not tally.spread:
        started = time.monotonic()
        kill_once(work, 60.0)
        tally.spread = 1.15 * (time.monotonic() - started)
    return tally.spread


def _shape(room: Room) -> tuple[int, set[str], int]:
    unlocked = keyring.unlock(room.book, room.places, password=PASSWORD, recovery_code=None)
    with contextlib.closing(engine.connect(room.book, unlocked.data_key, mode="rw")) as driver:
        assert engine.is_whole(driver)
        columns = {row[1] for row in driver.execute("PRAGMA table_info(pupil)")}
        sized = "AND shoe_size = 34" if "shoe_size" in columns else ""
        rows = driver.execute(f"SELECT count(*) FROM pupil WHERE name LIKE '学生%' {sized}").fetchone()[0]  # noqa: S608
        assert driver.execute("PRAGMA foreign_key_check").fetchone() is None
        return engine.number(driver, "user_version"), columns, rows


def _leave_a_log(room: Room) -> None:
    """The former book is one that was killed: part of it is in its log."""
    child = os.fork()
    if child == 0:
        step(2, room.open().database)
        os._exit(0)
    os.waitpid(child, 0)


def _reopened(room: Room, tally: Tally) -> Database:
    started = time.perf_counter()
    opened = room.open()
    tally.seconds_to_reopen = max(tally.seconds_to_reopen, time.perf_counter() - started)
    return opened.database


def _restores_elsewhere(room: Room, found: Backup) -> None:
    with tempfile.TemporaryDirectory() as folder:
        other = Room(Path(folder))
        restore.restore(
            found.path, other.book, recovery_code=room.code, clock=room.clock, actor="校长", places=other.places
        )
        opened = other.open(code=room.code)
        assert counter(opened.database) == (found.audit_seq - 61) // 2
        opened.database.close()


MODES = {work.__name__: work for work in (saves, imports, backups, restores, migrations)}


def torment(mode: str, kills: int, seed: int) -> Tally:
    """So many kills of one kind; a new book now and then, so that looking it through stays quick."""
    dice, tally = random.Random(seed), Tally()  # noqa: S311
    while tally.kills < kills:
        tally.more.pop("saves", 0)
        tally.more.pop("imports", 0)
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder) / "room")
            room.code = room.filled()
            for _ in range(min(A_BOOKS_KILLS, kills - tally.kills)):
                tally.kills += 1
                MODES[mode](room, tally, dice)
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("kills", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(json.dumps(torment(asked.mode, asked.kills, asked.seed).__dict__))
