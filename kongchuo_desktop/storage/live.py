"""The open book."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from kongchuo_desktop.storage import audit, batches, engine, keyring, recorder, trouble
from kongchuo_desktop.storage.acts import Act, Clock
from kongchuo_desktop.storage.asked_once import keep_answers
from kongchuo_desktop.storage.batches import BatchInfo
from kongchuo_desktop.storage.engine import Driver
from kongchuo_desktop.storage.keyring import Unlocked
from kongchuo_desktop.storage.keys import derived
from kongchuo_desktop.storage.lock import BookLock
from kongchuo_desktop.storage.places import Places

Listener = Callable[[frozenset[str]], None]


class Database:
    """One connection to one book, shared by the threads of this process one block at a time."""

    def __init__(
        self,
        path: Path,
        driver: Driver,
        sql: Engine,
        lock: BookLock,
        unlocked: Unlocked,
        *,
        clock: Clock,
        actor: str,
        places: Places,
    ) -> None:
        self.path = path
        self.school_uid = unlocked.slots.school
        self.actor = actor
        self.clock = clock
        self.places = places
        self.listeners: list[Listener] = []
        self.before_batch: Callable[[Database], object] | None = None  # the backup that precedes every import
        self._unlocked = unlocked
        self._lock = lock
        self._driver = driver
        self._turn = threading.Lock()
        self._owner: int | None = None
        self._closed = False
        self._audit_key = derived(unlocked.data_key, "audit")
        self._engine = sql
        self._reading = sessionmaker(sql, expire_on_commit=False)
        self._writing = sessionmaker(sql.execution_options(writing=True), expire_on_commit=False)
        for factory in (self._reading, self._writing):
            recorder.watch(factory)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the book and can change nothing. Blocks don't nest."""
        with self._block(self._reading, self._act("")) as session:
            keep_answers(session)
            yield session

    @contextmanager
    def write(self, act: str, *, batch: BatchInfo | None = None) -> Iterator[Session]:
        """A transaction that commits at the end of the block and rolls back on any exception.

        `act` is what the audit log calls it. With a batch the book is backed up first. When the
        block has ended without an exception, the change is on the disk.
        """
        if batch and self.before_batch:
            self.before_batch(self)
        doing = self._act(act)
        with self._block(self._writing, doing) as session:
            connection = session.connection()
            if batch:
                batches.begin(connection, doing, batch)
            yield session
            session.flush()
            batches.drop_if_empty(connection, doing)
            if doing.entries:
                audit.seal_head(connection, doing)
            session.commit()
            if doing.entries:
                self._lock.mark(doing.last_seq)
        if doing.changed:
            for listener in tuple(self.listeners):
                listener(frozenset(doing.changed))

    @contextmanager
    def driver(self) -> Iterator[Driver]:
        """The bare connection outside any transaction, for checkpoints and copies inside storage only."""
        with self._mine(), engine.sentences(self.path):
            yield self._driver

    def settle(self) -> None:
        """Call when idle: moves the write-ahead log into the file, so that the one file is the whole book."""
        with self.driver() as driver:
            engine.checkpoint(driver)

    def set_password(self, password: str) -> None:
        """A new password for this machine; the former one opens the book no longer."""
        self._unlocked = keyring.with_password(self._unlocked, password, self.places)
        keyring.save(self._unlocked.slots, self.path, self.places)

    def new_recovery_code(self) -> str:
        """A new recovery code to print; the former one opens only backups made before."""
        self._unlocked, code = keyring.with_new_code(self._unlocked)
        keyring.save(self._unlocked.slots, self.path, self.places)
        return code

    @property
    def unlocked(self) -> Unlocked:
        """The data key and the slots, for backups inside storage only."""
        return self._unlocked

    def close(self) -> None:
        """Checkpoint, close the file and give the lock free. Closing twice does nothing."""
        if self._closed:
            return
        clean = False
        try:
            with self._mine():
                self._closed = True
                try:
                    with engine.sentences(self.path):
                        engine.checkpoint(self._driver)
                finally:
                    self._engine.dispose()
                    self._driver.close()
            clean = True
        finally:
            self._lock.release(clean=clean)

    def _act(self, name: str) -> Act:
        return Act(name, self.actor, self.clock(), self._audit_key, self.school_uid)

    @contextmanager
    def _block(self, factory: sessionmaker[Session], act: Act) -> Iterator[Session]:
        with self._mine(), factory() as session:
            session.info["act"] = act
            try:
                yield session
            except DBAPIError as error:
                told = trouble.told(trouble.driver_error(error), self.path)
                if told is None:
                    raise
                raise told from error

    @contextmanager
    def _mine(self) -> Iterator[None]:
        if self._owner == threading.get_ident():
            raise RuntimeError("this thread already has a read or write block open")
        with self._turn:
            if self._closed:
                raise RuntimeError("the book is closed")
            self._owner = threading.get_ident()
            try:
                yield
            finally:
                self._owner = None
