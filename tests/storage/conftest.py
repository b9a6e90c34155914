"""Rooms for the storage tests."""

import shutil
from pathlib import Path

import pytest

from tests.storage.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty machine."""
    return Room(tmp_path)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A machine with a filled book, made once, and the book's recovery code."""
    root = tmp_path_factory.mktemp("template")
    return root, Room(root).filled()


@pytest.fixture
def filled(template: tuple[Path, str], tmp_path: Path) -> Room:
    """A machine of one's own with a closed book of 60 pupils."""
    root, code = template
    shutil.copytree(root, tmp_path / "machine-and-book")
    found = Room(tmp_path / "machine-and-book")
    found.code = code
    return found
