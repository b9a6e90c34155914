"""Damage done to a closed book, and whether it is noticed before a record is shown.

python -m tests.storage.damage --full
"""

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError
from tests.storage.room import Room, names

PAGE = 4096
Spoil = Callable[[bytearray, random.Random], None]


def flip(content: bytearray, dice: random.Random) -> None:
    """One bit."""
    place = dice.randrange(len(content))
    content[place] ^= 1 << dice.randrange(8)


def cut_anywhere(content: bytearray, dice: random.Random) -> None:
    """The file ends in the middle of a page."""
    end = dice.randrange(1, len(content))
    del content[end - (end % PAGE == 0) :]


def cut_at_a_page(content: bytearray, dice: random.Random) -> None:
    """The file ends between two pages."""
    del content[PAGE * dice.randrange(1, len(content) // PAGE) :]


def zero_page(content: bytearray, dice: random.Random) -> None:
    """A page of nothing."""
    place = PAGE * dice.randrange(len(content) // PAGE)
    content[place : place + PAGE] = bytes(PAGE)


def swap_pages(content: bytearray, dice: random.Random) -> None:
    """Two pages in each other's place."""
    left, right = (PAGE * number for number in dice.sample(range(len(content) // PAGE), 2))
    content[left : left + PAGE], content[right : right + PAGE] = (
        content[right : right + PAGE],
        content[left : left + PAGE],
    )


def lost_sectors(content: bytearray, dice: random.Random) -> None:
    """A run of 512-byte sectors full of 0xFF, as worn flash gives back."""
    place = 512 * dice.randrange(len(content) // 512)
    end = min(len(content), place + 512 * dice.randrange(1, 20))
    content[place:end] = b"\xff" * (end - place)


def other_file(content: bytearray, dice: random.Random) -> None:
    """Another program's file under the book's name."""
    kinds = (b"<html><body>404", b"PK\x03\x04", b"SQLite format 3\0", b"%PDF-1.7", b"\xd0\xcf\x11\xe0")
    content[:] = dice.choice(kinds) + dice.randbytes(dice.randrange(10_000, 60_000))


KINDS: dict[str, tuple[Spoil, int]] = {
    "flip": (flip, 1000),
    "cut_anywhere": (cut_anywhere, 200),
    "cut_at_a_page": (cut_at_a_page, 200),
    "zero_page": (zero_page, 200),
    "swap_pages": (swap_pages, 200),
    "lost_sectors": (lost_sectors, 200),
    "other_file": (other_file, 100),
}


def noticed(room: Room, spoil: Spoil, times: int, seed: int) -> Iterator[str]:
    """The kind of refusal of each damaged opening, "opened" where none was noticed."""
    dice = random.Random(seed)  # noqa: S311
    sound = room.book.read_bytes()
    for _ in range(times):
        content = bytearray(sound)
        spoil(content, dice)
        room.book.write_bytes(content)
        try:
            opened = room.open()
            names(opened)
            opened.database.close()
            yield "opened"
        except UserError as error:
            yield type(error).__name__
        for leftover in room.book.parent.glob(room.book.name + "-*"):
            leftover.unlink()
    room.book.write_bytes(sound)


def tally(room: Room, share: float) -> dict[str, dict[str, int]]:
    """For each kind of damage, how often it ended how."""
    found: dict[str, dict[str, int]] = {}
    for seed, (name, (spoil, times)) in enumerate(KINDS.items()):
        ends = found.setdefault(name, {})
        for end in noticed(room, spoil, int(times * share), seed):
            ends[end] = ends.get(end, 0) + 1
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    place = Path(tempfile.mkdtemp())
    try:
        room = Room(place)
        room.filled(600)
        print(json.dumps(tally(room, 1.0 if asked.full else 0.05)))
    finally:
        shutil.rmtree(place)
