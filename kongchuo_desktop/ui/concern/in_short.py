"""What the side panel of a child says of concern in two or three lines; never a level."""

from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import homes, service
from kongchuo_desktop.school.concern.homes import HomeFacts
from kongchuo_desktop.school.types import PupilId


def read_in_short(session: Session, *, pupil_id: PupilId, today: date) -> tuple[str, ...]:
    """Marks with the oldest beginning, who cares, where the parents are; () when nothing is known."""
    marks = service.marks(session, on=today, pupil_ids=[pupil_id])
    found = []
    if marks:
        since = min(mark.since for mark in marks)
        found.append(f"{'、'.join(mark.kind for mark in marks)}（{since:%Y-%m-%d} 起）")
    home = homes.homes(session, on=today, pupil_ids=[pupil_id])
    return (*found, *home_words(home[0])) if home else tuple(found)


def home_words(home: HomeFacts) -> tuple[str, ...]:
    """Who cares and where the parents are, in a line each."""
    parts = [f"照料：{home.carer}" if home.carer else ""]
    parts += [f"{item.words} {item.name}" for item in home.parents if item.stay.state]
    if home.last_contact:
        parts.append(f"最近联系家长 {home.last_contact:%Y-%m-%d}")
    return tuple(filter(None, parts))
