"""Every rate of a school year, and what a change would do to them, over 20,000 children and six years of changes.

Floor: the bare SQL that reads the same rows of the same encrypted file, and a plain count of the roll at both ends.

python -m tests.benchmarks.rates             20,000 pupils, 12,000 changes
python -m tests.benchmarks.rates --small      2,000 pupils,  1,200 changes
"""

import random
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.enrolment.events import base_as_json
from kongchuo_desktop.school.enrolment.rates_effect import effect_of
from kongchuo_desktop.school.enrolment.rates_service import rates
from kongchuo_desktop.school.enrolment.track import Standing
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.big_school import YEAR, make_book
from tests.benchmarks.measure import compare

YEARS = 6
FIRST, TODAY = date(YEAR, 9, 1), date(YEAR, 11, 20)
PEOPLE = "SELECT id, name, status, class_id, joined_on, left_on, left_why FROM pupil"
CHANGES = "SELECT id, pupil_id, day, kind, to_class_id, before, withdrawn_at, receipt_on, place FROM enrolment_event"
OUT = ("转出", "转出", "转出", "退学", "死亡")


def fill(database: Database, pupils: int) -> int:
    """A tenth of the children left in each of six years, as many came back from leave; the number of changes."""
    with database.driver() as driver:
        rooms = dict(driver.execute("SELECT id, class_id FROM pupil"))
        rows = list(changes(random.Random(7), rooms, pupils // 20))  # noqa: S311 - the same every time
        driver.execute("BEGIN IMMEDIATE")
        driver.execute("INSERT INTO term (year, season, starts, ends, uid) VALUES (2021, 'autumn', ?, ?, ?)",
                       ("2021-09-01", "2022-01-20", uuid.uuid4().hex))  # fmt: skip
        driver.executemany(
            "INSERT INTO enrolment_event (pupil_id, kind, day, from_class_id, to_class_id, place, region, reason, "
            "reason_code, approval, receipt_on, receipt, note, before, recorded_at, recorded_by, withdrawn_why, uid) "
            "VALUES (?, ?, ?, ?, NULL, '县二小', '', '', '', '', ?, '', '', ?, ?, '', '', ?)",
            rows,
        )
        driver.execute("COMMIT")
        driver.execute("ANALYZE")
    return len(rows)


def changes(chance: random.Random, rooms: dict[int, int], half: int) -> Iterator[tuple[Any, ...]]:
    """For each year: some leave for good, some take a leave and come back."""
    free = list(rooms)
    chance.shuffle(free)
    for year in range(YEAR - YEARS + 1, YEAR + 1):
        days = 80 if year == YEAR else 300
        for number in range(half):
            pupil = free.pop()
            before = base_as_json(Standing("在读", rooms[pupil]), tells_entry=False)
            day = date(year, 9, 1) + timedelta(days=chance.randrange(days - 30))
            steps = [(chance.choice(OUT), day)] if number % 3 else [("休学", day), ("复学", day + timedelta(days=20))]
            for kind, when in steps:
                receipt = when.isoformat() if chance.random() < 0.9 else None
                yield (
                    pupil,
                    kind,
                    when.isoformat(),
                    rooms[pupil],
                    receipt,
                    before,
                    f"{when} 08:00:00.000000",
                    uuid.uuid4().hex,
                )


def floor(database: Database) -> Callable[[], None]:
    """Read the rows, count who was there at both ends and what happened between."""

    def run() -> None:
        with database.driver() as driver:
            people = driver.execute(PEOPLE).fetchall()
            events = driver.execute(CHANGES).fetchall()
        left = {row[1]: row[2] for row in events if row[3] in OUT}
        Counter(row[3] for row in people if left.get(row[0], "9") > FIRST.isoformat())
        Counter(row[3] for row in people if left.get(row[0], "9") > TODAY.isoformat())
        Counter(row[3] for row in events if FIRST.isoformat() <= row[2] <= TODAY.isoformat())

    return run


def cases(database: Database) -> dict[str, Callable[[], None]]:
    """What the page of rates, its report and the form of a change ask."""

    def page() -> None:
        with database.read() as session:
            rates(session, first=FIRST, last=TODAY)

    def one_class() -> None:
        with database.read() as session:
            rates(session, first=FIRST, last=TODAY, scope="三年级1班")

    def balance() -> None:
        with database.read() as session:
            report_kind("roll").tabulate(session, {}, TODAY)

    def effect() -> None:
        with database.read() as session:
            effect_of(session, pupil_id=PupilId(1), kind="转出", day=TODAY, proven=False)

    return {"bare SQL and a count": floor(database), "all rates": page, "all rates of a class": one_class,
            "the roll's balance": balance, "effect of a change": effect}  # fmt: skip


def main() -> int:
    """Prints the table."""
    pupils = 2_000 if "--small" in sys.argv else 20_000
    with tempfile.TemporaryDirectory() as folder:
        places = Places.under(Path(folder) / "home", KeyCost(64 * 1024, 3, 2))
        database = make_book(Path(folder) / "big.kongchuo", places, pupils=pupils)
        try:
            count = fill(database, pupils)
            compare(f"{pupils:,} pupils, {count:,} changes, {YEARS} years", cases(database), rounds=5,
                    goals={"all rates": 25, "effect of a change": 25})  # fmt: skip
        finally:
            database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
