"""The sample school's dormitories: boarders in their beds since September, one moved, two still without."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import boarding
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import DormitoryId, PupilId

OPENS = date(2026, 9, 1)
MOVED = date(2026, 10, 12)
BEDS = 8


def add_beds(session: Session, *, now: datetime) -> None:
    """As many rooms as the boys and girls who board need, one bed over."""
    today = now.date()
    if today < OPENS:
        return
    people = [one for one in pupil_room.pupils(session, today=today, status=("在读",)) if one.boarding]
    keepers = [person.id for person in staff_room.staff(session, today=today) if "后勤" in person.duty or person.duty]
    for place, sex in enumerate(("男", "女")):
        children = [one.id for one in people if one.sex == sex][:-1]  # the last came late and has no bed yet
        rooms = [
            boarding.set_dormitory(
                session, dormitory_id=None, name=f"{sex}生{number}号寝室", sex=sex, beds=BEDS, today=today,
                keeper_id=keepers[-1 - place] if keepers else None,
            )
            for number in range(1, len(children) // BEDS + 2)
        ]  # fmt: skip
        _move_in(session, children, rooms, today=today)


def _move_in(session: Session, children: list[PupilId], rooms: list[DormitoryId], *, today: date) -> None:
    for number, child in enumerate(children):
        boarding.give_bed(
            session, pupil_id=child, dormitory_id=rooms[number // BEDS], bed=str(number % BEDS + 1), since=OPENS,
        )  # fmt: skip
    if children and today >= MOVED:
        boarding.give_bed(session, pupil_id=children[0], dormitory_id=rooms[-1], bed=str(BEDS), since=MOVED)
