"""What visits and talks left to be done: a promise to look after, a next visit, a next talk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.school.visits.talks import TalkFacts

EARLY = timedelta(days=3)  # a contact so many days before the day agreed on is that contact


@dataclass(frozen=True)
class Agreed:
    """A contact that was agreed on, or had: about whom, when, and when the next one should be."""

    pupil_ids: frozenset[PupilId]
    day: date
    next_on: date | None


@dataclass(frozen=True)
class Open:
    """What is open: promises, next visits and next talks, each as it was written, soonest due first."""

    promises: tuple[VisitFacts, ...]
    visits: tuple[VisitFacts, ...]
    talks: tuple[TalkFacts, ...]


def is_met(one: Agreed, later: Iterable[Agreed]) -> bool:
    """Whether a later contact with one of the children took its place: one about that day, or one with its own next."""
    assert one.next_on is not None  # noqa: S101  (asked only of contacts with a next day)
    for other in later:
        after = other.day > one.day and one.pupil_ids & other.pupil_ids
        if after and (other.next_on is not None or other.day >= one.next_on - EARLY):
            return True
    return False


def left_open(session: Session, *, since: date) -> Open:
    """What the contacts since a day (the school year's first) left open."""
    seen = service.visits(session, first=since)
    spoken = service.talks(session, first=since)
    visited = _by_child(Agreed(frozenset(child.id for child in one.pupils), one.day, one.next_on) for one in seen)
    talked = {
        kind: _by_child(Agreed(frozenset((one.pupil_id,)), one.day, one.next_on) for one in spoken if one.kind == kind)
        for kind in {one.kind for one in spoken}
    }
    promises = [one for one in seen if one.promise_open and one.promise_due]
    again = [one for one in seen if one.next_on and _waits(visited, [child.id for child in one.pupils], one)]
    words = [one for one in spoken if one.next_on and _waits(talked[one.kind], [one.pupil_id], one)]
    return Open(
        promises=tuple(sorted(promises, key=lambda one: (one.promise_due or date.max, one.id))),
        visits=tuple(sorted(again, key=lambda one: (one.next_on or date.max, one.id))),
        talks=tuple(sorted(words, key=lambda one: (one.next_on or date.max, one.id))),
    )


Known = Mapping[PupilId, Sequence[Agreed]]


def _by_child(contacts: Iterable[Agreed]) -> Known:
    found: dict[PupilId, list[Agreed]] = {}
    for one in contacts:
        for child in one.pupil_ids:
            found.setdefault(child, []).append(one)
    return found


def _waits(known: Known, children: Sequence[PupilId], contact: VisitFacts | TalkFacts) -> bool:
    one = Agreed(frozenset(children), contact.day, contact.next_on)
    return not is_met(one, [other for child in children for other in known.get(child, ())])


def year_began(terms: Sequence[TermSpan], on: date) -> date:
    """The first day of the school year under way, before any term a year back."""
    begun = [span for span in terms if span.starts <= on]
    return min((span.starts for span in begun if span.year == begun[-1].year), default=on - timedelta(days=365))
