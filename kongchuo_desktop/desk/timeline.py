"""Everything the book knows of a child, in order, over all rooms; and the four that a file must show (四清)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import timeline_aid, timeline_care, timeline_pairs, timeline_returns, timeline_roll
from kongchuo_desktop.desk.timeline_entry import CLEAR, Entry, Found
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

EVERYBODY = ("在读", "休学", "离校")
# Each reads one room for all the children at once. A new room: one function and one line.
SOURCES = (
    timeline_roll.roster,
    timeline_roll.changes,
    timeline_roll.agreement,
    timeline_roll.letters,
    timeline_care.absences,
    timeline_care.ladder,
    timeline_care.marks,
    timeline_care.whereabouts,
    timeline_care.visits,
    timeline_care.talks,
    timeline_care.teaching,
    timeline_care.surveys,
    timeline_returns.returns,
    timeline_pairs.pairs,
    timeline_pairs.plans,
    timeline_pairs.help_given,
    timeline_aid.families,
    timeline_aid.recognised,
    timeline_aid.given,
)


@dataclass(frozen=True)
class Story:
    """One child's time-line, oldest first."""

    pupil: PupilFacts
    entries: tuple[Entry, ...]

    def clear(self, aspect: str) -> tuple[tuple[date, str], ...]:
        """What is known of one of the four, in order: 原因 家访 帮扶 效果."""
        return tuple((entry.day, words) for entry in self.entries for name, words in entry.clears if name == aspect)

    @property
    def missing(self) -> tuple[str, ...]:
        """Of the four those of which nothing is written, where there is anything to follow up at all."""
        empty = tuple(aspect for aspect in CLEAR if not self.clear(aspect))
        return empty if len(empty) < len(CLEAR) else ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds that occur, in the order of first occurrence."""
        return tuple(dict.fromkeys(entry.kind for entry in self.entries))


def story(session: Session, *, pupil_id: PupilId, today: date) -> Story:
    """One child's time-line."""
    return stories(session, pupil_ids=(pupil_id,), today=today)[0]


def stories(
    session: Session, *, pupil_ids: Collection[PupilId], today: date, outside: bool = False
) -> tuple[Story, ...]:
    """Time-lines by class and seat; `outside`: for paper that may leave the school, without what stays inside."""
    people = pupil_room.pupils(session, today=today, ids=frozenset(pupil_ids), status=EVERYBODY)
    known: Mapping[PupilId, PupilFacts] = {person.id: person for person in people}
    found: dict[PupilId, list[Entry]] = {person.id: [] for person in people}
    for source in SOURCES:
        for child, entry in source(session, known, today):
            if child in found and entry.day <= today and not (outside and entry.inside):
                found[child].append(entry)
    return tuple(Story(person, _in_order(found[person.id])) for person in people)


def _in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.day))


__all__ = ["CLEAR", "Entry", "Found", "Story", "stories", "story"]
