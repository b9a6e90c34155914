"""复式班: classes of several grades taught in one room, from a day to a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment.model import CombinedClass, CombinedRoom
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId


@dataclass(frozen=True)
class CombinedFacts:
    """A 复式班 with its classes by grade and the children in them today."""

    id: int
    name: str
    campus: str  # "" for the main one
    classes: tuple[ClassFacts, ...]
    children: int
    since: date
    until: date | None

    @property
    def class_names(self) -> str:
        """一年级1班、二年级1班."""
        return "、".join(room.name for room in self.classes)


def combined_rooms(session: Session, *, on: date) -> tuple[CombinedFacts, ...]:
    """The combined rooms taught in on a day, main campus first."""
    query = select(CombinedRoom).where(
        CombinedRoom.since <= on, (CombinedRoom.until.is_(None)) | (CombinedRoom.until >= on)
    )
    rooms = session.scalars(query).all()
    places = {room.id: room for room in class_room.classes(session, today=on, closed=True)}
    counts = pupil_room.class_counts(session)
    members: dict[int, list[ClassFacts]] = {}
    for link in session.scalars(select(CombinedClass)):
        if (place := places.get(ClassId(link.class_id))) is not None:
            members.setdefault(link.room_id, []).append(place)
    found = [_facts(room, members.get(room.id, []), counts) for room in rooms]
    return tuple(sorted(found, key=lambda room: (room.campus != "", room.campus, room.name)))


def _facts(row: CombinedRoom, classes: list[ClassFacts], counts: Mapping[ClassId, int]) -> CombinedFacts:
    ordered = tuple(sorted(classes, key=lambda room: (room.grade, room.number)))
    children = sum(counts.get(room.id, 0) for room in ordered)
    campus = ordered[0].campus if ordered else ""
    return CombinedFacts(row.id, row.name, campus, ordered, children, row.since, row.until)


def set_combined(
    session: Session, *, room_id: int | None, name: str, class_ids: Iterable[ClassId], since: date, today: date
) -> int:
    """Make a combined room (room_id None) or change its name, classes and first day."""
    chosen = tuple(dict.fromkeys(class_ids))
    known = {room.id: room for room in class_room.classes(session, today=today)}
    if not name.strip():
        raise UserError("请填写复式班的名称，例如“一二年级复式班”。")
    if len(chosen) < 2:
        raise UserError("复式班至少要有两个班，请再选一个班。")
    if len({known[class_id].campus_id for class_id in chosen}) > 1:
        raise UserError("这几个班不在同一个校区（教学点），不能编在一间教室，请核对。")
    for other in combined_rooms(session, on=since):
        shared = [room.name for room in other.classes if room.id in chosen]
        if other.id != room_id and shared:
            raise UserError(f"{'、'.join(shared)}已经编在“{other.name}”里，请先改那一个。")
    row = session.get_one(CombinedRoom, room_id) if room_id else CombinedRoom(name="", since=since)
    row.name, row.since = name.strip(), since
    session.add(row)
    session.flush()
    _put_classes(session, row.id, chosen)
    return row.id


def _put_classes(session: Session, room_id: int, class_ids: tuple[ClassId, ...]) -> None:
    links = session.scalars(select(CombinedClass).where(CombinedClass.room_id == room_id)).all()
    for link in links:
        if link.class_id not in class_ids:
            session.delete(link)
    held = {link.class_id for link in links}
    for class_id in class_ids:
        if class_id not in held:
            session.add(CombinedClass(room_id=room_id, class_id=class_id))
    session.flush()


def end_combined(session: Session, *, room_id: int, last_day: date) -> None:
    """The classes are taught apart again from the day after; a room ended before it began was a slip and goes."""
    row = session.get_one(CombinedRoom, room_id)
    if last_day >= row.since:
        row.until = last_day
        return
    if row.since - last_day > timedelta(days=366):
        raise UserError(f"结束日期早于开始日期（{row.since:%Y-%m-%d}）太多，请核对。")
    _put_classes(session, room_id, ())
    session.delete(row)
