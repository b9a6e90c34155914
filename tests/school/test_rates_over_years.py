"""The identity over real books: random changes by the service, then the year's turn."""

import random
from datetime import date, datetime, timedelta, timezone

import pytest

from kongchuo_desktop.desk import handing_in
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.rates_roll import RollAnswer, roll_answer
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import service, year_turn
from kongchuo_desktop.school.enrolment.rates_service import rates
from kongchuo_desktop.school.enrolment.rules import KINDS
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.enrolment.year_turn import TurnChoices
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database

CHINA = timezone(timedelta(hours=8))
SUMMER = datetime(2027, 7, 15, 9, 0, tzinfo=CHINA)
SPANS = (
    (date(2026, 9, 1), date(2027, 8, 31)),
    (date(2026, 9, 1), date(2026, 9, 1)),
    (date(2026, 11, 7), date(2027, 3, 2)),
    (date(2027, 3, 3), date(2027, 12, 1)),
)


def classes_of(book: Database, sizes: dict[int, int]) -> tuple[dict[int, ClassId], list[PupilId]]:
    with book.write("布置") as session:
        rooms = {grade: class_room.class_at(session, grade=grade, number=1) for grade in sizes}
        ids = [
            pupil_room.add_pupil(session, fields={"name": f"生{grade}-{number}", "class_id": rooms[grade]})
            for grade, size in sizes.items()
            for number in range(size)
        ]
    return rooms, ids


def balances(book: Database, first: date, last: date) -> RollAnswer:
    with book.read() as session:
        return roll_answer(session, first=first, last=last, scope="")


def holds(found: RollAnswer) -> bool:
    return found.whole.holds and all(one.holds for _, one in found.rooms)


@pytest.mark.parametrize("seed", range(3))
def test_random_changes_of_a_real_book(book: Database, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    rooms, ids = classes_of(book, {3: 4, 4: 4})
    entered = 0
    for _ in range(60):
        kind = chance.choice(KINDS)
        day = date(2026, 9, 1) + timedelta(days=chance.randrange(300))
        draft = Draft(kind.name, day, to_class_id=chance.choice(list(rooms.values())) if kind.sets_class else None)
        try:
            with book.write("登记异动") as session:
                service.record_change(session, pupil_id=chance.choice(ids), draft=draft, now=SUMMER, from_case=True)
            entered += 1
        except UserError:
            continue  # contradicts what is on record: refused in a sentence
    assert entered >= 8
    for first, last in SPANS:
        found = balances(book, first, last)
        assert holds(found), [one.what for one in found.whole.breaks]
    one, two = balances(book, *SPANS[2]), balances(book, *SPANS[3])
    assert set(one.whole.closing) == set(two.whole.opening)


def test_the_year_turns(book: Database) -> None:
    """Graduates stay in the year's 巩固率, leave the next year's opening, and newcomers join it."""
    _, ids = classes_of(book, {1: 5, 4: 1, 5: 6, 6: 7})
    with book.write("登记异动") as session:
        service.record_change(
            session, pupil_id=ids[-1], draft=Draft("辍学", date(2027, 3, 1)), now=SUMMER, from_case=True
        )
    with book.write("升级毕业") as session:
        choices = TurnChoices(graduated_on=date(2027, 7, 11), held_back=frozenset({ids[6]}))
        year_turn.turn(session, choices=choices, now=SUMMER)
    with book.read() as session:
        year = rates(session, first=date(2026, 9, 1), last=date(2027, 8, 31))
        after = rates(session, first=date(2027, 9, 1), last=date(2027, 9, 30))
        sixth = rates(session, first=date(2026, 9, 1), last=date(2027, 8, 31), scope="六年级")
    assert (year.line("retention").figure.above, year.line("retention").figure.below) == (18, 19)
    assert (sixth.line("retention").figure.above, sixth.line("retention").figure.below) == (6, 7)
    assert year.balance.count("毕业") == 6
    assert after.line("retention").figure.below == 12
    for first, last in SPANS:
        assert holds(balances(book, first, last))


def test_rates_handed_in_are_kept(book: Database) -> None:
    """A receipt that comes later changes the figure; what went out stays, and the difference is told."""
    _, ids = classes_of(book, {3: 10})
    autumn = SUMMER.replace(year=2026, month=11, day=20)
    with book.write("登记异动") as session:
        event = service.record_change(session, pupil_id=ids[0], draft=Draft("转出", date(2026, 10, 8)), now=autumn)
    number = handing_in.hand_in(book, "rates", choices={}, to="中心校", by="王老师", now=autumn)
    with book.write("回执") as session:
        service.mark_receipt(session, event_id=event, day=date(2026, 12, 1))
    told = handing_in.differences(book, number, today=date(2026, 12, 2))
    assert ("辍学率", "比率（%）", "10.0", "0.0") in {(one.row, one.column, one.then, one.now) for one in told}
    facts = handing_in.listed(book)[0]
    assert (facts.first, facts.last) == (date(2026, 9, 1), date(2026, 11, 20))
