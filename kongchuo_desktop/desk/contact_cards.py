"""家校联系卡 from the book: who to call, for every child of a class or of the school."""

from datetime import datetime
from pathlib import Path

from kongchuo_desktop.documents.contact_card import Adult, ContactCard, draw_cards
from kongchuo_desktop.documents.faces import load_typefaces
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import StaffId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

MOST_ADULTS = 2  # what a card has room for


def make_cards(
    database: Database, *, class_name: str, out: Path, now: datetime
) -> tuple[tuple[Path, ...], int, tuple[str, ...]]:
    """Draw the cards into a .pdf and record the printing; the file, how many cards, and what must be told."""
    cards = gather(database, class_name=class_name, now=now)
    if not cards:
        raise UserError("没有可打印的联系卡：这个范围里还没有在读学生。")
    draw_cards(cards, out)
    with database.write("打印联系卡") as session:
        audit.record_event(session, kind="print", what="家校联系卡", count=len(cards))
    return (out,), len(cards), _remarks(cards)


def _remarks(cards: list[ContactCard]) -> tuple[str, ...]:
    names = ((card.name, card.teacher, *(adult.name for adult in card.adults)) for card in cards)
    written = "".join(name for those in names for name in those)
    lacking = sorted(load_typefaces().missing_characters(written))
    return (f"这些字没有字体可印，请手写补上：{'、'.join(lacking)}。",) if lacking else ()


def gather(database: Database, *, class_name: str, now: datetime) -> list[ContactCard]:
    """What the cards say, by class and seat."""
    today = now.date()
    with database.read() as session:
        school = identity.school(session)
        rooms = {room.id: room for room in class_room.classes(session, today=today)}
        phones = {person.id: person.phone for person in staff_room.staff(session, today=today)}
        people = pupil_room.pupils(session, today=today, status=("在读",))
    return [
        _card(school, person, rooms.get(person.class_id) if person.class_id else None, phones)
        for person in people
        if not class_name or person.class_name == class_name
    ]


def _card(
    school: identity.SchoolFacts,
    person: pupil_room.PupilFacts,
    room: class_room.ClassFacts | None,
    phones: dict[StaffId, str],
) -> ContactCard:
    return ContactCard(
        school=school.name,
        year=year_name(school.current_year),
        name=person.name,
        class_name=person.class_name,
        village=person.village,
        adults=tuple(Adult(adult.relation, adult.name, adult.phone) for adult in person.guardians[:MOST_ADULTS]),
        teacher=room.head if room else "",
        teacher_phone=phones.get(room.head_id, "") if room and room.head_id else "",
        school_phone=school.phone,
    )
