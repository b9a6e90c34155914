"""Making and opening a book."""

import secrets
import shutil
import uuid
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, MetaData

from kongchuo_desktop.storage import audit, backup, engine, files, keyring, keys, media, meta, opening, restore
from kongchuo_desktop.storage.acts import Clock
from kongchuo_desktop.storage.batches import BatchInfo
from kongchuo_desktop.storage.engine import Driver, House
from kongchuo_desktop.storage.errors import BookExists, BookForeign
from kongchuo_desktop.storage.keyring import Unlocked
from kongchuo_desktop.storage.live import Database
from kongchuo_desktop.storage.lock import BookLock
from kongchuo_desktop.storage.migrations import HEAD
from kongchuo_desktop.storage.places import Places

__all__ = ["BatchInfo", "Clock", "CreatedBook", "Database", "Opened", "Places", "create_book", "open_book"]


MIGRATED = "账本已换成新版程序的格式，内容一条不少；换之前备份了一份。"
LITTLE_ROOM = 200_000_000  # bytes


@dataclass(frozen=True)
class CreatedBook:
    """A new book, open, and the recovery code that is shown and printed once."""

    database: Database
    recovery_code: str


@dataclass(frozen=True)
class Opened:
    """An open book, what the teacher should be told, and whether a password for this machine is wanted."""

    database: Database
    notices: tuple[str, ...] = ()
    by_recovery: bool = False


def create_book(
    path: Path, *, password: str, metadata: MetaData, clock: Clock, actor: str, places: Places
) -> CreatedBook:
    """A new, empty book at path. It comes into its place complete or not at all.

    `metadata` is what the program will want to find in it. Raises BookExists, PlaceUnsuitable,
    DiskFull, DiskReadOnly. The caller asks password_objection() before.
    """
    media.require_suitable(path)
    if path.exists():
        raise BookExists(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    data_key = secrets.token_bytes(keys.KEY_SIZE)
    unlocked, code = keyring.fresh(uuid.uuid4().hex, data_key, password, places)
    making = path.with_name(f".{path.name}.making")
    _make_file(making, unlocked, metadata)
    slots = replace(unlocked.slots, mark=keyring.mark_of(making)).signed(data_key)
    _set_aside(keyring.beside(path), clock())
    keyring.save(slots, path, places)
    files.rename(making, path)
    lock = BookLock(path)
    lock.take(actor=actor, now=clock())
    try:
        opened = _start(path, lock, replace(unlocked, slots=slots), clock=clock, actor=actor, places=places)
    except BaseException:
        lock.release(clean=True)
        raise
    return CreatedBook(opened.database, code)


def open_book(
    path: Path,
    *,
    password: str | None = None,
    recovery_code: str | None = None,
    clock: Clock,
    actor: str,
    places: Places,
    house: House | None = None,
) -> Opened:
    """The book at path, checked; a rehearsed `house` is there for one book. Raises, in this order of asking:

    PlaceUnsuitable, BookMissing, BookEmpty, BookInUse, KeysMissing, RecoveryCodeTypo, NoPasswordHere,
    WrongPassword or WrongRecoveryCode, BookForeign, BookNewer, BookDamaged; a refused file is unchanged.
    """
    media.require_suitable(path)
    if not opening.exchange_note(path).exists():
        opening.require_file(path)
    lock = BookLock(path)
    lock.take(actor=actor, now=clock())
    try:
        if restore.finish(path):
            lock.reached = 0  # the note spoke of the book that was replaced
        opening.require_file(path)
        unlocked = keyring.unlock(path, places, password=password, recovery_code=recovery_code)
        if keyring.school_beside(path) not in (None, unlocked.slots.school):
            raise BookForeign(path)
        opened = _start(path, lock, unlocked, clock=clock, actor=actor, places=places, house=house)
    except BaseException:
        lock.release(clean=not lock.was_unclean)
        raise
    return replace(opened, by_recovery=recovery_code is not None)


def _start(
    path: Path, lock: BookLock, unlocked: Unlocked, *, clock: Clock, actor: str, places: Places,
    house: House | None = None,
) -> Opened:  # fmt: skip
    now = clock()
    schema = opening.require_known(path, unlocked)
    driver = engine.connect(path, unlocked.data_key, mode="rw")
    try:
        with engine.sentences(path):
            engine.settle_pragmas(driver)
        if opening.check_is_due(path, places, unlocked.slots.school, now, unclean=lock.was_unclean):
            opening.check(path, driver, places, unlocked.slots.school, now)
        sql = engine.engine_on(driver, house)
        database = Database(path, driver, sql, lock, unlocked, clock=clock, actor=actor, places=places)
        database.before_batch = partial(backup.ensure_backup, why=backup.Why.IMPORT)
        if schema < HEAD:
            _migrate(database, sql)
        notices = (*((MIGRATED,) if schema < HEAD else ()), *_notices(database, lock, unlocked, now))
        if unlocked.mended:
            keyring.save(unlocked.slots, path, places)
    except BaseException:
        driver.close()
        raise
    return Opened(database, notices)


def _migrate(database: Database, sql: Engine) -> None:
    """After a proven backup, in one transaction."""
    from kongchuo_desktop.storage.migrations import run

    backup.make_backup(database, why=backup.Why.MIGRATION)
    run.upgrade(sql)


def _notices(database: Database, lock: BookLock, unlocked: Unlocked, now: datetime) -> list[str]:
    with database.read() as session:
        connection = session.connection()
        audit.require_sealed_head(session, database.path)
        seq, _ = audit.head(connection)
        last = audit.recent(session, limit=1)
        if lock.was_unclean:
            audit.verify_chain(session)
    told = []
    if seq < lock.reached:
        told.append(
            f"上次没有正常退出，而且有 {lock.reached - seq} 处已保存的改动不见了"
            "（账本旁边的 -wal 文件可能被清理软件删除）。请核对最近录入的内容，必要时从备份恢复。"
        )
    elif lock.was_unclean:
        told.append("上次没有正常退出。已检查过账本，内容完好。")
    free = shutil.disk_usage(database.path.parent).free
    if free < max(LITTLE_ROOM, 3 * database.path.stat().st_size):
        told.append(f"账本所在的磁盘只剩 {free // 1_000_000} MB，快要存不下了。请尽快清理磁盘。")
    if unlocked.mended:
        told.append("账本旁边的钥匙文件缺失或有损坏，已用本机保存的副本补好。")
    if last and last[0].at > now + timedelta(days=1):
        told.append(f"电脑的日期（{now:%Y年%m月%d日}）比账本里最后一次记录还早，请检查电脑的日期和时间。")
    return told


def _make_file(making: Path, unlocked: Unlocked, metadata: MetaData) -> None:
    from kongchuo_desktop.storage.migrations import run

    for leftover in making.parent.glob(making.name + "*"):
        leftover.unlink()
    with engine.sentences(making), closing(engine.connect(making, unlocked.data_key, mode="rwc")) as driver:
        driver.execute(f"PRAGMA application_id = {engine.APPLICATION_ID}")
        engine.settle_pragmas(driver)
        sql = engine.engine_on(driver)
        run.upgrade(sql)
        _require_tables(driver, metadata)
        driver.execute("INSERT INTO book_meta VALUES (?, ?)", (meta.SCHOOL_UID, unlocked.slots.school))
        engine.checkpoint(driver)
    files.sync_file(making)


def _require_tables(driver: Driver, metadata: MetaData) -> None:
    present = {row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    lacking = sorted(set(metadata.tables) - present)
    if lacking:
        raise RuntimeError(f"no migration makes {', '.join(lacking)}")


def _set_aside(path: Path, now: datetime) -> None:
    """The key file of a book that was here before may be the only one."""
    if path.exists():
        files.rename(path, path.with_name(f"{path.name}.{now:%Y%m%d-%H%M%S}"))
