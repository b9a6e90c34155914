"""Many rows at once, audited like single ones: thousands of rows of an import in a second or two.

Rows are dictionaries keyed by attribute names, as the model's constructor would take them. The
functions go past the ORM's identity map: objects loaded before are stale afterwards.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kongchuo_desktop.storage import audit, values
from kongchuo_desktop.storage.acts import act_of
from kongchuo_desktop.storage.audit import Draft
from kongchuo_desktop.storage.schema import Record
from kongchuo_desktop.storage.values import Columns

CHUNK = 30_000  # ids in one question; SQLite takes 32,766 values


def bulk_insert(session: Session, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows and their audit rows; their ids in the order given. Columns left out take their default."""
    session.flush()
    if not rows:
        return []
    columns = values.columns_of(model)
    connection = session.connection()
    first = 1 + int(connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {_quoted(columns)}").scalar() or 0)
    names = list(columns.table.columns.keys())
    places = {key: names.index(column.name) for key, column in columns.attributes.items()}
    tuples: list[tuple[Any, ...]] = []
    drafts: list[Draft] = []
    for row_id, row in enumerate(rows, start=first):
        full = {**_defaults(columns), **row, "id": row_id}
        tuples.append(_tuple(columns, places, full))
        drafts.append(Draft(columns.table.name, row_id, full["uid"], audit.INSERT, _inserted(columns, full)))
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f"INSERT INTO {_quoted(columns)} ({', '.join(map(_name, names))}) VALUES ({marks})",  # noqa: S608
        tuples,
    )
    audit.append(connection, act_of(session), drafts)
    return list(range(first, first + len(rows)))


def bulk_update(session: Session, model: type[Record], changes: Sequence[Mapping[str, Any]]) -> int:
    """Apply {"id": …, attribute: new value …} to many rows; the number of rows that really changed."""
    session.flush()
    columns = values.columns_of(model)
    connection = session.connection()
    stored = {row["id"]: row for row in fetch(connection, model, [change["id"] for change in changes])}
    drafts: list[Draft] = []
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for change in changes:
        old = stored[change["id"]]
        new = {key: value for key, value in change.items() if key != "id" and old[key] != value}
        if not new:
            continue
        names = {key: columns.attributes[key].name for key in new}
        written = (_written(columns, names[key], value) for key, value in new.items())
        groups[tuple(names.values())].append((*written, change["id"]))
        told = {names[key]: [old[key], value] for key, value in new.items()}
        drafts.append(Draft(columns.table.name, change["id"], old["uid"], audit.UPDATE, values.as_json(told)))
    for names_of_group, tuples in groups.items():
        settings = ", ".join(f"{_name(name)} = ?" for name in names_of_group)
        connection.exec_driver_sql(f"UPDATE {_quoted(columns)} SET {settings} WHERE id = ?", tuples)  # noqa: S608
    audit.append(connection, act_of(session), drafts)
    return len(drafts)


def bulk_delete(session: Session, model: type[Record], ids: Sequence[int]) -> int:
    """Delete many rows; their content stays in the audit log (pictures only as a hash)."""
    session.flush()
    columns = values.columns_of(model)
    connection = session.connection()
    drafts = []
    for row in fetch(connection, model, ids):
        former = {column.name: row[key] for key, column in columns.attributes.items() if key != "id"}
        told = {name: [value, None] for name, value in former.items() if value is not None}
        drafts.append(Draft(columns.table.name, row["id"], row["uid"], audit.DELETE, values.as_json(told)))
    if drafts:
        gone = [(draft.row_id,) for draft in drafts]
        connection.exec_driver_sql(f"DELETE FROM {_quoted(columns)} WHERE id = ?", gone)  # noqa: S608
    audit.append(connection, act_of(session), drafts)
    return len(drafts)


def fetch(connection: Connection, model: type[Record], ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Rows by id as dictionaries keyed by attribute names."""
    columns = values.columns_of(model)
    keys = list(columns.attributes)
    names = [columns.attributes[key].name for key in keys]
    readers = [columns.readers[name] for name in names]
    sql = (
        f"SELECT {', '.join(map(_name, names))} FROM {_quoted(columns)} "  # noqa: S608  (names of the model)
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    for row in connection.exec_driver_sql(sql, (json.dumps(list(ids)),)):
        yield {
            key: read(value) if read and value is not None else value
            for key, read, value in zip(keys, readers, row, strict=True)
        }


def _defaults(columns: Columns) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, column in columns.attributes.items():
        default = column.default
        if default is None or not (default.is_scalar or default.is_callable):
            found[key] = None
        else:
            found[key] = default.arg(None) if default.is_callable else default.arg  # type: ignore[attr-defined]
    return found


def _tuple(columns: Columns, places: Mapping[str, int], full: Mapping[str, Any]) -> tuple[Any, ...]:
    line: list[Any] = [None] * len(places)
    for key, value in full.items():
        line[places[key]] = _written(columns, columns.attributes[key].name, value)
    return tuple(line)


def _inserted(columns: Columns, full: Mapping[str, Any]) -> str:
    told = {
        columns.attributes[key].name: [None, value]
        for key, value in full.items()
        if key != "id" and values.says_something(value)
    }
    return values.as_json(told)


def _written(columns: Columns, name: str, value: Any) -> Any:
    write = columns.writers[name]
    return write(value) if write and value is not None else value


def _name(name: str) -> str:
    return f'"{name}"'


def _quoted(columns: Columns) -> str:
    return _name(columns.table.name)
