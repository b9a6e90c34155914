"""One program for one user of the machine: a second start hands its book to the first and ends.

A lock file that the operating system drops with its process says whether there is a first one; a folder that it
watches is the bell. Both are QtCore: sockets would bring in QtNetwork, which the bundle leaves out (decision 0007).
"""

import contextlib
import json
import sys
import uuid
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QTimer, Signal

LOCK, BELL, NOTE = "program.lock", "bell", ".ring"
LOOKS_EVERY = 1000  # milliseconds, where the system can't watch a folder
AGAIN = 200  # milliseconds until a note that a virus scanner holds is looked at again
OLD = 10_000  # milliseconds after which the system is asked whether a lock file still has its process
PATIENCE, STEP = 4.0, 0.02  # seconds that a second start waits to be heard, and between two looks


class OneProgram(QObject):
    """`take` first; who is refused rings and leaves. `rung` tells the first one what was asked for."""

    rung = Signal(object)  # Path of a book, or None: only come to the front

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bell = folder / BELL
        self._folder = folder
        self._lock = QLockFile(str(folder / LOCK))
        # A file left empty by a power cut, or written under another name of the machine, names no process to ask for:
        # with an age Qt tries to take it away, which the system refuses while its process lives (flock, sharing).
        self._lock.setStaleLockTime(OLD)
        self._watcher: QFileSystemWatcher | None = None
        self._clock = QTimer(self, interval=LOOKS_EVERY)
        self._clock.timeout.connect(self.look)

    def take(self) -> bool:
        """Become the first; False when one is running. A folder that can't be written keeps nobody out."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # holds the device's secret: no one else's
            self._bell.mkdir(exist_ok=True)
            taken = self._lock.tryLock(0)
        except OSError:
            return True
        if not taken:
            return self._lock.error() != QLockFile.LockError.LockFailedError
        for old in self._bell.glob(f"*{NOTE}"):
            with contextlib.suppress(OSError):  # held by a virus scanner: answered later
                old.unlink()
        return True

    def listen(self) -> None:
        """Hear who rings from now on; needs the application."""
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _folder: self.look())
        if not self._watcher.addPath(str(self._bell)):
            self._clock.start()
        self.look()

    def ring(self, book: Path | None, *, patience: float = PATIENCE) -> bool:
        """Hand a book to the first program; whether it was heard."""
        note = self._bell / f"{uuid.uuid4().hex}{NOTE}"
        beside = note.with_suffix(".part")
        self._let_it_come_forward()
        try:
            beside.write_text(json.dumps({"book": str(book) if book else ""}), encoding="utf-8")
            beside.replace(note)
            until = monotonic() + patience
            while note.exists():
                if monotonic() > until:
                    note.unlink(missing_ok=True)
                    return False
                sleep(STEP)
        except OSError:
            return False
        return True

    def look(self) -> None:
        """Answer every note that lies there; taking it away is the answer."""
        for note in sorted(self._bell.glob(f"*{NOTE}")):
            try:
                text = note.read_text(encoding="utf-8", errors="replace")
                note.unlink()
            except FileNotFoundError:  # taken back
                continue
            except OSError:
                QTimer.singleShot(AGAIN, self, self.look)
                continue
            try:
                asked = str(json.loads(text)["book"])
            except (ValueError, KeyError, TypeError):
                asked = ""
            self.rung.emit(Path(asked) if asked else None)

    def release(self) -> None:
        """Give the place free."""
        self._clock.stop()
        self._lock.unlock()

    def _let_it_come_forward(self) -> None:
        """Windows lets only the program that was just started bring a window to the front; it may pass that on."""
        if sys.platform == "win32":
            import ctypes

            any_process = -1
            ctypes.windll.user32.AllowSetForegroundWindow(any_process)
