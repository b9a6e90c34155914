"""Programmes and amounts: the shipped ones and the school's own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import shipped
from kongchuo_desktop.school.aid.model import AidProgramme, AidRule
from kongchuo_desktop.school.aid.rules import Amount, Programme
from kongchuo_desktop.storage.asked_once import asked_once

LOCAL = "local"


@asked_once
def programmes(session: Session) -> tuple[Programme, ...]:
    """In the order in which one excludes the next; the school's own last."""
    own = session.scalars(select(AidProgramme).order_by(AidProgramme.id))
    return (*shipped.programmes(), *(Programme(row.key, row.title, LOCAL) for row in own))


def programme(session: Session, key: str) -> Programme:
    """The programme of a key or title."""
    for one in programmes(session):
        if key in (one.key, one.title):
            return one
    known = "、".join(one.title for one in programmes(session))
    raise UserError(f"没有“{key}”这个资助项目，现有：{known}。")


@asked_once
def amounts_of(session: Session) -> tuple[Amount, ...]:
    """The school's own rows, the newest first, then the shipped ones; which of them hold on a day: rules.in_force."""
    query = select(AidRule).order_by(AidRule.in_force_from.desc(), AidRule.id)
    return (*(amount_of(row) for row in session.scalars(query)), *shipped.amounts())


def amount_of(row: AidRule) -> Amount:
    """An own row as plain values."""
    return Amount(
        row.programme, row.stage, row.boarding, tuple(filter(None, row.groups.split("+"))), row.cents,
        row.in_force_from, row.until, row.document, row.place, row.per_day, row.in_kind, row.min_km, row.id,
    )  # fmt: skip
