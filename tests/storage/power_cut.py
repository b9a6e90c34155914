"""A model of power cuts over the program's real system calls (needs strace; Linux only).

    python -m tests.storage.power_cut --states 2000

A victim saves, changes its password, makes backups and checkpoints under strace. The trace is then
cut at random places; of every file only what was synced is certain, of what was written since each
512-byte sector is kept or lost by a coin, and so is a tail of the names created, renamed or removed
since their folder was synced. Each such disk is opened by the real program. Not modelled: a disk that
says it has synced and has not, and a file system that damages what it holds.
"""

import argparse
import copy
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kongchuo_desktop.storage.backup import list_backups, make_backup
from kongchuo_desktop.storage.errors import WrongPassword
from tests.storage.disk_model import Disk
from tests.storage.killing import counter, step
from tests.storage.room import PASSWORD, Room

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink,unlinkat,rmdir,mkdir,close,lseek"
LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
STEPS = 60
FIRST_WORD = "".join(f"\\x{byte:02x}" for byte in b"P 0\n")


def password(number: int) -> str:
    """The password after so many changes; -1 before the first."""
    return f"密码-青石-{number}" if number >= 0 else PASSWORD


def victim(room: Room, acks: Path, *, careless: bool) -> None:
    """What is traced: every acknowledgement is itself a write in the trace."""
    one = room.open().database
    if careless:  # what is often recommended; shows that this model finds what it looks for
        with one.driver() as driver:
            driver.execute("PRAGMA synchronous = NORMAL")
    changes = 0
    with acks.open("wb", buffering=0) as said:
        one.set_password(password(0))
        said.write(b"P 0\n")
        for number in range(1, STEPS + 1):
            step(number, one)
            said.write(b"S %d\n" % number)
            if number % 7 == 0:
                changes += 1
                one.set_password(password(changes))
                said.write(b"P %d\n" % changes)
            if number % 9 == 0:
                make_backup(one, why="hand")
                said.write(b"B %d\n" % (number // 9))
            if number % 13 == 0:
                one.settle()
    one.close()


def traced(room: Room, acks: Path, *, careless: bool) -> list[tuple[str, str, int]]:
    """The system calls of the victim."""
    trace = room.root.parent / "trace"
    strace = ["strace", "-f", "-xx", "-s", "100000000", "-e", f"trace={CALLS}", "-o", str(trace)]
    program = [sys.executable, "-m", "tests.storage.power_cut", "--victim", str(room.root), str(acks)]
    subprocess.run([*strace, *program, *(["--careless"] if careless else [])], check=True)
    with trace.open() as lines:
        found = (LINE.match(line) for line in lines)
        return [(match[1], match[2], int(match[3])) for match in found if match]


def cuts(calls: list[tuple[str, str, int]], disk: Disk, many: int, dice: random.Random) -> Iterator[tuple[Disk, int]]:
    """The disk at random moments, in order; none before the victim has begun."""
    begun = next(index for index, (_, arguments, _) in enumerate(calls) if FIRST_WORD in arguments)
    wanted = sorted(dice.choices(range(begun, len(calls)), k=many))
    for index, call in enumerate(calls):
        disk.do(*call)
        for _ in range(wanted.count(index)):
            yield disk, index


def said(disk: Disk, acks: Path) -> dict[str, int]:
    """The last acknowledgement of each kind."""
    content = bytes(disk.files[acks].present).decode() if acks in disk.files else ""
    pairs = (line.split() for line in content.splitlines())
    return {kind: int(number) for kind, number in pairs}


def outcome(room: Room, acked: dict[str, int]) -> str:
    """What the real program finds on that disk."""
    changes = acked.get("P", -1)
    opened: Any = None
    for known in (changes + 1, changes):
        try:
            opened = room.open(password(known))
            break
        except WrongPassword:
            continue
    if opened is None:
        return "locked_out"
    reached = counter(opened.database)
    backups = list_backups(room.places.school_backups(opened.database.school_uid))
    opened.database.close()
    if reached < acked.get("S", 0):
        return "acknowledged_save_lost"
    if reached > acked.get("S", 0) + 1:
        return "impossible"
    if sum(found.valid for found in backups) < acked.get("B", 0):
        return "acknowledged_backup_lost"
    return "whole" if all(found.valid for found in backups) else "broken_backup_listed"


def run(states: int, seed: int, *, careless: bool = False) -> dict[str, int]:
    """How many of so many disks ended how."""
    dice = random.Random(seed)  # noqa: S311
    ends: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder) / "room")
        room.filled()
        disk, acks = Disk(room.root), room.root / "acks"
        calls = traced(room, acks, careless=careless)
        proof = copy.deepcopy(disk)
        for call in calls:
            proof.do(*call)
        for path, found in proof.files.items():
            assert path.read_bytes() == bytes(found.present), f"the model lost track of {path.name}"
        for at, _ in cuts(calls, disk, states, dice):
            with tempfile.TemporaryDirectory() as left:
                at.after_the_cut(dice, Path(left))
                end = outcome(Room(Path(left)), said(at, acks))
            ends[end] = ends.get(end, 0) + 1
    return {**ends, "system_calls": len(calls)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--states", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--careless", action="store_true", help="synchronous = NORMAL")
    parser.add_argument("--victim", nargs=2, type=Path)
    asked = parser.parse_args()
    if asked.victim:
        victim(Room(asked.victim[0]), asked.victim[1], careless=asked.careless)
    elif shutil.which("strace"):
        print(json.dumps(run(asked.states, asked.seed, careless=asked.careless)))
