"""Tables of attendance: which registers were taken, and the exceptions in them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Register(Record, Base):
    """A register (点名) that was taken: whoever has no mark in it was there."""

    __tablename__ = "register"
    __table_args__ = (UniqueConstraint("class_id", "day", "slot"), Index("ix_register_day", "day"))

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    day: Mapped[date]
    slot: Mapped[str] = mapped_column(String(4))  # am | pm
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(60), default="")


class AbsenceMark(Record, Base):
    """One exception: a child, a day, a half-day or a period, and its kind."""

    __tablename__ = "absence_mark"
    __table_args__ = (
        UniqueConstraint("pupil_id", "day", "slot"),
        Index("ix_absence_mark_day", "day", "kind", "slot", "pupil_id"),
    )

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    day: Mapped[date]
    slot: Mapped[str] = mapped_column(String(4))  # am | pm | 1 … 9 | dawn (晨检)
    kind: Mapped[str] = mapped_column(String(12))  # 旷课, 病假 … or the school's own
    reason: Mapped[str] = mapped_column(String(200), default="")
    told: Mapped[str] = mapped_column(String(60), default="")  # who told the parents, and how


class AbsenceKind(Record, Base):
    """The school's own kind of exception, and how it counts."""

    __tablename__ = "absence_kind"

    name: Mapped[str] = mapped_column(String(12), unique=True)
    counts_as: Mapped[str] = mapped_column(String(8))  # truant | leave | present


class ClassDayOff(Record, Base):
    """A day on which one class alone has no lessons."""

    __tablename__ = "class_day_off"
    __table_args__ = (UniqueConstraint("class_id", "day"),)

    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    day: Mapped[date]
    label: Mapped[str] = mapped_column(String(40), default="")


class DutyClosure(Record, Base):
    """A duty of the ladder closed by its own act: the outcome, and the record it rests on."""

    __tablename__ = "duty_closure"
    __table_args__ = (Index("ix_duty_closure_pupil_id", "pupil_id"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    rule_set: Mapped[str] = mapped_column(String(40))
    step: Mapped[int]
    about_day: Mapped[date]  # the day on which the step was crossed when it was closed
    outcome: Mapped[str] = mapped_column(String(30))
    record_kind: Mapped[str] = mapped_column(String(20), default="")  # call | visit | report | register | correction
    record: Mapped[str] = mapped_column(String(500), default="")
    done_on: Mapped[date]
    done_by: Mapped[str] = mapped_column(String(60), default="")


class ReturnCheck(Record, Base):
    """报到: whether a child came back in the first days of a term or after a holiday, hour by hour."""

    __tablename__ = "return_check"
    __table_args__ = (UniqueConstraint("pupil_id", "opens"),)

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    opens: Mapped[date]  # the first day of the term, or the day lessons begin again
    came_at: Mapped[datetime | None] = mapped_column(default=None)
    asked_by: Mapped[str] = mapped_column(String(60), default="")
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(String(200), default="")  # where the child is, when it will come
