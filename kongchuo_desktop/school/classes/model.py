"""Tables of classes."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class SchoolClass(Record, Base):
    """A class (班级), known by the year it entered: its grade follows from the school year under way."""

    __tablename__ = "school_class"
    __table_args__ = (UniqueConstraint("campus_id", "stage", "entry_year", "number"),)

    campus_id: Mapped[int] = mapped_column(ForeignKey("campus.id"))
    stage: Mapped[str] = mapped_column(String(8))  # primary | junior
    entry_year: Mapped[int]
    number: Mapped[int]
    closed_on: Mapped[date | None] = mapped_column(default=None)  # graduated or dissolved
    closed_why: Mapped[str] = mapped_column(String(20), default="")


class ClassPost(Record, Base):
    """Who leads (班主任) or teaches (科任) a class, from a day to a day (inclusive; None = still)."""

    __tablename__ = "class_post"

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    role: Mapped[str] = mapped_column(String(8))  # head | subject
    subject: Mapped[str] = mapped_column(String(40), default="")
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
