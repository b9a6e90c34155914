"""Every book that a released program wrote opens in this one, with its rows and its whole log."""

import shutil
from pathlib import Path

import pytest

from kongchuo_desktop.school.pupils.model import Photo, Pupil, PupilGuardian
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.batches import list_batches
from tests.storage.room import Room
from tests.storage.write_old_book import SHELF, fill


def check(room: Room) -> None:
    opened = room.open()
    with opened.database.read() as session:
        names = [pupil.name for pupil in session.query(Pupil).order_by(Pupil.id)]
        assert names == ["䶮一鸣", "阿依古丽·买买提", "张〇"]
        assert session.query(PupilGuardian).count() == 3
        assert session.query(Photo).one().jpeg.startswith(b"\xff\xd8")
        assert list_batches(session)[0].counts == {"new": 3}
        assert audit.verify_chain(session) == 10
    opened.database.close()


@pytest.mark.parametrize("archive", sorted(SHELF.glob("*.zip")), ids=lambda path: path.stem)
def test_opens(archive: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(archive, tmp_path / "old")
    check(Room(tmp_path / "old"))


def test_the_book_of_today_would_do(room: Room) -> None:
    fill(room)
    check(room)
