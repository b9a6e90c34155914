"""Many rows at once, audited like single ones: thousands of rows of an import in a second or two.

Rows are dictionaries keyed by attribute names, as the model's constructor would take them. The
functions go past the ORM's identity map: objects loaded before are stale afterwards.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kongchuo_desktop.storage import audit, values
from kongchuo_desktop.storage.acts import act_of
from kongchuo_desktop.storage.audit import Draft
from kongchuo_desktop.storage.schema import Record
from kongchuo_desktop.storage.values import Columns


def bulk_insert(session: Session, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows and their audit rows; their ids in the order given. Columns left out take their default."""
    session.flush()
    if not rows:
        return []
    columns = values.columns_of(model)
    connection = session.connection()
    highest = connection.exec_driver_sql(f"SELECT max(id) FROM {_quoted(columns)}").scalar()  # noqa: S608
    first = int(highest or 0) + 1
    _insert(session, columns, ((row_id, row) for row_id, row in enumerate(rows, start=first)))
    return list(range(first, first + len(rows)))


def insert_again(session: Session, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> int:
    """Bring deleted rows back under the id and uid they had; how many."""
    _insert(session, values.columns_of(model), ((row["id"], row) for row in rows))
    return len(rows)


def bulk_update(session: Session, model: type[Record], changes: Sequence[Mapping[str, Any]]) -> int:
    """Apply {"id": …, attribute: new value …} to many rows; the number of rows that really changed."""
    session.flush()
    columns = values.columns_of(model)
    connection = session.connection()
    touched = sorted({key for change in changes for key in change} - {"id", "uid"})
    ids = [change["id"] for change in changes]
    stored = {row["id"]: row for row in fetch(connection, model, ids, only=("id", "uid", *touched))}
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


def _insert(session: Session, columns: Columns, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    form = _form(columns)
    tuples: list[tuple[Any, ...]] = []
    drafts: list[Draft] = []
    for row_id, row in rows:
        line, uid, told = form.filled(row_id, row)
        tuples.append(line)
        drafts.append(Draft(columns.table.name, row_id, uid, audit.INSERT, told))
    if tuples:
        marks = ", ".join("?" * len(form.names))
        names = ", ".join(map(_name, form.names))
        sql = f"INSERT INTO {_quoted(columns)} ({names}) VALUES ({marks})"  # noqa: S608  (names of the model)
        session.connection().exec_driver_sql(sql, tuples)
        audit.append(session.connection(), act_of(session), drafts)


def fetch(
    connection: Connection, model: type[Record], ids: Iterable[int], *, only: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Rows by id as dictionaries keyed by attribute names (all of them, or only some)."""
    columns = values.columns_of(model)
    keys = list(only or columns.attributes)
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


@dataclass(frozen=True)
class _Form:
    """A row of defaults, ready for the driver, to be filled in for each new row."""

    names: tuple[str, ...]
    places: Mapping[str, tuple[int, values.Process | None, str]]  # by attribute: place, writer, column
    blank: Sequence[Any]
    told: Mapping[str, Any]  # the defaults that say something, as the audit row has them
    drawn: Mapping[str, Callable[[Any], Any]]  # defaults that differ from row to row

    def filled(self, row_id: int, row: Mapping[str, Any]) -> tuple[tuple[Any, ...], str, str]:
        """The driver's values, the uid and the changes of the audit row."""
        line = list(self.blank)
        told = dict(self.told)
        drawn = {key: draw(None) for key, draw in self.drawn.items() if key not in row}
        for key, value in (*drawn.items(), *row.items()):
            if key == "id":
                continue
            place, write, name = self.places[key]
            line[place] = write(value) if write and value is not None else value
            if value is None or value == "":
                told.pop(name, None)
            else:
                told[name] = (None, value)
        line[self.places["id"][0]] = row_id
        return tuple(line), line[self.places["uid"][0]], values.as_json(told)


def _form(columns: Columns) -> _Form:
    names = tuple(columns.table.columns.keys())
    places = {
        key: (names.index(column.name), columns.writers[column.name], column.name)
        for key, column in columns.attributes.items()
    }
    blank: list[Any] = [None] * len(names)
    told: dict[str, Any] = {}
    drawn: dict[str, Callable[[Any], Any]] = {}
    for key, column in columns.attributes.items():
        default: Any = column.default
        if default is not None and default.is_callable:
            drawn[key] = default.arg
        elif default is not None:
            blank[places[key][0]] = _written(columns, column.name, default.arg)
            if values.says_something(default.arg):
                told[column.name] = (None, default.arg)
    return _Form(names, places, blank, told, drawn)


def _written(columns: Columns, name: str, value: Any) -> Any:
    write = columns.writers[name]
    return write(value) if write and value is not None else value


def _name(name: str) -> str:
    return f'"{name}"'


def _quoted(columns: Columns) -> str:
    return _name(columns.table.name)
