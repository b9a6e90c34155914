"""What the header's search box asks: a child by name, pinyin, initials, number, village, adult or phone."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from kongchuo_desktop.ui.frame.search_box import Hit
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils.lines import PupilLine, adult, read_lines

TABLES = frozenset({"pupil", "guardian", "pupil_guardian", "school_class", "village", "school"})
MOST = 12
Answer = Callable[[Sequence[Hit]], None]


class PupilSearch(QObject):
    """Keeps the children's search keys ready, and reads them again after a change."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self._lines: tuple[PupilLine, ...] | None = None
        office.changed.connect(self._changed)

    def __call__(self, words: str, answer: Answer) -> None:
        """Answer with the best hits for what was typed."""
        if self._lines is not None:
            answer(hits(self._lines, words))
            return
        today = self._office.today()

        def done(lines: tuple[PupilLine, ...]) -> None:
            self._lines = lines
            answer(hits(lines, words))

        self._office.read(lambda session: read_lines(session, today=today), done, latest="search")

    def _changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self._lines = None


def hits(lines: Sequence[PupilLine], typed: str) -> tuple[Hit, ...]:
    """The children that hold every typed word; name before pinyin before number ends before the rest."""
    words = typed.lower().split()
    if not words:
        return ()
    found = [line for line in lines if all(word in line.words for word in words)]
    found.sort(key=lambda line: rank(line, words[0]))
    return tuple(_hit(line) for line in found[:MOST])


def rank(line: PupilLine, word: str) -> int:
    """How near a child is to a word: 0 is nearest."""
    facts = line.facts
    tests: tuple[Any, ...] = (
        facts.name.lower() == word,
        facts.name.lower().startswith(word),
        word in facts.initials.split(),
        any(reading.startswith(word) for reading in (*facts.pinyin.split(), *facts.initials.split())),
        facts.id_number.lower().endswith(word) or facts.student_number.lower().endswith(word),
        word in facts.name.lower(),
        any(word in person.name.lower() for person in facts.guardians),
    )
    near = next((place for place, good in enumerate(tests) if good), len(tests))
    return near + (10 if facts.status == "离校" else 0)


def _hit(line: PupilLine) -> Hit:
    facts = line.facts
    known = (facts.class_name or "未编班", facts.birth, facts.village, adult(line), facts.status)
    detail = " · ".join(part for part in known if part and part != "在读")
    return Hit(facts.name, detail, "pupils", line.id)
