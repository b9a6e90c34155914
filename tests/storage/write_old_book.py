"""Keep a book as the program of today writes it, for the programs of later years to open.

    python -m tests.storage.write_old_book

Run once per released schema; the archive in tests/old_books is never written again.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from kongchuo_desktop.school.identity.model import Campus, School
from kongchuo_desktop.school.pupils.model import Guardian, Photo, Pupil, PupilGuardian
from kongchuo_desktop.storage.batches import BatchInfo
from kongchuo_desktop.storage.migrations import HEAD
from tests.storage.room import Room

SHELF = Path(__file__).parents[1] / "old_books"


def main() -> None:
    """Write tests/old_books/schema-<n>.zip: the book, its slots and the machine's own folder."""
    target = SHELF / f"schema-{HEAD:04}"
    if target.with_suffix(".zip").exists():
        raise SystemExit(f"{target}.zip is there already and stays as it is")
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder) / "old")
        fill(room)
        for lock in room.root.rglob("*.lock"):
            lock.unlink()
        shutil.make_archive(str(target), "zip", room.root)
    print(f"{target}.zip written")


def fill(room: Room) -> None:
    """One of everything that a later migration could spoil."""
    database = room.create().database
    with database.write("建校") as session:
        session.add_all([School(name="河湾小学", stage="小学", current_year=2026), Campus(name="校本部", is_main=True)])
    database.before_batch = None
    with database.write("导入", batch=BatchInfo("pupils", "花名册.xlsx", {"new": 3})) as session:
        pupils = [Pupil(name=name, birth_date=date(2016, 2, 29)) for name in ("䶮一鸣", "阿依古丽·买买提", "张〇")]
        guardian = Guardian(name="石磊", phone="13985550001")
        session.add_all([*pupils, guardian])
        session.flush()
        session.add_all(PupilGuardian(pupil_id=pupil.id, guardian_id=guardian.id, relation="父") for pupil in pupils)
        session.add(Photo(pupil_id=pupils[0].id, jpeg=b"\xff\xd8\xff\xe0 not really a picture"))
    database.close()


if __name__ == "__main__":
    main()
