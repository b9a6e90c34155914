"""What a finder of the stick or the disk can read: no child's name, in no writing."""

import traceback
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import bulk
from kongchuo_desktop.storage.audit import record_event
from kongchuo_desktop.storage.backup import copy_to_folder, make_backup
from kongchuo_desktop.storage.batches import BatchInfo, current_batch, take_back
from kongchuo_desktop.storage.restore import restore
from tests.storage.room import PASSWORD, Room

MARKERS = [f"标记姓名{n}䶮" for n in range(25)] + [f"52240120150304{n:04}" for n in range(25)]
WRITINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def hits(root: Path, words: list[str]) -> list[tuple[str, str]]:
    files = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert len(files) > 4
    return [
        (path.name, word)
        for path, content in files.items()
        for word in words
        for writing in WRITINGS
        if word.encode(writing) in content
    ]


def test_nothing_is_legible(room: Room) -> None:
    created = room.create()
    database = created.database
    with database.write("录入") as session:
        session.add_all(
            Pupil(name=name, remark=number) for name, number in zip(MARKERS[:25], MARKERS[25:], strict=True)
        )
    with database.write("导入", batch=BatchInfo("pupils", "花名册.xlsx")) as session:
        bulk.bulk_insert(session, Pupil, [{"name": MARKERS[0], "remark": MARKERS[30]}] * 40)
        batch = current_batch(session)
    with database.write("打印") as session:
        record_event(session, kind="print", what=MARKERS[3])
    while_open = hits(room.root, [*MARKERS, PASSWORD])
    with database.write("撤回") as session:
        take_back(session, batch)
    backup = make_backup(database, why="hand")
    (room.root / "stick").mkdir()
    copy_to_folder(backup, room.root / "stick")
    database.close()
    restore(backup.path, room.book, password=PASSWORD, clock=room.clock, actor="校长", places=room.places)
    room.open().database.close()
    secret = created.recovery_code
    assert while_open + hits(room.root, [*MARKERS, PASSWORD, secret, secret.replace("-", "")]) == []
    key = database.unlocked.data_key
    assert not [path for path in room.root.rglob("*") if path.is_file() and key in path.read_bytes()]


def test_an_error_of_the_database_names_nobody(room: Room) -> None:
    """Its traceback may end on a console or in the desktop's own log."""
    database = room.create().database
    with database.read() as session, pytest.raises(DBAPIError, match="no_such_column") as wrong:
        session.execute(select(Pupil.id).where(Pupil.name == MARKERS[0], text("no_such_column = 1")))
    assert MARKERS[0] not in "".join(traceback.format_exception(wrong.value))


def test_the_search_itself_finds(tmp_path: Path) -> None:
    for number, writing in enumerate(WRITINGS):
        (tmp_path / f"{number}").write_bytes(b"\0" + MARKERS[0].encode(writing))
    (tmp_path / "5").write_bytes(b"x")
    assert len(hits(tmp_path, MARKERS)) == len(WRITINGS)
