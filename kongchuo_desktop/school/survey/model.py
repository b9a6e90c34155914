"""Tables of ad-hoc surveys."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Survey(Record, Base):
    """A named check over chosen pupils with columns of the school's own choice (谁家没有网络、没有设备 …)."""

    __tablename__ = "survey"

    title: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    columns: Mapped[str] = mapped_column(Text, default="[]")  # JSON, see rules.Question
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(60), default="")
    closed_on: Mapped[date | None] = mapped_column(default=None)


class SurveyLine(Record, Base):
    """One child's answers, and the measure agreed for it."""

    __tablename__ = "survey_line"
    __table_args__ = (UniqueConstraint("survey_id", "pupil_id"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    answers: Mapped[str] = mapped_column(Text, default="{}")  # JSON: column key → answer
    measure: Mapped[str] = mapped_column(String(300), default="")
    measure_by: Mapped[str] = mapped_column(String(60), default="")
    measure_done_on: Mapped[date | None] = mapped_column(default=None)
