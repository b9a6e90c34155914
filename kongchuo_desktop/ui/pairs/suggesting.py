"""What the section of proposals asks the book, and the answer in plain values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import proposing, service
from kongchuo_desktop.school.pairing.proposal import Mentor, Proposal, Proposed
from kongchuo_desktop.school.pairing.proposing import Wanted
from kongchuo_desktop.school.types import ClassId, PairId


@dataclass(frozen=True)
class Suggested:
    """A proposal with what the screen shows beside it; `most` is the limit it was made with."""

    wanted: Wanted
    found: Proposal
    helpers: tuple[Mentor, ...]
    rooms: Mapping[ClassId, str]
    talks: int
    visits: int

    @property
    def most(self) -> int:
        """Children at most for one helper."""
        return self.wanted.most

    def room(self, class_id: ClassId | None) -> str:
        """The name of a class."""
        return self.rooms.get(class_id, "") if class_id else ""

    def offered(self, class_id: ClassId | None) -> tuple[Mentor, ...]:
        """Who may be pinned for a child of a class: teachers in their order, of pupils the classmates first."""
        return tuple(sorted(self.helpers, key=lambda one: one.is_pupil and class_id not in one.classes))


def suggest(session: Session, *, wanted: Wanted, most: int | None, today: date) -> Suggested:
    """Work out a proposal; without `most` the school's own limit counts. Reads only."""
    rules = identity.rules(session, on=today)
    talks, visits, usual = (int(float(rules[f"pair.{name}"].value)) for name in ("talks", "visits", "most"))
    asked = replace(wanted, most=most or usual)
    found, helpers = proposing.propose_pairs(session, wanted=asked, on=today)
    rooms = {room.id: room.full_name for room in class_room.classes(session, today=today)}
    by_pupils = wanted.kind == "同伴互助"
    return Suggested(asked, found, helpers, rooms, 0 if by_pupils else talks, 0 if by_pupils else visits)


@dataclass(frozen=True)
class Terms:
    """What the accepted pairs have in common."""

    since: date
    aim: str
    talks: int
    visits: int


def accept(
    session: Session, *, kind: str, chosen: Collection[Proposed], terms: Terms, today: date
) -> tuple[PairId, ...]:
    """Make the accepted pairs; their ids, so that they can be taken back."""
    children = [one.child.id for one in chosen]
    before = {pair.id for pair in service.pairs(session, today=today, pupil_ids=children)}
    proposing.accept(
        session, kind=kind, chosen=chosen, since=terms.since, aim=terms.aim, talks=terms.talks, visits=terms.visits,
        today=today,
    )  # fmt: skip
    after = service.pairs(session, today=today, pupil_ids=children)
    return tuple(pair.id for pair in after if pair.id not in before)


def take_back(session: Session, *, ids: Collection[PairId]) -> None:
    """Remove the pairs that were just accepted."""
    for number in ids:
        service.delete(session, pair_id=number)


def left_words(found: Proposal) -> str:
    """Who stays without a helper and why; those with the same reason together."""
    by_why: dict[str, list[str]] = {}
    for child, why in found.left:
        by_why.setdefault(why, []).append(child.name)
    return "\n".join(
        f"{'、'.join(names[:8])}{f'等 {len(names)} 人' if len(names) > 8 else ''}：{why}"
        for why, names in by_why.items()
    )
