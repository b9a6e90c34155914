"""Opening, closing, checking and keeping books: what stands between a face and storage/."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.storage import audit, backup, engine
from kongchuo_desktop.storage import database as storage
from kongchuo_desktop.storage import restore as restoring
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.errors import BookDamaged
from kongchuo_desktop.storage.migrations import HEAD
from kongchuo_desktop.storage.places import Places

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class NewBook:
    """A book just made: open, its recovery code (shown once), and the sheet's file if one was asked for."""

    database: Database
    recovery_code: str
    sheet: Path | None


def new_book(
    path: Path, *, password: str, facts: identity.SchoolFacts, clock: Clock, actor: str, sheet: Path | None,
    places: Places | None = None,
) -> NewBook:  # fmt: skip
    """Make a book for a school, and its recovery sheet (PDF) when a path is given: all of it or nothing."""
    identity.require_founded(facts)
    made = storage.create_book(
        path, password=password, metadata=METADATA, clock=clock, actor=actor,
        places=places or Places.of_this_machine(),
    )  # fmt: skip
    try:
        with made.database.write("新建学校账本") as session:
            identity.found_school(session, facts=facts)
        if sheet:
            write_recovery_sheet(sheet, school=facts.name, code=made.recovery_code, made_on=clock())
    except BaseException:
        made.database.close()
        for ending in ("", "-wal", "-shm", ".keys", ".lock"):  # nobody holds its recovery code
            path.with_name(path.name + ending).unlink(missing_ok=True)
        raise
    return NewBook(made.database, made.recovery_code, sheet)


def objection_to(password: str, facts: identity.SchoolFacts) -> str:
    """What is wrong with a new book's password, in a sentence; "" when it is good."""
    from kongchuo_desktop.storage.passwords import password_objection

    return password_objection(password, tuple(filter(None, (facts.name, facts.above)))) or ""


def write_recovery_sheet(path: Path, *, school: str, code: str, made_on: datetime) -> None:
    """Print the recovery code as a PDF sheet."""
    from kongchuo_desktop.documents.recovery_sheet import draw_recovery_sheet
    from kongchuo_desktop.kit.files import write_whole

    write_whole(path, lambda beside: draw_recovery_sheet(beside, school=school, code=code, made_on=made_on.date()))
    path.chmod(0o600)  # whoever holds the code opens the book


def open_book(
    path: Path, *, password: str | None, recovery_code: str | None = None, clock: Clock, actor: str,
    places: Places | None = None,
) -> storage.Opened:  # fmt: skip
    """Open a book by password or recovery code."""
    return storage.open_book(
        path, password=password, recovery_code=recovery_code, clock=clock, actor=actor,
        places=places or Places.of_this_machine(),
    )  # fmt: skip


def close(database: Database, *, keep: bool = True) -> None:
    """Back up what is new (unless not wanted), then close."""
    try:
        if keep:
            backup.ensure_backup(database, why=backup.Why.EXIT)
    finally:
        database.close()


def backup_before(database: Database, why: backup.Why) -> None:
    """A proven copy of what is there now, before something large."""
    backup.ensure_backup(database, why=why)


def info(database: Database, *, now: datetime) -> dict[str, Any]:
    """What a book holds, in numbers."""
    with database.read() as session:
        school = identity.school(session)
        term = identity.current_term(session, today=now.date())
        rooms = class_room.classes(session, today=now.date())
        counts = pupil_room.class_counts(session)
        seq, head = audit.head(session.connection())
        return {
            "school": school.name,
            "stage": school.stage,
            "year": school.current_year,
            "above": school.above,
            "uid": database.school_uid,
            "schema": HEAD,
            "term": term.key if term else "",
            "pupils": pupil_room.in_school(session),
            "classes": [
                {"name": room.full_name, "pupils": counts.get(room.id, 0), "head": room.head} for room in rooms
            ],
            "staff": len(staff_room.staff(session, today=now.date())),
            "audit": {"entries": seq, "head": head.hex()},
        }


def check(database: Database) -> str:
    """Check every page and the chain of the log; raises the sentence of what is wrong."""
    with database.driver() as driver:
        if not engine.is_whole(driver):
            raise BookDamaged(database.path)
    with database.read() as session:
        entries = audit.verify_chain(session)
        people = pupil_room.in_school(session)
    return f"账本完好：学生 {people} 名，操作记录 {entries} 条，逐条核对无误。"


def save_backup(database: Database, *, to: Path | None) -> tuple[Path, str]:
    """A backup in this machine's folder, or a copy of it in a folder such as a USB stick."""
    if to is not None and not to.is_dir():
        raise UserError(f"找不到文件夹“{to}”，没有备份。U盘可能没有插好；要备份到新文件夹，请先建好它。")
    made = backup.make_backup(database, why=backup.Why.HAND)
    if to is None:
        return made.path, "备份已完成并核对无误。"
    copied = backup.copy_to_folder(made, to)
    return copied.path, copied.sentence


def backups(book: Path, *, places: Places | None = None) -> list[dict[str, Any]]:
    """This machine's backups of a book, newest first."""
    return [
        {
            "path": str(item.path),
            "at": item.at.isoformat() if item.at else None,
            "why": item.why,
            "pupils": item.pupils,
            "valid": item.valid,
            "size": item.size,
        }
        for item in backup.backups_for(book, places or Places.of_this_machine())
    ]


def _newest_of(book: Path, places: Places) -> Path:
    """The newest sound backup of this book, told by its name where its key file is gone; never another school's."""
    sound = [item for item in backup.backups_for(book, places) if item.valid]
    if not sound:
        raise UserError("这台电脑上没有这本账的完好备份。如果U盘上有备份，请用 --from 指明文件。")
    fitting = [item for item in sound if item.name == book.stem] or sound
    if len({item.school for item in fitting}) > 1:
        names = "、".join(dict.fromkeys(item.name for item in fitting))
        raise UserError(f"这台电脑上有几本账的备份（{names}），分不清是哪一本，请用 --from 指明备份文件。")
    return fitting[0].path


def restore(
    book: Path, *, source: Path | None, password: str | None, recovery_code: str | None, clock: Clock, actor: str,
    places: Places | None = None,
) -> str:  # fmt: skip
    """Put a backup (the newest sound one when none is named) into the book's place; what was done, in words."""
    places = places or Places.of_this_machine()
    if source is None:
        source = _newest_of(book, places)
    done = restoring.restore(
        source, book, password=password, recovery_code=recovery_code, clock=clock, actor=actor, places=places
    )
    kept = f"原来的账本另存为“{done.kept_aside.name}”。" if done.kept_aside else ""
    when = f"{done.backup.at:%Y-%m-%d %H:%M}" if done.backup.at else "时间不明"
    return f"已恢复 {when} 的备份，学生 {done.backup.pupils} 名。{kept}"
