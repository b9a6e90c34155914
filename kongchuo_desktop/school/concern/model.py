"""Tables of the register of concern and of homes."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class ConcernKind(Record, Base):
    """The school's own kind of concern, or its change of a shipped one (resources/policy/concern.toml)."""

    __tablename__ = "concern_kind"

    name: Mapped[str] = mapped_column(String(20), unique=True)
    group: Mapped[str] = mapped_column("kind_group", String(12), default="")  # 学习 家庭 经济 身心 行为 去向
    parts: Mapped[str] = mapped_column(String(80), default="")  # follows from these, joined by +: 学困生+家困生
    shipped: Mapped[str] = mapped_column(String(20), default="")  # the shipped kind that this row changes; "" its own
    is_key: Mapped[bool] = mapped_column(default=True)  # its children are visited more often
    in_use: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=100)


class ConcernMark(Record, Base):
    """A child has a kind of concern from a day to a day (until None = still)."""

    __tablename__ = "concern_mark"
    __table_args__ = (Index("ix_concern_mark_pupil_id_kind", "pupil_id", "kind"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    kind: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    why: Mapped[str] = mapped_column(String(300), default="")
    marked_by: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(12), default="登记")  # 登记 | 备注 | 名册 | 核查
    until: Mapped[date | None] = mapped_column(default=None)  # the day it ended: from that day it no longer holds
    ended_why: Mapped[str] = mapped_column(String(300), default="")
    ended_by: Mapped[str] = mapped_column(String(60), default="")


class HomeSituation(Record, Base):
    """How a household lives; shared by brothers and sisters."""

    __tablename__ = "home_situation"

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), unique=True)
    carer_name: Mapped[str] = mapped_column(String(60), default="")  # 实际照料人
    carer_relation: Mapped[str] = mapped_column(String(20), default="")
    carer_phone: Mapped[str] = mapped_column(String(40), default="")
    carer_age: Mapped[str] = mapped_column(String(10), default="")
    carer_health: Mapped[str] = mapped_column(String(40), default="")
    members: Mapped[str] = mapped_column(String(200), default="")
    income: Mapped[str] = mapped_column(String(100), default="")  # 经济来源
    housing: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    known_on: Mapped[date]
    known_by: Mapped[str] = mapped_column(String(60), default="")


class ParentWhereabouts(Record, Base):
    """Where a parent is, from a day to a day; one row for all the children of that person."""

    __tablename__ = "parent_whereabouts"

    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))  # 在家 县内务工 省内务工 省外务工 失联 去世 服刑 离异另居
    place: Mapped[str] = mapped_column(String(120), default="")
    work: Mapped[str] = mapped_column(String(100), default="")
    since: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)
    back_expected: Mapped[str] = mapped_column(String(40), default="")
    last_contact_on: Mapped[date | None] = mapped_column(default=None)
    last_contact_how: Mapped[str] = mapped_column(String(20), default="")
    unable_to_care: Mapped[bool] = mapped_column(default=False)  # 无监护能力
    note: Mapped[str] = mapped_column(String(200), default="")
