"""The roll through time over 20,000 children and six years of changes, today's tasks from it, and a list of changes.

Floor: the bare SQL that reads the same rows of the same encrypted file.

python -m tests.benchmarks.roll             20,000 pupils, 12,000 changes, a list of 1,000
python -m tests.benchmarks.roll --small      2,000 pupils,  1,200 changes, a list of 200
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kongchuo_desktop.desk import record_files
from kongchuo_desktop.desk.record_kinds import CHANGES as FILE
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.tasks import roll_duties
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.attendance import bare
from tests.benchmarks.big_school import YEAR, clock, make_book
from tests.benchmarks.measure import compare, once
from tests.benchmarks.rates import CHANGES, PEOPLE, fill
from tests.school.enrolment.changes_files import file_of

TODAY = date(YEAR, 11, 20)
DAYS = tuple(date(year, month, 1) for year in range(YEAR - 5, YEAR + 1) for month in (3, 9))
GOALS = {"the roll of one day": 12.0, "twelve days": 20.0, "today's tasks": 12.0}
NUMBERS = "SELECT name, student_number FROM pupil WHERE status = '在读' AND id % 7 = 3 LIMIT ?"


def cases(database: Database) -> dict[str, Callable[[], None]]:
    """One day, twelve days, what 今日 asks, and the register of a school year."""

    def on(*days: date) -> Callable[[], None]:
        def run() -> None:
            with database.read() as session:
                found = history(session)
                for day in days:
                    found.counts(day)

        return run

    def tasks() -> None:
        with database.read() as session:
            list(roll_duties.tasks(Reading(session, TODAY)))

    def register() -> None:
        with database.read() as session:
            report_kind("changes").tabulate(session, {"from": f"{YEAR}-01-01", "to": TODAY.isoformat()}, TODAY)

    floor = bare(database, (PEOPLE, ()), (CHANGES, ()))
    return {
        "bare SQL": floor, "the roll of one day": on(TODAY), "twelve days": on(*DAYS), "today's tasks": tasks,
        "a year's register": register,
    }  # fmt: skip


def bring(database: Database, folder: Path, count: int) -> None:
    """Seconds for a list: read and compared, and written as one batch."""
    with database.driver() as driver:
        people = list(driver.execute(NUMBERS, (count,)))
    path = file_of(folder / "异动.csv", [(f"{YEAR}-10-12", *one, "转出", "县城关小学", "有") for one in people])
    found: list[record_files.RecordPreview] = []
    seen = once(lambda: found.append(record_files.preview(FILE, database, path, today=TODAY)))
    written = once(lambda: record_files.write(database, found[0], now=clock()) and None)
    sys.stdout.write(f"a list of {len(people):,}: compared in {seen:.2f} s, written in {written:.2f} s\n")


def main(arguments: list[str]) -> int:
    """Make the book, print the table; 1 when a goal was missed."""
    small = "--small" in arguments
    with tempfile.TemporaryDirectory() as folder:
        places = Places.under(Path(folder) / "machine", KeyCost(memory=8, passes=1, lanes=1))
        database = make_book(Path(folder) / "school.kongchuo", places, pupils=2_000 if small else 20_000)
        try:
            count = fill(database, 2_000 if small else 20_000)
            missed = compare(f"the roll, {count:,} changes", cases(database), rounds=5, goals=GOALS).missed
            bring(database, Path(folder), 200 if small else 1_000)
        finally:
            database.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
