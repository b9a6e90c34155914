"""Verbs and questions about the offices' forms that the school keeps with their maps."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.form_rules import FormRules, as_plain, rules_of
from kongchuo_desktop.school.enrolment.model import FormMap

LARGEST = 4_000_000  # bytes of a form kept in the book


@dataclass(frozen=True)
class MapFacts:
    """A form of an office and its map, as the book keeps them."""

    id: int
    title: str
    office: str
    file_name: str
    rules: FormRules
    changed_at: datetime
    filled_on: date | None = None
    form: bytes = field(repr=False, default=b"")


def maps(session: Session) -> tuple[MapFacts, ...]:
    """Every form kept, by title; without the files themselves."""
    columns = (
        FormMap.id, FormMap.title, FormMap.office, FormMap.file_name, FormMap.fills, FormMap.changed_at,
        FormMap.filled_on,
    )  # fmt: skip
    rows = session.execute(select(*columns).order_by(FormMap.title))
    return tuple(MapFacts(row[0], row[1], row[2], row[3], rules_of(json.loads(row[4])), *row[5:]) for row in rows)


def map_of(session: Session, *, map_id: int) -> MapFacts:
    """One form with its file."""
    return _facts(_row(session, map_id))


def map_named(session: Session, *, title: str) -> MapFacts | None:
    """The form of that title with its file, or None."""
    row = session.scalars(select(FormMap).where(FormMap.title == title)).first()
    return _facts(row) if row is not None else None


def save_map(
    session: Session, *, rules: FormRules, form: bytes, file_name: str, now: datetime, map_id: int | None = None
) -> int:
    """Keep a form and its map, a new one or in the place of `map_id`; its id. A title is given once."""
    if len(form) > LARGEST:
        raise UserError(f"表样有 {len(form) // 1000} KB，太大了（最多 {LARGEST // 1000} KB），请删去里面的图片再存。")
    other = map_named(session, title=rules.title)
    if other is not None and other.id != map_id:
        raise UserError(f"已经有一份叫“{rules.title}”的表样，请换一个名称，或先删去旧的。")
    row = _row(session, map_id) if map_id is not None else FormMap()
    row.title, row.office, row.file_name, row.form = rules.title, rules.office, file_name[-120:], form
    row.fills = json.dumps(as_plain(rules), ensure_ascii=False)
    row.changed_at = now.replace(tzinfo=None)
    session.add(row)
    session.flush()
    return row.id


def note_filled(session: Session, *, title: str, on: date) -> None:
    """Note when the form of that title was last filled; nothing where the book keeps none."""
    row = session.scalars(select(FormMap).where(FormMap.title == title)).first()
    if row is not None:
        row.filled_on = on


def remove_map(session: Session, *, map_id: int) -> MapFacts:
    """Take a form out of the book; what it was, so that it can be put back."""
    row = _row(session, map_id)
    facts = _facts(row)
    session.delete(row)
    session.flush()
    return facts


def _row(session: Session, map_id: int) -> FormMap:
    row = session.get(FormMap, map_id)
    if row is None:
        raise UserError("这份表样已不在账本里，请刷新列表。")
    return row


def _facts(row: FormMap) -> MapFacts:
    rules = rules_of(json.loads(row.fills))
    return MapFacts(row.id, row.title, row.office, row.file_name, rules, row.changed_at, row.filled_on, bytes(row.form))
