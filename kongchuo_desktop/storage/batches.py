"""Imports as a whole: what came in with which file, and taking it back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kongchuo_desktop.storage.acts import Act, act_of
from kongchuo_desktop.storage.schema import Base
from kongchuo_desktop.storage.taking_back import (
    BatchGone,
    Blocker,
    Blockers,
    Reference,
    References,
    TakenBack,
    take_back,
)

__all__ = [
    "Batch", "BatchGone", "BatchInfo", "Blocker", "Blockers", "ImportBatch", "Reference", "References", "TakenBack",
    "current_batch", "list_batches", "take_back",
]  # fmt: skip


class ImportBatch(Base):
    """One import; its rows are the audit rows that carry its id."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # pupils | staff …
    file_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[str] = mapped_column(String(40))  # ISO, with the offset from UTC
    actor: Mapped[str] = mapped_column(String(60))
    counts: Mapped[str] = mapped_column(Text, default="{}")  # JSON: {"new": 108 …}
    taken_back_at: Mapped[str | None] = mapped_column(String(40), default=None)


@dataclass(frozen=True)
class BatchInfo:
    """What is known of an import before it is written."""

    kind: str
    file_name: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """An import as it is listed."""

    id: int
    kind: str
    file_name: str
    at: datetime
    actor: str
    counts: Mapping[str, int]
    taken_back_at: datetime | None


def list_batches(session: Session) -> tuple[Batch, ...]:
    """All imports, newest first."""
    rows = session.execute(select(*ImportBatch.__table__.columns).order_by(ImportBatch.id.desc()))
    return tuple(
        Batch(
            row.id, row.kind, row.file_name, datetime.fromisoformat(row.at), row.actor,
            json.loads(row.counts), datetime.fromisoformat(row.taken_back_at) if row.taken_back_at else None,
        )
        for row in rows
    )  # fmt: skip


def current_batch(session: Session) -> int:
    """The id of the import being written; the row is dropped again if nothing comes to be changed."""
    batch_id = act_of(session).batch_id
    if batch_id is None:
        raise RuntimeError("this write block was opened without a batch")
    return batch_id


def begin(connection: Connection, act: Act, info: BatchInfo) -> None:
    """Put the batch's row in at the start of a write block."""
    sql = "INSERT INTO import_batch (kind, file_name, at, actor, counts) VALUES (?, ?, ?, ?, ?)"
    at = act.at.isoformat(timespec="seconds")
    counts = json.dumps(dict(info.counts), ensure_ascii=False)
    act.batch_id = connection.exec_driver_sql(sql, (info.kind, info.file_name, at, act.actor, counts)).lastrowid
    act.changed.add("import_batch")


def drop_if_empty(connection: Connection, act: Act) -> None:
    """An import that changed nothing leaves no batch."""
    if act.batch_id is not None and act.entries == 0:
        connection.exec_driver_sql("DELETE FROM import_batch WHERE id = ?", (act.batch_id,))
        act.changed.discard("import_batch")
