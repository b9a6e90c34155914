"""困难生救助基金: money in and out, never below nothing; who gave, who got, who decided."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid.model import FundEntry
from kongchuo_desktop.school.aid.rules import yuan
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class EntryFacts:
    """One entry and the balance after it, in cents."""

    id: int
    day: date
    cents: int
    who: str
    pupil_id: PupilId | None
    purpose: str
    receipt: str
    decided_by: str
    balance: int


def entries(session: Session) -> tuple[EntryFacts, ...]:
    """The whole book of the fund in order of day, with the running balance."""
    found, balance = [], 0
    for row in session.scalars(select(FundEntry).order_by(FundEntry.day, FundEntry.id)):
        balance += row.cents
        child = PupilId(row.pupil_id) if row.pupil_id else None
        found.append(
            EntryFacts(
                row.id, row.day, row.cents, row.who, child, row.purpose, row.receipt, row.decided_by, balance
            )
        )  # fmt: skip
    return tuple(found)


def balance(session: Session) -> int:
    """What is in the fund, in cents."""
    return int(session.scalar(select(func.coalesce(func.sum(FundEntry.cents), 0))) or 0)


def give(session: Session, *, day: date, cents: int, who: str, purpose: str, receipt: str, now: datetime) -> int:
    """Money in: a donation or the school's own; its id."""
    return _write(session, day, cents, who, purpose, receipt, "", None, now)


def spend(
    session: Session, *, day: date, cents: int, who: str, purpose: str, receipt: str, decided_by: str, now: datetime,
    pupil_id: PupilId | None = None,
) -> int:  # fmt: skip
    """Money out, decided by somebody; more than there was on that day or since is refused. Its id."""
    if not decided_by.strip():
        raise UserError("支出要写明由谁决定，例如“校务会2026-10-12”。")
    number = _write(session, day, -cents, who, purpose, receipt, decided_by, pupil_id, now)
    for one in entries(session):
        if one.day >= day and one.balance < 0:
            raise UserError(f"基金余额不够：{one.day.isoformat()}会欠{yuan(-one.balance)}元，请核对金额。")
    return number


def drop(session: Session, *, entry_id: int) -> None:
    """Take back an entry that was a slip; refused when money spent since then came out of it."""
    row = session.get_one(FundEntry, entry_id)
    cents = row.cents
    session.delete(row)
    session.flush()
    short = next((one for one in entries(session) if one.balance < 0), None)
    if short is not None:
        raise UserError(
            f"这笔收入{yuan(cents)}元不能删去：{short.day.isoformat()}资助“{short.who}”的{yuan(-short.cents)}元要从里面出，"
            f"删去就欠{yuan(-short.balance)}元。那笔支出也记错了的，请先删去那一笔。"
        )


def _write(
    session: Session, day: date, cents: int, who: str, purpose: str, receipt: str, decided_by: str,
    pupil_id: PupilId | None, now: datetime,
) -> int:  # fmt: skip
    if cents == 0 or (cents < 0) is not bool(decided_by):
        raise UserError("金额要大于0，请重新填写。")
    if not who.strip():
        raise UserError("请写明捐款人或受助人。")
    if day > now.date():
        raise UserError("日期不能晚于今天，请改正。")
    row = FundEntry(
        day=day, cents=cents, who=who.strip()[:80], purpose=purpose.strip()[:200], receipt=receipt.strip()[:40],
        decided_by=decided_by.strip()[:120], pupil_id=pupil_id, recorded_at=now.replace(tzinfo=None),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id
