"""Tables of suspected children and of cases."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Suspect(Record, Base):
    """A child on a 疑似失学 list handed down, and what the house-to-house check found. Numbers stay as written."""

    __tablename__ = "suspect"
    __table_args__ = (Index("ix_suspect_id_number", "id_number"),)

    source: Mapped[str] = mapped_column(String(120), default="")  # file or office the list came from
    listed_on: Mapped[date]
    number: Mapped[str] = mapped_column(String(20), default="")  # 序号
    name: Mapped[str] = mapped_column(String(60), index=True)
    id_number: Mapped[str] = mapped_column(String(40), default="")  # as written, right or wrong
    id_trouble: Mapped[str] = mapped_column(String(200), default="")  # why it can't be right
    birth_date: Mapped[date | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(String(200), default="")  # 户籍地
    guardian: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    category: Mapped[str] = mapped_column(String(20), default="")  # "" not checked yet
    code: Mapped[str] = mapped_column(String(10), default="")  # the office's letter
    explanation: Mapped[str] = mapped_column(String(500), default="")  # 核查说明
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None, index=True)
    matched_by: Mapped[str] = mapped_column(String(20), default="")
    parked: Mapped[str] = mapped_column(String(200), default="")  # why nobody can act on it yet
    handed_to: Mapped[str] = mapped_column(String(120), default="", server_default="")  # whose child it is, if not ours
    handed_on: Mapped[date | None] = mapped_column(default=None)
    found_where: Mapped[str] = mapped_column(String(200), default="")
    checked_on: Mapped[date | None] = mapped_column(default=None)
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    signed_off_by: Mapped[str] = mapped_column(String(60), default="")
    signed_off_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)  # 核销
    closed_why: Mapped[str] = mapped_column(String(200), default="")
    closed_by: Mapped[str] = mapped_column(String(60), default="", server_default="")


class ReturnCase(Record, Base):
    """劝返个案 of one child, from the first sign to its end. Leaving again continues the same case."""

    __tablename__ = "return_case"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    suspect_id: Mapped[int | None] = mapped_column(ForeignKey("suspect.id"), default=None)
    opened_on: Mapped[date]
    opened_from: Mapped[str] = mapped_column(String(12))  # 缺课 名单 村民反映 未报到 学籍异动 其他
    sign: Mapped[str] = mapped_column(String(300), default="")  # what was seen
    cause: Mapped[str] = mapped_column(String(20), default="")
    whereabouts: Mapped[str] = mapped_column(String(200), default="")
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)  # 包干责任人
    closed_on: Mapped[date | None] = mapped_column(default=None)
    closed_how: Mapped[str] = mapped_column(String(20), default="")  # 返校 转学 升学 送教 死亡 出国 证件有误 …
    evidence: Mapped[str] = mapped_column(String(300), default="")  # "" closed without proof
    closed_by: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class CaseEpisode(Record, Base):
    """One time that the child was away within a case; the second and later ones are relapses (反复)."""

    __tablename__ = "case_episode"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("return_case.id"))
    number: Mapped[int]
    left_on: Mapped[date]
    why: Mapped[str] = mapped_column(String(200), default="")
    returned_on: Mapped[date | None] = mapped_column(default=None)
    returned_how: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date | None] = mapped_column(default=None)  # of a closing before the child left again
    closed_how: Mapped[str] = mapped_column(String(20), default="", server_default="")
    evidence: Mapped[str] = mapped_column(String(300), default="", server_default="")
    closed_by: Mapped[str] = mapped_column(String(60), default="", server_default="")


class CaseStep(Record, Base):
    """A step taken in a case: what, when, by whom, with whom, what came of it, and until when an answer is due."""

    __tablename__ = "case_step"
    __table_args__ = (Index("ix_case_step_case_id_day", "case_id", "day"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("return_case.id"))
    kind: Mapped[str] = mapped_column(String(16))  # 电话劝返 入户劝返 村校联合 书面上报 送达通知 …
    day: Mapped[date]
    people: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(String(300), default="")
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"), default=None)
    due: Mapped[date | None] = mapped_column(default=None)  # the next step is due
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(
        default=None
    )  # taken back with a reason; it stays in the book
    withdrawn_why: Mapped[str] = mapped_column(String(200), default="", server_default="")


class CaseWatch(Record, Base):
    """A look at a child after its return, on a set day: what the registers say, what a person confirms."""

    __tablename__ = "case_watch"

    case_id: Mapped[int] = mapped_column(ForeignKey("return_case.id"), index=True)
    due: Mapped[date]
    confirmed_on: Mapped[date | None] = mapped_column(default=None)
    confirmed_by: Mapped[str] = mapped_column(String(60), default="")
    there: Mapped[bool | None] = mapped_column(default=None)
    read: Mapped[str] = mapped_column(String(200), default="")  # what the registers said when it was confirmed
    note: Mapped[str] = mapped_column(String(300), default="")


class CaseHandover(Record, Base):
    """A case handed to another school or place; open until it is accepted."""

    __tablename__ = "case_handover"

    case_id: Mapped[int] = mapped_column(ForeignKey("return_case.id"), index=True)
    to: Mapped[str] = mapped_column("handed_to", String(120))
    sent_on: Mapped[date]
    accepted_on: Mapped[date | None] = mapped_column(default=None)
    proof: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
