"""The book on one day, as the sources of tasks read it: what several of them need is worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import duties
from kongchuo_desktop.school.attendance.duties import Standing
from kongchuo_desktop.school.attendance.rules import HALVES
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts


@dataclass(frozen=True)
class Reading:
    """A session, the day, and which half-days of that day should have been recorded by now."""

    session: Session
    on: date
    until_now: Sequence[str] = HALVES

    @cached_property
    def standing(self) -> Standing:
        """Duties of the ladder, and who is away."""
        return duties.standing(self.session, on=self.on)

    @cached_property
    def rooms(self) -> dict[int, ClassFacts]:
        """Classes of the year by id."""
        return {room.id: room for room in class_room.classes(self.session, today=self.on)}
