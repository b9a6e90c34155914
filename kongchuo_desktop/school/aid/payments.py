"""发放: lists of a programme and term made from who is entitled; approved, paid, signed; corrected by a second list."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.school.aid import service
from kongchuo_desktop.school.aid.model import BankCard, PaymentLine, PaymentList
from kongchuo_desktop.school.aid.programmes import programme as programme_of
from kongchuo_desktop.school.aid.rules import yuan
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class LineFacts:
    """One child on a list, as it was written; of a correction `cents` may be below zero."""

    id: int
    pupil: PupilFacts
    class_name: str
    cents: int
    why: str
    card_number: str
    card_holder: str
    signed_on: date | None


@dataclass(frozen=True)
class ListFacts:
    """One list with its lines."""

    id: int
    programme: str
    title: str
    term: str
    number: int
    corrects: int | None  # number of the list that it corrects
    why: str
    made_on: date
    made_by: str
    approved_on: date | None
    approved_by: str
    approved_cents: int | None  # None: not approved, or before the program kept it
    paid_on: date | None
    lines: tuple[LineFacts, ...]

    @property
    def cents(self) -> int:
        """The sum of the list."""
        return sum(line.cents for line in self.lines)

    @property
    def state(self) -> str:
        """How far it is."""
        if self.paid_on:
            return "已发放"
        return "已审批" if self.approved_on else "待审批"


def make_list(session: Session, *, programme: str, term: TermSpan, today: date, by: str) -> int:
    """The first list of a programme and term, of everybody entitled; its id. A second first list is refused."""
    found = programme_of(session, programme)
    if _numbers(session, programme, term):
        raise UserError(f"{term.name}“{found.title}”已有发放名册，要改请做一份更正名册。")
    lines = [
        one for one in service.entitled(session, term=term, today=today).lines
        if one.entitlement.programme.key == programme
    ]  # fmt: skip
    if any(one.entitlement.amount.in_kind for one in lines):
        raise UserError(f"“{found.title}”按标准是免费提供，不发现金，不能生成发放名册。")
    if not lines:
        raise UserError(f"{term.name}没有应享受“{found.title}”的学生，请先导入困难家庭名单或完成认定。")
    row = PaymentList(programme=programme, term=term.key, number=1, made_on=today, made_by=by)
    session.add(row)
    session.flush()
    held = cards(session, pupil_ids=[one.pupil.id for one in lines], on=today)
    for one in lines:
        card = held.get(one.pupil.id)
        session.add(
            PaymentLine(
                list_id=row.id, pupil_id=one.pupil.id, class_name=one.class_name, cents=one.entitlement.cents,
                why=one.entitlement.why[:300], card_number=card.number if card else "",
                card_holder=card.holder if card else "",
            )
        )  # fmt: skip
    session.flush()
    return row.id


def correct(session: Session, *, list_id: int, changes: Mapping[PupilId, int], why: str, today: date, by: str) -> int:
    """A second list beside an approved one: by child what it should have got in all (cents); its id.

    Its lines are the differences, so that both lists together are right.
    """
    if not why.strip():
        raise UserError("请写明更正的原因。")
    first = session.get_one(PaymentList, list_id)
    if first.approved_on is None:
        raise UserError("这份名册还没有审批，直接改这一份即可，不用另做更正名册。")
    got = paid_so_far(session, programme=first.programme, term=first.term)
    differences = {child: cents - got.get(child, 0) for child, cents in changes.items()}
    differences = {child: cents for child, cents in differences.items() if cents}
    if not differences:
        raise UserError("更正后的金额与已发放的相同，没有需要更正的。")
    number = (session.scalar(
        select(func.max(PaymentList.number)).where(
            PaymentList.programme == first.programme, PaymentList.term == first.term
        )
    ) or 0) + 1  # fmt: skip
    row = PaymentList(
        programme=first.programme, term=first.term, number=number, corrects_id=list_id, why=why.strip()[:200],
        made_on=today, made_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    facts = {one.id: one for one in _people(session, differences, today)}
    held = cards(session, pupil_ids=list(differences), on=today)
    for child, cents in differences.items():
        card = held.get(child)
        told = f"应得{yuan(changes[child])}元，已列{yuan(got.get(child, 0))}元：{why.strip()}"
        session.add(
            PaymentLine(
                list_id=row.id, pupil_id=child, class_name=facts[child].class_name, cents=cents, why=told[:300],
                card_number=card.number if card else "", card_holder=card.holder if card else "",
            )
        )  # fmt: skip
    session.flush()
    return row.id


def _people(session: Session, ids: Iterable[PupilId], today: date) -> tuple[PupilFacts, ...]:
    return pupil_room.pupils(session, today=today, ids=frozenset(ids), status=("在读", "休学", "离校"))


def paid_so_far(session: Session, *, programme: str, term: str) -> dict[PupilId, int]:
    """What every list of a programme and term gives each child together."""
    query = (
        select(PaymentLine.pupil_id, func.sum(PaymentLine.cents))
        .join(PaymentList, PaymentList.id == PaymentLine.list_id)
        .where(PaymentList.programme == programme, PaymentList.term == term)
        .group_by(PaymentLine.pupil_id)
    )
    return {PupilId(child): int(cents) for child, cents in session.execute(query)}


@dataclass(frozen=True)
class PaidFacts:
    """Money of a list that has gone out to a child; below zero: taken back."""

    list_id: int
    title: str
    term: str
    cents: int
    day: date


def paid_to(session: Session, *, pupil_ids: Collection[PupilId]) -> tuple[tuple[PupilId, PaidFacts], ...]:
    """What these children were paid, in order of day."""
    query = (
        select(PaymentLine.pupil_id, PaymentLine.cents, PaymentList)
        .join(PaymentList, PaymentList.id == PaymentLine.list_id)
        .where(PaymentLine.pupil_id.in_(pupil_ids), PaymentList.paid_on.is_not(None))
        .order_by(PaymentList.paid_on, PaymentList.id)
    )
    terms = {one.key: one.name for one in identity.terms(session)}
    return tuple(
        (PupilId(child), PaidFacts(
            row.id, programme_of(session, row.programme).title, terms.get(row.term, row.term), cents, row.paid_on
        ))
        for child, cents, row in session.execute(query) if row.paid_on is not None
    )  # fmt: skip


def drop_line(session: Session, *, line_id: int) -> None:
    """Take a child off a list that nobody has approved yet."""
    row = session.get_one(PaymentLine, line_id)
    _require_open(session, row.list_id)
    session.delete(row)


def drop_list(session: Session, *, list_id: int) -> None:
    """Throw away a list that nobody has approved yet."""
    row = _require_open(session, list_id)
    for line in session.scalars(select(PaymentLine).where(PaymentLine.list_id == list_id)).all():
        session.delete(line)
    session.flush()
    session.delete(row)


def _require_open(session: Session, list_id: int) -> PaymentList:
    row = session.get_one(PaymentList, list_id)
    if row.approved_on is not None:
        raise UserError("这份名册已经审批，不能再改；有出入请做一份更正名册。")
    return row


def approve(session: Session, *, list_id: int, day: date, by: str) -> None:
    """The school's decision on a list; from here on it is never changed."""
    if not by.strip():
        raise UserError("请写明审批人。")
    row = _require_open(session, list_id)
    _require_quota(session, row)
    row.approved_on, row.approved_by = day, by.strip()[:60]
    total = select(func.coalesce(func.sum(PaymentLine.cents), 0)).where(PaymentLine.list_id == list_id)
    row.approved_cents = session.scalar(total)


def quota(session: Session, programme: str, *, term: TermSpan) -> int:
    """How many children the county lets a school recognise for a programme by review (aid.cap); 0: no limit."""
    if programme_of(session, programme).way != "review":
        return 0
    return int(float(identity.rules(session, on=term.starts)["aid.cap"].value))


def used_up(session: Session, programme: str, *, term: TermSpan) -> bool:
    """Whether the lists of a programme hold as many children as its quota has."""
    most = quota(session, programme, term=term)
    return 0 < most <= _listed(session, programme, term.key)


def _listed(session: Session, programme: str, term: str) -> int:
    return sum(cents > 0 for cents in paid_so_far(session, programme=programme, term=term).values())


def _require_quota(session: Session, row: PaymentList) -> None:
    term = next((one for one in identity.terms(session) if one.key == row.term), None)
    most = quota(session, row.programme, term=term) if term else 0
    listed = _listed(session, row.programme, row.term)
    if most and listed > most:
        raise UserError(
            f"学校认定的名额是{most}人，名册上有{listed}人，请先移出{listed - most}人再审批；"
            "名额变了的，请到“设置—目标与规则”里改。"
        )


def pay(session: Session, *, list_id: int, day: date) -> None:
    """The money has gone out."""
    row = session.get_one(PaymentList, list_id)
    if row.approved_on is None:
        raise UserError("这份名册还没有审批，不能登记发放。")
    if day < row.approved_on:
        raise UserError(f"发放日期不能早于审批日期{row.approved_on.isoformat()}。")
    row.paid_on = day


def sign(session: Session, *, line_ids: Iterable[int], day: date | None) -> None:
    """Families have signed for it; `day` None takes it back."""
    for number in line_ids:
        session.get_one(PaymentLine, number).signed_on = day


def lists(session: Session, *, today: date, term: str = "", list_id: int | None = None) -> tuple[ListFacts, ...]:
    """Lists with their lines, by term, programme and number."""
    query = select(PaymentList).order_by(PaymentList.term, PaymentList.programme, PaymentList.number)
    if term:
        query = query.where(PaymentList.term == term)
    if list_id is not None:
        query = query.where(PaymentList.id == list_id)
    rows = session.scalars(query).all()
    lines = session.scalars(
        select(PaymentLine).where(PaymentLine.list_id.in_([row.id for row in rows])).order_by(PaymentLine.id)
    ).all()
    facts = {one.id: one for one in _people(session, {PupilId(line.pupil_id) for line in lines}, today)}
    numbers = {row.id: row.number for row in rows}
    return tuple(
        ListFacts(
            row.id, row.programme, programme_of(session, row.programme).title, row.term, row.number,
            numbers.get(row.corrects_id or 0), row.why, row.made_on, row.made_by, row.approved_on, row.approved_by,
            row.approved_cents, row.paid_on,
            tuple(
                LineFacts(
                    line.id, facts[PupilId(line.pupil_id)], line.class_name, line.cents, line.why, line.card_number,
                    line.card_holder, line.signed_on,
                )
                for line in lines if line.list_id == row.id
            ),
        )
        for row in rows
    )  # fmt: skip


def _numbers(session: Session, programme: str, term: TermSpan) -> tuple[int, ...]:
    query = select(PaymentList.number).where(PaymentList.programme == programme, PaymentList.term == term.key)
    return tuple(session.scalars(query))


@dataclass(frozen=True)
class Card:
    """The card of a child."""

    number: str
    holder: str
    relation: str
    bank: str


def set_card(
    session: Session, *, pupil_id: PupilId, number: str, holder: str, relation: str, bank: str, since: date
) -> None:
    """Keep a card; the one before ends on that day. An empty number ends it without a new one."""
    plain = "".join(half_width(number).split())
    if plain and not (plain.isdigit() and 10 <= len(plain) <= 25):
        raise UserError("卡号应是 10 到 25 位数字，请对照存折或银行卡核对。")
    if plain and not holder.strip():
        raise UserError("请填写持卡人姓名。")
    for row in session.scalars(select(BankCard).where(BankCard.pupil_id == pupil_id, BankCard.until.is_(None))).all():
        row.until = since
    if plain:
        session.add(
            BankCard(
                pupil_id=pupil_id, number=plain, holder=holder.strip(), relation=relation.strip(), bank=bank.strip(),
                since=since,
            )
        )  # fmt: skip
    session.flush()


def cards(session: Session, *, on: date, pupil_ids: Collection[PupilId] | None = None) -> dict[PupilId, Card]:
    """The card of each child on a day."""
    query = select(BankCard).where(BankCard.since <= on, (BankCard.until.is_(None)) | (BankCard.until > on))
    if pupil_ids is not None:
        query = query.where(BankCard.pupil_id.in_(pupil_ids))
    return {
        PupilId(row.pupil_id): Card(row.number, row.holder, row.relation, row.bank)
        for row in session.scalars(query.order_by(BankCard.since))
    }
