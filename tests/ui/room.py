"""A small school for the tests of the screen, and an office that answers for the user."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.database import create_book
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.tell import Tell

PASSWORD = "水车-高粱-北斗-41"
NOW = datetime(2026, 9, 7, 8, 0, tzinfo=timezone(timedelta(hours=8)))
FACTS = identity.SchoolFacts(name="青石镇河湾小学", stage="小学", current_year=2026, above="青石镇中心学校")
CHILDREN = (
    ("罗小河", "女", 1, "河湾村"),
    ("罗小河", "男", 1, "上寨村"),
    ("张一山", "男", 1, "河湾村"),
    ("韦䶮", "男", 2, "上寨村"),
    ("阿依古丽·买买提江", "女", 2, "石板村"),
)
QUICK = KeyCost(memory=8, passes=1, lanes=1)


def clock() -> datetime:
    """A Monday morning in the first week of term."""
    return NOW


def places_under(root: Path) -> Places:
    """A machine of its own, on which guessing a password costs nothing."""
    return Places.under(root / "machine", QUICK)


def book_under(root: Path) -> Path:
    """Where the book of such a machine lies."""
    return root / "books" / "河湾小学.kongchuo"


def make_school(root: Path) -> str:
    """A closed book with five children in two classes; its recovery code."""
    made = create_book(
        book_under(root), password=PASSWORD, metadata=METADATA, clock=clock, actor="王老师", places=places_under(root)
    )
    with made.database.write("新建学校账本") as session:
        identity.found_school(session, facts=FACTS)
        villages = identity.village_ids(session, names=frozenset(child[3] for child in CHILDREN))
        for place, (name, sex, grade, village) in enumerate(CHILDREN):
            room = class_room.class_at(session, grade=grade, number=1)
            fields = {
                "name": name,
                "sex": sex,
                "class_id": room,
                "village_id": villages[village],
                "birth_date": NOW.date().replace(year=2019 - grade, month=place + 1),
                "no_id_reason": "正在补办",
            }
            pupil_room.add_pupil(session, fields=fields)
    made.database.close()
    return made.recovery_code


class AnsweringTell(Tell):
    """Notes what the user would have been told, and answers what the test has prepared ('' closes a box)."""

    def __init__(self, window: QWidget | None, *, log_folder: Path, clock: Callable[[], datetime]) -> None:
        super().__init__(window, log_folder=log_folder, clock=clock)
        self.said: list[str] = []
        self.details: list[str] = []
        self.toasts: list[str] = []
        self.undo: Callable[[], object] | None = None
        self.answers: list[str] = []

    def ask(self, mark: str, sentence: str, detail: str, choices: tuple[Choice, ...], safe: str) -> str:
        """Answer at once."""
        self.said.append(sentence)
        self.details.append(detail)
        return self.answers.pop(0) if self.answers else ""

    def toast(self, text: str, **ways: Any) -> None:
        """Note it."""
        self.toasts.append(text)
        self.undo = ways.get("undo")


def forgetful_settings(root: Path) -> QSettings:
    """A machine's memory that ends with the test."""
    return QSettings(str(root / "window.ini"), QSettings.Format.IniFormat)
