"""社会捐助 in kind: goods in and out, never below nothing; who gave, who got, who decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid.model import GiftEntry
from kongchuo_desktop.school.types import PupilId


@dataclass(frozen=True)
class GiftFacts:
    """One entry, and what is left of these goods after it."""

    id: int
    day: date
    goods: str
    unit: str
    number: int
    cents: int  # what the giver says it is worth
    who: str
    pupil_id: PupilId | None
    receipt: str
    decided_by: str
    left: int


@dataclass(frozen=True)
class Stock:
    """What is left of some goods."""

    goods: str
    unit: str
    left: int


def entries(session: Session) -> tuple[GiftFacts, ...]:
    """Every entry in order of day, with what is left of its goods."""
    found, left = [], dict[str, int]()
    for row in session.scalars(select(GiftEntry).order_by(GiftEntry.day, GiftEntry.id)):
        left[row.goods] = left.get(row.goods, 0) + row.number
        child = PupilId(row.pupil_id) if row.pupil_id else None
        found.append(
            GiftFacts(
                row.id, row.day, row.goods, row.unit, row.number, row.cents, row.who, child, row.receipt,
                row.decided_by, left[row.goods],
            )
        )  # fmt: skip
    return tuple(found)


def stock(session: Session) -> tuple[Stock, ...]:
    """What is left of each sort of goods, by name; also those of which nothing is left."""
    last = {one.goods: Stock(one.goods, one.unit, one.left) for one in entries(session)}
    return tuple(last[goods] for goods in sorted(last))


def take_in(
    session: Session, *, day: date, goods: str, unit: str, number: int, who: str, receipt: str, now: datetime,
    cents: int = 0,
) -> int:  # fmt: skip
    """Goods given to the school; the entry's id."""
    if not who.strip():
        raise UserError("请写明捐赠人或单位。")
    return _write(session, day, goods, unit, number, who, receipt, "", None, now, cents)


def hand_out(
    session: Session, *, day: date, goods: str, number: int, who: str, receipt: str, decided_by: str, now: datetime,
    pupil_id: PupilId | None = None,
) -> int:  # fmt: skip
    """Goods handed on; more than there were on that day or since is refused. The entry's id."""
    if not decided_by.strip():
        raise UserError("请写明由谁决定发给谁，例如“校务会2026-10-12”。")
    if not who.strip():
        raise UserError("请写明发给谁。")
    known = {one.goods: one for one in stock(session)}
    if goods.strip() not in known:
        raise UserError(f"没有收到过“{goods.strip()}”，现有：{'、'.join(known) or '没有物资'}。")
    unit = known[goods.strip()].unit
    number_of = _write(session, day, goods, unit, -number, who, receipt, decided_by, pupil_id, now, 0)
    _refuse_shortage(entries(session), goods.strip(), day, unit)
    return number_of


def _refuse_shortage(found: Iterable[GiftFacts], goods: str, day: date, unit: str) -> None:
    for one in found:
        if one.goods == goods and one.day >= day and one.left < 0:
            raise UserError(f"“{goods}”不够：{one.day.isoformat()}会差{-one.left}{unit}，请核对数量。")


def _write(
    session: Session, day: date, goods: str, unit: str, number: int, who: str, receipt: str, decided_by: str,
    pupil_id: PupilId | None, now: datetime, cents: int,
) -> int:  # fmt: skip
    if number == 0 or (number < 0) is not bool(decided_by):
        raise UserError("数量要大于0，请重新填写。")
    if not goods.strip():
        raise UserError("请写明是什么物资，例如“棉衣”。")
    if day > now.date():
        raise UserError("日期不能晚于今天，请改正。")
    row = GiftEntry(
        day=day, goods=goods.strip()[:60], unit=unit.strip()[:8], number=number, cents=cents, who=who.strip()[:80],
        pupil_id=pupil_id, receipt=receipt.strip()[:40], decided_by=decided_by.strip()[:120],
        recorded_at=now.replace(tzinfo=None),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def drop(session: Session, *, entry_id: int) -> None:
    """Take back an entry that was a slip; refused when later ones were made of its goods."""
    row = session.get_one(GiftEntry, entry_id)
    goods, unit, number = row.goods, row.unit, row.number
    session.delete(row)
    session.flush()
    short = next((one for one in entries(session) if one.goods == goods and one.left < 0), None)
    if short is not None:
        raise UserError(
            f"收到的{number}{unit}“{goods}”不能删去：{short.day.isoformat()}发给“{short.who}”的{-short.number}{unit}要从里面出，"
            f"删去就差{-short.left}{unit}。那笔发出也记错了的，请先删去那一笔。"
        )
