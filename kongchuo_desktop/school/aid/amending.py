"""The school's own amounts and programmes: added, corrected, ended; whom a change would touch, before it is made."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import rules, service, shipped
from kongchuo_desktop.school.aid.model import AidPick, AidProgramme, AidRule, PaymentList
from kongchuo_desktop.school.aid.programmes import amount_of, amounts_of, programme, programmes
from kongchuo_desktop.school.aid.rules import PICKED, STAGE_NAMES, Amount, yuan
from kongchuo_desktop.school.enrolment.beds import overlap
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

NEW = -1  # own_id of a row that is not written yet
MOST_TERM, MOST_DAY = 1_000_000, 5_000  # cents; more is a slip of the unit
FOOD = ("营养餐", "营养改善", "供餐")  # 营养改善计划 is food, never cash
NEVER_CASH = "营养改善计划只能供餐，不能发钱，请到“营养餐”里登记供餐；别的补助请换一个名称。"


@dataclass(frozen=True)
class Changed:
    """A child whom a change touches: cents of the term before and after."""

    pupil: PupilFacts
    class_name: str
    before: int
    after: int


@dataclass(frozen=True)
class TermChange:
    """Whom a change touches in a term, by class and seat."""

    term: TermSpan
    lines: tuple[Changed, ...]

    @property
    def more(self) -> int:
        """By how many cents the term becomes dearer."""
        return sum(one.after - one.before for one in self.lines)


def preview(session: Session, *, after: Iterable[Amount], today: date) -> tuple[TermChange, ...]:
    """What the terms of the book would become by these amounts instead; only terms in which a child is touched."""
    now, then = amounts_of(session), tuple(after)
    found = []
    for term in identity.terms(session):
        if set(rules.in_force(now, term.starts)) == set(rules.in_force(then, term.starts)):
            continue
        before, later = service.entitled_by(session, term=term, today=today, each=(now, then))
        sums = rules.changed_by([one.entitlement for one in before.lines], [one.entitlement for one in later.lines])
        people = {one.pupil.id: one for one in (*before.lines, *later.lines)}
        lines = [Changed(people[child].pupil, people[child].class_name, *pair) for child, pair in sums.items()]
        if lines:
            found.append(TermChange(term, tuple(sorted(lines, key=_place))))
    return tuple(found)


def _place(one: Changed) -> tuple[int, str, str, int]:
    return (one.pupil.grade, one.class_name, one.pupil.seat_number.zfill(6), one.pupil.id)


def with_amount(session: Session, *, draft: Amount | None, row_id: int = 0) -> tuple[Amount, ...]:
    """The amounts as they would be with a draft in place of an own row (0: beside them; None: without the row)."""
    kept = tuple(one for one in amounts_of(session) if not row_id or one.own_id != row_id)
    return kept if draft is None else (replace(draft, own_id=row_id or NEW), *kept)


def require(session: Session, *, draft: Amount, row_id: int = 0) -> None:
    """Raises the sentence of what is wrong with an amount."""
    title = programme(session, draft.programme).title
    if not draft.document.strip():
        raise UserError("请写明依据的文件，例如“县教科〔2026〕9号”；标准没有文件不能执行。")
    if draft.until is not None and draft.until < draft.in_force_from:
        raise UserError(f"到期日期{draft.until.isoformat()}早于执行日期{draft.in_force_from.isoformat()}，请改正。")
    most = MOST_DAY if draft.per_day else MOST_TERM
    if not 0 <= draft.cents <= most:
        raise UserError(f"金额要在0到{yuan(most)}元之间，请核对是每学期还是每天。")
    if not draft.in_kind and any(word in title for word in FOOD):
        raise UserError(NEVER_CASH)
    known = (*shipped.group_names(), PICKED)
    if strange := [name for name in draft.groups if name not in known]:
        raise UserError(f"没有“{strange[0]}”这个类别，可以写：{'、'.join(known)}；全体学生请留空。")
    _refuse_overlap(session, draft, row_id, title)


def _refuse_overlap(session: Session, draft: Amount, row_id: int, title: str) -> None:
    for row in session.scalars(select(AidRule).where(AidRule.programme == draft.programme, AidRule.id != row_id)):
        other = amount_of(row)
        same = draft.stage in ("", other.stage) or not other.stage
        same &= draft.boarding in ("", other.boarding) or not other.boarding
        same &= not draft.groups or not other.groups or bool(set(draft.groups) & set(other.groups))
        if same and overlap(draft.in_force_from, draft.until, other.in_force_from, other.until):
            until = f"到{other.until.isoformat()}" if other.until else "还没有写到期"
            raise UserError(
                f"“{title}”已有一条{told(other)}，从{other.in_force_from.isoformat()}起，{until}，和这一条重叠。"
                "请先给那一条写上到期日期，再加新的。"
            )


def told(amount: Amount) -> str:
    """小学、寄宿，每学期625元."""
    boarding = {"yes": "寄宿", "no": "非寄宿", "": ""}[amount.boarding]
    kind = "、".join(filter(None, (STAGE_NAMES.get(amount.stage, ""), boarding))) or "不分学段和住宿"
    return f"{kind}，{rules.paid(amount)}"


def put(session: Session, *, draft: Amount, row_id: int = 0) -> int:
    """Write an own amount, or another content into one that is there; its id."""
    require(session, draft=draft, row_id=row_id)
    row = session.get_one(AidRule, row_id) if row_id else AidRule()
    row.programme, row.stage, row.boarding = programme(session, draft.programme).key, draft.stage, draft.boarding
    row.groups, row.cents = "+".join(draft.groups), draft.cents
    row.in_force_from, row.until = draft.in_force_from, draft.until
    row.document, row.place = draft.document.strip()[:200], draft.place.strip()[:40]
    row.per_day, row.in_kind, row.min_km = draft.per_day, draft.in_kind, draft.min_km
    session.add(row)
    session.flush()
    return row.id


def remove(session: Session, *, row_id: int) -> None:
    """Take an own amount away; one by which an approved list was made only gets an end."""
    row = session.get_one(AidRule, row_id)
    held = amount_of(row)
    starts = {one.key: one.starts for one in identity.terms(session)}
    lists = select(PaymentList.term).where(PaymentList.programme == row.programme, PaymentList.approved_on.is_not(None))
    for key in session.scalars(lists):
        if key in starts and held.in_force(starts[key]):
            raise UserError(f"{key}学期已有审批过的名册按这一条列支，不能删除；不再执行请写上到期日期。")
    session.delete(row)


def add_programme(session: Session, *, title: str) -> str:
    """A programme of the school's own county; its key."""
    title = title.strip()
    if not title:
        raise UserError("请填写项目名称，例如“县内乡村学生交通补助”。")
    if any(one.title == title for one in programmes(session)):
        raise UserError(f"已经有叫“{title}”的项目，直接给它加标准即可。")
    if any(word in title for word in FOOD):
        raise UserError(NEVER_CASH)
    number = (session.scalar(select(func.max(AidProgramme.id))) or 0) + 1
    row = AidProgramme(key=f"own-{number}", title=title[:40])
    session.add(row)
    session.flush()
    return row.key


def remove_programme(session: Session, *, key: str) -> None:
    """Take an own programme away that has no amount and no list."""
    used = session.scalar(select(AidRule.id).where(AidRule.programme == key))
    used = used or session.scalar(select(PaymentList.id).where(PaymentList.programme == key))
    if used:
        raise UserError("这个项目已经有标准或名册，不能删除；不再执行请给标准写上到期日期。")
    for chosen in session.scalars(select(AidPick).where(AidPick.programme == key)).all():
        session.delete(chosen)  # its key may be given again
    session.delete(session.scalars(select(AidProgramme).where(AidProgramme.key == key)).one())


@dataclass(frozen=True)
class PickFacts:
    """A child chosen by hand for a programme."""

    id: int
    programme: str
    pupil_id: PupilId
    why: str
    since: date
    until: date | None


def picks(session: Session) -> tuple[PickFacts, ...]:
    """Everybody chosen by hand, those who still are first."""
    query = select(AidPick).order_by(AidPick.until.is_not(None), AidPick.programme, AidPick.id)
    return tuple(
        PickFacts(row.id, row.programme, PupilId(row.pupil_id), row.why, row.since, row.until)
        for row in session.scalars(query)
    )


def pick(session: Session, *, programme_key: str, pupil_id: PupilId, why: str, since: date) -> int:
    """Choose a child for a programme, with the ground; the pick's id."""
    title = programme(session, programme_key).title
    if not why.strip():
        raise UserError("请写明为什么列入，例如“上寨组，离校6公里，家里没有人接送”。")
    open_one = select(AidPick.id).where(
        AidPick.programme == programme_key, AidPick.pupil_id == pupil_id, AidPick.until.is_(None)
    )
    if session.scalar(open_one) is not None:
        raise UserError(f"这名学生已经在“{title}”的名单上。")
    row = AidPick(programme=programme_key, pupil_id=pupil_id, why=why.strip()[:200], since=since)
    session.add(row)
    session.flush()
    return row.id


def end_pick(session: Session, *, pick_id: int, until: date | None) -> None:
    """A child is no longer on the list from a day on; None takes it back."""
    row = session.get_one(AidPick, pick_id)
    if until is not None and until < row.since:
        raise UserError(f"结束日期不能早于列入的日期{row.since.isoformat()}。")
    row.until = until
