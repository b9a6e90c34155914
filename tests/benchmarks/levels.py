"""Levels of concern for a whole school, and the list of homes.

Floor of each: the bare SQL that the same answer needs, on the same encrypted file and connection.

python -m tests.benchmarks.levels              3,000 pupils
python -m tests.benchmarks.levels --full      20,000 pupils
"""

import random
import sys
import tempfile
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kongchuo_desktop.school.concern import homes, proposals
from kongchuo_desktop.school.concern.kinds import shipped_kinds
from kongchuo_desktop.school.levels import service as levels
from kongchuo_desktop.school.tasks import concern_due
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.attendance import bare, exceptions, school_days
from tests.benchmarks.big_school import YEAR, make_book
from tests.benchmarks.measure import compare

TODAY = date(YEAR, 11, 20)
SPAN = (f"{YEAR}-09-01", TODAY.isoformat())
GOALS = {"levels of all": 4.0, "who waits": 5.0}
CHILDREN = "SELECT id, name, class_id, joined_on FROM pupil WHERE status IN ('在读', '休学')"
ABSENT = """SELECT pupil_id, kind, count(*) FROM absence_mark WHERE day BETWEEN ? AND ? AND slot IN ('am', 'pm')
GROUP BY pupil_id, kind"""
TRUANT = """SELECT pupil_id, day, slot, kind FROM absence_mark WHERE day BETWEEN ? AND ? AND pupil_id IN
(SELECT DISTINCT pupil_id FROM absence_mark WHERE day BETWEEN ? AND ? AND kind = '旷课')"""
REGISTERS = "SELECT class_id, day, slot FROM register WHERE day BETWEEN ? AND ?"
MARKS = """SELECT * FROM concern_mark WHERE since <= ? AND (until IS NULL OR until > ?) AND pupil_id IN
(SELECT id FROM pupil WHERE status IN ('在读', '休学'))"""
DECIDED = "SELECT * FROM concern_level WHERE id IN (SELECT max(id) FROM concern_level GROUP BY pupil_id)"
SEEN = "SELECT p.pupil_id, max(v.day) FROM visit_pupil p JOIN visit v ON v.id = p.visit_id GROUP BY p.pupil_id"
HOMES = """SELECT p.id, p.name, p.class_id, p.household_id, v.name FROM pupil p LEFT JOIN village v
ON v.id = p.village_id WHERE p.status IN ('在读', '休学')"""
ADULTS = "SELECT l.pupil_id, l.relation, g.* FROM pupil_guardian l JOIN guardian g ON g.id = l.guardian_id"
REMARKS = "SELECT id, name, class_id, remark, left_behind, orphan, disability, migrant_child FROM pupil"


def fill(database: Database, pupils: int) -> None:
    """This term's registers and exceptions, two marks for every third child, a decision and a visit for every fifth."""
    names = [kind.name for kind in shipped_kinds() if not kind.parts]
    days = [day for day in school_days(YEAR) if day.year == YEAR]
    with database.driver() as driver:
        rooms = [row[0] for row in driver.execute("SELECT id FROM school_class ORDER BY id")]
        driver.execute("BEGIN IMMEDIATE")
        driver.executemany(
            "INSERT INTO register (class_id, day, slot, taken_at, taken_by, uid) VALUES (?, ?, ?, ?, '', ?)",
            ((room, day.isoformat(), slot, f"{day} 08:00:00.000000", uuid.uuid4().hex)
             for room in rooms for day in days for slot in ("am", "pm")),
        )  # fmt: skip
        driver.executemany(
            "INSERT INTO absence_mark (pupil_id, day, slot, kind, reason, told, uid) VALUES (?, ?, ?, ?, '', '', ?)",
            exceptions(random.Random(YEAR), days, pupils),  # noqa: S311 - the same every time
        )
        driver.executemany(
            "INSERT INTO concern_mark (pupil_id, kind, since, why, marked_by, source, ended_why, ended_by, uid) "
            "VALUES (?, ?, ?, '登记', '班主任', '登记', '', '', ?)",
            ((pupil, names[(pupil + turn * 7) % len(names)], SPAN[0], uuid.uuid4().hex)
             for pupil in range(3, pupils + 1, 3) for turn in range(2)),
        )  # fmt: skip
        driver.executemany(
            "INSERT INTO concern_level (pupil_id, day, level, proposed, points, reasons, why, decided_by, decided_at, "
            "uid) VALUES (?, ?, '中', '中', 4, '[]', '', '校长', ?, ?)",
            ((pupil, SPAN[0], f"{SPAN[0]} 09:00:00.000000", uuid.uuid4().hex) for pupil in range(5, pupils + 1, 5)),
        )
        driver.execute("COMMIT")
        driver.execute("ANALYZE")


def cases(database: Database) -> dict[str, Callable[[], None]]:
    """Levels of everybody, the top list as 今日 asks for it."""

    def everybody() -> None:
        with database.read() as session:
            levels.levels(session, on=TODAY)

    def waiting() -> None:
        with database.read() as session:
            list(concern_due.tasks(Reading(session, TODAY)))

    floor = bare(
        database, (CHILDREN, ()), (ABSENT, SPAN), (TRUANT, SPAN * 2), (REGISTERS, SPAN),
        (MARKS, (SPAN[1], SPAN[1])), (DECIDED, ()), (SEEN, ()),
    )  # fmt: skip
    return {"bare SQL": floor, "levels of all": everybody, "who waits": waiting}


def home_cases(database: Database) -> dict[str, Callable[[], None]]:
    """The list of homes, and what the roster suggests."""

    def every_home() -> None:
        with database.read() as session:
            homes.homes(session, on=TODAY)

    def clues() -> None:
        with database.read() as session:
            proposals.proposals(session, on=TODAY)

    floor = bare(database, (HOMES, ()), (ADULTS, ()), (REMARKS, ()))
    return {"bare SQL": floor, "every home": every_home, "clues": clues}


def main(arguments: list[str]) -> int:
    """Make the book, print two tables; 1 when a goal was missed."""
    pupils = 20_000 if "--full" in arguments else 3_000
    with tempfile.TemporaryDirectory() as folder:
        places = Places.under(Path(folder) / "machine", KeyCost(memory=8, passes=1, lanes=1))
        database = make_book(Path(folder) / "school.kongchuo", places, pupils=pupils)
        try:
            fill(database, pupils)
            missed = compare(f"levels, {pupils:,} pupils", cases(database), rounds=5, goals=GOALS).missed
            compare(f"homes, {pupils:,} pupils", home_cases(database), rounds=5)
        finally:
            database.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
