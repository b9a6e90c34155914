"""The sample school's autumn term of registers: ordinary days, and one child at each step of the ladder."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import duties, returning, service
from kongchuo_desktop.school.attendance.days import SchoolCalendar, calendar_of
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.attendance.rules import AM, HALVES, PM
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.storage.bulk import bulk_insert

ILLNESSES = ("感冒发烧", "腹泻", "牙痛", "扭伤脚踝", "出水痘")
ERRANDS = ("外婆寿宴", "随父母进城办证", "家里修房", "祭祖")
Row = dict[str, object]


def add_term(session: Session, *, now: datetime) -> None:
    """Registers from the first day of term up to now, with what a village school's term has."""
    today = now.date()
    calendar = calendar_of(session)
    term = min(calendar.spans, key=lambda span: span.starts)
    days = calendar.taught(term.starts, today)
    people = pupil_room.pupils(session, today=today, status=("在读",))
    rooms = {room.grade: room for room in class_room.classes(session, today=today)}
    if not days or 6 not in rooms:
        return
    marks = _ordinary(people, days)
    marks |= _ladder(people, rooms, days)
    forgotten = _forgotten(rooms, days)
    bulk_insert(session, Register, _registers(rooms.values(), days, forgotten, now))
    bulk_insert(session, AbsenceMark, list(marks.values()))
    _leave_ahead(session, people, calendar, today)
    _first_days(session, rooms, people, term.starts, days)
    _close_the_old_ones(session, days, today)


def _ordinary(people: Sequence[PupilFacts], days: Sequence[date]) -> dict[tuple[int, date, str], Row]:
    """Illness, errands, lateness: a few a day, the same in every sample book."""
    found: dict[tuple[int, date, str], Row] = {}
    for place, day in enumerate(days):
        for turn in range(1 + place % 3):
            child = people[(place * 37 + turn * 53) % len(people)]
            sort = (place + turn * 2) % 5
            if sort < 2:
                _mark(found, child, day, HALVES, "病假", ILLNESSES[(place + turn) % len(ILLNESSES)])
            elif sort == 2:
                _mark(found, child, day, (PM,), "事假", ERRANDS[(place + turn) % len(ERRANDS)])
            else:
                _mark(found, child, day, (AM,), "迟到" if sort == 3 else "早退", "路远，赶不上车" if sort == 3 else "")
    return found


def _ladder(
    people: Sequence[PupilFacts], rooms: Mapping[int, ClassFacts], days: Sequence[date]
) -> dict[tuple[int, date, str], Row]:
    """One child for each step: four periods today, a day, a week; and one of September, back since."""
    found: dict[tuple[int, date, str], Row] = {}
    mine = {grade: [child for child in people if child.class_id == room.id] for grade, room in rooms.items()}
    _mark(found, mine[4][2], days[-1], ("1", "2", "3", "4"), "旷课", "")
    for day in days[-2:-1]:
        _mark(found, mine[5][4], day, HALVES, "旷课", "与邻村同学外出未归", "班主任电话未通")
    for day in days[-7:]:
        _mark(found, mine[6][3], day, HALVES, "旷课", "随父去外地务工", "班主任电话告知其祖母")
    for day in days[:2]:
        _mark(found, mine[6][0], day, HALVES, "事假", "随母亲在县城")
    for day in days[8:10]:
        _mark(found, mine[6][10], day, HALVES, "旷课", "厌学，在家放牛", "班主任家访")
    return found


def _mark(
    found: dict[tuple[int, date, str], Row], child: PupilFacts, day: date, slots: Sequence[str], kind: str,
    reason: str, told: str = "",
) -> None:  # fmt: skip
    for slot in slots:
        found[child.id, day, slot] = {
            "pupil_id": child.id, "day": day, "slot": slot, "kind": kind, "reason": reason, "told": told,
        }  # fmt: skip


def _forgotten(rooms: Mapping[int, ClassFacts], days: Sequence[date]) -> set[tuple[int, date, str]]:
    """One register that nobody took."""
    return {(rooms[2].id, days[-3], PM)} if len(days) > 3 else set()


def _registers(
    rooms: Iterable[ClassFacts], days: Sequence[date], forgotten: set[tuple[int, date, str]], now: datetime
) -> list[Row]:
    rows: list[Row] = []
    for room in rooms:
        for day in days:
            for slot, hour in ((AM, time(8, 20)), (PM, time(14, 10))):
                ahead = day == now.date() and hour >= now.time()
                if (room.id, day, slot) not in forgotten and not ahead:
                    rows.append({"class_id": room.id, "day": day, "slot": slot,
                                 "taken_at": datetime.combine(day, hour), "taken_by": room.head})  # fmt: skip
    return rows


def _leave_ahead(session: Session, people: Sequence[PupilFacts], calendar: SchoolCalendar, today: date) -> None:
    """A child whose leave was given in advance."""
    first = calendar.next_taught(today)
    if first is not None:
        child = people[17 % len(people)]
        service.give_leave(
            session, pupil_ids=[child.id], first=first, last=first + timedelta(days=2), kind="病假",
            reason="到县医院做手术", today=today,
        )  # fmt: skip


def _first_days(
    session: Session, rooms: Mapping[int, ClassFacts], people: Sequence[PupilFacts], opens: date, days: Sequence[date]
) -> None:
    """Registration on the first day, and one child that came on the third."""
    late = next(child for child in people if child.class_id == rooms[6].id)
    ids = [child.id for child in people if child.id != late.id]
    returning.came(session, pupil_ids=ids, opens=opens, at=datetime.combine(opens, time(9, 30)))
    asked = datetime.combine(opens, time(16, 0))
    returning.asked(session, pupil_id=late.id, opens=opens, by=rooms[6].head, at=asked, answer="随母亲在县城，后天返校")
    if len(days) > 2:
        returning.came(session, pupil_ids=[late.id], opens=opens, at=datetime.combine(days[2], time(8, 0)))


def _close_the_old_ones(session: Session, days: Sequence[date], today: date) -> None:
    """September's duties are done; those of the last days are open."""
    session.flush()
    for duty in duties.duties(session, on=today):
        if len(days) > 12 and duty.crossed_on <= days[10]:
            kind = "call" if duty.step.number == 1 else "visit"
            duties.close(
                session, duty=duty, outcome=duty.step.outcomes[0], record_kind=kind,
                record=f"{duty.due.month}月{duty.due.day}日与家长联系，问明原因，学生已返校", done_on=duty.due,
                done_by=duty.who,
            )  # fmt: skip
