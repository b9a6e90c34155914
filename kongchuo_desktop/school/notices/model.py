"""The table of letters issued about children."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Notice(Record, Base):
    """One letter or written report (家长通知书, 缺课报告, 辍学情况报告表) about one child, with its receipt."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("kind", "year", "number"),)

    kind: Mapped[str] = mapped_column(String(30))  # key of the paper: absence_notice …
    year: Mapped[int]  # school year
    number: Mapped[int]  # running number within kind and year
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    about: Mapped[str] = mapped_column(String(60), default="")  # what it came from, e.g. seed/2/2026-09-14
    content: Mapped[str] = mapped_column(Text, default="{}")  # JSON: what was printed
    issued_at: Mapped[datetime]
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    received_by: Mapped[str] = mapped_column(String(60), default="")
    delivered_by: Mapped[str] = mapped_column(String(60), default="")
    delivery: Mapped[str] = mapped_column(String(12), default="")  # 直接送达 留置送达 邮寄 …
    witness: Mapped[str] = mapped_column(String(60), default="")
    deadline: Mapped[date | None] = mapped_column(default=None)  # what it asks for is due, counted from delivery
    returned_on: Mapped[date | None] = mapped_column(default=None)  # the signed receipt came back
