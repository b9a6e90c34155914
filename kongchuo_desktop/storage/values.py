"""Values of a row on their way into the audit log and into the driver."""

import hashlib
import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, LargeBinary, Table, inspect
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.orm import Mapper

from kongchuo_desktop.storage.schema import Record

Process = Callable[[Any], Any]
BINARY_MARK = "sha256:"


@dataclass(frozen=True)
class Columns:
    """How the columns of one mapped class are written; attribute names outside, column names inside."""

    table: Table
    attributes: Mapping[str, Column[Any]]  # by attribute name
    writers: Mapping[str, Process | None]  # Python value → driver value, by column name
    readers: Mapping[str, Process | None]  # driver value → Python value, by column name


def columns_of(model: type[Record]) -> Columns:
    """The columns of a mapped class."""
    return _columns_of(cast(Hashable, model))  # mypy does not see that classes are hashable


@cache
def _columns_of(model: Any) -> Columns:
    mapper: Mapper[Any] = inspect(model)
    table = mapper.local_table
    assert isinstance(table, Table)  # noqa: S101  (every Record has a table of its own)
    dialect = sqlite_dialect()
    types = {column.name: column.type.dialect_impl(dialect) for column in table.columns}
    return Columns(
        table,
        {prop.key: table.columns[prop.columns[0].name] for prop in mapper.column_attrs},
        {name: kind.bind_processor(dialect) for name, kind in types.items()},
        {
            name: None if isinstance(kind, LargeBinary) else kind.result_processor(dialect, None)
            for name, kind in types.items()
        },
    )


def plain(value: Any) -> Any:
    """A column's Python value as JSON can hold it; pictures by their hash, never by content."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"{BINARY_MARK}{hashlib.sha256(value).hexdigest()}:{len(value)}"
    return value


def as_json(changes: Mapping[str, Any]) -> str:
    """The changes column of an audit row."""
    return _encode(changes)


def says_something(value: Any) -> bool:
    """Empty cells of a new row are not logged: most of a pupil's sixty columns are empty."""
    return value is not None and value != ""


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain).encode
