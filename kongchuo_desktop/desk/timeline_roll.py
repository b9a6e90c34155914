"""A child's time-line from the roll: joining and leaving, 学籍 changes, agreements, letters."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.timeline_entry import CAUSE, RESULT, Entry, Found, told
from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.enrolment import events as enrolment
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

People = Mapping[PupilId, PupilFacts]
CAUSES = ("休学", "退学", "辍学")  # changes whose reason is a cause to be cleared
RETURNS = ("复学",)


def roster(session: Session, people: People, today: date) -> Found:
    """When the child joined and left, where no change says so."""
    changed = {event.pupil_id for event in enrolment.events(session) if event.sort.way in ("in", "out")}
    for child, person in people.items():
        joined, left = person.fields["joined_on"], person.fields["left_on"]
        where = ("pupils", child)
        month = str(person.fields["entry_month"] or "")
        if joined is None and month:
            joined = _first_of(month)
        if joined is not None and child not in changed:
            source = str(person.fields["source"] or "")
            yield child, Entry(joined, "学籍", told("入学", source), where)
        if left is not None and child not in changed:
            why = str(person.fields["left_why"] or "")
            yield child, Entry(left, "学籍", told("离校", why), where, ((CAUSE, why),) if why else ())


def _first_of(month: str) -> date | None:
    """2024-09 → 1 September 2024."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return None


def changes(session: Session, people: People, today: date) -> Found:
    """学籍异动 with reason, place and receipt."""
    only = next(iter(people)) if len(people) == 1 else None
    for event in enrolment.events(session, pupil_id=only):
        place = f"{'来自' if event.sort.way == 'in' else '去往'}{event.place}" if event.place else ""
        room = f"编入{event.to_class}" if event.to_class and event.to_class != event.from_class else ""
        proof = "" if not event.sort.needs_proof else "已收到回执" if event.proven else "还没有收到回执"
        clears = []
        if event.kind in CAUSES:
            clears.append((CAUSE, told(event.kind, event.reason)))
        if event.kind in RETURNS:
            clears.append((RESULT, told(event.kind, room)))
        back = f"预计{event.expected_return:%Y-%m-%d}复学" if event.expected_return else ""
        yield event.pupil_id, Entry(
            event.day, "学籍", told(event.kind, event.reason, place, room, proof, back, event.note),
            ("enrolment", ("changes", event.id)), tuple(clears),
        )  # fmt: skip


def agreement(session: Session, people: People, today: date) -> Found:
    """The parents' agreement of the year: issued, signed."""
    for line in agreements.register(session, kind="parent", today=today, pupil_ids=frozenset(people)):
        child = PupilId(line.party_id)
        opens = ("agreements", ("collect-parent", None))
        if line.issued_at is not None:
            handed = line.handed_out_on or line.issued_at.date()
            yield child, Entry(handed, "责任书", f"发出家长责任书{line.number}", opens)
        done = line.returned_on or line.signed_on
        if done is not None:
            yield child, Entry(done, "责任书", f"家长签回责任书{line.number}", opens)


def letters(session: Session, people: People, today: date) -> Found:
    """Numbered letters: issued, delivered, their slips come back."""
    only = next(iter(people)) if len(people) == 1 else None
    for letter in notices.register(session, pupil_id=only, every_year=True):
        opens = ("notices", None)
        delivered = f"{letter.delivered_on:%Y-%m-%d}送达" if letter.delivered_on else "还没有送达"
        to = f"{letter.received_by}签收" if letter.received_by else ""
        back = f"{letter.returned_on:%Y-%m-%d}收回回执" if letter.returned_on else ""
        said = told(f"印发{letter.title}{letter.number}", delivered, to, back)
        yield letter.pupil_id, Entry(letter.issued_at.date(), "通知书", said, opens)
