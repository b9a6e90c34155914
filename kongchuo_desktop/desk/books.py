"""Opening, closing, checking and keeping books: what stands between a face and storage/."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.storage import database as storage
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.places import Places

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class NewBook:
    """A book just made: open, its recovery code (shown once), and the sheet's file if one was asked for."""

    database: Database
    recovery_code: str
    sheet: Path | None


def new_book(
    path: Path, *, password: str, facts: identity.SchoolFacts, clock: Clock, actor: str, sheet: Path | None,
    places: Places | None = None,
) -> NewBook:  # fmt: skip
    """Make a book for a school, and its recovery sheet (PDF) when a path is given."""
    made = storage.create_book(
        path, password=password, metadata=METADATA, clock=clock, actor=actor,
        places=places or Places.of_this_machine(),
    )  # fmt: skip
    try:
        with made.database.write("新建学校账本") as session:
            identity.found_school(session, facts=facts)
        if sheet:
            write_recovery_sheet(sheet, school=facts.name, code=made.recovery_code, made_on=clock())
    except BaseException:
        made.database.close()
        raise
    return NewBook(made.database, made.recovery_code, sheet)


def write_recovery_sheet(path: Path, *, school: str, code: str, made_on: datetime) -> None:
    """Print the recovery code as a PDF sheet."""
    from kongchuo_desktop.documents.recovery_sheet import draw_recovery_sheet  # noqa: PLC0415
    from kongchuo_desktop.kit.files import write_whole  # noqa: PLC0415

    write_whole(path, lambda beside: draw_recovery_sheet(beside, school=school, code=code, made_on=made_on.date()))


def open_book(
    path: Path, *, password: str | None, recovery_code: str | None = None, clock: Clock, actor: str,
    places: Places | None = None,
) -> storage.Opened:  # fmt: skip
    """Open a book by password or recovery code."""
    return storage.open_book(
        path, password=password, recovery_code=recovery_code, clock=clock, actor=actor,
        places=places or Places.of_this_machine(),
    )  # fmt: skip
