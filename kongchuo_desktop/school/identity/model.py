"""Tables of the school itself."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class School(Record, Base):
    """The school (学校); exactly one row."""

    __tablename__ = "school"

    name: Mapped[str] = mapped_column(String(80))
    stage: Mapped[str] = mapped_column(String(8))  # 小学 | 初中 | 九年一贯 | 教学点
    code: Mapped[str] = mapped_column(String(20), default="")  # 学校标识码
    above: Mapped[str] = mapped_column(String(80), default="")  # 中心校 or bureau that it answers to
    township: Mapped[str] = mapped_column(String(40), default="")
    county: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    paper_mark: Mapped[str] = mapped_column(String(20), default="")  # 发文字号 mark, e.g. 河小控
    primary_years: Mapped[int] = mapped_column(default=6)  # 六年制 or 五年制
    current_year: Mapped[int]  # the school year under way, by its first calendar year: 2026 is 2026–2027


class Campus(Record, Base):
    """A place of teaching (校本部 or 教学点)."""

    __tablename__ = "campus"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    is_main: Mapped[bool] = mapped_column(default=False)


class Term(Record, Base):
    """A term (学期) with its first and last day."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("year", "season"),)

    year: Mapped[int]  # school year
    season: Mapped[str] = mapped_column(String(8))  # autumn | spring
    starts: Mapped[date]
    ends: Mapped[date]


class CalendarDay(Record, Base):
    """A day that differs from the week's rule: a holiday, or a 调休 teaching day."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(unique=True)
    teaching: Mapped[bool]
    label: Mapped[str] = mapped_column(String(40), default="")


class Village(Record, Base):
    """A village served (服务范围内的村), with its committee's contact."""

    __tablename__ = "village"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    head_name: Mapped[str] = mapped_column(String(40), default="")  # 村委会主任 / 支书
    phone: Mapped[str] = mapped_column(String(40), default="")


class RuleValue(Record, Base):
    """A value that differs from county to county, with its document and its dates of force."""

    __tablename__ = "rule_value"
    __table_args__ = (UniqueConstraint("key", "in_force_from"),)

    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200))
    in_force_from: Mapped[date]
    document: Mapped[str] = mapped_column(String(200), default="")
    campus_id: Mapped[int | None] = mapped_column(ForeignKey("campus.id"), default=None)
