"""An invented school of any size, as rows and as a book."""

import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.classes.service import class_at
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.model import Guardian, Pupil, PupilGuardian
from kongchuo_desktop.storage.bulk import bulk_insert
from kongchuo_desktop.storage.database import Database, create_book
from kongchuo_desktop.storage.places import Places

PASSWORD = "benchmark-9157"
YEAR = 2026
FAMILY = "赵钱孙李周吴郑王冯陈韦蒙覃岑黄"
SOUNDS = "zhao qian sun li zhou wu zheng wang feng chen wei meng qin cen huang".split()  # noqa: SIM905
GIVEN = "小明芳丽军伟燕霞强玉春花秀英建国志远雨涵子轩"
VILLAGES = ("上寨村", "石桥村", "大坪村", "青山村", "河口村")
ROOMS = 10  # classes of a grade


def clock() -> datetime:
    """An ordinary school day."""
    return datetime(YEAR, 10, 15, 9, 0).astimezone()


def child(number: int, chance: random.Random) -> dict[str, Any]:
    """One invented child as columns of the pupil table, without class and village."""
    grade = number % 6 + 1
    born = date(YEAR - 6 - grade, number % 12 + 1, number % 28 + 1)
    place = chance.randrange(len(FAMILY))
    return {
        "name": FAMILY[place] + "".join(chance.sample(GIVEN, 2)),
        "sex": chance.choice("男女"),
        "birth_date": born,
        "id_type": "居民身份证",
        "id_number": f"520000{born:%Y%m%d}{number % 10000:04}",
        "student_number": f"G52000{number:013}",
        "seat_number": str(number % 50 + 1),
        "boarding": number % 3 == 0,
        "pinyin": SOUNDS[place] + "xiaoming",
        "initials": SOUNDS[place][0] + "xm",
    }


def make_book(path: Path, places: Places, *, pupils: int) -> Database:
    """A book of a school with so many pupils, each with one parent; open."""
    made = create_book(path, password=PASSWORD, metadata=METADATA, clock=clock, actor="bench", places=places)
    facts = identity.SchoolFacts(name="青石镇大校小学", stage="小学", current_year=YEAR)
    with made.database.write("bench") as session:
        identity.found_school(session, facts=facts)
        villages = list(identity.village_ids(session, names=frozenset(VILLAGES)).values())
        rooms = {(g, n): class_at(session, grade=g, number=n) for g in range(1, 7) for n in range(1, ROOMS + 1)}
        chance = random.Random(pupils)  # noqa: S311 - the same school every time
        rows = [
            {
                **child(number, chance),
                "class_id": rooms[number % 6 + 1, number // 6 % ROOMS + 1],
                "village_id": villages[number % len(villages)],
            }
            for number in range(pupils)
        ]
        children = bulk_insert(session, Pupil, rows)
        parents = [{"name": row["name"][0] + "大山", "phone": f"138{place:08}"} for place, row in enumerate(rows)]
        adults = bulk_insert(session, Guardian, parents)
        ties = [
            {"pupil_id": pupil, "guardian_id": adult, "position": 1, "relation": "父亲"}
            for pupil, adult in zip(children, adults, strict=True)
        ]
        bulk_insert(session, PupilGuardian, ties)
    return made.database
