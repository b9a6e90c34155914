"""A term is reckoned with the boarding, class and roll of its own days; the beds and the log know them."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from kongchuo_desktop.school.aid import service
from kongchuo_desktop.school.aid.model import FamilyMember, FamilyStatus, PoorFamily
from kongchuo_desktop.school.enrolment import boarding
from kongchuo_desktop.school.enrolment.boarding_history import BoardingLife, Switched, boarding_lives, life
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

SEPT, OCT, NOV = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("now", "entered", "nights", "known", "day", "boards"),
    [
        (True, [], [], SEPT, OCT, True),
        (False, [Switched(NOV, False)], [], SEPT, OCT, True),
        (False, [Switched(NOV, False)], [], SEPT, NOV, False),
        (True, [Switched(NOV, True)], [], SEPT, OCT, False),
        (True, [Switched(NOV, True)], [(date(2026, 9, 10), None)], SEPT, OCT, True),  # the bed says since when
        (True, [Switched(NOV, True)], [(date(2026, 9, 10), None)], SEPT, SEPT, False),
        (False, [Switched(NOV, False)], [(SEPT, date(2026, 9, 20))], SEPT, OCT, False),  # entered late: the bed ended
        (False, [Switched(NOV, False)], [(SEPT, date(2026, 9, 20))], SEPT, date(2026, 9, 20), True),
        (True, [Switched(OCT, True), Switched(NOV, False), Switched(date(2026, 12, 1), True)], [], SEPT, NOV, False),
        (True, [], [], NOV, OCT, True),  # before the book's first word: what that word says
    ],
)
def test_boarding_of_a_day(
    now: bool, entered: list[Switched], nights: list[tuple[date, date | None]], known: date, day: date, boards: bool
) -> None:
    assert life(now, entered, nights, known).on(day) is boards


def test_how_far_the_book_reaches_back() -> None:
    assert BoardingLife(True, known_since=NOV).reaches(OCT) is False
    assert BoardingLife(True, known_since=OCT).reaches(OCT) is True
    assert BoardingLife(True, nights=((SEPT, None),), known_since=NOV).reaches(OCT) is True


@pytest.fixture
def book(new_book: Callable[[], Database]) -> Database:
    return new_book()


def at(book: Database, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """From here on the book is written on that day."""
    monkeypatch.setattr(book, "clock", lambda: datetime(day.year, day.month, day.day, 9, tzinfo=CHINA))


def poor(book: Database, child: PupilId) -> None:
    with book.write("名单") as session:
        family = PoorFamily(head_name="韦大山", village="河湾村")
        session.add(family)
        session.flush()
        session.add(FamilyStatus(family_id=family.id, category="脱贫户", since="2016-12", listed_on=SEPT, seen_on=SEPT))
        session.add(FamilyMember(family_id=family.id, name="韦小山", pupil_id=child))


def lines(book: Database, today: date, term: str = "2026-autumn") -> list[tuple[str, int, str, str]]:
    with book.read() as session:
        span = service.term_of(session, key=term, today=today)
        found = service.entitled(session, term=span, today=today).lines
    return [
        (one.entitlement.programme.key, one.entitlement.cents, one.class_name, one.entitlement.why) for one in found
    ]


def set_rule(book: Database, key: str, value: str) -> None:
    with book.write("规则") as session:
        identity.set_rule(session, key=key, value=value, in_force_from=SEPT, document="县教科〔2026〕9号")


def test_a_change_of_boarding_after_the_counting_day_changes_the_next_term_only(
    book: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(book, monkeypatch, SEPT)
    child = found_school(book)["韦小山"]
    poor(book, child)
    with book.write("住宿") as session:
        pupil_room.change_pupil(session, pupil_id=child, fields={"boarding": True})
    at(book, monkeypatch, NOV)
    with book.write("退宿") as session:
        pupil_room.change_pupil(session, pupil_id=child, fields={"boarding": False})
    assert [line[:2] for line in lines(book, NOV)] == [("boarder", 62500)]
    assert [line[:2] for line in lines(book, date(2027, 4, 1), "2027-spring")] == [("non_boarder", 31250)]
    set_rule(book, "aid.boarding_change", "months")  # three months of five boarding
    ((key, cents, _, why),) = lines(book, date(2027, 1, 20))
    assert (key, cents) == ("boarder", 50000)
    assert "按月折算：全学期5个月，625元的3个月、312.50元的2个月，得500元" in why


def test_a_bed_given_back_earlier_says_the_real_day(book: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    at(book, monkeypatch, SEPT)
    child = found_school(book)["韦小山"]
    poor(book, child)
    with book.write("寝室") as session:
        room = boarding.set_dormitory(session, dormitory_id=None, name="男生1号", sex="", beds=4, today=SEPT)
        stay = boarding.give_bed(session, pupil_id=child, dormitory_id=room, bed="1", since=SEPT)
    at(book, monkeypatch, NOV)
    with book.write("退床") as session:
        boarding.leave_beds(session, stay_ids=[stay], last_night=date(2026, 9, 20), day_pupil=True)
    assert [line[:2] for line in lines(book, NOV)] == [("non_boarder", 31250)]
    with book.read() as session:
        people = pupil_room.pupils(session, today=NOV, ids=frozenset({child}))
        lived = boarding_lives(session, people=people)[child]
    assert [(one.on, one.boards) for one in lived.switched] == [(SEPT, True), (date(2026, 9, 21), False)]
    set_rule(book, "aid.boarding_change", "next")  # boarded on the first day: the term stays so
    assert [line[:2] for line in lines(book, NOV)] == [("boarder", 62500)]


def test_a_book_that_does_not_reach_back_says_so(book: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    at(book, monkeypatch, NOV)
    poor(book, found_school(book)["韦小山"])
    ((_, _, _, why),) = lines(book, NOV)
    assert "（住宿按2026-11-20最早的登记，账本里没有2026-10-01的记录）" in why


def test_an_earlier_term_has_the_class_and_stage_of_its_year(book: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    at(book, monkeypatch, SEPT)
    poor(book, found_school(book)["韦小山"])
    with book.write("上学年") as session:
        identity.open_year(session, year=2025)
    ((_, _, name, _),) = lines(book, NOV, "2025-autumn")
    assert name == "四年级1班"


@pytest.mark.parametrize(
    ("mid_term", "joined", "left", "cents"),
    [
        ("day", None, None, 31250), ("day", date(2026, 10, 2), None, 0), ("day", None, date(2026, 9, 30), 0),
        ("day", None, date(2026, 10, 1), 31250), ("months", None, None, 31250),
        ("months", date(2026, 9, 15), None, 31250), ("months", date(2026, 9, 16), None, 25000),
        ("months", None, date(2026, 9, 14), 0), ("months", None, date(2026, 9, 15), 6250),
        ("months", None, date(2026, 12, 31), 25000), ("months", date(2026, 11, 1), date(2026, 11, 30), 6250),
    ],
)  # fmt: skip
def test_entry_and_leaving_in_mid_term(
    book: Database, monkeypatch: pytest.MonkeyPatch, mid_term: str, joined: date | None, left: date | None, cents: int
) -> None:
    at(book, monkeypatch, SEPT)
    child = found_school(book)["韦小山"]
    poor(book, child)
    set_rule(book, "aid.mid_term", mid_term)
    with book.write("学籍") as session:
        row = session.get_one(Pupil, child)
        row.joined_on, row.left_on = joined, left
        if left:
            row.status, row.left_why = "离校", "转出"
    assert sum(line[1] for line in lines(book, date(2027, 1, 20))) == cents


def test_a_child_on_leave_on_the_counting_day_gets_nothing(book: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    at(book, monkeypatch, SEPT)
    child = found_school(book)["韦小山"]
    poor(book, child)
    with book.write("休学") as session:
        session.get_one(Pupil, child).status = "休学"
    assert lines(book, NOV) == []
