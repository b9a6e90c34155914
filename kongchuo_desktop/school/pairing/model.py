"""Tables of pairs, plans, and what came of them."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Pair(Record, Base):
    """One adult or pupil who holds one child (结对), from a day to a day (until None = still)."""

    __tablename__ = "pair"

    kind: Mapped[str] = mapped_column(String(8))  # 教师帮扶 同伴互助 干部结对 代理家长 生活辅导 学习辅导 心理辅导
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None, index=True)
    helper_pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None, index=True)
    helper_name: Mapped[str] = mapped_column(String(60), default="")  # of one who is neither: a cadre, a neighbour
    helper_unit: Mapped[str] = mapped_column(String(80), default="")
    helper_phone: Mapped[str] = mapped_column(String(40), default="")
    subject: Mapped[str] = mapped_column(String(40), default="")
    aim: Mapped[str] = mapped_column(String(300), default="")
    talks_per_month: Mapped[int] = mapped_column(default=0)  # promised
    visits_per_month: Mapped[int] = mapped_column(default=0)
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    ended_why: Mapped[str] = mapped_column(String(100), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summed_up_on: Mapped[date | None] = mapped_column(default=None)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("pair.id"), default=None)  # taken over from
    why: Mapped[str] = mapped_column(String(300), default="")  # the proposal's reasons when it was accepted


class PairWish(Record, Base):
    """A wish or a veto that a proposal honours."""

    __tablename__ = "pair_wish"
    __table_args__ = (UniqueConstraint("pupil_id", "staff_id", "helper_pupil_id"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    helper_pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None)
    wanted: Mapped[bool]  # True a wish, False a veto
    why: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[str] = mapped_column(String(60), default="")
    made_on: Mapped[date]


class SupportPlan(Record, Base):
    """学困生转化方案 of one child and term."""

    __tablename__ = "support_plan"
    __table_args__ = (UniqueConstraint("pupil_id", "year", "season"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    year: Mapped[int]
    season: Mapped[str] = mapped_column(String(8))
    causes: Mapped[str] = mapped_column(Text, default="[]")  # JSON: ticked causes
    diagnosis: Mapped[str] = mapped_column(Text, default="")
    strengths: Mapped[str] = mapped_column(String(300), default="")
    long_goal: Mapped[str] = mapped_column(String(300), default="")
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(60), default="")
    middle_summary: Mapped[str] = mapped_column(Text, default="")
    middle_on: Mapped[date | None] = mapped_column(default=None)
    final_summary: Mapped[str] = mapped_column(Text, default="")
    final_on: Mapped[date | None] = mapped_column(default=None)


class PlanGoal(Record, Base):
    """A small dated goal of a plan, with its measure, and whether it was reached."""

    __tablename__ = "plan_goal"

    plan_id: Mapped[int] = mapped_column(ForeignKey("support_plan.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    goal: Mapped[str] = mapped_column(String(200))
    measure: Mapped[str] = mapped_column(String(300), default="")
    who: Mapped[str] = mapped_column(String(60), default="")
    due: Mapped[date | None] = mapped_column(default=None)
    reached_on: Mapped[date | None] = mapped_column(default=None)
    result: Mapped[str] = mapped_column(String(200), default="")


class PlanCycle(Record, Base):
    """Four weeks of a plan, and what came of them."""

    __tablename__ = "plan_cycle"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("support_plan.id"))
    number: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    result: Mapped[str] = mapped_column(Text, default="")
    rating: Mapped[str] = mapped_column(String(8), default="")  # 明显进步 有进步 持平 退步
    closed_on: Mapped[date | None] = mapped_column(default=None)


class HelpLog(Record, Base):
    """Help given: a make-up lesson, tutoring, warmth sent, and by whom."""

    __tablename__ = "help_log"
    __table_args__ = (Index("ix_help_log_pupil_id_day", "pupil_id", "day"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pair.id"), default=None, index=True)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(8))  # 补课 辅导 送温暖 活动 其他
    minutes: Mapped[int] = mapped_column(default=0)
    subject: Mapped[str] = mapped_column(String(40), default="")
    content: Mapped[str] = mapped_column(Text, default="")
    given_by: Mapped[str] = mapped_column(String(60), default="")


class WeekNote(Record, Base):
    """A week's diary of the child (周记) and the teacher's remark (寄语)."""

    __tablename__ = "week_note"
    __table_args__ = (UniqueConstraint("pupil_id", "week"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    week: Mapped[date]  # its Monday
    diary: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(String(300), default="")
    remarked_by: Mapped[str] = mapped_column(String(60), default="")


class HonestyMark(Record, Base):
    """诚信评价 of a child on a day: the items and their words."""

    __tablename__ = "honesty_mark"
    __table_args__ = (UniqueConstraint("pupil_id", "day"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    day: Mapped[date]
    items: Mapped[str] = mapped_column(Text, default="{}")  # JSON: item → 优 良 中 差
    word: Mapped[str] = mapped_column(String(300), default="")
    given_by: Mapped[str] = mapped_column(String(60), default="")


class TermMark(Record, Base):
    """A mark (成绩) in one subject and examination of a term."""

    __tablename__ = "term_mark"
    __table_args__ = (UniqueConstraint("pupil_id", "year", "season", "exam", "subject"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    year: Mapped[int]
    season: Mapped[str] = mapped_column(String(8))
    exam: Mapped[str] = mapped_column(String(12))  # 期中 期末 …
    subject: Mapped[str] = mapped_column(String(20))
    tenths: Mapped[int]  # the mark times ten: 86.5 is 865
    full: Mapped[int] = mapped_column(default=100)
