"""Tables of aid. Money is whole cents (分)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class PoorFamily(Record, Base):
    """A family on the township's list (脱贫户, 监测对象, 低保户 …), known by its head."""

    __tablename__ = "poor_family"

    head_name: Mapped[str] = mapped_column(String(60), index=True)
    head_id_number: Mapped[str | None] = mapped_column(String(30), default=None, index=True)
    village: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")


class FamilyStatus(Record, Base):
    """What a family is counted as, from a month to a day; a new list ends one and begins the next."""

    __tablename__ = "family_status"
    __table_args__ = (Index("ix_family_status_family_id", "family_id"),)

    family_id: Mapped[int] = mapped_column(ForeignKey("poor_family.id"))
    category: Mapped[str] = mapped_column(String(40))  # 户类型 in the office's word
    monitor: Mapped[str] = mapped_column(String(40), default="")  # 监测对象类别
    since: Mapped[str] = mapped_column(String(10), default="")  # 识别时间 as written: 2016-12
    listed_on: Mapped[date]  # day of the list that first said so
    seen_on: Mapped[date]  # day of the last list that said so
    until: Mapped[date | None] = mapped_column(default=None)
    ended_why: Mapped[str] = mapped_column(String(100), default="")


class FamilyMember(Record, Base):
    """A child of such a family, matched to a pupil or not one of ours."""

    __tablename__ = "family_member"
    __table_args__ = (Index("ix_family_member_family_id", "family_id"),)

    family_id: Mapped[int] = mapped_column(ForeignKey("poor_family.id"))
    name: Mapped[str] = mapped_column(String(60))
    id_number: Mapped[str | None] = mapped_column(String(30), default=None, index=True)
    relation: Mapped[str] = mapped_column(String(20), default="")
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None, index=True)
    matched_by: Mapped[str] = mapped_column(String(20), default="")  # 证件号 | 户主证件号 | 人工确认


class CategoryWord(Record, Base):
    """A word of a list that the program did not know, and the group it was assigned to once."""

    __tablename__ = "category_word"

    word: Mapped[str] = mapped_column(String(40), unique=True)
    group: Mapped[str] = mapped_column("aid_group", String(20), default="")  # "" no group: counts for nothing


class AidRule(Record, Base):
    """An amount of the school's own county, beside or instead of the shipped ones (resources/policy/aid.toml)."""

    __tablename__ = "aid_rule"

    programme: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(8), default="")  # primary | junior | "" both
    boarding: Mapped[str] = mapped_column(String(4), default="")  # yes | no | "" both
    groups: Mapped[str] = mapped_column(String(300), default="")  # joined by +
    cents: Mapped[int]  # a half-year, one child
    in_force_from: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    document: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(40), default="")
    per_day: Mapped[bool] = mapped_column(default=False, server_default="0")  # cents a school day, not a half-year
    in_kind: Mapped[bool] = mapped_column(default=False, server_default="0")  # a bus, exercise books: never paid out
    min_km: Mapped[int] = mapped_column(default=0, server_default="0")  # from so far to school; 0: any distance


class AidProgramme(Record, Base):
    """A programme of the school's own county beside the shipped ones; what it gives are its amounts (AidRule)."""

    __tablename__ = "aid_programme"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(40), unique=True)


class AidPick(Record, Base):
    """A child chosen by hand for a programme, with the ground, from a day to a day."""

    __tablename__ = "aid_pick"

    programme: Mapped[str] = mapped_column(String(40), index=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    why: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class MealDay(Record, Base):
    """营养餐 of a class and day: how many were served, and why it was another number than were there, or none."""

    __tablename__ = "meal_day"
    __table_args__ = (UniqueConstraint("class_id", "day"), Index("ix_meal_day_day", "day"))

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    day: Mapped[date]
    served: Mapped[int]
    why: Mapped[str] = mapped_column(String(100), default="")


class GiftEntry(Record, Base):
    """Goods given to the school (社会捐助) or handed on to a child: coats, books, a bed."""

    __tablename__ = "gift_entry"

    day: Mapped[date]
    goods: Mapped[str] = mapped_column(String(60), index=True)
    unit: Mapped[str] = mapped_column(String(8), default="")  # 件 | 套 | 袋 …
    number: Mapped[int]  # above zero in, below zero out
    cents: Mapped[int] = mapped_column(default=0)  # what the giver says it is worth, in all
    who: Mapped[str] = mapped_column(String(80))  # giver, or receiver
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None, index=True)
    receipt: Mapped[str] = mapped_column(String(40), default="")
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    recorded_at: Mapped[datetime]


class AidRecognition(Record, Base):
    """家庭经济困难学生认定 of one child and school year (教财〔2018〕16号), adjusted by term."""

    __tablename__ = "aid_recognition"
    __table_args__ = (UniqueConstraint("year", "pupil_id"),)

    year: Mapped[int]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    told_on: Mapped[date | None] = mapped_column(default=None)  # 提前告知
    applied_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    income: Mapped[str] = mapped_column(String(60), default="")  # 家庭人均年收入, as stated
    reviewed_on: Mapped[date | None] = mapped_column(default=None)  # 班级评议
    class_level: Mapped[str] = mapped_column(String(8), default="")
    class_note: Mapped[str] = mapped_column(String(300), default="")
    decided_on: Mapped[date | None] = mapped_column(default=None)
    level: Mapped[str] = mapped_column(String(8), default="")  # 特别困难 | 困难 | 一般困难 | 不认定
    decision_note: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)
    ended_why: Mapped[str] = mapped_column(String(100), default="")


class ReviewMeeting(Record, Base):
    """A class's review (民主评议): day, place, who, and the minutes."""

    __tablename__ = "review_meeting"

    year: Mapped[int]
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"), default=None)  # None: the school
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(80), default="")
    chair: Mapped[str] = mapped_column(String(60), default="")
    members: Mapped[str] = mapped_column(String(300), default="")
    minutes: Mapped[str] = mapped_column(Text, default="")


class PublicNotice(Record, Base):
    """公示: what was hung up from a day to a day, and when it was taken down."""

    __tablename__ = "public_notice"

    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(120), default="")
    first: Mapped[date]
    working_days: Mapped[int]
    last: Mapped[date]
    content: Mapped[str] = mapped_column(Text)  # JSON: names and classes, nothing else
    taken_down_on: Mapped[date | None] = mapped_column(default=None)


class AidObjection(Record, Base):
    """An objection to a 公示, and what came of it."""

    __tablename__ = "aid_objection"

    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"), index=True)
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None)
    day: Mapped[date]
    raised_by: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(String(500))
    outcome: Mapped[str] = mapped_column(String(500), default="")
    closed_on: Mapped[date | None] = mapped_column(default=None)


class BankCard(Record, Base):
    """The card (一卡通) that a child's aid is paid to."""

    __tablename__ = "bank_card"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    number: Mapped[str] = mapped_column(String(30), index=True)
    holder: Mapped[str] = mapped_column(String(60), default="")
    relation: Mapped[str] = mapped_column(String(20), default="")
    bank: Mapped[str] = mapped_column(String(60), default="")
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class PaymentList(Record, Base):
    """发放花名册 of a programme and term; a correction is a second list beside the first, never an edit of it."""

    __tablename__ = "payment_list"
    __table_args__ = (UniqueConstraint("programme", "term", "number"),)

    programme: Mapped[str] = mapped_column(String(40))
    term: Mapped[str] = mapped_column(String(12))  # 2026-autumn
    number: Mapped[int]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("payment_list.id"), default=None)
    why: Mapped[str] = mapped_column(String(200), default="")  # of a correction
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(60), default="")
    approved_on: Mapped[date | None] = mapped_column(default=None)
    approved_by: Mapped[str] = mapped_column(String(60), default="")
    approved_cents: Mapped[int | None] = mapped_column(default=None)  # the sum that was approved
    paid_on: Mapped[date | None] = mapped_column(default=None)


class PaymentLine(Record, Base):
    """One child on such a list, as it was written; a correction may take back (cents below zero)."""

    __tablename__ = "payment_line"
    __table_args__ = (UniqueConstraint("list_id", "pupil_id"),)

    list_id: Mapped[int] = mapped_column(ForeignKey("payment_list.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    class_name: Mapped[str] = mapped_column(String(40), default="")
    cents: Mapped[int]
    why: Mapped[str] = mapped_column(String(300), default="")
    card_number: Mapped[str] = mapped_column(String(30), default="")
    card_holder: Mapped[str] = mapped_column(String(60), default="")
    signed_on: Mapped[date | None] = mapped_column(default=None)


class FundEntry(Record, Base):
    """Money in or out of the school's 困难生救助基金, with its receipt and who decided."""

    __tablename__ = "fund_entry"

    day: Mapped[date]
    cents: Mapped[int]  # above zero in, below zero out
    who: Mapped[str] = mapped_column(String(80))  # giver, or receiver
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None, index=True)
    purpose: Mapped[str] = mapped_column(String(200), default="")
    receipt: Mapped[str] = mapped_column(String(40), default="")
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    recorded_at: Mapped[datetime]
