"""What has to hold before a book is opened, in the order that never blames the wrong thing."""

import json
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from kongchuo_desktop.storage import engine, files, keyring, meta
from kongchuo_desktop.storage.engine import Driver
from kongchuo_desktop.storage.errors import (
    BookDamaged,
    BookEmpty,
    BookForeign,
    BookMissing,
    BookNewer,
)
from kongchuo_desktop.storage.keyring import Unlocked
from kongchuo_desktop.storage.migrations import HEAD
from kongchuo_desktop.storage.places import Places

SMALLEST = 8192  # bytes; the first schema alone takes more
QUICKLY_CHECKED = 64_000_000  # bytes; a smaller book is checked at every start
CHECK_EVERY = timedelta(days=7)
TOO_DIFFERENT = 4  # bytes of 16: more is another file, not damage


def require_file(path: Path) -> None:
    """Something of a book's size is there; an expected book is never made anew in silence."""
    if not path.is_file():
        raise BookMissing(path)
    if path.stat().st_size < SMALLEST:
        raise BookEmpty(path)


def exchange_note(book: Path) -> Path:
    """The note of a restore that is under way."""
    return book.with_name(f".{book.name}.exchange")


def require_known(path: Path, unlocked: Unlocked) -> int:
    """It is this school's book, and not a newer one; answers its schema. Changes neither file nor log."""
    before = {entry.name for entry in path.parent.iterdir()}
    try:
        with engine.sentences(path), closing(engine.connect(path, unlocked.data_key, mode="ro")) as driver:
            return _identified(path, driver, unlocked)
    except BookDamaged as error:
        if _is_another_file(path, unlocked):
            raise BookForeign(path) from error
        raise
    finally:
        engine.leave_no_trace(path, before)


def check_is_due(path: Path, places: Places, school: str, now: datetime, *, unclean: bool) -> bool:
    """Small books always; others after an unclean exit, weekly, and whenever the clock has gone back."""
    if unclean or path.stat().st_size <= QUICKLY_CHECKED:
        return True
    try:
        checked = datetime.fromisoformat(json.loads(_state(places, school).read_text("utf-8"))["checked"])
        return not checked <= now < checked + CHECK_EVERY
    except (OSError, ValueError, KeyError, TypeError):
        return True


def check(path: Path, driver: Driver, places: Places, school: str, now: datetime) -> None:
    """Raises BookDamaged. The log is moved into the file first: pages it supersedes may rightly be torn."""
    with engine.sentences(path):
        engine.checkpoint(driver)
    if not engine.is_whole(driver):
        raise BookDamaged(path)
    with suppress(OSError):  # a note only: without it the book is checked again next time
        files.write_durably(_state(places, school), json.dumps({"checked": now.isoformat()}).encode())


def _identified(path: Path, driver: Driver, unlocked: Unlocked) -> int:
    schema = engine.number(driver, "user_version")
    if engine.number(driver, "application_id") != engine.APPLICATION_ID:
        raise BookForeign(path)
    if schema > HEAD:
        raise BookNewer(path, schema, HEAD)
    if schema > 0 and meta.driver_value(driver, meta.SCHOOL_UID) != unlocked.slots.school:
        raise BookForeign(path)
    return schema


def _is_another_file(path: Path, unlocked: Unlocked) -> bool:
    """The key does not fit. A few wrong bytes at the start are damage, an entirely different start is not."""
    mark, expected = bytes.fromhex(keyring.mark_of(path)), bytes.fromhex(unlocked.slots.mark)
    if not expected or not any(mark):
        return False
    return sum(here != there for here, there in zip(mark, expected, strict=False)) > TOO_DIFFERENT


def _state(places: Places, school: str) -> Path:
    return places.settings / "checks" / f"{school}.json"
