"""10,000 suspected children matched against the book of a school of 20,000; the ledger and its duties afterwards.

Floor: the columns that matching needs of every pupil by bare SQL from the same file, put into one dict by ID number
and one by name, and each row of the list looked up once; nothing decided.

python -m tests.benchmarks.suspects
"""

import random
import sys
import tempfile
from datetime import date
from pathlib import Path

from kongchuo_desktop.school.returns import suspects
from kongchuo_desktop.school.returns.intake import SuspectRow
from kongchuo_desktop.school.tasks import returns_due
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.storage.batches import BatchInfo
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.big_school import YEAR, child, clock, make_book
from tests.benchmarks.measure import Case, compare

PUPILS, LISTED = 20_000, 10_000
TODAY = date(YEAR, 11, 20)
GOALS = {"matched": 12.0, "ledger": 6.0}
SQL = "SELECT id, name, id_number, birth_date, birth_month_only FROM pupil"


def listed() -> list[SuspectRow]:
    """Half of them ours, of these every third under a wrong number; every fiftieth twice on the list."""
    dice, theirs = random.Random(PUPILS), random.Random(7)  # noqa: S311 - the same list every time
    ours = [child(number, dice) for number in range(PUPILS)]
    rows = []
    for number in range(LISTED):
        one = ours[number * 2] if number % 2 else child(PUPILS + number, theirs)
        wrong = number % 6 == 1
        rows.append(
            SuspectRow(
                "名单", number + 2, str(one["name"]), str(number + 1),
                str(one["id_number"])[:-1] if wrong else str(one["id_number"]), "身份证号少位" if wrong else "",
                one["birth_date"], "青石镇",
            )
        )  # fmt: skip
        if number % 50 == 0:
            rows.append(rows[-1])
    return rows


def floor(database: Database, rows: list[SuspectRow]) -> None:
    """Read and looked up, nothing more."""
    with database.driver() as driver:
        people = driver.execute(SQL).fetchall()
    cards = {row[2]: row for row in people}
    names: dict[str, list[object]] = {}
    for row in people:
        names.setdefault(row[1], []).append(row)
    for one in rows:
        cards.get(one.id_number)
        names.get(one.name)


def matched(database: Database, rows: list[SuspectRow]) -> None:
    """The preview of an import."""
    with database.read() as session:
        suspects.plan(session, rows=rows, problems=(), today=TODAY)


def ledger(database: Database) -> None:
    """Everybody on the list, counted."""
    with database.read() as session:
        suspects.suspects(session)
        suspects.counts(session)


def duties(database: Database) -> None:
    """What 今日 asks for about the list."""
    with database.read() as session:
        list(returns_due.tasks(Reading(session, TODAY)))


def main() -> int:
    """Prints two tables."""
    with tempfile.TemporaryDirectory() as root:
        places = Places.under(Path(root) / "machine", KeyCost(memory=8, passes=1, lanes=1))
        database = make_book(Path(root) / "b.kongchuo", places, pupils=PUPILS)
        rows = listed()
        cases: dict[str, Case] = {
            "bare read and dicts": lambda: floor(database, rows), "matched": lambda: matched(database, rows)
        }  # fmt: skip
        compare(f"{LISTED:,} suspects against {PUPILS:,} pupils", cases, rounds=5, goals=GOALS)
        with database.read() as session:
            plan = suspects.plan(session, rows=rows, problems=(), today=TODAY)
        with database.write("bench", batch=BatchInfo("suspects", "名单.csv")) as session:
            suspects.apply(session, plan=plan, now=clock(), by="bench")
        bare = "SELECT * FROM suspect"

        def read() -> None:
            with database.driver() as driver:
                driver.execute(bare).fetchall()

        later: dict[str, Case] = {
            "bare SQL": read, "ledger": lambda: ledger(database), "duties": lambda: duties(database)
        }  # fmt: skip
        compare(f"a list of {LISTED:,} in the book", later, rounds=5, goals=GOALS)
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
