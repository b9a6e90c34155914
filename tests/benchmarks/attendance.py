"""Daily work on nine years of exceptions: Today, a class's week, one save, the month's report.

Floor of each: the bare SQL that the same answer needs, on the same encrypted file and connection.

python -m tests.benchmarks.attendance             2,000 pupils, 200,000 exceptions
python -m tests.benchmarks.attendance --full     20,000 pupils, 2,000,000 exceptions
"""

import random
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.tasks import service as tasks
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.big_school import YEAR, clock, make_book
from tests.benchmarks.measure import compare

YEARS = 9
A_YEAR = 11  # exceptions of a child and year
TODAY = date(YEAR, 11, 20)
KINDS = ("病假", "病假", "事假", "迟到", "早退")
Cases = dict[str, Callable[[], float | None]]


def school_days(year: int) -> list[date]:
    """Mondays to Fridays of both terms, up to today."""
    spans = ((date(year, 9, 1), date(year + 1, 1, 15)), (date(year + 1, 3, 1), date(year + 1, 7, 5)))
    days = (first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day <= TODAY]


def fill(database: Database, pupils: int) -> int:
    """Registers and exceptions past the log, as fast as the file takes them; the number of exceptions."""
    with database.driver() as driver:
        rooms = [row[0] for row in driver.execute("SELECT id FROM school_class ORDER BY id")]
        driver.execute("BEGIN IMMEDIATE")
        count = 0
        for year in range(YEAR - YEARS + 1, YEAR + 1):
            days = school_days(year)
            driver.executemany(
                "INSERT INTO register (class_id, day, slot, taken_at, taken_by, uid) VALUES (?, ?, ?, ?, '', ?)",
                ((room, day.isoformat(), slot, f"{day} 08:00:00.000000", uuid.uuid4().hex)
                 for room in rooms for day in days for slot in ("am", "pm")),
            )  # fmt: skip
            rows = list(exceptions(random.Random(year), days, pupils))  # noqa: S311 - the same every time
            count += len(rows)
            driver.executemany(
                "INSERT INTO absence_mark (pupil_id, day, slot, kind, reason, told, uid) "
                "VALUES (?, ?, ?, ?, '', '', ?)",
                rows,
            )
        driver.execute("COMMIT")
        driver.execute("ANALYZE")
    return count


def exceptions(chance: random.Random, days: list[date], pupils: int) -> Iterator[tuple[Any, ...]]:
    """Each child's year: mostly illness and errands; of a hundred children three stay away without leave."""
    for pupil in range(1, pupils + 1):
        places = {(chance.randrange(len(days)), chance.choice(("am", "pm"))) for _ in range(A_YEAR)}
        truant = pupil % 33 == 0
        for place, slot in places:
            kind = "旷课" if truant and place % 2 else chance.choice(KINDS)
            yield pupil, days[place].isoformat(), slot, kind, uuid.uuid4().hex


def bare(database: Database, *statements: tuple[str, tuple[Any, ...]]) -> Callable[[], None]:
    """The statements read to their end, nothing made of the rows."""

    def run() -> None:
        with database.driver() as driver:
            for sql, values in statements:
                driver.execute(sql, values).fetchall()

    return run


TRUANT = """SELECT pupil_id, day, slot, kind FROM absence_mark WHERE day BETWEEN ? AND ? AND pupil_id IN
(SELECT DISTINCT pupil_id FROM absence_mark WHERE day BETWEEN ? AND ? AND kind = '旷课')"""
PEOPLE = """SELECT * FROM pupil WHERE id IN
(SELECT DISTINCT pupil_id FROM absence_mark WHERE day BETWEEN ? AND ? AND kind = '旷课')"""
MISSED = """SELECT pupil_id, count(*), sum(kind = '旷课') FROM absence_mark WHERE day BETWEEN ? AND ?
AND slot IN ('am', 'pm') GROUP BY pupil_id"""  # for the levels of concern
REGISTERS = "SELECT class_id, day, slot FROM register WHERE day BETWEEN ? AND ?"
BY_CLASS = """SELECT p.class_id, m.kind, sum(m.slot IN ('am', 'pm')), count(*), count(DISTINCT m.pupil_id)
FROM absence_mark m JOIN pupil p ON p.id = m.pupil_id WHERE m.day BETWEEN ? AND ? GROUP BY p.class_id, m.kind"""
OF_CLASS = """SELECT * FROM absence_mark WHERE day BETWEEN ? AND ?
AND pupil_id IN (SELECT id FROM pupil WHERE class_id = ?)"""
BY_CHILD = """SELECT m.pupil_id, p.name, count(*) FROM absence_mark m JOIN pupil p ON p.id = m.pupil_id
WHERE m.day BETWEEN ? AND ? AND m.kind = '旷课' GROUP BY m.pupil_id"""


def today_cases(database: Database) -> Cases:
    """The first page."""
    year = (f"{YEAR}-09-01", TODAY.isoformat())

    def page() -> None:
        with database.read() as session:
            tasks.today(session, on=TODAY)

    floor = bare(database, (TRUANT, year * 2), (PEOPLE, year), (REGISTERS, year), (MISSED, year))
    return {"bare SQL": floor, "Today": page}


def week_cases(database: Database) -> Cases:
    """A class's week, another class each time."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    days = [monday + timedelta(days=n) for n in range(5)]
    span = (monday.isoformat(), days[-1].isoformat())
    rooms = cycle(range(1, 61))
    others = cycle(range(1, 61))

    def page() -> None:
        with database.read() as session:
            service.grid(session, class_id=ClassId(next(rooms)), days=days, today=TODAY)

    def floor() -> None:
        room = next(others)
        bare(
            database,
            ("SELECT * FROM pupil WHERE class_id = ? AND status = '在读'", (room,)),
            (OF_CLASS, (*span, room)),
            ("SELECT day, slot FROM register WHERE class_id = ? AND day BETWEEN ? AND ?", (room, *span)),
        )()  # fmt: skip

    return {"bare SQL": floor, "a class's week": page}


def save_cases(database: Database) -> Cases:
    """A register with three absent, into the encrypted file and onto the disk."""
    with database.driver() as driver:
        children: dict[int, list[int]] = {}
        for child, room in driver.execute("SELECT id, class_id FROM pupil WHERE class_id <= 60"):
            children.setdefault(room, []).append(child)
        driver.execute("DELETE FROM register WHERE day = ?", (TODAY.isoformat(),))
        driver.execute("DELETE FROM absence_mark WHERE day = ?", (TODAY.isoformat(),))
    now = datetime(YEAR, 11, 20, 9, 0).astimezone()
    rooms, others = cycle(list(children)[:30]), cycle(list(children)[30:])

    def save() -> None:
        room = next(rooms)
        marks = [Mark(PupilId(child), TODAY, "am", "病假") for child in children[room][:3]]
        with database.write("点名") as session:
            service.take(session, class_id=ClassId(room), day=TODAY, slots=("am",), marks=marks, now=now, by="bench")

    def floor() -> None:
        room, day = next(others), TODAY.isoformat()
        with database.driver() as driver:
            driver.execute("BEGIN IMMEDIATE")
            driver.execute(
                "INSERT OR IGNORE INTO register (class_id, day, slot, taken_at, taken_by, uid) "
                "VALUES (?, ?, 'am', ?, '', ?)",
                (room, day, day, uuid.uuid4().hex),
            )
            driver.executemany(
                "INSERT OR IGNORE INTO absence_mark (pupil_id, day, slot, kind, reason, told, uid) "
                "VALUES (?, ?, 'am', '病假', '', '', ?)",
                [(child, day, uuid.uuid4().hex) for child in children[room][:3]],
            )
            driver.execute("COMMIT")

    return {"bare SQL": floor, "one save": save}


def month_cases(database: Database) -> Cases:
    """The school's month."""
    span = (f"{YEAR}-11-01", f"{YEAR}-11-30")

    def report() -> None:
        with database.read() as session:
            report_kind("month").tabulate(session, {"month": f"{YEAR}-11"}, TODAY)

    year = (f"{YEAR}-09-01", TODAY.isoformat())
    floor = bare(
        database, (BY_CLASS, span), (BY_CHILD, span), (REGISTERS, span),
        (TRUANT, year * 2), (PEOPLE, year), (REGISTERS, year),
    )  # fmt: skip
    return {"bare SQL": floor, "the month's report": report}


@contextmanager
def school(pupils: int, folder: Path) -> Iterator[Database]:
    """The filled book, open."""
    places = Places.under(folder / "home", KeyCost(64 * 1024, 3, 2))
    database = make_book(folder / "big.kongchuo", places, pupils=pupils)
    try:
        yield database
    finally:
        database.close()


def main() -> int:
    """Ratios of each page to its floor; goals are printed, a missed one is no breakdown."""
    pupils = 20_000 if "--full" in sys.argv else 2_000
    assert clock().year == YEAR
    with tempfile.TemporaryDirectory() as folder, school(pupils, Path(folder)) as database:
        count = fill(database, pupils)
        print(f"{pupils:,} pupils, {count:,} exceptions, {YEARS} years")
        for title, cases, goal in (
            ("opening Today", today_cases(database), 3.0),
            ("a class's week", week_cases(database), 5.0),
            ("one save (the floor keeps no log)", save_cases(database), 8.0),
            ("the month's report", month_cases(database), 3.0),
        ):
            compare(title, cases, rounds=9, goals={next(reversed(cases)): goal})
    return 0


if __name__ == "__main__":
    sys.exit(main())
