"""Reports as they were handed in: kept unchanged, listed, and held against what the book says now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.handed_in.model import HandedIn


@dataclass(frozen=True)
class HandedInFacts:
    """One report that was handed in."""

    id: int
    kind: str
    scope: str
    first: date
    last: date
    handed_in_at: datetime
    handed_in_by: str
    to: str
    title: str


@dataclass(frozen=True)
class Frozen:
    """What was handed in: the answers that the report was made from, and its table as plain values."""

    facts: HandedInFacts
    choices: Mapping[str, str]
    table: Mapping[str, Any]  # title, subtitle, columns [{key, heading}], rows [{key: value}], notes


@dataclass(frozen=True)
class Difference:
    """A figure that is no longer what was handed in; `row` names the line."""

    row: str
    column: str
    then: str
    now: str


def hand_in(
    session: Session, *, kind: str, scope: str, first: date, last: date, choices: Mapping[str, str],
    table: Mapping[str, Any], to: str, by: str, now: datetime,
) -> int:  # fmt: skip
    """Keep a report as it goes out; its id. Another one for the same period is a correction beside the first."""
    if last < first:
        raise UserError("报表的截止日期不能早于开始日期。")
    content = json.dumps({"choices": dict(choices), "table": table}, ensure_ascii=False, default=str, sort_keys=True)
    row = HandedIn(
        kind=kind, scope=scope, first=first, last=last, content=content, handed_in_at=now.replace(tzinfo=None),
        handed_in_by=by, to=to.strip(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def handed_in(session: Session, *, kind: str = "", since: date | None = None) -> tuple[HandedInFacts, ...]:
    """Reports handed in, newest first."""
    query = select(HandedIn).order_by(HandedIn.handed_in_at.desc(), HandedIn.id.desc())
    if kind:
        query = query.where(HandedIn.kind == kind)
    if since is not None:
        query = query.where(HandedIn.last >= since)
    return tuple(_frozen(row).facts for row in session.scalars(query))


def frozen(session: Session, *, report_id: int) -> Frozen:
    """One report as it was handed in."""
    return _frozen(session.get_one(HandedIn, report_id))


def _frozen(row: HandedIn) -> Frozen:
    content = json.loads(row.content)
    facts = HandedInFacts(
        row.id, row.kind, row.scope, row.first, row.last, row.handed_in_at, row.handed_in_by, row.to,
        content["table"]["title"],
    )  # fmt: skip
    return Frozen(facts, content["choices"], content["table"])


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Cell by cell, rows known by their first column; rows that came or went are told whole."""
    headings = {column["key"]: column["heading"] for column in then["columns"]}
    first = next(iter(headings), "")
    old, new = _by_label(then["rows"], first), _by_label(now["rows"], first)
    found = []
    for label in dict.fromkeys((*old, *new)):
        before, after = old.get(label, {}), new.get(label, {})
        found += [
            Difference(label, heading, _text(before.get(key)), _text(after.get(key)))
            for key, heading in headings.items()
            if _text(before.get(key)) != _text(after.get(key))
        ]
    return tuple(found)


def _by_label(rows: list[Mapping[str, Any]], first: str) -> dict[str, Mapping[str, Any]]:
    """Rows by their first cell; the second of one name gets a number."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        name = _text(row.get(first))
        count = sum(1 for label in found if label.split("#")[0] == name)
        found[f"{name}#{count + 1}" if count else name] = row
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)
