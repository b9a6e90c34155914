"""Bringing a backup back into a book's place. The book that was there is kept beside, never deleted."""

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.storage import backup, backup_file, engine, files, keyring, keys, media, opening
from kongchuo_desktop.storage.acts import Clock
from kongchuo_desktop.storage.backup_file import Backup
from kongchuo_desktop.storage.errors import BackupBroken, BookForeign
from kongchuo_desktop.storage.keyring import Unlocked
from kongchuo_desktop.storage.keys import KeySlots
from kongchuo_desktop.storage.lock import BookLock
from kongchuo_desktop.storage.places import Places


@dataclass(frozen=True)
class Restored:
    """The book in its place again, and where the former one was put."""

    path: Path
    kept_aside: Path | None
    backup: Backup


def restore(
    path: Path,
    book: Path,
    *,
    password: str | None = None,
    recovery_code: str | None = None,
    clock: Clock,
    actor: str,
    places: Places,
) -> Restored:
    """Put the backup at `path` into the place `book` (which may be damaged, closed or not there).

    The backup is proven before anything is moved; a kill at any moment leaves the former book or,
    at the next opening, the restored one. Raises BackupBroken, BookInUse, BookForeign, BookNewer,
    the sentences of a wrong password or code, and those of the disk.
    """
    media.require_suitable(book)
    found = backup_file.look(path)
    if not found.valid:
        raise BackupBroken(path)
    own = keyring.school_beside(book)
    if book.exists() and own is not None and own != found.school:
        raise BookForeign(book)
    book.parent.mkdir(parents=True, exist_ok=True)
    lock = BookLock(book)
    lock.take(actor=actor, now=clock())
    try:
        finish(book)
        unlocked = _unlock(found, book, places, password=password, recovery_code=recovery_code)
        staged, slots = _staged(found, book, unlocked)
        aside = _aside(book, f"{clock():%Y%m%d-%H%M%S}")
        _plan(book, staged, aside)
        finish(book)
        keyring.save(slots, book, places)
    except BaseException:
        lock.release(clean=not lock.was_unclean)
        raise
    lock.release(clean=True)
    return Restored(book, aside if aside.exists() else None, found)


def finish(book: Path) -> bool:
    """Carry out a planned exchange, also one that a power cut interrupted; whether there was one."""
    plan = opening.exchange_note(book)
    if not plan.exists():
        return False
    try:
        told = json.loads(plan.read_text("utf-8"))
        staged, aside = book.with_name(told["staged"]), book.with_name(told["aside"])
    except (ValueError, KeyError, TypeError):  # damaged, or not ours: what lies there stays as it is
        plan.unlink()
        return False
    staged_keys, present_keys = keyring.beside(staged), keyring.beside(book)
    if staged.exists():  # then what lies in the book's place is still the former book
        # the log first: beside another file it would be played into it
        for ending in ("-wal", "-shm", ""):
            _move(book.with_name(book.name + ending), aside.with_name(aside.name + ending))
    if staged_keys.exists():
        _move(present_keys, keyring.beside(aside))
        _move(staged_keys, present_keys)
    _move(staged, book)
    plan.unlink()
    files.sync_folder(book.parent)
    return True


def _unlock(found: Backup, book: Path, places: Places, *, password: str | None, recovery_code: str | None) -> Unlocked:
    """By today's password as well as by that of the backup's day: the data key is the same."""
    try:
        packed = keys.parse(backup_file.read_keys(found.path))
    except keys.SlotsUnreadable as error:
        raise BackupBroken(found.path) from error
    return keyring.unlock(
        book, places, password=password, recovery_code=recovery_code, more=(packed,), school=found.school
    )


def _staged(found: Backup, book: Path, unlocked: Unlocked) -> tuple[Path, KeySlots]:
    """The backup's book and its slots beside the place where it is to go, proven."""
    staged = book.with_name(f".{book.name}.restored")
    backup.require_room(book.parent, found.size)
    backup_file.unpack_book(found.path, staged)
    opening.require_known(staged, unlocked)
    with closing(engine.connect(staged, unlocked.data_key, mode="ro")) as driver:
        if not engine.is_whole(driver) or backup.counts_of(driver) != dict(found.counts):
            raise BackupBroken(found.path)
    for leftover in ("-wal", "-shm"):
        staged.with_name(staged.name + leftover).unlink(missing_ok=True)
    slots = keyring.marked(unlocked, keyring.mark_of(staged))
    files.write_durably(keyring.beside(staged), slots.to_bytes())
    return staged, slots


def _aside(book: Path, when: str) -> Path:
    """A free name for the book that is there now."""
    name = f"{book.stem}-被替换-{when}"
    many = 1
    while book.with_name(f"{name}{book.suffix}").exists():
        many += 1
        name = f"{book.stem}-被替换-{when}-{many}"
    return book.with_name(f"{name}{book.suffix}")


def _plan(book: Path, staged: Path, aside: Path) -> None:
    plan = {"staged": staged.name, "aside": aside.name}
    files.write_durably(opening.exchange_note(book), json.dumps(plan, ensure_ascii=False).encode())


def _move(source: Path, target: Path) -> None:
    """Skips what is not there, or was moved before the interruption."""
    if source.exists():
        files.rename(source, target)
