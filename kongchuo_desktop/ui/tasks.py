"""Work beside the window: one worker thread, progress, cancel, the result back on the screen's thread."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from kongchuo_desktop.ui.sweeping import Sweeping

QUIET_FOR = 500  # milliseconds before work is worth a bar
TELL_EVERY = 0.05  # seconds between two reports of progress: the screen needs no more


class Cancelled(Exception):
    """The user took the work back; raised inside the work, so that an open transaction rolls back."""


@dataclass(frozen=True)
class Report:
    """How far the work is: `total` 0 means that nobody knows; `seconds_left` None likewise."""

    what: str
    done: int = 0
    total: int = 0
    seconds_left: float | None = None


class Progress:
    """What a piece of work is handed: it says how far it is, and learns here that it was cancelled."""

    def __init__(self, tell: Callable[[Report], None]) -> None:
        self._tell = tell
        self._cancelled = threading.Event()
        self._started = monotonic()
        self._told = 0.0
        self._what = ""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Report `done` of `total`; raises Cancelled."""
        self.check()
        now = monotonic()
        if now - self._told < TELL_EVERY and done < total and what in ("", self._what):
            return
        self._told, self._what = now, what or self._what
        left = (now - self._started) * (total - done) / done if done and total else None
        self._tell(Report(self._what, done, total, left))

    def say(self, what: str) -> None:
        """Name the step now under way; raises Cancelled."""
        self.check()
        self._what, self._started = what, monotonic()
        self._tell(Report(what))

    def check(self) -> None:
        """Raise Cancelled when the user has asked for it."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next report; safe from any thread."""
        self._cancelled.set()


Work = Callable[[Progress], Any]
Done = Callable[[Any], object]
Failed = Callable[[Exception], object]
Asker = Callable[[Exception | None], bool]  # told first how it ended; whether it has told the user of the error


@dataclass(eq=False)
class Task:
    """One piece of work on its way."""

    work: Work
    done: Done | None
    failed: Failed | None
    title: str
    cancellable: bool
    progress: Progress
    latest: object = None
    superseded: bool = field(default=False)
    asker: Asker | None = None

    def cancel(self) -> None:
        """Stop it at its next report."""
        self.progress.cancel()


class Tasks(QObject):
    """The queue of work; one thread, so that two pieces never touch the book at once."""

    lasting = Signal(object)  # Task that has run longer than QUIET_FOR
    reported = Signal(object, object)  # Task, Report
    ended = Signal(object)  # Task
    failure = Signal(object)  # Exception that no `failed` took
    _came = Signal(int)  # number of a task whose outcome lies ready; crosses from the worker

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._waiting: dict[int, Task] = {}
        self._outcomes: dict[int, tuple[Any, Exception | None]] = {}
        self._number = 0
        self._sweeping = Sweeping(self)
        self._timer = QTimer(self, singleShot=True, interval=QUIET_FOR)
        self._timer.timeout.connect(self._grew_long)
        self._came.connect(self._bring_back)  # queued, as it comes from another thread
        self._thread = threading.Thread(target=self._serve, name="kongchuo-work", daemon=True)
        self._thread.start()

    def run(
        self, work: Work, *, done: Done | None = None, failed: Failed | None = None, title: str = "",
        cancellable: bool = False, latest: object = None,
    ) -> Task:  # fmt: skip
        """Queue `work(progress)`; `done(result)` or `failed(exception)` comes on the screen's thread.

        Without `failed` a UserError or a bug goes to `failure` (Office shows it). Of several tasks with
        the same `latest` key only the newest brings its result: that is how a search keeps up with typing.
        """
        holder: list[Task] = []
        progress = Progress(lambda report: self.reported.emit(holder[0], report))
        task = Task(work, done, failed, title, cancellable, progress, latest)
        holder.append(task)
        self._supersede(latest)
        self._number += 1
        self._waiting[self._number] = task
        if len(self._waiting) == 1:
            self._timer.start()
        self._queue.put(self._number)
        return task

    def begun_by(self, act: Callable[[], object]) -> Task | None:
        """Call `act`; the first piece of work that it queued, None when it queued none."""
        before = self._number
        act()
        return self._waiting.get(before + 1)

    @property
    def busy(self) -> bool:
        """Whether anything is queued or running."""
        return bool(self._waiting)

    def close(self) -> None:
        """Cancel what can be cancelled, wait for the rest, end the thread."""
        for task in self._waiting.values():
            task.superseded = True
            if task.cancellable:
                task.cancel()
        self._queue.put(None)
        self._thread.join()
        self._sweeping.end()

    def _supersede(self, latest: object) -> None:
        for task in self._waiting.values():
            if latest is not None and task.latest == latest:
                task.superseded = True

    def _serve(self) -> None:
        """The worker holds no task once it is done: its callables may hold widgets, which must not die here."""
        while (number := self._queue.get()) is not None:
            self._outcomes[number] = self._outcome(number)
            if shiboken6.isValid(self):
                self._came.emit(number)

    def _outcome(self, number: int) -> tuple[Any, Exception | None]:
        task = self._waiting[number]
        if task.superseded:
            return None, None
        try:
            return task.work(task.progress), None
        except Exception as caught:  # noqa: BLE001 - the worker outlives any bug; the screen's thread shows it
            return None, caught

    def _grew_long(self) -> None:
        if self._waiting:
            self.lasting.emit(next(iter(self._waiting.values())))

    def _bring_back(self, number: int) -> None:
        task, (result, error) = self._waiting.pop(number), self._outcomes.pop(number)
        self._timer.stop()
        if self._waiting:
            self._timer.start()
        self.ended.emit(task)
        told = self._hand(task.asker, error)
        if task.superseded or isinstance(error, Cancelled):
            return
        if error is None:
            self._hand(task.done, result)
        elif task.failed is not None:
            self._hand(task.failed, error)
        elif not told:
            self.failure.emit(error)

    @staticmethod
    def _hand(receiver: Callable[[Any], object] | None, value: object) -> object:
        owner = getattr(receiver, "__self__", None)
        gone = isinstance(owner, QObject) and not shiboken6.isValid(owner)
        return receiver(value) if receiver is not None and not gone else None
