"""Finds a child from anywhere: keys prepared once beside the window, then looked through at every keystroke."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.ui.frame.search_box import SHOWN, Hit
from kongchuo_desktop.ui.office import Office

WATCHES = frozenset({"pupil", "guardian", "pupil_guardian", "school_class", "village", "household"})
EVERYBODY = (*pupil_room.HERE, "离校")
Answer = Callable[[Sequence[Hit]], None]


@dataclass(frozen=True)
class _Known:
    key: str
    start: tuple[str, str, str]
    hit: Hit


class Finder(QObject):
    """Holds the keys of every child on the roll; made anew after a change, when next asked.

    `everybody` finds those who have left too, and says so beside them.
    """

    def __init__(self, office: Office, *, page: str = "pupils", everybody: bool = False) -> None:
        super().__init__(office)
        self._status = EVERYBODY if everybody else pupil_room.HERE
        self._office = office
        self._page = page
        self._known: tuple[_Known, ...] | None = None
        office.changed.connect(self._note)

    def ask(self, words: str, answer: Answer) -> None:
        """Answer the hits of some words, those whose name begins so first."""
        if self._known is not None:
            answer(self._look(words))
            return
        today = self._office.today()

        def came(known: tuple[_Known, ...]) -> None:
            self._known = known
            answer(self._look(words))

        self._office.read(lambda session: _prepare(session, today, self._page, self._status), came, latest=self)

    def _look(self, words: str) -> list[Hit]:
        first, *rest = words.lower().split()
        found = [one for one in self._known or () if first in one.key and all(word in one.key for word in rest)]
        found.sort(key=lambda one: not any(text.startswith(first) for text in one.start))
        return [one.hit for one in found[:SHOWN]]

    def _note(self, tables: frozenset[str]) -> None:
        if tables & WATCHES:
            self._known = None


def _prepare(session: Any, today: Any, page: str, status: tuple[str, ...]) -> tuple[_Known, ...]:
    people = pupil_room.pupils(session, today=today, status=status)
    apart = pupil_room.told_apart(people)
    return tuple(
        _Known(
            pupil_room.search_key(person),
            (person.name.lower(), person.initials, person.pinyin),
            Hit(person.name, _detail(person, apart.get(person.id, "")), page, person.id),
        )
        for person in people
    )


def _detail(person: pupil_room.PupilFacts, mark: str) -> str:
    """Class and village, and for namesakes the birth date that tells them apart."""
    first_adult = person.guardians[0].name if person.guardians else ""
    status = "" if person.status == "在读" else person.status
    parts = [status, person.class_name, mark or person.village, first_adult and f"家长 {first_adult}"]
    return " · ".join(part for part in parts if part)
