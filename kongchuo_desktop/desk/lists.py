"""Lists as plain values for other programs (see docs/development.md, files and JSON)."""

from datetime import date
from typing import Any

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database


def pupils(database: Database, *, today: date) -> list[dict[str, Any]]:
    """Every child on the roll, ISO dates, numbers as text; the reading is put on record."""
    with database.write("导出学生名单") as session:
        people = pupil_room.pupils(session, today=today)
        audit.record_event(session, kind="export", what="学生名单(JSON)", count=len(people))
    return [_plain(person) for person in people]


def _plain(person: pupil_room.PupilFacts) -> dict[str, Any]:
    return {
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth,
        "id_number": person.id_number,
        "student_number": person.student_number,
        "grade": person.grade_name,
        "class": person.class_name,
        "village": person.village,
        "boarding": person.boarding,
        "guardians": [
            {"name": adult.name, "relation": adult.relation, "phone": adult.phone, "id_number": adult.id_number}
            for adult in person.guardians
        ],
        "status": person.status,
    }
