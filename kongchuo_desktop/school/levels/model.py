"""The table of decided levels."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class ConcernLevel(Record, Base):
    """A person's decision on a child's level, beside what the rules proposed and why."""

    __tablename__ = "concern_level"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    day: Mapped[date]
    level: Mapped[str] = mapped_column(String(4))  # 高 | 中 | 低 | 无
    proposed: Mapped[str] = mapped_column(String(4))
    points: Mapped[int]
    reasons: Mapped[str] = mapped_column(Text, default="[]")  # JSON: the reasons in words, as they were shown
    why: Mapped[str] = mapped_column(String(300), default="")  # needed where the person decides otherwise
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    decided_at: Mapped[datetime]
