"""First signs: children for whom the registers, the return check or the roll say 'away' and nobody persuades yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import returning
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.duties import Away
from kongchuo_desktop.school.enrolment.events import events
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns.model import CaseEpisode, ReturnCase
from kongchuo_desktop.school.returns.settings import in_force
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits.model import Placement
from kongchuo_desktop.school.visits.teaching_rules import AT_HOME

YEAR = timedelta(days=365)
ASKED_FOR = 4 * returning.FIRST_DAYS  # school days after an opening; later on the registers tell who is away


@dataclass(frozen=True)
class Sign:
    """Why a case should be opened, or why one goes on (`again`: the child was back and has left)."""

    pupil: PupilFacts
    opened_from: str
    left_on: date
    told: str
    again: bool = False


def signs(session: Session, *, on: date, away: Sequence[Away]) -> tuple[Sign, ...]:
    """One for each child, the longest away first; children whose case is under way are left out."""
    under_way, watched = _known(session)
    under_way |= {
        PupilId(child)
        for child in session.scalars(
            select(Placement.pupil_id).where(Placement.kind == AT_HOME, Placement.until.is_(None))
        )
    }  # taught at home: not expected in the room
    rules = in_force(session, on=on)
    found: dict[PupilId, Sign] = {}
    for one in (
        *_absent(away, rules.open_days, watched), *_not_back(session, on), *_left(session, on),
    ):  # fmt: skip
        if one.pupil.id not in under_way and one.pupil.id not in found:
            found[one.pupil.id] = one
    return tuple(sorted(found.values(), key=lambda one: (one.left_on, one.pupil.id)))


def _known(session: Session) -> tuple[set[PupilId], dict[PupilId, date]]:
    """Children who are persuaded now; those who came back, with the day, while their case is open."""
    query = (
        select(ReturnCase.pupil_id, CaseEpisode.returned_on)
        .join(CaseEpisode, CaseEpisode.case_id == ReturnCase.id)
        .where(ReturnCase.closed_on.is_(None))
        .order_by(CaseEpisode.number)
    )
    last = {PupilId(child): back for child, back in session.execute(query)}
    return {child for child, back in last.items() if back is None}, {
        child: back for child, back in last.items() if back is not None
    }


def _absent(away: Iterable[Away], days: int, watched: dict[PupilId, date]) -> Iterator[Sign]:
    """Truancy of so many days in a row; a single day of one who was brought back."""
    for one in away:
        again = one.pupil.id in watched and one.since >= watched[one.pupil.id]
        if again or (one.days >= days and one.pupil.id not in watched):
            more = f"，其中{len(one.unknown)}天没有点名" if one.unknown else ""
            told = f"{one.since.month}月{one.since.day}日起连续旷课{one.days:g}天{more}"
            yield Sign(one.pupil, "缺课", one.since, f"返校后又{told}" if again else told, again)


def _not_back(session: Session, on: date) -> Iterator[Sign]:
    """Not back after a term's opening or a holiday, when its first days are over; whoever is asked after by then."""
    opening = returning.current_opening(session, today=on)
    if opening is None:
        return
    if not returning.FIRST_DAYS < len(calendar_of(session).taught(opening.day, on)) <= ASKED_FOR:
        return
    state = returning.state(session, opening=opening, today=on)
    lines = {line.pupil_id: line for room in state.classes if room.begun for line in room.missing}
    for person in pupil_room.pupils(session, today=on, ids=frozenset(lines), status=("在读",)):
        answer = lines[person.id].answer
        told = f"{opening.why}没有报到" + (f"，家长说：{answer}" if answer else "")
        yield Sign(person, "未报到", opening.day, told)


def _left(session: Session, on: date) -> Iterator[Sign]:
    """辍学 or 退学 on the roll, or a transfer that lapsed: entered within the last year."""
    gone = {event.pupil_id: event for event in events(session, first=on - YEAR, last=on, kinds=("辍学", "退学"))}
    people = pupil_room.pupils(session, today=on, ids=frozenset(gone), status=("离校",)) if gone else ()
    closed = set(session.scalars(select(ReturnCase.pupil_id).where(ReturnCase.closed_on.is_not(None))))
    for person in people:
        event = gone[person.id]
        if person.id not in closed:
            told = f"{event.day.month}月{event.day.day}日登记{event.kind}" + (
                f"（{event.reason}）" if event.reason else ""
            )
            yield Sign(person, "学籍异动", event.day, told)
