"""A real book per test, copied from one that was made and migrated once per run."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.identity.service import SchoolFacts, found_school
from kongchuo_desktop.storage.database import Database, create_book, open_book
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places

PASSWORD = "青山 石桥 3 号"
NOW = datetime(2026, 9, 7, 8, 0, tzinfo=timezone(timedelta(hours=8)))
FACTS = SchoolFacts(name="青石镇河湾小学", stage="小学", current_year=2026, above="青石镇中心学校")


def places_under(root: Path) -> Places:
    return Places.under(root, KeyCost(memory=8, passes=1, lanes=1))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template")
    made = create_book(
        root / "school.kongchuo", password=PASSWORD, metadata=METADATA, clock=lambda: NOW, actor="测试",
        places=places_under(root),
    )  # fmt: skip
    with made.database.write("新建学校账本") as session:
        found_school(session, facts=FACTS)
    made.database.close()
    return root


@pytest.fixture
def new_book(template: Path, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Makes as many fresh books as a test wants."""
    opened: list[Database] = []

    def make() -> Database:
        root = tmp_path / f"book{len(opened)}"
        shutil.copytree(template, root)
        found = open_book(
            root / "school.kongchuo", password=PASSWORD, clock=lambda: NOW, actor="测试", places=places_under(root)
        )
        opened.append(found.database)
        return found.database

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def book(new_book: Callable[[], Database]) -> Database:
    return new_book()
