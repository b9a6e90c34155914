"""Whom a paper of enrolment is about: the child, its change, its class of that day, its adults and teachers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.identity.service import SchoolFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import ClassId, EventId, PupilId

EVERYBODY = ("在读", "休学", "离校")
DIGITS = 12  # 学籍号 are longer, ids of changes shorter


@dataclass(frozen=True)
class Subject:
    """One child and, when it is entered already, its change."""

    school: SchoolFacts
    child: PupilFacts
    event: EventFacts | None
    class_name: str
    head: str
    head_phone: str
    principal: str
    on: date
    leave: EventFacts | None = None  # the 休学 that it comes back from

    @property
    def adult(self) -> GuardianFacts | None:
        """The guardian (监护人), else the first adult."""
        return self.child.guardian

    @property
    def home(self) -> str:
        """Where the child lives, as closely as the book knows."""
        known = self.child.fields
        return str(known["current_address"] or known["home_address"] or self.child.village)


def on_paper(day: date | None) -> str:
    """2026年9月1日, or "" without a day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def birth_on_paper(text: str) -> str:
    """2017-03-08 → 2017年3月8日; a month alone stays a month."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(text.split("-"), "年月日", strict=False)) if text else ""


def about_events(session: Session, *, ids: Iterable[EventId], on: date) -> tuple[Subject, ...]:
    """Changes as they are papered, in the order asked for."""
    found = [enrolment.event(session, event_id=event_id) for event_id in ids]
    return _subjects(session, [(one.pupil_id, one) for one in found], on)


def about_pupils(session: Session, *, ids: Iterable[PupilId], on: date) -> tuple[Subject, ...]:
    """Children whose change is still to come."""
    return _subjects(session, [(pupil_id, None) for pupil_id in ids], on)


def _subjects(
    session: Session, wanted: list[tuple[PupilId, EventFacts | None]], on: date
) -> tuple[Subject, ...]:  # fmt: skip
    school = identity.school(session)
    ids = frozenset(pupil_id for pupil_id, _event in wanted)
    people = {one.id: one for one in pupil_room.pupils(session, today=on, ids=ids, status=EVERYBODY)} if ids else {}
    rooms = {room.id: room for room in class_room.classes(session, today=on, closed=True)}
    phones = {person.id: person.phone for person in staff_room.staff(session, today=on)}
    principal = staff_room.principal(session, today=on)
    found = []
    for pupil_id, event in wanted:
        child = people[pupil_id]
        room = rooms.get(ClassId(_class_of(child, event) or 0))
        found.append(
            Subject(
                school, child, event, (event.class_name if event else "") or child.class_name,
                room.head if room else "", phones.get(room.head_id, "") if room and room.head_id else "",
                principal.name if principal else "", on, _leave(session, child, event),
            )
        )  # fmt: skip
    return tuple(found)


def _leave(session: Session, child: PupilFacts, event: EventFacts | None) -> EventFacts | None:
    coming_back = event.kind == "复学" if event else child.status == "休学"
    if not coming_back:
        return None
    last = event.day if event else None
    found = enrolment.events(session, pupil_id=child.id, kinds=("休学",), last=last)
    return found[-1] if found else None


def _class_of(child: PupilFacts, event: EventFacts | None) -> int | None:
    if event is None:
        return child.class_id
    return event.to_class_id if event.sort.way == "in" else event.from_class_id or event.to_class_id


def chosen_subjects(
    session: Session, answers: Mapping[str, str], *, kinds: tuple[str, ...], on: date
) -> tuple[Subject, ...]:
    """The answers of a paper as subjects: named changes, a named child, or the school year's changes of these kinds."""
    if text := answers.get("pupil", "").strip():
        return about_pupils(session, ids=[_child_named(session, text, on)], on=on)
    if text := answers.get("event", "").strip():
        found = about_events(session, ids=_numbers(text), on=on)
    else:
        year = school_year_of(on)
        changes = enrolment.events(session, first=date(year, 9, 1), last=date(year + 1, 8, 31), kinds=kinds)
        found = about_events(session, ids=[one.id for one in changes], on=on)
    for one in found:
        if one.event and one.event.kind not in kinds:
            raise UserError(f"“{one.child.name}”的这条异动是“{one.event.kind}”，这种文书只用于{'、'.join(kinds)}。")
    room = answers.get("class", "")
    return tuple(one for one in found if room in ("", one.class_name))


def _numbers(text: str) -> list[EventId]:
    parts = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    if wrong := next((part for part in parts if not part.isdecimal() or len(part) > DIGITS), ""):
        raise UserError(f"“{wrong}”不是异动编号，请写数字，几个用逗号分开。")
    return [EventId(int(part)) for part in parts]


def _child_named(session: Session, text: str, on: date) -> PupilId:
    people = pupil_room.pupils(session, today=on, status=EVERYBODY)
    found = [one for one in people if text in (one.name, one.student_number, one.id_number)]
    if len(found) == 1:
        return found[0].id
    if not found:
        raise UserError(f"账本里没有姓名或学籍号是“{text}”的学生，请核对。")
    raise UserError(f"叫“{text}”的学生有 {len(found)} 人，请写学籍号。")
