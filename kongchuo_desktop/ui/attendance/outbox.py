"""What was keyed into the grid on its way into the book: in order, beside the window, nothing lost."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.office import Office


@dataclass(frozen=True)
class Put:
    """One cell gets this mark; a mark of kind "" empties it."""

    mark: Mark


@dataclass(frozen=True)
class Took:
    """A register is recorded as taken, its marks as they are; or, `taken` False, as not taken after all."""

    class_id: ClassId
    day: date
    slot: str
    taken: bool = True


@dataclass(frozen=True)
class Morning:
    """The afternoon's register is taken as the morning's was."""

    class_id: ClassId
    day: date


Edit = Put | Took | Morning


@dataclass(frozen=True)
class Refused:
    """An edit that the book does not take, and why in a sentence."""

    edit: Edit
    sentence: str


def apply(session: Session, edits: Sequence[Edit], *, now: datetime, by: str) -> tuple[Refused, ...]:
    """Write edits in their order; one that is refused leaves the others alone."""
    refused = []
    for edit in edits:
        try:
            _apply_one(session, edit, now=now, by=by)
        except UserError as error:
            refused.append(Refused(edit, error.sentence))
        session.flush()
    return tuple(refused)


def _apply_one(session: Session, edit: Edit, *, now: datetime, by: str) -> None:
    if isinstance(edit, Put):
        service.set_mark(session, mark=edit.mark, now=now, by=by)
    elif isinstance(edit, Morning):
        service.same_as_morning(session, class_id=edit.class_id, day=edit.day, now=now, by=by)
    elif not edit.taken:
        service.forget(session, class_id=edit.class_id, day=edit.day, slot=edit.slot)
    elif reason := service.why_not(session, day=edit.day, today=now.date(), class_id=edit.class_id):
        raise UserError(reason)
    else:
        service.note_taken(session, class_id=edit.class_id, day=edit.day, slots=(edit.slot,), now=now, by=by)


class Outbox(QObject):
    """Every key queues its own piece of work, so that closing the book comes after it; a piece takes all there is."""

    saved = Signal(object, object)  # tuple[Edit, ...] written, tuple[Refused, ...]
    stuck = Signal(object)  # Exception: nothing of it was written, all of it is kept
    idle = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._waiting: deque[Edit] = deque()
        self._under_way = 0

    @property
    def busy(self) -> bool:
        """Whether something is on its way or was kept back."""
        return bool(self._under_way or self._waiting)

    @property
    def kept_back(self) -> int:
        """Edits that could not be written and wait for another try."""
        return 0 if self._under_way else len(self._waiting)

    def add(self, edits: Sequence[Edit]) -> None:
        """Queue edits, after all those before."""
        self._waiting.extend(edits)
        self.send()

    def send(self) -> None:
        """Try again what is waiting."""
        database, clock, waiting = self._office.database, self._office.clock, self._waiting

        def work(_progress: object) -> tuple[tuple[Edit, ...], tuple[Refused, ...]]:
            taken: list[Edit] = []
            while waiting:
                taken.append(waiting.popleft())
            if not taken:
                return (), ()
            try:
                with database.write("登记考勤") as session:
                    return tuple(taken), apply(session, taken, now=clock(), by=database.actor)
            except BaseException:
                waiting.extendleft(reversed(taken))
                raise

        self._under_way += 1
        self._office.tasks.run(work, done=self._done, failed=self._failed, title="登记考勤")

    def _done(self, outcome: tuple[tuple[Edit, ...], tuple[Refused, ...]]) -> None:
        self._under_way -= 1
        if outcome[0]:
            self.saved.emit(*outcome)
        if not self.busy:
            self.idle.emit()

    def _failed(self, error: Exception) -> None:
        self._under_way -= 1
        self.stuck.emit(error)
