"""Tables of pupils, households and guardians."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


def short(length: int) -> Mapped[str]:
    """A text column that is never NULL; longer text is refused by the check of the field, never cut."""
    return mapped_column(String(length), default="")


class Household(Record, Base):
    """A family under one roof (户); brothers and sisters share it."""

    __tablename__ = "household"

    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), default=None, index=True)
    group: Mapped[str] = mapped_column("village_group", String(20), default="")  # 村民组, as written: 2组
    address: Mapped[str] = short(200)


class Pupil(Record, Base):
    """A child (学生) with the headings of the national 学籍 template that matter here (JY/T 1001 words)."""

    __tablename__ = "pupil"

    name: Mapped[str] = mapped_column(String(60), index=True)
    sex: Mapped[str] = short(1)  # 男 | 女 | ""
    birth_date: Mapped[date | None] = mapped_column(default=None)
    birth_month_only: Mapped[bool] = mapped_column(default=False)  # the day is not known; birth_date is the 1st
    id_type: Mapped[str] = short(20)  # 居民身份证 …
    id_number: Mapped[str | None] = mapped_column(String(30), default=None)
    no_id_reason: Mapped[str] = short(60)
    student_number: Mapped[str | None] = mapped_column(String(25), default=None)  # 全国学籍号 G/L/J
    local_number: Mapped[str] = short(30)  # 学籍辅号
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"), default=None, index=True)
    seat_number: Mapped[str] = short(10)  # 班内学号
    status: Mapped[str] = mapped_column(String(12), default="在读")  # 在读 | 休学 | 离校
    joined_on: Mapped[date | None] = mapped_column(default=None)
    left_on: Mapped[date | None] = mapped_column(default=None)
    left_why: Mapped[str] = short(40)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), default=None, index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), default=None, index=True)
    boarding: Mapped[bool] = mapped_column(default=False)  # 就读方式 住校
    phone: Mapped[str] = short(40)
    current_address: Mapped[str] = short(200)  # 现住址
    home_address: Mapped[str] = short(200)  # 家庭地址
    mail_address: Mapped[str] = short(200)  # 通信地址
    postcode: Mapped[str] = short(10)
    carer_name: Mapped[str] = short(60)  # actual carer, when it is not the first guardian
    carer_relation: Mapped[str] = short(20)
    carer_phone: Mapped[str] = short(40)

    former_name: Mapped[str] = short(60)
    name_pinyin: Mapped[str] = short(120)  # 姓名拼音 as the office holds it
    ethnicity: Mapped[str] = short(20)
    nationality: Mapped[str] = short(30)
    hk_mo_tw: Mapped[str] = short(20)  # 港澳台侨外
    politics: Mapped[str] = short(20)
    health: Mapped[str] = short(20)
    birth_region: Mapped[str] = short(12)
    native_place: Mapped[str] = short(40)
    hukou_region: Mapped[str] = short(12)
    hukou_kind: Mapped[str] = short(20)
    talent: Mapped[str] = short(100)
    entry_month: Mapped[str] = short(7)  # 入学年月 YYYY-MM
    entry_way: Mapped[str] = short(20)
    source: Mapped[str] = short(20)  # 学生来源
    only_child: Mapped[str] = short(2)  # 是 | 否 | "" , so for every yes/no of the template
    preschool: Mapped[str] = short(2)
    left_behind: Mapped[str] = short(12)  # 非留守儿童 | 单亲留守 | 双亲留守
    migrant_child: Mapped[str] = short(2)
    orphan: Mapped[str] = short(2)
    martyr_child: Mapped[str] = short(2)
    inclusive_class: Mapped[str] = short(20)  # 随班就读
    disability: Mapped[str] = short(20)
    bought_place: Mapped[str] = short(2)  # 政府购买学位
    wants_aid: Mapped[str] = short(2)
    gets_aid: Mapped[str] = short(2)  # 享受一补
    distance_km: Mapped[str] = short(10)
    travel: Mapped[str] = short(20)
    needs_bus: Mapped[str] = short(2)
    remark: Mapped[str] = mapped_column(Text, default="")  # 备注 of the class teacher's own list

    pinyin: Mapped[str] = short(160)  # for search, without tones: zhangsan
    initials: Mapped[str] = short(60)  # zs

    __table_args__ = (
        Index("uq_pupil_id_number", "id_number", unique=True, sqlite_where=text("id_number IS NOT NULL")),
        Index(
            "uq_pupil_student_number",
            "student_number",
            unique=True,
            sqlite_where=text("student_number IS NOT NULL"),
        ),
    )


class Guardian(Record, Base):
    """A parent or guardian; one row for all the children of that person."""

    __tablename__ = "guardian"

    name: Mapped[str] = mapped_column(String(60), index=True)
    phone: Mapped[str] = short(40)
    id_type: Mapped[str] = short(20)
    id_number: Mapped[str | None] = mapped_column(String(30), default=None, index=True)
    address: Mapped[str] = short(200)
    workplace: Mapped[str] = short(100)
    duty: Mapped[str] = short(40)
    ethnicity: Mapped[str] = short(20)
    hukou_region: Mapped[str] = short(12)


class PupilGuardian(Record, Base):
    """A child and one of its adults: relation, and whether that adult is its guardian (监护人)."""

    __tablename__ = "pupil_guardian"
    __table_args__ = (UniqueConstraint("pupil_id", "guardian_id"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)  # 成员1, 成员2 …
    relation: Mapped[str] = short(20)
    is_guardian: Mapped[str] = short(2)


class Photo(Record, Base):
    """A child's portrait (JPEG, at most 300 KB), apart so that lists never read it."""

    __tablename__ = "photo"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), unique=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
