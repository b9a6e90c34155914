"""A machine and a book of its own for one test, quick because guessing a password costs nothing here."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.identity.model import School
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage.database import CreatedBook, Opened, Places, create_book, open_book
from kongchuo_desktop.storage.key_cost import KeyCost

QUICK = KeyCost(memory=8, passes=1, lanes=1)
PASSWORD = "水车-高粱-北斗-41"
BEIJING = timezone(timedelta(hours=8))


@dataclass
class Room:
    """One machine: its folders, its clock and the place of one book."""

    root: Path
    now: datetime = field(default_factory=lambda: datetime(2026, 9, 1, 8, 0, tzinfo=BEIJING))
    name: str = "河湾小学"
    code: str = ""

    @property
    def places(self) -> Places:
        return Places.under(self.root / "machine", QUICK)

    @property
    def book(self) -> Path:
        return self.root / "books" / f"{self.name}.kongchuo"

    def clock(self) -> datetime:
        return self.now

    def create(self) -> CreatedBook:
        return create_book(
            self.book, password=PASSWORD, metadata=METADATA, clock=self.clock, actor="校长", places=self.places
        )

    def open(self, password: str | None = PASSWORD, code: str | None = None) -> Opened:
        return open_book(
            self.book,
            password=None if code else password,
            recovery_code=code,
            clock=self.clock,
            actor="校长",
            places=self.places,
        )

    def filled(self, pupils: int = 60) -> str:
        """A closed book with a school and pupils in it; its recovery code."""
        created = self.create()
        with created.database.write("建校") as session:
            session.add(School(name=self.name, stage="小学", current_year=2026))
            add_pupils(session, pupils)
        created.database.close()
        return created.recovery_code


def add_pupils(session: Session, many: int, first: int = 1) -> None:
    """Pupils with a good deal of text each."""
    for number in range(first, first + many):
        session.add(Pupil(name=f"学生{number:04}", phone="13985550000", home_address="河湾村二组" * 8))


def names(opened: Opened) -> list[str]:
    """The names in an open book."""
    with opened.database.read() as session:
        return sorted(pupil.name for pupil in session.query(Pupil))
