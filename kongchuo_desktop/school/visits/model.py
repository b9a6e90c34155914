"""Tables of home visits, talks, and teaching at home."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Visit(Record, Base):
    """A contact with a family (家访), of one child or of several brothers and sisters."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_day", "day"), UniqueConstraint("year", "number"))

    year: Mapped[int]  # school year and number in it: 访〔2026〕012号
    number: Mapped[int]
    day: Mapped[date]
    form: Mapped[str] = mapped_column(String(4))  # 入户 | 电话 | 视频 | 到校
    place: Mapped[str] = mapped_column(String(120), default="")
    others: Mapped[str] = mapped_column(String(120), default="")  # who went along and is not of the staff: 村干部 …
    at_home: Mapped[str] = mapped_column(String(120), default="")  # who was at home, with relation
    purpose: Mapped[str] = mapped_column(String(200), default="")
    duty: Mapped[str] = mapped_column(String(160), default="")  # key of the task it was made for
    found: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    promise: Mapped[str] = mapped_column(String(300), default="")
    promise_due: Mapped[date | None] = mapped_column(default=None)
    promise_kept_on: Mapped[date | None] = mapped_column(default=None)
    promise_outcome: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None] = mapped_column(default=None)
    signed: Mapped[bool] = mapped_column(default=False)  # the family signed the sheet
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)  # deleted with a reason; its number stays taken
    withdrawn_why: Mapped[str] = mapped_column(String(200), default="")


class VisitPupil(Record, Base):
    """A child that a visit was about."""

    __tablename__ = "visit_pupil"
    __table_args__ = (UniqueConstraint("visit_id", "pupil_id"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)


class VisitVisitor(Record, Base):
    """A member of staff who made a visit."""

    __tablename__ = "visit_visitor"
    __table_args__ = (UniqueConstraint("visit_id", "staff_id"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)


class VisitPlan(Record, Base):
    """A term's plan for one child where it differs from the rule: how often, by whom, until when."""

    __tablename__ = "visit_plan"
    __table_args__ = (UniqueConstraint("year", "season", "pupil_id"),)

    year: Mapped[int]
    season: Mapped[str] = mapped_column(String(8))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    times: Mapped[int] = mapped_column(default=1)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    due: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(200), default="")


class Talk(Record, Base):
    """A talk with a child (谈心), a counselling session (心理辅导), or a month's care record (关爱记录)."""

    __tablename__ = "talk"
    __table_args__ = (Index("ix_talk_pupil_id_day", "pupil_id", "day"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(8), default="谈心")  # 谈心 | 心理辅导 | 学业 | 关爱记录
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)
    talker: Mapped[str] = mapped_column(String(60), default="")  # name, also of one not of the staff
    topic: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(300), default="")
    next_on: Mapped[date | None] = mapped_column(default=None)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)  # counselling notes
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60), default="")


class CounselKey(Record, Base):
    """The counsellor's key: what opens sealed notes, wrapped by the counsellor's own password."""

    __tablename__ = "counsel_key"

    name: Mapped[str] = mapped_column(String(60))
    wrapped: Mapped[str] = mapped_column(Text)  # JSON: salt, costs, wrapped key
    made_at: Mapped[datetime]


class Placement(Record, Base):
    """How a disabled child is taught (随班就读, 送教上门 …), from a day to a day."""

    __tablename__ = "placement"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # 随班就读 特教班 特教学校 送教上门 康复机构
    disability: Mapped[str] = mapped_column(String(10), default="")  # 视力 听力 智力 言语 肢体 精神 多重 其他
    degree: Mapped[str] = mapped_column(String(10), default="")
    certificate: Mapped[str] = mapped_column(String(40), default="")
    school_name: Mapped[str] = mapped_column(String(120), default="")
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(300), default="")


class HomeTeachingPlan(Record, Base):
    """送教上门 plan of one child and term."""

    __tablename__ = "home_teaching_plan"
    __table_args__ = (UniqueConstraint("pupil_id", "year", "season"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    year: Mapped[int]
    season: Mapped[str] = mapped_column(String(8))
    per_month: Mapped[int] = mapped_column(default=1)
    lessons: Mapped[int] = mapped_column(default=2)  # 课时 of each visit
    teachers: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(Text, default="")  # where the child stands
    goals: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(60), default="")


class HomeLesson(Record, Base):
    """One 送教 visit."""

    __tablename__ = "home_lesson"
    __table_args__ = (Index("ix_home_lesson_pupil_id_day", "pupil_id", "day"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    day: Mapped[date]
    lessons: Mapped[int] = mapped_column(default=2)
    teachers: Mapped[str] = mapped_column(String(120), default="")
    content: Mapped[str] = mapped_column(Text, default="")
    response: Mapped[str] = mapped_column(Text, default="")  # how the child did
    materials: Mapped[str] = mapped_column(String(200), default="")
    homework: Mapped[str] = mapped_column(String(200), default="")
    family_word: Mapped[str] = mapped_column(String(200), default="")
    signed: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60), default="")
