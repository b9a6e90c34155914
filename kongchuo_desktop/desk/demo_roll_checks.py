"""The sample school's September roll check: five classes counted, a difference settled, some still open."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import presence, roll_checks
from kongchuo_desktop.school.enrolment.presence import Absent, Stranger
from kongchuo_desktop.school.pupils import service as pupil_room

DAYS_AFTER = 2  # the check is made on the third day of term


def add_checks(session: Session, *, now: datetime) -> None:
    """All classes but the highest: one child missing in the fourth, one too many in the second."""
    opens = presence.opens(session, today=now.date())
    day = datetime.combine(opens + timedelta(days=DAYS_AFTER), now.timetz()).replace(hour=10, minute=0)
    if day > now:
        return
    for room in class_room.classes(session, today=now.date())[:-1]:
        people = pupil_room.pupils(session, today=day.date(), class_id=room.id, status=("在读",))
        here = [one for one in people if (one.fields["joined_on"] or date.min) <= day.date()]
        absent = [Absent(here[0].id, "随父母在省城，说好国庆后回来")] if room.grade == 4 and here else []
        strangers = [Stranger("石小满", "外婆家寄读，学籍还在石板小学")] if room.grade == 2 else []
        presence.take(
            session, class_id=room.id, term_opens=opens, absent=absent, strangers=strangers, now=day, by=room.head
        )
    missing = [one for one in roll_checks.differences(session) if one.pupil_id is not None]
    roll_checks.settle(
        session, ids=[one.id for one in missing], outcome="已联系，限期返校", note="10月8日已到校",
        day=opens + timedelta(days=37), by="教导处",
    )  # fmt: skip
