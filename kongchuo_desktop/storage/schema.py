"""What every table of the book has in common."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_uid() -> str:
    """A random identity (uuid4, 32 hex digits): the same row is recognised in another copy of the book."""
    return uuid.uuid4().hex


class Base(DeclarativeBase):
    """The declarative base; relations are declared lazy="raise", a Session never loads behind one's back."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: String, date: Date, datetime: DateTime}


class Record:
    """Mixin of every row that a person could name: a small local number and an identity for ever.

    Every insert, update and delete of a Record made through a Session is written to the audit
    log in the same transaction (see storage/audit.py).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), default=new_uid, unique=True)
