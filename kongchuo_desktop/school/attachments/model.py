"""The table of pictures kept with a record."""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Attachment(Record, Base):
    """A picture that belongs to a record (a visit's photo, a transfer's 回执), shrunk when it is taken in."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_owner", "owner_kind", "owner_id"),)

    owner_kind: Mapped[str] = mapped_column(String(24))  # table of the record: visit, enrolment_event …
    owner_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=1)
    caption: Mapped[str] = mapped_column(String(80), default="")
    taken_on: Mapped[date | None] = mapped_column(default=None)
    added_at: Mapped[datetime]
    width: Mapped[int]
    height: Mapped[int]
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary)  # JPEG, at most 240 px
