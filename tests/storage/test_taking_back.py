"""Taking an import back: all of it, or the names of what was built on it."""

from collections.abc import Iterable, Mapping

import pytest
from sqlalchemy.orm import Session

from kongchuo_desktop.school.agreements.model import Agreement
from kongchuo_desktop.school.pupils.model import Guardian, Household, Photo, Pupil, PupilGuardian
from kongchuo_desktop.storage import bulk
from kongchuo_desktop.storage.backup import list_backups
from kongchuo_desktop.storage.batches import (
    BatchGone,
    BatchInfo,
    Blockers,
    Reference,
    TakenBack,
    current_batch,
    list_batches,
    take_back,
)
from kongchuo_desktop.storage.database import Database
from tests.storage.room import Room

INFO = BatchInfo("pupils", "花名册.xlsx", {"new": 2})


def import_some(database: Database) -> int:
    """Two new pupils of one household, one changed, one deleted."""
    with database.write("导入", batch=INFO) as session:
        (household,) = bulk.bulk_insert(session, Household, [{"group": "2组"}])
        pupils = bulk.bulk_insert(session, Pupil, [{"name": "新一", "household_id": household}, {"name": "新二"}])
        (guardian,) = bulk.bulk_insert(session, Guardian, [{"name": "新爸"}])
        bulk.bulk_insert(session, PupilGuardian, [{"pupil_id": pupils[0], "guardian_id": guardian}])
        bulk.bulk_update(session, Pupil, [{"id": 3, "phone": "1", "household_id": household}])
        session.delete(session.get_one(Pupil, 60))
        return current_batch(session)


def content(database: Database) -> list[tuple[object, ...]]:
    with database.read() as session:
        rows: list[tuple[object, ...]] = []
        for table in ("pupil", "household", "guardian", "pupil_guardian", "photo", "agreement"):
            found = session.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
            rows += [(table, *row) for row in found]
        return rows


def back(database: Database, batch: int) -> TakenBack | Blockers:
    with database.write("撤回导入") as session:
        return take_back(session, batch)


def test_everything_is_as_before(filled: Room) -> None:
    database = filled.open().database
    before = content(database)
    batch = import_some(database)
    assert content(database) != before
    assert back(database, batch) == TakenBack(batch, removed=5, set_back=1, brought_back=1)
    assert content(database) == before
    with database.read() as session:
        (listed,) = list_batches(session)
    assert listed.taken_back_at is not None
    assert listed.counts == {"new": 2}
    for gone in (batch, 99):
        with pytest.raises(BatchGone):
            back(database, gone)
    database.close()


def test_a_backup_precedes_an_import(filled: Room) -> None:
    database = filled.open().database
    import_some(database)
    (backup,) = list_backups(filled.places.school_backups(database.school_uid))
    assert (backup.why, backup.pupils, backup.valid) == ("import", 60, True)
    database.close()


def test_an_import_that_changes_nothing_leaves_no_batch(filled: Room) -> None:
    database = filled.open().database
    with database.write("导入", batch=INFO) as session:
        bulk.bulk_update(session, Pupil, [{"id": 1, "name": "学生0001"}])
    with database.read() as session:
        assert list_batches(session) == ()
    database.close()


def test_what_was_changed_since_is_named_and_nothing_moves(filled: Room) -> None:
    database = filled.open().database
    batch = import_some(database)
    with database.write("改电话") as session:
        session.get_one(Pupil, 3).phone = "2"
        session.query(Pupil).filter_by(name="新二").one().remark = "转来"
    before = content(database)
    blocked = back(database, batch)
    assert isinstance(blocked, Blockers)
    assert [(item.table, item.what, item.columns, item.act, item.actor) for item in blocked.items] == [
        ("pupil", "changed", ("remark",), "改电话", "校长"),
        ("pupil", "changed", ("phone",), "改电话", "校长"),
    ]
    assert content(database) == before
    with database.write("改回") as session:
        session.get_one(Pupil, 3).phone = "1"
        session.query(Pupil).filter_by(name="新二").one().remark = ""
    assert isinstance(back(database, batch), TakenBack)
    database.close()


def test_other_columns_of_a_changed_row_stay(filled: Room) -> None:
    database = filled.open().database
    batch = import_some(database)
    with database.write("改地址") as session:
        session.get_one(Pupil, 3).current_address = "新址"
    assert isinstance(back(database, batch), TakenBack)
    with database.read() as session:
        pupil = session.get_one(Pupil, 3)
    assert (pupil.current_address, pupil.phone) == ("新址", "13985550000")
    database.close()


def test_later_rows_that_point_at_new_ones_are_named(filled: Room) -> None:
    database = filled.open().database
    batch = import_some(database)
    with database.write("照片") as session:
        pupil = session.query(Pupil).filter_by(name="新一").one()
        photo = Photo(pupil_id=pupil.id, jpeg=b"x")
        session.add(photo)
    blocked = back(database, batch)
    assert isinstance(blocked, Blockers)
    (item,) = blocked.items
    assert (item.row_uid, item.what, item.by_table, item.by_uid) == (pupil.uid, "referred", "photo", photo.uid)
    assert item.act == "照片"
    database.close()


def test_references_that_the_schema_does_not_know(filled: Room) -> None:
    database = filled.open().database
    batch = import_some(database)
    with database.write("责任书") as session:
        pupil = session.query(Pupil).filter_by(name="新一").one()
        agreement = Agreement(
            kind="parent", year=2026, number=1, party_kind="pupil", party_id=pupil.id, party_name="新一",
            issued_at=filled.now.replace(tzinfo=None),
        )  # fmt: skip
        session.add(agreement)

    def references(session: Session, ids: Mapping[str, frozenset[int]]) -> Iterable[Reference]:
        for row in session.query(Agreement).filter_by(party_kind="pupil"):
            if row.party_id in ids.get("pupil", ()):
                yield Reference("pupil", row.party_id, "agreement", row.id, row.uid)

    with database.write("撤回导入") as session:
        blocked = take_back(session, batch, references=references)
    assert isinstance(blocked, Blockers)
    assert [item.by_uid for item in blocked.items] == [agreement.uid]
    database.close()


def test_rows_that_went_since(filled: Room) -> None:
    database = filled.open().database
    batch = import_some(database)
    with database.write("删除") as session:
        session.delete(session.query(Pupil).filter_by(name="新二").one())
    with database.write("录入") as session:
        session.add(Pupil(name="占了旧号"))
    assert back(database, batch) == TakenBack(batch, removed=4, set_back=1, brought_back=1)
    with database.read() as session:
        assert session.query(Pupil).filter_by(name="占了旧号").count() == 1
    database.close()


def test_a_picture_that_was_overwritten_cannot_come_back(filled: Room) -> None:
    database = filled.open().database
    with database.write("照片") as session:
        session.add(Photo(pupil_id=1, jpeg=b"old"))
    with database.write("导入照片", batch=BatchInfo("photos", "x.zip")) as session:
        session.query(Photo).one().jpeg = b"new"
        batch = current_batch(session)
    blocked = back(database, batch)
    assert isinstance(blocked, Blockers)
    assert blocked.items[0].columns == ("jpeg",)
    database.close()
