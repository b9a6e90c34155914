"""升级毕业: previewed child by child, done as one batch, taken back as one."""

from collections import Counter
from datetime import date, datetime

import pytest

from kongchuo_desktop.desk import year_turn as desk
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import destinations, service, year_turn
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.enrolment.year_turn import TurnChoices
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, NOW

JULY = datetime(2027, 7, 15, 9, 0, tzinfo=CHINA)


def found(book: Database) -> dict[str, PupilId]:
    """One child in first, fifth and sixth grade each, two more in the sixth, one of them on leave."""
    with book.write("布置") as session:
        rooms = {grade: class_room.class_at(session, grade=grade, number=1) for grade in (1, 5, 6)}
        placed = {"甲": 1, "乙": 5, "丙": 6, "丁": 6, "戊": 6}
        ids = {
            name: pupil_room.add_pupil(session, fields={"name": name, "class_id": rooms[grade]})
            for name, grade in placed.items()
        }
        draft = service.Draft("休学", date(2026, 10, 8), expected_return=date(2027, 9, 1))
        service.record_change(session, pupil_id=ids["戊"], draft=draft, now=NOW)
        return ids


def classes_of(book: Database) -> dict[str, str]:
    with book.read() as session:
        return {one.name: one.class_name for one in pupil_room.pupils(session, today=JULY.date())}


def test_not_before_june(book: Database) -> None:
    found(book)
    with book.read() as session:
        seen = year_turn.preview(session, today=NOW.date())
    assert "6月1日以后" in seen.objection
    with pytest.raises(UserError, match="6月1日以后"):
        desk.turn(book, choices=TurnChoices(NOW.date()), now=NOW)


def test_the_turn_and_its_way_back(book: Database) -> None:
    ids = found(book)
    before = classes_of(book)
    with book.read() as session:
        usual = year_turn.usual_choices(session, today=JULY.date())
    assert usual.graduated_on == date(2027, 7, 11)
    choices = TurnChoices(usual.graduated_on, held_back=frozenset({ids["乙"], ids["丁"]}), new_school="青石镇中学")
    seen = desk.preview(book, today=JULY.date(), choices=choices)
    assert seen.counts == {"升级": 1, "留级": 2, "毕业": 1, "休学": 1}
    assert [room.name for room in seen.new_classes] == ["一年级1班"]
    assert any("乙" in text and "没有可编入的班" in text for text in seen.remarks)
    with pytest.raises(UserError, match="没有可编入的班"):
        desk.turn(book, choices=choices, now=JULY)
    choices = TurnChoices(usual.graduated_on, held_back=frozenset({ids["丁"]}), new_school="青石镇中学")
    batch = desk.turn(book, choices=choices, now=JULY)
    assert (
        classes_of(book) == {"甲": "二年级1班", "乙": "六年级1班", "丁": "六年级1班", "戊": "2021级1班"}
        or classes_of(book)["丁"] == "六年级1班"
    )
    with book.read() as session:
        assert identity.school(session).current_year == 2027
        (graduate,) = destinations.graduates(session, year=2026)
        assert (graduate.event.name, graduate.school_name, graduate.kind) == ("丙", "青石镇中学", "")
        assert destinations.figures((graduate,)).unknown == 1
        there = history(session)
        assert ids["丙"] in there.on(date(2027, 7, 10))
        assert ids["丙"] not in there.on(date(2027, 7, 11))
        stays = [there.class_on(ids["丁"], day) for day in (date(2027, 8, 31), date(2027, 9, 1))]
        assert stays[0] != stays[1]
    assert "已撤销" in desk.take_back(book, batch)
    assert classes_of(book) == before
    with book.read() as session:
        assert identity.school(session).current_year == 2026
        assert destinations.graduates(session, year=2026) == ()


def test_not_taken_back_once_built_on(book: Database) -> None:
    found(book)
    batch = desk.turn(book, choices=TurnChoices(date(2027, 7, 11)), now=JULY)
    with book.write("新生") as session:
        room = class_room.class_at(session, grade=1, number=1)
        pupil_room.add_pupil(session, fields={"name": "己", "class_id": room})
    with pytest.raises(UserError, match="建立在它上面"):
        desk.take_back(book, batch)


def test_first_grade_repeats_in_the_new_entry_class(book: Database) -> None:
    ids = found(book)
    desk.turn(book, choices=TurnChoices(date(2027, 7, 11), held_back=frozenset({ids["甲"]})), now=JULY)
    assert classes_of(book)["甲"] == "一年级1班"


def test_nine_years_go_on_in_the_own_school(book: Database) -> None:
    ids = found(book)
    with book.write("学段") as session:
        identity.change_school(session, changes={"stage": "九年一贯"})
    seen = desk.preview(book, today=JULY.date(), choices=TurnChoices(date(2027, 7, 11)))
    assert Counter(room.name for room in seen.new_classes) == {"一年级1班": 1, "七年级1班": 1}
    desk.turn(book, choices=TurnChoices(date(2027, 7, 11)), now=JULY)
    assert classes_of(book)["丙"] == "七年级1班"
    with book.read() as session:
        there = history(session)
        assert [ids["丙"] in there.on(day) for day in (date(2027, 7, 10), date(2027, 8, 1), date(2027, 9, 1))] == [
            True, False, True,
        ]  # fmt: skip


def test_destinations_and_certificates(book: Database) -> None:
    ids = found(book)
    desk.turn(book, choices=TurnChoices(date(2027, 7, 11)), now=JULY)
    with book.write("毕业去向") as session:
        fields = {"kind": "初中", "school_name": "青石镇中学", "proof": "新生名册", "proven_on": date(2027, 9, 5)}
        destinations.set_destination(session, pupil_id=ids["丙"], fields=fields)
        assert destinations.number_certificates(
            session, year=2026, pattern="河湾证（2027）第{n}号", first=1, day=date(2027, 7, 11)
        ) == 2  # fmt: skip
        with pytest.raises(UserError, match="没有登记毕业"):
            destinations.set_destination(session, pupil_id=ids["甲"], fields=fields)
    with book.read() as session:
        people = destinations.graduates(session, year=2026)
        assert [one.certificate for one in people] == ["河湾证（2027）第001号", "河湾证（2027）第002号"]
        seen = destinations.figures(people)
        assert (seen.graduates, seen.in_school, seen.unknown) == (2, 1, 1)
