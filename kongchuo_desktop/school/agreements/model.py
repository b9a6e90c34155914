"""Tables of responsibility agreements (责任书)."""

from datetime import date, datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class Agreement(Record, Base):
    """One agreement issued to one signer for one school year. Printed again, it keeps its number."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("kind", "year", "party_kind", "party_id"),)

    kind: Mapped[str] = mapped_column(String(20))  # key of the paper: parent, class_teacher …
    year: Mapped[int]
    number: Mapped[int]  # running number within kind and year
    party_kind: Mapped[str] = mapped_column(String(12))  # pupil | staff | village | school
    party_id: Mapped[int]
    party_name: Mapped[str] = mapped_column(String(80))
    figures: Mapped[str] = mapped_column(Text, default="{}")  # JSON: what was printed as true of that signer
    issued_at: Mapped[datetime]
    handed_out_on: Mapped[date | None] = mapped_column(default=None)
    signed_on: Mapped[date | None] = mapped_column(default=None)
    returned_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(200), default="")


class AgreementWording(Record, Base):
    """The school's own wording of one kind of agreement; without a row the shipped text is in force."""

    __tablename__ = "agreement_wording"

    kind: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
