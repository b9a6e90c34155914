"""一长三员: four adults for each left-behind child, hand-over, monthly records, and what is due."""

from datetime import date, datetime

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pairing.care import Named
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.tasks import concern_due
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.types import PairId, PupilId, StaffId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
TODAY = NOW.date()
SINCE = date(2026, 9, 1)


@pytest.fixture
def left(book: Database) -> dict[str, PupilId]:
    """韦小山 and 龙飞 are left behind."""
    who = found_school(book)
    with book.write("登记") as session:
        for name, kind in (("韦小山", "留守（双亲外出）"), ("龙飞", "留守（单亲外出）")):
            concern.mark(session, pupil_ids=[who[name]], kind=kind, since=SINCE, why="", by="", today=TODAY)
    return who


def name(book: Database, kind: str, who: Named, *pupils: PupilId, since: date = SINCE) -> tuple[PairId, ...]:
    with book.write("一长三员") as session:
        return care.assign(session, pupil_ids=pupils, kind=kind, who=who, since=since, today=TODAY)


def line_of(book: Database, pupil: str) -> care.CareLine:
    with book.read() as session:
        return next(line for line in care.lines(session, on=TODAY) if line.name == pupil)


def teacher(book: Database) -> StaffId:
    with book.read() as session:
        return staff_room.staff(session, today=TODAY)[0].id


def test_who_lacks_which_adult(book: Database, left: dict[str, PupilId]) -> None:
    name(book, "学习辅导", Named(staff_id=teacher(book)), left["韦小山"], left["龙飞"])
    name(book, "代理家长", Named(name="罗支书", unit="河湾村委会", phone="13900000101"), left["韦小山"])
    line = line_of(book, "韦小山")
    assert line.lacks == ("生活辅导", "心理辅导")
    assert (line.carers["学习辅导"].name, line.carers["代理家长"].unit) == ("梁老师", "河湾村委会")
    assert line_of(book, "龙飞").lacks == ("代理家长", "生活辅导", "心理辅导")


def test_another_adult_takes_over_and_undo_gives_back(book: Database, left: dict[str, PupilId]) -> None:
    name(book, "代理家长", Named(name="罗支书"), left["韦小山"])
    assert name(book, "代理家长", Named(name="罗支书", phone="139"), left["韦小山"]) == ()
    made = name(book, "代理家长", Named(name="杨大姐"), left["韦小山"], since=date(2026, 11, 1))
    assert line_of(book, "韦小山").carers["代理家长"].name == "杨大姐"
    with pytest.raises(UserError, match="不能早于上一位"):
        name(book, "代理家长", Named(name="石叔"), left["韦小山"], since=date(2026, 10, 1))
    with book.write("撤销") as session:
        care.withdraw(session, pair_ids=made)
    assert line_of(book, "韦小山").carers["代理家长"].name == "罗支书"


def test_bad_input_is_a_sentence(book: Database, left: dict[str, PupilId]) -> None:
    for kind, who, since, told in (
        ("校长", Named(name="甲"), SINCE, "只有"),
        ("代理家长", Named(name=" "), SINCE, "姓名"),
        ("代理家长", Named(name="甲"), date(2027, 1, 1), "不能晚于今天"),
    ):
        with pytest.raises(UserError, match=told):
            name(book, kind, who, left["韦小山"], since=since)
    with book.write("关爱记录") as session, pytest.raises(UserError, match="写几个字"):
        care.record(session, pupil_ids=[left["龙飞"]], day=TODAY, content=" ", who=Named(name="甲"), now=NOW)


def test_months_records_and_the_tasks_they_end(book: Database, left: dict[str, PupilId]) -> None:
    def asked() -> list[str]:
        with book.read() as session:
            return [task.sentence for task in concern_due.tasks(Reading(session, TODAY))]

    assert asked() == []  # the school names no such adults
    for kind in care.CARE_KINDS:
        name(book, kind, Named(staff_id=teacher(book)), left["韦小山"], left["龙飞"])
    assert asked() == [
        "11月还有1名留守儿童没有关爱记录：韦小山", "11月还有1名留守儿童没有关爱记录：龙飞",
    ]  # fmt: skip
    with book.write("关爱记录") as session:
        care.record(
            session, pupil_ids=[left["韦小山"]], day=date(2026, 11, 20), content="周末来家吃饭，谈学习",
            who=Named(name="罗支书"), now=NOW,
        )  # fmt: skip
    assert (line_of(book, "韦小山").records, line_of(book, "韦小山").due) == (1, False)
    assert asked() == ["11月还有1名留守儿童没有关爱记录：龙飞"]


def test_adults_outlive_the_mark_until_relieved(book: Database, left: dict[str, PupilId]) -> None:
    name(book, "代理家长", Named(name="罗支书"), left["龙飞"])
    with book.write("解除") as session:
        (found,) = concern.marks(session, on=TODAY, pupil_ids=[left["龙飞"]])
        assert found.id
        concern.end_mark(session, mark_id=found.id, on=TODAY, why="父亲回家", by="", today=TODAY)
    line = line_of(book, "龙飞")
    assert (line.kind, line.lacks, line.due) == ("", (), False)
    with book.write("结束") as session:
        care.relieve(session, pair_ids=[line.carers["代理家长"].pair_id], on=TODAY, why="父亲回家")
    with book.read() as session:
        assert "龙飞" not in {item.name for item in care.lines(session, on=TODAY)}
