"""Verbs on cases (劝返个案): opened, steps, return, relapse, watching, handing over, closing."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.returns.model import CaseEpisode, CaseHandover, CaseStep, CaseWatch, ReturnCase
from kongchuo_desktop.school.returns.rules import BY_NAME, CAUSES, CLOSED_HOW, OPENED_FROM, watch_days
from kongchuo_desktop.school.returns.settings import in_force
from kongchuo_desktop.school.types import PupilId, StaffId


def open_case(
    session: Session, *, pupil_id: PupilId, day: date, left_on: date, opened_from: str, sign: str, today: date,
    holder_id: StaffId | None = None, suspect_id: int | None = None,
) -> int:  # fmt: skip
    """Open a case; one that is open already is continued as a relapse when the child had come back. Its id."""
    if opened_from not in OPENED_FROM:
        raise UserError(f"来源只能选：{'、'.join(OPENED_FROM)}。")
    if day > today or left_on > day:
        raise UserError("日期不对：离校日期不能晚于建个案的日期，建个案的日期不能晚于今天。")
    joined = session.get_one(Pupil, pupil_id).joined_on
    if joined and left_on < joined:
        raise UserError(f"这名学生{joined.isoformat()}才入学，离校日期不能早于入学。")
    there = session.scalars(select(ReturnCase).where(ReturnCase.pupil_id == pupil_id)).first()
    if there is not None:
        return _relapse(session, there, left_on, sign)
    row = ReturnCase(
        pupil_id=pupil_id, suspect_id=suspect_id, opened_on=day, opened_from=opened_from, sign=sign.strip()[:300],
        holder_id=holder_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(CaseEpisode(case_id=row.id, number=1, left_on=left_on, why=sign.strip()[:200]))
    session.flush()
    return row.id


def _relapse(session: Session, row: ReturnCase, left_on: date, why: str) -> int:
    """反复: the same case goes on, and counts; a closed one is opened again, its closing stays with the time away."""
    last = _last_episode(session, row.id)
    if last.returned_on is None and row.closed_on is None:
        raise UserError("这名学生的个案还没有结束，请在原个案里继续登记。")
    if last.returned_on is not None and left_on < last.returned_on:
        raise UserError(f"上次{last.returned_on.isoformat()}才返校，再次离校不能早于那一天。")
    if last.returned_on is None and row.closed_on is not None and left_on < row.closed_on:
        raise UserError(f"个案{row.closed_on.isoformat()}才结案（{row.closed_how}），再次离校不能早于那一天。")
    last.closed_on, last.closed_how, last.evidence, last.closed_by = (
        row.closed_on, row.closed_how, row.evidence, row.closed_by,
    )  # fmt: skip
    row.closed_on, row.closed_how, row.evidence, row.closed_by = None, "", "", ""
    for watch in session.scalars(select(CaseWatch).where(CaseWatch.case_id == row.id)).all():
        if watch.confirmed_on is None:
            session.delete(watch)
    session.add(CaseEpisode(case_id=row.id, number=last.number + 1, left_on=left_on, why=why.strip()[:200]))
    session.flush()
    return row.id


def _last_episode(session: Session, case_id: int) -> CaseEpisode:
    query = select(CaseEpisode).where(CaseEpisode.case_id == case_id).order_by(CaseEpisode.number.desc())
    return session.scalars(query).first() or CaseEpisode(case_id=case_id, number=0)


def change_leaving(session: Session, *, case_id: int, number: int, left_on: date, why: str, today: date) -> None:
    """Correct the day on which a child left, and what was seen; between the times before and after it."""
    query = select(CaseEpisode).where(CaseEpisode.case_id == case_id).order_by(CaseEpisode.number)
    times = {row.number: row for row in session.scalars(query)}
    row, before = times[number], times.get(number - 1)
    if left_on > (row.returned_on or today):
        raise UserError("离校日期不能晚于返校，也不能晚于今天，请改正。")
    if before is not None and before.returned_on is not None and left_on < before.returned_on:
        raise UserError(f"上次{before.returned_on.isoformat()}才返校，再次离校不能早于那一天。")
    first = session.scalar(
        select(func.min(CaseStep.day)).where(CaseStep.case_id == case_id, CaseStep.withdrawn_at.is_(None))
    )
    if before is None and first is not None and left_on > first:
        raise UserError(f"{first.isoformat()}已经登记了劝返，离校不能更晚。")
    row.left_on, row.why = left_on, why.strip()[:200]


def describe(session: Session, *, case_id: int, cause: str, whereabouts: str, holder_id: StaffId | None) -> None:
    """Cause, where the child is, who holds the case."""
    if cause and cause not in CAUSES:
        raise UserError(f"原因只能选：{'、'.join(CAUSES)}。")
    row = session.get_one(ReturnCase, case_id)
    row.cause, row.whereabouts, row.holder_id = cause, whereabouts.strip()[:200], holder_id


def add_step(
    session: Session, *, case_id: int, kind: str, day: date, people: str, text: str, result: str, now: datetime,
    by: str, place: str = "", notice_id: int | None = None, due: date | None = None,
) -> int:  # fmt: skip
    """Put a step down; its id. `due`: a day that the family named."""
    row = session.get_one(ReturnCase, case_id)
    if row.closed_on:
        raise UserError("个案已经结案，不能再登记；孩子又离校时请再建个案，会接着原来的。")
    _object_to_step(session, case_id, kind=kind, day=day, people=people, due=due, today=now.date())
    step = CaseStep(
        case_id=case_id, kind=kind, day=day, people=people.strip()[:200], place=place.strip()[:120], text=text.strip(),
        result=result.strip()[:300], notice_id=notice_id, due=due, recorded_at=now.replace(tzinfo=None), recorded_by=by,
    )  # fmt: skip
    session.add(step)
    session.flush()
    return step.id


def _object_to_step(
    session: Session, case_id: int, *, kind: str, day: date, people: str, due: date | None, today: date
) -> None:
    if kind not in BY_NAME:
        raise UserError(f"劝返步骤只能选：{'、'.join(BY_NAME)}。")
    if day > today:
        raise UserError("日期不能晚于今天，请改正。")
    first = session.scalar(select(func.min(CaseEpisode.left_on)).where(CaseEpisode.case_id == case_id))
    if first and day < first:
        raise UserError(f"这名学生{first.isoformat()}才离校，劝返不能更早。")
    if not people.strip():
        raise UserError("请写明是谁做的。")
    if due is not None and due < day:
        raise UserError("约定的日期不能早于这一步的日期，请改正。")


def change_step(
    session: Session, *, step_id: int, kind: str, day: date, people: str, text: str, result: str, today: date,
    place: str = "", due: date | None = None,
) -> None:  # fmt: skip
    """Correct a step; one with a numbered letter keeps its kind."""
    step = session.get_one(CaseStep, step_id)
    if step.notice_id is not None and kind != step.kind:
        raise UserError(f"这一步有编号的文书，步骤不能改；弄错了请撤回“{step.kind}”再登记。")
    _object_to_step(session, step.case_id, kind=kind, day=day, people=people, due=due, today=today)
    step.kind, step.day, step.due, step.text = kind, day, due, text.strip()
    step.people, step.place, step.result = people.strip()[:200], place.strip()[:120], result.strip()[:300]


def withdraw_step(session: Session, *, step_id: int, why: str, now: datetime) -> None:
    """Take a step back with a reason; it stays in the book, its letter keeps its number."""
    if not why.strip():
        raise UserError("请写明为什么撤回，例如“登记错了人”。")
    step = session.get_one(CaseStep, step_id)
    step.withdrawn_at, step.withdrawn_why = now.replace(tzinfo=None), why.strip()[:200]


def restore_step(session: Session, *, step_id: int) -> None:
    """A step taken back stands again."""
    step = session.get_one(CaseStep, step_id)
    step.withdrawn_at, step.withdrawn_why = None, ""


def record_return(session: Session, *, case_id: int, day: date, how: str, today: date) -> None:
    """The child is back: the time away ends, and the days of looking after it are set."""
    last = _last_episode(session, case_id)
    if session.get_one(ReturnCase, case_id).closed_on:
        raise UserError("个案已经结案，不用再登记返校。")
    if last.returned_on is not None:
        raise UserError(f"{last.returned_on.isoformat()}已经登记返校。")
    if day > today or day < last.left_on:
        raise UserError("返校日期要在离校之后、今天以前，请改正。")
    last.returned_on, last.returned_how = day, how.strip()[:200]
    days = in_force(session, on=day).watch_days
    session.add_all(CaseWatch(case_id=case_id, due=due) for due in watch_days(day, days))
    session.flush()


def take_back_return(session: Session, *, case_id: int) -> None:
    """A return entered by mistake: the child is away as before; refused once somebody has looked after it."""
    last = _last_episode(session, case_id)
    looks = session.scalars(select(CaseWatch).where(CaseWatch.case_id == case_id)).all()
    if last.returned_on is None:
        raise UserError("这次离校还没有登记返校。")
    if any(look.confirmed_on and look.confirmed_on >= last.returned_on for look in looks):
        raise UserError("返校后已经有跟踪记录，不能撤回返校；孩子又离校请登记“又离校了”。")
    for look in looks:
        if look.confirmed_on is None:
            session.delete(look)
    last.returned_on, last.returned_how = None, ""


def set_watch_days(session: Session, *, case_id: int, days: Iterable[date]) -> int:
    """The days on which this child is looked after from now on, in place of those not confirmed yet; how many."""
    back = _last_episode(session, case_id).returned_on
    wanted = sorted(set(days))
    if back is None:
        raise UserError("还没有登记返校，不用定跟踪日期。")
    if any(day <= back for day in wanted):
        raise UserError(f"跟踪日期要在返校（{back.isoformat()}）之后，请改正。")
    looks = session.scalars(select(CaseWatch).where(CaseWatch.case_id == case_id)).all()
    done = {look.due for look in looks if look.confirmed_on}
    for look in looks:
        if look.confirmed_on is None:
            session.delete(look)
    session.add_all(CaseWatch(case_id=case_id, due=day) for day in wanted if day not in done)
    session.flush()
    return len(wanted)


def confirm_watch(session: Session, *, watch_id: int, there: bool, read: str, note: str, day: date, by: str) -> None:
    """A person has looked: the child is there or not; `read` is what the registers said."""
    row = session.get_one(CaseWatch, watch_id)
    row.there, row.read, row.note, row.confirmed_on, row.confirmed_by = there, read[:200], note.strip()[:300], day, by


def unconfirm_watch(session: Session, *, watch_id: int) -> None:
    """Take a confirmation back."""
    row = session.get_one(CaseWatch, watch_id)
    row.there, row.read, row.note, row.confirmed_on, row.confirmed_by = None, "", "", None, ""


def hand_over(session: Session, *, case_id: int, to: str, day: date, note: str = "") -> int:
    """Hand a case to another school or place; it stays open until it is accepted. Its id."""
    if not to.strip():
        raise UserError("请写明移交给哪所学校或哪个地方。")
    if session.get_one(ReturnCase, case_id).closed_on:
        raise UserError("个案已经结案，不能再移交。")
    _not_before(session, case_id, day, "移交")
    row = CaseHandover(case_id=case_id, to=to.strip()[:120], sent_on=day, note=note.strip()[:200])
    session.add(row)
    session.flush()
    return row.id


def _not_before(session: Session, case_id: int, day: date, what: str) -> None:
    """A case goes on or ends after the child left, and after it came back."""
    last = _last_episode(session, case_id)
    since, did = (last.returned_on, "返校") if last.returned_on else (last.left_on, "离校")
    if since is not None and day < since:
        raise UserError(f"{what}日期不能早于{did}的{since.isoformat()}，请改正。")


def accept_handover(session: Session, *, handover_id: int, day: date, proof: str) -> None:
    """The other side has taken the child over, proven how."""
    if not proof.strip():
        raise UserError("请写明接收的证明，例如接收学校的回执编号。")
    row = session.get_one(CaseHandover, handover_id)
    if day < row.sent_on:
        raise UserError(f"接收日期不能早于移交日期{row.sent_on.isoformat()}。")
    row.accepted_on, row.proof = day, proof.strip()[:200]


def take_back_handover(session: Session, *, handover_id: int) -> None:
    """An acceptance entered by mistake is open again; a handing over that nobody accepted goes."""
    row = session.get_one(CaseHandover, handover_id)
    if row.accepted_on is not None:
        row.accepted_on, row.proof = None, ""
    else:
        session.delete(row)


def close_case(
    session: Session, *, case_id: int, how: str, evidence: str, day: date, by: str, without_proof: bool = False
) -> None:
    """销号. A return wants the child back, a handing over its acceptance; without evidence only when said so."""
    if how not in CLOSED_HOW:
        raise UserError(f"结案方式只能选：{'、'.join(CLOSED_HOW)}。")
    last = _last_episode(session, case_id)
    if how == "返校" and last.returned_on is None:
        raise UserError("还没有登记返校，不能按“返校”结案。")
    waiting = select(CaseHandover.id).where(CaseHandover.case_id == case_id, CaseHandover.accepted_on.is_(None))
    if session.scalar(waiting) is not None:
        raise UserError("移交还没有对方确认接收，不能结案。")
    if not evidence.strip() and not without_proof:
        raise UserError("结案要有证明（点名册、在读证明、回执等）；确实没有时请选“无证明结案”，文书上会注明。")
    row = session.get_one(ReturnCase, case_id)
    if row.closed_on:
        raise UserError(f"个案{row.closed_on.isoformat()}已经结案（{row.closed_how}）。")
    _not_before(session, case_id, day, "结案")
    row.closed_on, row.closed_how, row.evidence, row.closed_by = day, how, evidence.strip()[:300], by


def reopen_case(session: Session, *, case_id: int) -> None:
    """Take a closing back."""
    row = session.get_one(ReturnCase, case_id)
    row.closed_on, row.closed_how, row.evidence, row.closed_by = None, "", "", ""


def add_proof(session: Session, *, case_id: int, evidence: str) -> None:
    """Proof that came in after a case was closed without it."""
    if not evidence.strip():
        raise UserError("请写明是什么证明，例如“县城二小在读证明”。")
    session.get_one(ReturnCase, case_id).evidence = evidence.strip()[:300]


def delete_case(session: Session, *, case_id: int) -> None:
    """A case opened by mistake goes, as long as nothing was put down in it."""
    if session.scalar(select(CaseStep.id).where(CaseStep.case_id == case_id)) is not None:
        raise UserError("个案里已经登记过步骤，不能删除；不该立的个案请结案，写明原因。")
    if session.scalar(select(CaseHandover.id).where(CaseHandover.case_id == case_id)) is not None:
        raise UserError("个案已经移交过，不能删除；不该立的个案请结案，写明原因。")
    attachments.remove_all(session, owner_kind=ReturnCase.__tablename__, owner_id=case_id)
    for table in (CaseWatch, CaseEpisode):
        for row in session.scalars(select(table).where(table.case_id == case_id)).all():
            session.delete(row)
    session.flush()
    session.delete(session.get_one(ReturnCase, case_id))
