"""Beds: nobody in a bed twice, no boy in a girls' room, moving ends the bed before, boarders without a bed named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import boarding, combined
from kongchuo_desktop.school.enrolment.beds import bed_order, overlap, tidy_bed
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, DormitoryId, PupilId
from kongchuo_desktop.storage.database import Database

TODAY = date(2026, 11, 22)
FIRST = date(2026, 9, 1)
CHILDREN = (("韦小山", "男"), ("龙飞", "男"), ("罗雨", "女"), ("石青", ""))
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 3, 1))


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    with book.write("布置") as session:
        room = class_room.class_at(session, grade=5, number=1)
        return {
            name: pupil_room.add_pupil(
                session, fields={"name": name, "sex": sex, "class_id": room, "boarding": name != "石青"}
            )
            for name, sex in CHILDREN
        }


def add_room(book: Database, name: str = "男生1号寝室", sex: str = "男", beds: int = 2) -> DormitoryId:
    with book.write("添加寝室") as session:
        return boarding.set_dormitory(session, dormitory_id=None, name=name, sex=sex, beds=beds, today=TODAY)


def give(book: Database, child: PupilId, room: DormitoryId, bed: str, since: date = FIRST) -> int:
    with book.write("安排床位") as session:
        return boarding.give_bed(session, pupil_id=child, dormitory_id=room, bed=bed, since=since)


def seen(book: Database, on: date = TODAY) -> dict[str, dict[str, str]]:
    with book.read() as session:
        return {
            room.name: {stay.bed: stay.name for stay in room.sleepers} for room in boarding.dormitories(session, on=on)
        }


def test_a_child_gets_a_bed_and_the_bed_is_no_longer_free(book: Database, ids: dict[str, PupilId]) -> None:
    room = add_room(book)
    give(book, ids["韦小山"], room, " 2号床 ")
    assert seen(book) == {"男生1号寝室": {"2": "韦小山"}}
    with book.read() as session:
        assert boarding.dormitories(session, on=TODAY)[0].free == ("1",)


@pytest.mark.parametrize(
    ("name", "bed", "says"),
    [
        ("罗雨", "1", "男生寝室"),
        ("龙飞", "2", "还住着"),
        ("龙飞", "3", "只有 2 张床"),
        ("龙飞", "上铺", "没有“上铺”号"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    book: Database, ids: dict[str, PupilId], name: str, bed: str, says: str
) -> None:
    room = add_room(book)
    give(book, ids["韦小山"], room, "2")
    with pytest.raises(UserError, match=says):
        give(book, ids[name], room, bed)
    assert seen(book) == {"男生1号寝室": {"2": "韦小山"}}


def test_moving_ends_the_bed_before_and_what_was_stays(book: Database, ids: dict[str, PupilId]) -> None:
    one, two = add_room(book), add_room(book, "男生2号寝室")
    give(book, ids["韦小山"], one, "1")
    give(book, ids["韦小山"], two, "1", since=date(2026, 10, 12))
    assert seen(book) == {"男生1号寝室": {}, "男生2号寝室": {"1": "韦小山"}}
    assert seen(book, date(2026, 10, 11))["男生1号寝室"] == {"1": "韦小山"}
    give(book, ids["龙飞"], one, "1", since=date(2026, 10, 12))
    with book.read() as session:
        assert [stay.until for stay in boarding.stays(session, pupil_id=ids["韦小山"])] == [date(2026, 10, 11), None]


def test_one_who_gets_a_bed_boards_from_then_on(book: Database, ids: dict[str, PupilId]) -> None:
    stay = give(book, ids["石青"], add_room(book), "1")
    with book.write("退床") as session:
        assert pupil_room.pupil(session, pupil_id=ids["石青"], today=TODAY).boarding
        boarding.leave_beds(session, stay_ids=[stay], last_night=TODAY, day_pupil=True)
    with book.read() as session:
        assert not pupil_room.pupil(session, pupil_id=ids["石青"], today=TODAY).boarding
        assert boarding.stays(session, on=TODAY + timedelta(days=1)) == ()


def test_several_get_the_free_beds_or_nobody_does(book: Database, ids: dict[str, PupilId]) -> None:
    room = add_room(book)
    boys = [ids["韦小山"], ids["龙飞"]]
    with book.write("安排床位") as session:
        boarding.give_beds(session, pupil_ids=boys, dormitory_id=room, since=FIRST)
    assert seen(book) == {"男生1号寝室": {"1": "韦小山", "2": "龙飞"}}
    with pytest.raises(UserError, match="只剩 0 张空床，住不下 1 人"), book.write("安排床位") as session:
        boarding.give_beds(session, pupil_ids=[ids["石青"]], dormitory_id=room, since=FIRST)


def test_a_room_keeps_what_its_sleepers_need(book: Database, ids: dict[str, PupilId]) -> None:
    room = add_room(book)
    give(book, ids["韦小山"], room, "2")
    for change, says in (({"beds": 1}, "2号床住着韦小山"), ({"sex": "女"}, "不能改成女生寝室")):
        values = {"name": "男生1号寝室", "sex": "男", "beds": 2, **change}
        with pytest.raises(UserError, match=says), book.write("修改寝室") as session:
            boarding.set_dormitory(session, dormitory_id=room, today=TODAY, **values)  # type: ignore[arg-type]
    with pytest.raises(UserError, match="床位数改为 0"), book.write("删除寝室") as session:
        boarding.remove_dormitory(session, dormitory_id=room)
    with pytest.raises(UserError, match="已经有一间"):
        add_room(book)


def test_a_child_who_left_gets_no_bed(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("离校") as session:
        pupil_room.change_pupil(session, pupil_id=ids["龙飞"], fields={"status": "离校"})
    with pytest.raises(UserError, match="现在是“离校”"):
        give(book, ids["龙飞"], add_room(book), "1")


def classes_of(book: Database) -> list[ClassId]:
    with book.write("班级") as session:
        return [class_room.class_at(session, grade=grade, number=1, campus=place)
                for grade, place in ((1, ""), (2, ""), (3, ""), (1, "大坪教学点"))]  # fmt: skip


def test_classes_share_a_room_of_one_campus_until_they_part(book: Database) -> None:
    first, second, third, far = classes_of(book)
    with book.write("复式班") as session:
        room = combined.set_combined(
            session, room_id=None, name="一二年级复式班", class_ids=[second, first], since=FIRST, today=TODAY
        )
    for others, says in (([first], "至少要有两个班"), ([first, far], "不在同一个校区"), ([first, third], "已经编在")):
        with pytest.raises(UserError, match=says), book.write("复式班") as session:
            combined.set_combined(session, room_id=None, name="又一间", class_ids=others, since=FIRST, today=TODAY)
    with book.write("复式班") as session:
        combined.set_combined(session, room_id=room, name="三个年级", class_ids=[first, second, third],
                              since=FIRST, today=TODAY)  # fmt: skip
        (found,) = combined.combined_rooms(session, on=TODAY)
        assert (found.name, found.class_names) == ("三个年级", "一年级1班、二年级1班、三年级1班")
        combined.end_combined(session, room_id=room, last_day=TODAY - timedelta(days=1))
        assert combined.combined_rooms(session, on=TODAY) == ()
        assert len(combined.combined_rooms(session, on=FIRST)) == 1


@given(days, st.none() | days, days, st.none() | days)
def test_overlap_is_sharing_a_day(a: date, b: date | None, c: date, d: date | None) -> None:
    def span(first: date, last: date | None) -> set[date]:
        end = last or date(2026, 4, 1)
        return {first + timedelta(days=n) for n in range((end - first).days + 1)}

    if (b is None or a <= b) and (d is None or c <= d):
        assert overlap(a, b, c, d) == bool(span(a, b) & span(c, d)) == overlap(c, d, a, b)


def test_beds_are_numbers_in_their_order() -> None:
    assert [tidy_bed(text) for text in ("3号床", "０3", " 12 ", "上铺")] == ["3", "3", "12", "上铺"]
    names = sorted(["男生10号", "男生2号", "值班室"], key=bed_order)
    assert names == ["男生2号", "男生10号", "值班室"]
