"""The log of every change, chained so that what is altered outside the program shows.

A row's hash is an HMAC over the row and the hash before it, under a key derived from the book's
data key; the last row's number stands sealed in book_meta. Whoever holds the data key could write
the whole chain anew: for that case every backup carries the hash of its day in the manifest.
"""

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Index, LargeBinary, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kongchuo_desktop.storage import meta
from kongchuo_desktop.storage.acts import Act, act_of
from kongchuo_desktop.storage.errors import AuditBroken, BookDamaged
from kongchuo_desktop.storage.schema import Base

INSERT, UPDATE, DELETE = "insert", "update", "delete"


class AuditEntry(Base):
    """One change of one row, or one event (read, print, export, login …)."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_row", "table_name", "row_uid"),)

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(40))  # ISO, with the offset from UTC
    actor: Mapped[str] = mapped_column(String(60))
    act: Mapped[str] = mapped_column(String(80))
    batch_id: Mapped[int | None] = mapped_column(index=True)
    table: Mapped[str] = mapped_column("table_name", String(40))
    row_id: Mapped[int | None]
    row_uid: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(12))
    changes: Mapped[str] = mapped_column(Text)  # JSON: {column: [old, new]}
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


@dataclass(frozen=True)
class Draft:
    """An audit row without its number, time and hash."""

    table: str
    row_id: int | None
    row_uid: str
    kind: str
    changes: str


@dataclass(frozen=True)
class Line:
    """An audit row as it is shown: who did what when."""

    seq: int
    at: datetime
    actor: str
    act: str
    batch_id: int | None
    table: str
    row_id: int | None
    row_uid: str
    kind: str
    changes: dict[str, Any]


def record_event(session: Session, *, kind: str, what: str, count: int = 1, table: str = "", row_uid: str = "") -> None:
    """Log a read, print, export or login inside a write block; `what` must carry no more than needed."""
    act = act_of(session)
    session.flush()
    changes = json.dumps({"what": what, "count": count}, ensure_ascii=False)
    append(session.connection(), act, [Draft(table, None, row_uid, kind, changes)])


def history(session: Session, *, table: str, row_uid: str) -> tuple[Line, ...]:
    """Everything that happened to one row, oldest first."""
    session.flush()
    wanted = (AuditEntry.table == table) & (AuditEntry.row_uid == row_uid)
    rows = session.execute(select(*_COLUMNS).where(wanted).order_by(AuditEntry.seq))
    return tuple(_line(row) for row in rows)


def recent(session: Session, *, before: int | None = None, limit: int = 200) -> tuple[Line, ...]:
    """The newest lines of the log, newest first; `before` a number pages on."""
    query = select(*_COLUMNS).order_by(AuditEntry.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    return tuple(_line(row) for row in session.execute(query))


def append(connection: Connection, act: Act, drafts: Iterable[Draft]) -> None:
    """Write drafts to the end of the chain, in the running transaction."""
    seq, last = head(connection)
    rows = []
    at = act.at.isoformat(timespec="seconds")
    for draft in drafts:
        seq += 1
        content = (
            seq, at, act.actor, act.name, act.batch_id,
            draft.table, draft.row_id, draft.row_uid, draft.kind, draft.changes,
        )  # fmt: skip
        last = _link(act.audit_key, last, content)
        rows.append((*content, last))
        if draft.kind in (INSERT, UPDATE, DELETE):
            act.changed.add(draft.table)
    if rows:
        connection.exec_driver_sql(_INSERT, rows)
        act.entries += len(rows)
        act.last_seq = seq


def head(connection: Connection) -> tuple[int, bytes]:
    """Number and hash of the last row; (0, b"") of an empty log."""
    row = connection.exec_driver_sql("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1").first()
    return (int(row[0]), bytes(row[1])) if row else (0, b"")


def seal_head(connection: Connection, act: Act) -> None:
    """Put the end of the chain into book_meta; done once, before the transaction commits."""
    seq, last = head(connection)
    meta.put(connection, meta.AUDIT_HEAD, _head_seal(act, seq, last))


def verify_chain(session: Session) -> int:
    """The number of rows of an unbroken chain; raises AuditBroken naming the first row that does not hold."""
    act = act_of(session)
    connection = session.connection()
    seq, last = 0, b""
    for row in connection.exec_driver_sql(f"SELECT {_NAMES} FROM audit_entry ORDER BY seq"):  # noqa: S608
        seq += 1
        content = tuple(row)
        expected = _link(act.audit_key, last, content[:-1])
        if content[0] != seq or not hmac.compare_digest(bytes(content[-1] or b""), expected):
            raise AuditBroken(seq)
        last = expected
    sealed = meta.value_of(connection, meta.AUDIT_HEAD)
    if sealed != (_head_seal(act, seq, last) if seq else None):
        raise AuditBroken(seq + 1)
    return seq


def require_sealed_head(session: Session, path: Path) -> None:
    """Raises BookDamaged when the end of the log is not the one that the last commit sealed."""
    act = act_of(session)
    connection = session.connection()
    seq, last = head(connection)
    if meta.value_of(connection, meta.AUDIT_HEAD) != (_head_seal(act, seq, last) if seq else None):
        raise BookDamaged(path)


def _link(key: bytes, last: bytes, content: Sequence[Any]) -> bytes:
    # the changes stand last and unescaped: they are long, and nothing that follows could be mistaken for them
    return hmac.digest(key, last + _encode(content[:-1]).encode() + str(content[-1]).encode(), "sha256")


def _head_seal(act: Act, seq: int, last: bytes) -> str:
    return f"{seq}:{hmac.digest(act.audit_key, b'head' + str(seq).encode() + last, 'sha256').hex()}"


def _line(row: Any) -> Line:
    return Line(
        row.seq, datetime.fromisoformat(row.at), row.actor, row.act, row.batch_id,
        row.table_name, row.row_id, row.row_uid, row.kind, json.loads(row.changes),
    )  # fmt: skip


_NAMES = "seq, at, actor, act, batch_id, table_name, row_id, row_uid, kind, changes, hash"
_INSERT = f"INSERT INTO audit_entry ({_NAMES}) VALUES ({', '.join('?' * 11)})"  # noqa: S608  (names of this file)
_COLUMNS = tuple(column for column in AuditEntry.__table__.columns if column.name != "hash")
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
