"""Session events that write the audit row of every Record saved through the ORM."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker
from sqlalchemy.orm.attributes import History

from kongchuo_desktop.storage import audit, values
from kongchuo_desktop.storage.acts import act_of
from kongchuo_desktop.storage.audit import Draft
from kongchuo_desktop.storage.schema import Record


def watch(factory: sessionmaker[Session]) -> None:
    """Every session of this factory logs what it changes."""
    event.listen(factory, "before_flush", _before_flush)
    event.listen(factory, "after_flush", _after_flush)
    event.listen(factory, "do_orm_execute", _no_silent_change)


def _before_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    act = act_of(session)
    if not act.name and (session.new or session.dirty or session.deleted):
        raise RuntimeError("changes belong into a write block")
    for record in [*session.dirty, *session.deleted]:
        if isinstance(record, Record) and _has_gaps(session, record):
            act.before[_place(record)] = _stored(session, record)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    act = act_of(session)
    audit.append(session.connection(), act, list(_drafts(session)))
    act.before.clear()


def _no_silent_change(state: ORMExecuteState) -> None:
    """session.execute(update(...)) would pass the log by."""
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("use the ORM, or bulk_insert and its siblings: other statements leave no audit row")


def _drafts(session: Session) -> Iterator[Draft]:
    for record in session.new:
        if isinstance(record, Record):
            yield _draft(record, audit.INSERT, _inserted(record))
    for record in session.dirty:
        changes = _updated(session, record) if isinstance(record, Record) else {}
        if changes:
            yield _draft(record, audit.UPDATE, changes)
    for record in session.deleted:
        if isinstance(record, Record):
            yield _draft(record, audit.DELETE, _deleted(session, record))


def _draft(record: Record, kind: str, changes: dict[str, list[Any]]) -> Draft:
    return Draft(_table(record), record.id, record.uid, kind, values.as_json(changes))


def _inserted(record: Record) -> dict[str, list[Any]]:
    known = values.columns_of(type(record)).attributes
    present = ((column.name, record.__dict__.get(key)) for key, column in known.items())
    return {name: [None, value] for name, value in present if name != "id" and values.says_something(value)}


def _updated(session: Session, record: Record) -> dict[str, list[Any]]:
    stored = act_of(session).before.get(_place(record), {})
    changes = {}
    for name, change in _touched(record):
        if change.added:
            old = change.deleted[0] if change.deleted else stored.get(name)
            if old != change.added[0]:
                changes[name] = [old, change.added[0]]
    return changes


def _touched(record: Record) -> Iterator[tuple[str, History]]:
    """Column name and history of the attributes that were set; looking at all sixty would double a save."""
    state = inspect(record)
    attributes = values.columns_of(type(record)).attributes
    for key in state.committed_state:
        if key in attributes:
            yield attributes[key].name, state.attrs[key].history


def _deleted(session: Session, record: Record) -> dict[str, list[Any]]:
    stored = act_of(session).before.get(_place(record), {})
    known = values.columns_of(type(record)).attributes
    former = {column.name: record.__dict__.get(key, stored.get(column.name)) for key, column in known.items()}
    return {name: [value, None] for name, value in former.items() if value is not None and name != "id"}


def _has_gaps(session: Session, record: Record) -> bool:
    """Whether an old value is unknown because its column was never loaded."""
    attributes = values.columns_of(type(record)).attributes
    if record in session.deleted:
        return any(key not in record.__dict__ for key in attributes)
    return any(change.added and not change.deleted for _, change in _touched(record))


def _stored(session: Session, record: Record) -> dict[str, Any]:
    table = values.columns_of(type(record)).table
    found = session.connection().execute(select(table).where(table.c.id == record.id)).mappings().first()
    return dict(found) if found else {}


def _place(record: Record) -> tuple[str, int]:
    return _table(record), record.id


def _table(record: Record) -> str:
    return values.columns_of(type(record)).table.name
