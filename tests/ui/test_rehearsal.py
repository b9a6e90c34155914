"""The first page rehearsed on a school that does not exist: nothing of it is left but what SQLAlchemy has learned."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.storage.database import Database, open_book
from kongchuo_desktop.storage.engine import House
from kongchuo_desktop.storage.errors import WrongPassword
from kongchuo_desktop.ui.start.rehearsal import rehearse_first_page
from kongchuo_desktop.ui.tasks import Cancelled
from kongchuo_desktop.ui.today.reading import read_morning
from tests.ui.room import FACTS, NOW, PASSWORD, book_under, clock, make_school, places_under


def opened(root: Path, house: House | None = None) -> Database:
    given = {"clock": clock, "actor": "王老师", "places": places_under(root), "house": house}
    return open_book(book_under(root), password=PASSWORD, **given).database


def go_on() -> None:
    """Nobody waits."""


def newly_compiled(book: Database) -> list[str]:
    """The statements of a first page that SQLAlchemy had to work out."""
    found: list[str] = []

    def seen(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        if getattr(context, "cache_hit", None) is not None and context.cache_hit.name == "CACHE_MISS":
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", seen)
    try:
        with book.read() as session:
            read_morning(session, now=NOW, who=None)
    finally:
        event.remove(Engine, "before_cursor_execute", seen)
    return found


def test_a_rehearsed_first_page_meets_no_statement_for_the_first_time(tmp_path: Path) -> None:
    make_school(tmp_path)
    book = opened(tmp_path)
    assert len(newly_compiled(book)) > 50
    book.close()
    book = opened(tmp_path, rehearse_first_page(NOW, go_on))
    assert newly_compiled(book) == []
    with book.read() as session:
        assert identity.school(session).name == FACTS.name
    book.close()


@pytest.mark.parametrize("month", range(1, 13))
def test_it_can_be_rehearsed_on_any_day_of_the_year(month: int) -> None:
    rehearse_first_page(datetime(2028, month, 29, 7, 30).astimezone(), go_on)


def test_whoever_waits_is_not_kept_waiting() -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        rehearse_first_page(NOW, stop)


def test_a_wrong_password_leaves_the_house_unused(tmp_path: Path) -> None:
    make_school(tmp_path)
    house = rehearse_first_page(NOW, go_on)
    with pytest.raises(WrongPassword):
        open_book(
            book_under(tmp_path), password="不对", clock=clock, actor="", places=places_under(tmp_path), house=house
        )
    book = opened(tmp_path, house)
    assert newly_compiled(book) == []
    book.close()
