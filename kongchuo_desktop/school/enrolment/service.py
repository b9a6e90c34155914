"""Verbs of 学籍异动. The pupil's row (status, class, first and last day) always is what its standing changes say."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.doubts import wrong_class
from kongchuo_desktop.school.enrolment.draft import EARLIEST, Draft, day_objection, form_objection
from kongchuo_desktop.school.enrolment.events import (
    EventFacts,
    PaperFacts,
    base_as_json,
    base_of_json,
    event,
    events,
    standing_of,
    step_of,
)
from kongchuo_desktop.school.enrolment.model import EnrolmentEvent, EnrolmentPaper
from kongchuo_desktop.school.enrolment.rules import (
    ABSENT,
    AHEAD,
    BY_NAME,
    GONE,
    KINDS,
    papers_needed,
    reason_code,
    shown,
)
from kongchuo_desktop.school.enrolment.track import Contradiction, Standing, Step, replay, tells_entry
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import EventId, PupilId

TAKEN_BACK = "异动登记已撤回"  # why a child is not on the roll whose coming was taken back
NEWEST = 2**62  # number of a step that is not entered yet


def record_change(
    session: Session, *, pupil_id: PupilId, draft: Draft, now: datetime, by: str = "", from_case: bool = False,
    ahead: int = AHEAD,
) -> EventId:  # fmt: skip
    """Enter a change of a child of the book. Raises a UserError that names what it contradicts.

    `from_case` lets in what is the outcome of a case (辍学) and not a paper transaction; `ahead` is how many days
    the change may lie in the future (the year's turn in July decides on 1 September).
    """
    return _enter(session, session.get_one(Pupil, pupil_id), draft, now=now, by=by, from_case=from_case, ahead=ahead)


def enter_newcomer(
    session: Session, *, fields: Mapping[str, object], draft: Draft, now: datetime, by: str = ""
) -> tuple[PupilId, EventId]:
    """Enter a child that the book does not have, with what is known, and the change that brought it."""
    if BY_NAME[draft.kind].way != "in":
        raise UserError(f"账本里没有这名学生，不能登记“{draft.kind}”，请先登记“新生”或“转入”。")
    pupil_id = pupil_room.add_pupil(session, fields=fields)
    row = session.get_one(Pupil, pupil_id)
    return pupil_id, _enter(session, row, draft, now=now, by=by, base=Standing())


def objection(
    session: Session, *, pupil_id: PupilId, draft: Draft, today: date, instead_of: EventId | None = None,
    from_case: bool = False,
) -> str:  # fmt: skip
    """Why a change can't be entered, a finished sentence; "" when it can. Nothing is written."""
    row = session.get_one(Pupil, pupil_id)
    try:
        _refuse(row, draft, today=today, from_case=from_case)
        standing = [one for one in _rows(session, row) if one.withdrawn_at is None and one.id != instead_of]
        _, upon = _fit(row, _base(session, row), standing, draft)
        return wrong_class(session, name=row.name, from_class=upon.class_id, draft=draft)
    except UserError as error:
        return str(error)
    return ""


def _enter(
    session: Session, row: Pupil, draft: Draft, *, now: datetime, by: str, base: Standing | None = None,
    replaces: EventId | None = None, from_case: bool = False, ahead: int = AHEAD,
) -> EventId:  # fmt: skip
    _refuse(row, draft, today=now.date(), from_case=from_case, ahead=ahead)
    known = _rows(session, row)
    before = _settled(session, row, known) if base is None else base
    standing = [one for one in known if one.withdrawn_at is None]
    fitted, upon = _fit(row, before, standing, draft)
    if reason := wrong_class(session, name=row.name, from_class=upon.class_id, draft=draft):
        raise UserError(reason)
    made = EnrolmentEvent(
        pupil_id=row.id, from_class_id=upon.class_id, kind=draft.kind, day=draft.day, to_class_id=draft.to_class_id,
        recorded_at=now.replace(tzinfo=None), recorded_by=by, replaces_id=replaces,
        before=base_as_json(before, tells_entry=fitted.tells_entry),
    )  # fmt: skip
    _fill(made, draft)
    session.add(made)
    session.flush()
    _put_papers(session, made, draft)
    _project(row, before, [*standing, made])
    session.flush()
    return EventId(made.id)


def _fill(made: EnrolmentEvent, draft: Draft) -> None:
    for name in ("place", "region", "reason", "approval", "receipt", "note"):
        setattr(made, name, str(getattr(draft, name)).strip())
    made.reason_code = reason_code(draft.reason)
    made.approved_on, made.expected_return = draft.approved_on, draft.expected_return
    made.receipt_on = draft.receipt_on


def _put_papers(session: Session, made: EnrolmentEvent, draft: Draft) -> None:
    needed = papers_needed(draft.kind, on=draft.day)
    for name in dict.fromkeys((*needed, *draft.papers)):
        session.add(
            EnrolmentPaper(event_id=made.id, name=name, needed=name in needed, received_on=draft.papers.get(name))
        )


def withdraw_change(session: Session, *, event_id: EventId, why: str, now: datetime) -> None:
    """Take a change back: it stays on record with the reason, and the child stands as if it had never happened."""
    if not why.strip():
        raise UserError("请写明撤回的原因，如“登记错人”。")
    made = _open(session, event_id)
    row = session.get_one(Pupil, made.pupil_id)
    known = _rows(session, row)
    before = _settled(session, row, known)
    rest = [one for one in known if one.withdrawn_at is None and one.id != made.id]
    try:
        replay(before, map(step_of, rest))
    except Contradiction as error:
        raise UserError(
            f"“{row.name}”{shown(made.day)}的“{made.kind}”撤回以后，后面的记录就不成立了：{error.sentence}。"
            "请先撤回后面的记录。"
        ) from None
    made.withdrawn_at, made.withdrawn_why = now.replace(tzinfo=None), why.strip()[:200]
    _project(row, before, rest)
    session.flush()


def correct_change(
    session: Session, *, event_id: EventId, draft: Draft, why: str, now: datetime, by: str = ""
) -> EventId:
    """Put a corrected change in the place of a wrong one, which stays on record as taken back."""
    made = _open(session, event_id)
    row = session.get_one(Pupil, made.pupil_id)
    before = _settled(session, row, _rows(session, row))
    made.withdrawn_at, made.withdrawn_why = now.replace(tzinfo=None), (why.strip() or "更正")[:200]
    session.flush()
    kept = {paper.name: paper.received_on for paper in _paper_rows(session, made)}
    return _enter(
        session, row, replace(draft, papers={**kept, **draft.papers} if draft.kind == made.kind else draft.papers),
        now=now, by=by, base=before, replaces=event_id, from_case=draft.kind == made.kind,
    )  # fmt: skip


def draft_of(facts: EventFacts) -> Draft:
    """A change as a draft to correct, or to enter again."""
    same = {one.name: getattr(facts, one.name) for one in fields(Draft) if one.name != "papers"}
    return Draft(**same, papers={paper.name: paper.received_on for paper in facts.papers})


def mark_receipt(session: Session, *, event_id: EventId, day: date, receipt: str = "") -> None:
    """The receiving side's 回执 is in: its number or what else proves that the child is enrolled there."""
    made = _open(session, event_id)
    if day < EARLIEST:
        raise UserError("回执日期不对，请写成 2026-09-01 这样。")
    made.receipt_on, made.receipt = day, receipt.strip()[:120]


def clear_receipt(session: Session, *, event_id: EventId) -> None:
    """A 回执 that was marked by mistake is not in."""
    made = _open(session, event_id)
    made.receipt_on, made.receipt = None, ""


def set_paper(
    session: Session, *, event_id: EventId, name: str, received_on: date | None, needed: bool = True, number: str = ""
) -> None:
    """Say that a paper of a change came in (or did not), or that it is (not) needed; adds papers not yet listed."""
    made = _open(session, event_id)
    row = next((paper for paper in _paper_rows(session, made) if paper.name == name), None)
    if row is None:
        row = EnrolmentPaper(event_id=made.id, name=name.strip()[:60])
        session.add(row)
    row.needed, row.received_on, row.number = needed, received_on, number.strip()[:60]
    session.flush()


def unproven(session: Session, *, on: date) -> tuple[EventFacts, ...]:
    """转出 and 出国 up to a day whose 回执 was not in by then, longest waiting first."""
    wanted = [kind.name for kind in KINDS if kind.needs_proof]
    return events(session, last=on, kinds=wanted, unproven_on=on)


def _open(session: Session, event_id: EventId) -> EnrolmentEvent:
    made = session.get(EnrolmentEvent, event_id)
    if made is None:
        raise UserError("这条异动已不在账本里，可能刚被撤销导入。请刷新列表。")
    if made.withdrawn_at is not None:
        raise UserError(f"这条“{made.kind}”已经撤回（{made.withdrawn_why}），不能再改；需要的话请重新登记。")
    return made


def _rows(session: Session, row: Pupil) -> list[EnrolmentEvent]:
    query = select(EnrolmentEvent).where(EnrolmentEvent.pupil_id == row.id).order_by(EnrolmentEvent.id)
    return list(session.scalars(query))


def _paper_rows(session: Session, made: EnrolmentEvent) -> list[EnrolmentPaper]:
    return list(session.scalars(select(EnrolmentPaper).where(EnrolmentPaper.event_id == made.id)))


def _base(session: Session, row: Pupil) -> Standing:
    known = _rows(session, row)
    return base_of_json(known[0].before) if known else standing_of(row)


def _settled(session: Session, row: Pupil, known: list[EnrolmentEvent]) -> Standing:
    """The standing before any change, brought up to what was set at the row itself since (another class, 入校日期)."""
    if not known:
        return standing_of(row)
    base = base_of_json(known[0].before)
    standing = [one for one in known if one.withdrawn_at is None]
    steps = sorted(map(step_of, standing), key=lambda step: (step.day, step.id))
    now = replay(base, steps).now
    if now.class_id != row.class_id:
        placed = next((step for step in reversed(steps) if step.to_class is not None), None)
        if placed:
            next(one for one in standing if one.id == placed.id).to_class_id = row.class_id
        else:
            base = replace(base, class_id=row.class_id)
    if now.joined_on != row.joined_on and now.joined_on == base.joined_on and now.status != ABSENT:
        base = replace(base, joined_on=row.joined_on)
    for one in known:
        one.before = base_as_json(base, tells_entry=step_of(one).tells_entry)
    session.flush()
    return base


def _project(row: Pupil, base: Standing, standing: list[EnrolmentEvent]) -> None:
    """Write what the standing changes come to into the pupil's row, and into each the class it came upon."""
    track = replay(base, map(step_of, standing))
    by_id = {one.id: one for one in standing}
    for step, before in zip(track.steps, track.before, strict=True):
        by_id[step.id].from_class_id = before.class_id
        by_id[step.id].before = base_as_json(base, tells_entry=step.tells_entry)
    now = track.now
    if now.status == ABSENT:
        now = Standing(GONE, now.class_id, left_why=TAKEN_BACK)
    row.status, row.class_id = now.status, now.class_id
    row.joined_on, row.left_on, row.left_why = now.joined_on, now.left_on, now.left_why


def _fit(row: Pupil, base: Standing, standing: list[EnrolmentEvent], draft: Draft) -> tuple[Step, Standing]:
    """The new step among those that stand, and what it comes upon. Raises a UserError when it contradicts one."""
    steps = [step_of(one) for one in standing]
    new = Step(draft.day, draft.kind, draft.to_class_id if BY_NAME[draft.kind].sets_class else None, NEWEST)
    new = replace(new, tells_entry=tells_entry(base, steps, new))
    try:
        track = replay(base, [*steps, new])
    except Contradiction as error:
        raise UserError(f"“{row.name}”{error.sentence}。没有登记。") from None
    return new, track.before[track.steps.index(new)]


def _refuse(row: Pupil, draft: Draft, *, today: date, from_case: bool, ahead: int = AHEAD) -> None:
    reason = form_objection(draft, from_case=from_case) or day_objection(
        draft, row.name, row.birth_date, today, ahead=ahead
    )
    if reason:
        raise UserError(reason)


__all__ = [
    "Draft", "EventFacts", "PaperFacts", "clear_receipt", "correct_change", "draft_of", "enter_newcomer", "event",
    "events", "mark_receipt", "objection", "record_change", "set_paper", "standing_of", "unproven", "withdraw_change",
]  # fmt: skip
