"""The log: what is written, and that nothing in it can be changed unseen."""

import random
from datetime import date

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from kongchuo_desktop.school.pupils.model import Household, Photo, Pupil
from kongchuo_desktop.storage import audit, bulk
from kongchuo_desktop.storage.audit import AuditEntry
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.errors import AuditBroken
from tests.storage.room import Room


def told(database: Database, table: str, uid: str) -> list[tuple[str, dict[str, object]]]:
    with database.read() as session:
        return [(line.kind, line.changes) for line in audit.history(session, table=table, row_uid=uid)]


def test_life_of_one_row(filled: Room) -> None:
    database = filled.open().database
    with database.write("录入") as session:
        pupil = Pupil(name="䶮一鸣", birth_date=date(2015, 2, 28))
        session.add(pupil)
    with database.write("改电话") as session:
        session.get_one(Pupil, pupil.id).phone = "139"
    with database.write("未变") as session:
        session.get_one(Pupil, pupil.id).phone = "139"
    with database.write("删除") as session:
        session.delete(session.get_one(Pupil, pupil.id))
    (first, made), (second, changed), (third, gone) = told(database, "pupil", pupil.uid)
    assert (first, second, third) == ("insert", "update", "delete")
    assert made["name"] == [None, "䶮一鸣"]
    assert made["birth_date"] == [None, "2015-02-28"]
    assert "home_address" not in made
    assert changed == {"phone": ["", "139"]}
    assert gone["phone"] == ["139", None]
    assert gone["home_address"] == ["", None]
    database.close()


def test_old_value_is_known_though_it_was_never_loaded(filled: Room) -> None:
    database = filled.open().database
    with database.write("改") as session:
        pupil = session.get_one(Pupil, 1)
        old = pupil.phone
        session.expire(pupil)
        pupil.phone = "1"
        session.flush()
        session.expire(pupil)
        session.delete(pupil)
    lines = told(database, "pupil", pupil.uid)
    assert lines[1] == ("update", {"phone": [old, "1"]})
    assert lines[2][1]["phone"] == ["1", None]
    database.close()


def test_column_names_and_pictures(filled: Room) -> None:
    database = filled.open().database
    with database.write("录入") as session:
        household = Household(group="2组")
        photo = Photo(pupil_id=1, jpeg=b"\xff\xd8" + b"x" * 500)
        session.add_all([household, photo])
    assert told(database, "household", household.uid)[0][1]["village_group"] == [None, "2组"]
    assert str(told(database, "photo", photo.uid)[0][1]["jpeg"]).endswith(":502']")
    database.close()


def test_events_are_logged(filled: Room) -> None:
    database = filled.open().database
    with database.write("打印") as session:
        audit.record_event(session, kind="print", what="班主任责任书", count=6)
    with database.read() as session:
        line = audit.recent(session, limit=1)[0]
    assert (line.kind, line.act, line.actor) == ("print", "打印", "校长")
    assert line.changes == {"what": "班主任责任书", "count": 6}
    database.close()


def test_statements_that_pass_the_log_by_are_refused(filled: Room) -> None:
    database = filled.open().database
    with database.write("改") as session, pytest.raises(RuntimeError, match="audit row"):
        session.execute(update(Pupil).values(phone="1"))
    with database.write("改") as session, pytest.raises(IntegrityError, match="never"):
        session.connection().execute(text("UPDATE audit_entry SET actor = 'x'"))
    database.close()


def test_many_rows_at_once_are_logged_like_single_ones(filled: Room) -> None:
    database = filled.open().database
    with database.write("导入") as session:
        ids = bulk.bulk_insert(
            session,
            Pupil,
            [{"name": f"甲{n}", "birth_date": date(2014, 1, n), "class_id": None} for n in range(1, 29)],
        )
        changed = bulk.bulk_update(
            session, Pupil, [{"id": n, "phone": "1", "name": "甲1"} for n in ids] + [{"id": 1, "phone": "13985550000"}]
        )
    assert changed == 28
    with database.read() as session:
        first = session.get_one(Pupil, ids[0])
        assert (first.name, first.birth_date, first.status, first.boarding) == ("甲1", date(2014, 1, 1), "在读", False)
        assert audit.verify_chain(session) > 0
    lines = told(database, "pupil", first.uid)
    assert lines[0][1]["birth_date"] == [None, "2014-01-01"]
    assert lines[1] == ("update", {"phone": ["", "1"]})
    with database.write("删除") as session:
        assert bulk.bulk_delete(session, Pupil, ids) == 28
        assert session.query(Pupil).count() == 60
    assert told(database, "pupil", first.uid)[2][1]["name"] == ["甲1", None]
    database.close()


def test_savepoint_that_is_given_up_leaves_the_chain_whole(filled: Room) -> None:
    database = filled.open().database
    with database.write("录入") as session:
        session.add(Pupil(name="先"))
        session.flush()
        inner = session.begin_nested()
        session.add(Pupil(name="不要"))
        session.flush()
        inner.rollback()
        session.add(Pupil(name="后"))
    with database.read() as session:
        assert audit.verify_chain(session) == session.query(AuditEntry).count()
    database.close()


TAMPERING = (
    "UPDATE audit_entry SET actor = 'x' WHERE seq = :seq",
    "UPDATE audit_entry SET changes = '{}' WHERE seq = :seq",
    "UPDATE audit_entry SET at = '2020-01-01T00:00:00+08:00' WHERE seq = :seq",
    "UPDATE audit_entry SET hash = zeroblob(32) WHERE seq = :seq",
    "UPDATE audit_entry SET batch_id = 9 WHERE seq = :seq",
    "DELETE FROM audit_entry WHERE seq = :seq",
    "DELETE FROM audit_entry WHERE seq >= :seq",
    "UPDATE audit_entry SET seq = seq + 100000 WHERE seq >= :seq",
    """UPDATE audit_entry SET (row_uid, changes) =
       (SELECT row_uid, changes FROM audit_entry WHERE seq = :seq % 60 + 1) WHERE seq = :seq""",
)


def test_tampering_is_found(filled: Room) -> None:
    database = filled.open().database
    dice = random.Random(7)  # noqa: S311
    found = 0
    with database.driver() as driver:
        driver.execute("DROP TRIGGER audit_entry_no_update")
        driver.execute("DROP TRIGGER audit_entry_no_delete")
    for turn in range(270):
        with database.read() as session:
            session.connection().execute(text(TAMPERING[turn % len(TAMPERING)]), {"seq": dice.randrange(1, 62)})
            try:
                audit.verify_chain(session)
            except AuditBroken:
                found += 1
    assert found == 270
    with database.read() as session:
        assert audit.verify_chain(session) == 61
    database.close()
