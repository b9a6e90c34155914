"""Marks of a term, in tenths so that 86.5 stays 86.5, and how a child moved between two examinations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.school.pairing.model import TermMark
from kongchuo_desktop.school.types import PupilId

SEASONS = ("autumn", "spring")
EXAMS = ("期初", "月考", "期中", "期末")


@dataclass(frozen=True)
class MarkFacts:
    """One mark."""

    pupil_id: PupilId
    year: int
    season: str
    exam: str
    subject: str
    tenths: int
    full: int

    @property
    def shown(self) -> str:
        """86.5, or 86."""
        return shown(self.tenths)


@dataclass(frozen=True)
class Progress:
    """The first and the last mark of a child in a subject."""

    subject: str
    first: MarkFacts
    last: MarkFacts

    def words(self) -> str:
        """数学由期初 52 分到期中 61 分."""
        return (
            f"{self.subject}由{self.first.exam} {self.first.shown} 分到{self.last.exam} {self.last.shown} 分"
            if self.first is not self.last
            else f"{self.subject}{self.first.exam} {self.first.shown} 分"
        )


def shown(tenths: int) -> str:
    """Tenths as a mark is written."""
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def read_mark(text: str, *, full: int = 100) -> int | None:
    """A written mark in tenths; None for an empty cell. Raises a sentence for what is no mark."""
    plain = half_width(text).strip()
    if not plain or plain in ("缺考", "-", "—", "/"):
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise UserError(f"“{text}”不是分数，请填 0 到 {full} 之间的数字，缺考请留空。") from None
    if not value.is_finite() or not 0 <= value <= full or value * 10 != int(value * 10):
        raise UserError(f"“{text}”不是 0 到 {full} 之间、最多一位小数的分数，请核对。")
    return int(value * 10)


def set_marks(session: Session, *, marks: Iterable[MarkFacts]) -> int:
    """Keep marks; one that is there already is changed. How many were new or different."""
    done = 0
    for mark in marks:
        row = session.scalars(
            select(TermMark).where(
                TermMark.pupil_id == mark.pupil_id, TermMark.year == mark.year, TermMark.season == mark.season,
                TermMark.exam == mark.exam, TermMark.subject == mark.subject,
            )
        ).first()  # fmt: skip
        if row is None:
            row = TermMark(
                pupil_id=mark.pupil_id, year=mark.year, season=mark.season, exam=mark.exam, subject=mark.subject,
                tenths=mark.tenths, full=mark.full,
            )  # fmt: skip
            session.add(row)
            done += 1
        elif (row.tenths, row.full) != (mark.tenths, mark.full):
            row.tenths, row.full = mark.tenths, mark.full
            done += 1
    session.flush()
    return done


def marks(
    session: Session, *, pupil_ids: Sequence[PupilId] | None = None, year: int | None = None, season: str = ""
) -> tuple[MarkFacts, ...]:
    """Marks in the order of time."""
    query = select(TermMark)
    if pupil_ids is not None:
        query = query.where(TermMark.pupil_id.in_(pupil_ids))
    if year is not None:
        query = query.where(TermMark.year == year)
    if season:
        query = query.where(TermMark.season == season)
    found = [
        MarkFacts(PupilId(row.pupil_id), row.year, row.season, row.exam, row.subject, row.tenths, row.full)
        for row in session.scalars(query)
    ]
    return tuple(sorted(found, key=when))


def when(mark: MarkFacts) -> tuple[int, int, int, str]:
    """Order of time: school year, term, examination; then subject."""
    exam = EXAMS.index(mark.exam) if mark.exam in EXAMS else 1
    return mark.year, SEASONS.index(mark.season), exam, mark.subject


def progress_of(session: Session, *, pupil_id: PupilId) -> tuple[Progress, ...]:
    """By subject, from the first mark in the book to the last."""
    by_subject: dict[str, list[MarkFacts]] = {}
    for mark in marks(session, pupil_ids=[pupil_id]):
        by_subject.setdefault(mark.subject, []).append(mark)
    return tuple(Progress(subject, found[0], found[-1]) for subject, found in by_subject.items())
