"""Tables of the staff."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class StaffMember(Record, Base):
    """A person who works at the school (教职工)."""

    __tablename__ = "staff_member"

    name: Mapped[str] = mapped_column(String(60))
    sex: Mapped[str] = mapped_column(String(1), default="")  # 男 | 女 | ""
    birth_month: Mapped[str] = mapped_column(String(7), default="")  # YYYY-MM, as the staff list gives it
    duty: Mapped[str] = mapped_column(String(40), default="")  # 职务: 校长, 教导主任, 教师 …
    subject: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    politics: Mapped[str] = mapped_column(String(20), default="")
    remark: Mapped[str] = mapped_column(String(200), default="")
    left_on: Mapped[date | None] = mapped_column(default=None)
    pinyin: Mapped[str] = mapped_column(String(120), default="")
    initials: Mapped[str] = mapped_column(String(60), default="")

    __table_args__ = (Index("ix_staff_member_name", "name"),)


class StaffDuty(Record, Base):
    """A 三包 or leading-group duty held from a day to a day (both ends included; until None = still)."""

    __tablename__ = "staff_duty"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # group | school | grade | village
    role: Mapped[str] = mapped_column(String(20), default="")  # in the group: 组长, 副组长, 成员
    grade: Mapped[int | None] = mapped_column(default=None)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), default=None)
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
