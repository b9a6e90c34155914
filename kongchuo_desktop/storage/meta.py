"""What the book knows about itself: which school it belongs to, and how far its log goes."""

from typing import Any

from sqlalchemy import Connection, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base

SCHOOL_UID = "school_uid"
SAMPLE = "sample"  # "1" in the invented school's book: every window says so
AUDIT_HEAD = "audit_head"  # seq and MAC of the last audit row: a cut tail is noticed


class BookMeta(Base):
    """A named value about the book itself."""

    __tablename__ = "book_meta"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def value_of(connection: Connection, key: str) -> str | None:
    """One value, None when it was never put."""
    found = connection.execute(text("SELECT value FROM book_meta WHERE key = :key"), {"key": key}).scalar()
    return None if found is None else str(found)


def put(connection: Connection, key: str, value: str) -> None:
    """Set one value inside the running transaction."""
    sql = "INSERT INTO book_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    connection.exec_driver_sql(sql, (key, value))


def driver_value(connection: Any, key: str) -> str | None:
    """The same on the bare driver connection; None also where there is no such table."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'book_meta'").fetchone()
    row = connection.execute("SELECT value FROM book_meta WHERE key = ?", (key,)).fetchone() if known else None
    return str(row[0]) if row else None
