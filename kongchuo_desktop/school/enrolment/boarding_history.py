"""Who boarded (住校) on an earlier day: the beds say it by night, the log of changes by the day it was entered."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.model import BedStay
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.audit import INSERT, UPDATE, AuditEntry

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Switched:
    """A day from which a child boarded, or no longer did."""

    on: date
    boards: bool


@dataclass(frozen=True)
class BoardingLife:
    """How a child lived: now, every change before, and the day from which the book knows anything of it."""

    now: bool
    switched: tuple[Switched, ...] = ()  # in order
    nights: tuple[tuple[date, date | None], ...] = ()  # of beds, both included
    known_since: date | None = None

    def on(self, day: date) -> bool:
        """Whether the child boarded on a day; before the book's first word of it what that word says."""
        if any(first <= day and (last is None or day <= last) for first, last in self.nights):
            return True
        later = next((one for one in self.switched if day < one.on), None)
        return self.now if later is None else not later.boards

    def reaches(self, day: date) -> bool:
        """Whether the book knows it of a day, by the log or by a bed."""
        return self.known_since is None or self.known_since <= day or any(first <= day for first, _ in self.nights)


def life(
    now: bool, entered: Iterable[Switched], nights: Sequence[tuple[date, date | None]], known_since: date | None
) -> BoardingLife:
    """Of changes by the day they were entered: a bed that began or ended before says the real day."""
    switched = [Switched(_real_day(one, nights), one.boards) for one in entered]
    return BoardingLife(now, tuple(sorted(switched, key=lambda one: one.on)), tuple(nights), known_since)


def _real_day(one: Switched, nights: Sequence[tuple[date, date | None]]) -> date:
    if one.boards:
        return max((first for first, _ in nights if first <= one.on), default=one.on)
    ends = [last + DAY for _, last in nights if last is not None and last < one.on]
    return max(ends, default=one.on)


@dataclass
class _Logged:
    known_since: date | None = None
    switched: list[Switched] = field(default_factory=list)


def boarding_lives(session: Session, *, people: Collection[PupilFacts]) -> Mapping[PupilId, BoardingLife]:
    """How each of these children has lived."""
    logged = _logged(session, people)
    nights: dict[int, list[tuple[date, date | None]]] = {}
    query = select(BedStay.pupil_id, BedStay.since, BedStay.until).order_by(BedStay.since)
    for child, since, until in session.execute(query):
        nights.setdefault(child, []).append((since, until))
    found = {}
    for one in people:
        log = logged.get(one.uid, _Logged())
        found[one.id] = life(one.boarding, log.switched, nights.get(one.id, ()), log.known_since)
    return found


def _logged(session: Session, people: Collection[PupilFacts]) -> dict[str, _Logged]:
    """The log by child: the day it was entered, and its changes of boarding."""
    about = (AuditEntry.table == "pupil",)
    if len(people) <= 500:
        uids = json.dumps([one.uid for one in people])
        about += (text("row_uid IN (SELECT value FROM json_each(:uids))").bindparams(uids=uids),)  # type: ignore[assignment]
    found: dict[str, _Logged] = {}
    born = select(AuditEntry.row_uid, AuditEntry.at).where(*about, AuditEntry.kind == INSERT)
    for uid, at in session.execute(born):
        found.setdefault(uid, _Logged()).known_since = date.fromisoformat(at[:10])
    moved = select(AuditEntry.row_uid, AuditEntry.at, AuditEntry.changes).where(
        *about, AuditEntry.kind == UPDATE, AuditEntry.changes.contains('"boarding"')
    )
    for uid, at, changes in session.execute(moved.order_by(AuditEntry.seq)):
        _, boards = json.loads(changes)["boarding"]
        found.setdefault(uid, _Logged()).switched.append(Switched(date.fromisoformat(at[:10]), bool(boards)))
    return found
