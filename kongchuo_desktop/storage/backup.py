"""Verified copies of the book: made by themselves, listed with what they hold, carried to a stick."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from kongchuo_desktop import __version__
from kongchuo_desktop.storage import audit, backup_file, engine, files, keyring, keys
from kongchuo_desktop.storage.backup_file import SUFFIX, Backup, Manifest
from kongchuo_desktop.storage.engine import Driver
from kongchuo_desktop.storage.errors import BackupBroken, BookDamaged, CopyFailed, DiskFull
from kongchuo_desktop.storage.live import Database
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.storage.thinning import NEWEST, superfluous

__all__ = [
    "Backup", "Copied", "Why", "backup_due", "backups_for", "copy_to_folder", "ensure_backup", "list_backups",
    "make_backup",
]  # fmt: skip

DAILY = timedelta(hours=24)
SPARE = 16_000_000  # bytes left to the machine


class Why(StrEnum):
    """What a backup was made for."""

    EXIT = "exit"
    DAILY = "daily"
    IMPORT = "import"
    MIGRATION = "migration"
    RESTORE = "restore"
    HAND = "hand"


@dataclass(frozen=True)
class Copied:
    """A backup on a stick, read back from it and found equal."""

    path: Path
    sentence: str


def make_backup(database: Database, *, why: Why | str, thin: bool = True) -> Backup:
    """A new backup in this machine's folder; it is listed only once it is complete and proven.

    Proven: every page's HMAC, quick_check, rows counted equal to the live book's, the packed file
    read back. Raises DiskFull, DiskReadOnly, DiskTrouble, BookDamaged; the live book stays as it is.
    """
    folder = database.places.school_backups(database.school_uid)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(folder)
        require_room(folder, 2 * database.path.stat().st_size)
        made = _made(database, folder, Why(why))
    except OSError as error:
        raise files.disk_error(error, folder) from error
    if thin:
        _thin(folder)
    return made


def ensure_backup(database: Database, *, why: Why | str) -> Backup | None:
    """A backup unless the newest one already holds everything; None then."""
    return make_backup(database, why=why) if _has_news(database) else None


def backup_due(database: Database) -> bool:
    """Whether the daily backup is wanted: something was changed, and the newest is a day old (or of the future)."""
    newest = newest_backup(database.places.school_backups(database.school_uid))
    if newest is None or newest.at is None:
        return True
    now = database.clock()
    return _has_news(database) and not newest.at <= now < newest.at + DAILY


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """All backup files of a folder (this machine's or a stick's), newest number first; broken ones say so."""
    found = [backup_file.look(path) for path in _files(folder)]
    return tuple(sorted(found, key=lambda backup: (backup.sequence, backup.path.name), reverse=True))


def backups_for(book: Path, places: Places) -> tuple[Backup, ...]:
    """This machine's backups of a book that need not open, nor be there any more."""
    own = keyring.school_beside(book)
    wanted = [own] if own else dict.fromkeys(slots.school for slots in keyring.candidates(book, places))
    return tuple(backup for school in wanted for backup in list_backups(places.school_backups(school)))


def newest_backup(folder: Path) -> Backup | None:
    """The newest sound backup; only as many files are read as needed."""
    newest_first = sorted(_files(folder), key=lambda path: backup_file.sequence_in(path.name), reverse=True)
    seen = (backup_file.look(path) for path in newest_first)
    return next((backup for backup in seen if backup.valid), None)


def copy_to_folder(backup: Backup, folder: Path) -> Copied:
    """Copy one backup to a stick and read it back from there. Raises CopyFailed, DiskFull, DiskReadOnly."""
    target = folder / backup.path.name
    part = folder / f".{target.name}.part"
    try:
        require_room(folder, backup.size)
        with backup.path.open("rb") as source, part.open("wb") as out:
            shutil.copyfileobj(source, out, backup_file.PIECE)
        files.sync_file(part)
        _forget_cached(part)
        if backup_file.sha256(part) != backup_file.sha256(backup.path):
            raise CopyFailed(folder)
        files.rename(part, target)
    except OSError as error:
        raise files.disk_error(error, folder) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Copied(target, f"备份已写入“{folder}”，并逐字读回核对无误。可以拔出U盘了。")


def counts_of(driver: Driver) -> dict[str, int]:
    """Rows by table."""
    tables = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    wanted = (table for table in tables if not table.startswith("sqlite_"))
    return {table: driver.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in wanted}  # noqa: S608


def _made(database: Database, folder: Path, why: Why) -> Backup:
    at = database.clock()
    sequence = 1 + max((backup_file.sequence_in(path.name) for path in folder.glob(f"*{SUFFIX}")), default=0)
    name = f"{database.path.stem}-{at:%Y%m%d-%H%M}-{sequence:05}{SUFFIX}"
    with _snapshot(database, folder / f".{name}.db") as (copy, counts):
        with closing(engine.connect(copy, database.unlocked.data_key, mode="ro")) as driver:
            if not engine.is_whole(driver) or counts_of(driver) != counts:
                raise BookDamaged(database.path)
            schema = engine.number(driver, "user_version")
            row = driver.execute("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
        seq, last = (row[0], row[1].hex()) if row else (0, "")
        manifest = Manifest(
            database.school_uid, database.path.stem, sequence, at.isoformat(timespec="seconds"), why.value, schema,
            __version__, counts, seq, last,
        )  # fmt: skip
        backup_file.write(folder / name, manifest, book=copy, keys=database.unlocked.slots.to_bytes())
    made = backup_file.look(folder / name)
    if not made.valid:
        raise BackupBroken(made.path)
    return made


@contextmanager
def _snapshot(database: Database, copy: Path) -> Iterator[tuple[Path, dict[str, int]]]:
    """The book at this moment in one file of its own, encrypted under the same key."""
    try:
        with database.driver() as driver:
            counts = counts_of(driver)
            driver.execute("VACUUM INTO ?", (str(copy),))
        files.sync_file(copy)
        yield copy, counts
    finally:
        for leftover in copy.parent.glob(copy.name + "*"):
            leftover.unlink(missing_ok=True)


def _thin(folder: Path) -> None:
    """Let older ones go, but only while the newest are proven sound."""
    seen = [backup_file.look(path, thorough=False) for path in _files(folder)]
    going = superfluous(seen)
    newest = sorted(seen, key=lambda backup: backup.sequence, reverse=True)[:NEWEST]
    if going and all(backup_file.look(backup.path).valid for backup in newest):
        for backup in going:
            backup.path.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith(".")]


def _has_news(database: Database) -> bool:
    """Whether anything was changed since the newest backup; reads, prints and exports alone are no news."""
    newest = newest_backup(database.places.school_backups(database.school_uid))
    if newest is None or _keys_differ(newest, database.unlocked.slots.mac):
        return True
    with database.read() as session:
        connection = session.connection()
        known = connection.exec_driver_sql("SELECT hash FROM audit_entry WHERE seq = ?", (newest.audit_seq,)).scalar()
        if newest.audit_seq and (known is None or bytes(known).hex() != newest.audit_hash):
            return True  # another history than the backup's
        later = "SELECT 1 FROM audit_entry WHERE seq > ? AND kind IN (?, ?, ?) LIMIT 1"
        kinds = (audit.INSERT, audit.UPDATE, audit.DELETE)
        return connection.exec_driver_sql(later, (newest.audit_seq, *kinds)).first() is not None


def _keys_differ(newest: Backup, mac: str) -> bool:
    return keys.parse(backup_file.read_keys(newest.path)).mac != mac


def require_room(folder: Path, size: int) -> None:
    """Raises DiskFull before anything is begun."""
    need = size + SPARE
    if shutil.disk_usage(folder).free < need:
        raise DiskFull(folder, need)


def _sweep(folder: Path) -> None:
    """What a killed backup left behind; under the book's lock nobody else is at work here."""
    for leftover in [*folder.glob(".*.part"), *folder.glob(".*.db*")]:
        leftover.unlink(missing_ok=True)


def _forget_cached(path: Path) -> None:
    """So that reading back asks the stick, not this machine's memory."""
    if hasattr(os, "posix_fadvise"):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
