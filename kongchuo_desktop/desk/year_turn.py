"""The year's turn as one act: previewed, written as one batch, taken back like an import."""

from datetime import date, datetime

from kongchuo_desktop.desk import importing
from kongchuo_desktop.school.enrolment import year_turn
from kongchuo_desktop.school.enrolment.year_turn import TurnChoices, TurnPreview
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.storage.batches import BatchInfo, current_batch
from kongchuo_desktop.storage.database import Database

KIND = "advance"


def preview(database: Database, *, today: date, choices: TurnChoices | None = None) -> TurnPreview:
    """What the turn would do; nothing is written."""
    with database.read() as session:
        return year_turn.preview(session, today=today, choices=choices)


def turn(database: Database, *, choices: TurnChoices, now: datetime) -> int:
    """Make the turn; the number of the batch, by which it is taken back. Raises a UserError."""
    with database.read() as session:
        found = year_turn.preview(session, today=now.date(), choices=choices)
    counts = {"changed": len(found.classes), "new": len(found.new_classes)}
    with database.write("升级毕业", batch=BatchInfo(KIND, f"升入{year_name(found.year)}", counts)) as session:
        year_turn.turn(session, choices=choices, now=now, by=database.actor)
        return current_batch(session)


def take_back(database: Database, batch: int) -> str:
    """Take the turn back; raises a UserError that names what was built on it."""
    return importing.undo(database, batch)
