"""One book, one program: a lock of the operating system, and a note of who holds it."""

import json
import os
import platform
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from kongchuo_desktop.storage import files
from kongchuo_desktop.storage.errors import BookInUse

DIGITS = 20


class BookLock:
    """Held from the moment before the book's file is first read until after it is closed.

    The operating system drops the lock with the process, so a stale one heals itself. The note
    beside it is removed by a proper close: a note under a free lock tells of an unclean exit, and
    its counter tells how far the log of the book had come.
    """

    def __init__(self, book: Path) -> None:
        self._book = book
        self._note = book.with_name(book.name + ".open")
        self._lock = FileLock(
            book.with_name(book.name + ".lock"), timeout=0, thread_local=False, fallback_to_soft=False
        )
        self._stream: BinaryIO | None = None
        self.was_unclean = False
        self.reached = 0  # the last audit number that the former, unclean run had committed

    def take(self, *, actor: str, now: datetime) -> None:
        """Raises BookInUse when another process, or another part of this one, has the book open."""
        try:
            self._lock.acquire()
        except Timeout:
            raise BookInUse(self._book, self._holder()) from None
        except OSError as error:
            raise files.disk_error(error, self._book.parent) from error
        try:
            self._read_former()
            self._write_note(actor, now)
        except OSError as error:
            self._lock.release()
            raise files.disk_error(error, self._book.parent) from error

    def mark(self, seq: int) -> None:
        """Note how far the audit log has come; not synced, so it can lag behind the book but never lead."""
        if self._stream:
            self._stream.seek(0)
            self._stream.write(b"%0*d" % (DIGITS, seq))

    def release(self, *, clean: bool) -> None:
        """Give the book free; a clean release leaves nothing to check at the next start."""
        if self._stream:
            self._stream.close()
            self._stream = None
        if clean:
            self._note.unlink(missing_ok=True)
        self._lock.release()

    def _read_former(self) -> None:
        try:
            former = self._note.read_bytes()
        except FileNotFoundError:
            return
        self.was_unclean = True
        digits = former[:DIGITS]
        self.reached = int(digits) if digits.isdigit() else 0

    def _write_note(self, actor: str, now: datetime) -> None:
        since = now.isoformat(timespec="minutes")
        note = {"actor": actor, "pid": os.getpid(), "host": platform.node(), "since": since}
        content = b"%0*d\n%s" % (DIGITS, self.reached, json.dumps(note, ensure_ascii=False).encode())
        files.write_durably(self._note, content)
        self._stream = self._note.open("r+b", buffering=0)

    def _holder(self) -> str:
        try:
            note = json.loads(self._note.read_bytes()[DIGITS:])
            since = datetime.fromisoformat(str(note["since"]))
            who = f"{note['actor']}," if note["actor"] else ""
            return f"{who}{note['host']},{since:%m月%d日 %H:%M} 打开"
        except (OSError, ValueError, KeyError, TypeError):
            return ""
