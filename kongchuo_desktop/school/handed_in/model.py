"""The table of frozen reports."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class HandedIn(Record, Base):
    """A report as it was handed in; a second one for the same period is a correction beside the first."""

    __tablename__ = "handed_in"
    __table_args__ = (Index("ix_handed_in_kind_first", "kind", "first"),)

    kind: Mapped[str] = mapped_column(String(30))  # key of the report
    scope: Mapped[str] = mapped_column(String(60), default="")  # class or grade; "" the school
    first: Mapped[date]  # period, both ends included
    last: Mapped[date]
    content: Mapped[str] = mapped_column(Text)  # JSON of the table
    handed_in_at: Mapped[datetime]
    handed_in_by: Mapped[str] = mapped_column(String(60), default="")
    to: Mapped[str] = mapped_column("handed_to", String(80), default="")
