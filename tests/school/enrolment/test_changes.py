"""Changes of the roll: what each does to the child's row, what is refused, and how they are taken back."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import service
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import EventId, PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, found_school

Record = Callable[..., EventId]


@pytest.fixture
def children(book: Database) -> dict[str, PupilId]:
    return found_school(book)


def record(book: Database, child: PupilId, kind: str, day: str, **named: object) -> EventId:
    with book.write("登记异动") as session:
        draft = Draft(kind, date.fromisoformat(day), **named)  # type: ignore[arg-type]
        return service.record_change(session, pupil_id=child, draft=draft, now=NOW, by="教导处")


def row(book: Database, child: PupilId) -> tuple[str, date | None, date | None, str]:
    with book.read() as session:
        found = session.get_one(Pupil, child)
        return found.status, found.joined_on, found.left_on, found.left_why


def test_leaving_ends_the_day_before(book: Database, children: dict[str, PupilId]) -> None:
    record(book, children["罗雨"], "转出", "2026-10-12", place="县城关小学")
    assert row(book, children["罗雨"]) == ("离校", None, date(2026, 10, 11), "转出")
    with book.read() as session:
        there = history(session)
        assert there.class_on(children["罗雨"], date(2026, 10, 11)) is not None
        assert children["罗雨"] not in there.on(date(2026, 10, 12))
        (waiting,) = service.unproven(session, on=date(2026, 10, 20))
        assert (waiting.name, waiting.place, waiting.proven) == ("罗雨", "县城关小学", False)
        assert waiting.missing_papers == ("转学申请表", "转入学校接收证明")


def test_leave_and_return(book: Database, children: dict[str, PupilId]) -> None:
    child = children["石青"]
    record(book, child, "休学", "2026-09-15", expected_return=date(2027, 9, 1), reason="疾病")
    assert row(book, child)[0] == "休学"
    record(book, child, "复学", "2026-10-20")
    assert row(book, child)[0] == "在读"
    with book.read() as session:
        there = history(session)
        days = ("2026-09-14", "2026-09-15", "2026-10-19", "2026-10-20")
        assert [child in there.on(date.fromisoformat(day)) for day in days] == [True, False, False, True]


@pytest.mark.parametrize(
    ("kind", "day", "says"),
    [
        ("复学", "2026-10-20", "没有休学"),
        ("转出", "2027-10-20", "31天以后"),
        ("辍学", "2026-10-20", "由劝返个案认定"),
        ("跳级", "2026-10-20", "编入哪个班"),
        ("转会", "2026-10-20", "没有“转会”"),
    ],
)
def test_refused_at_once(book: Database, children: dict[str, PupilId], kind: str, day: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        record(book, children["龙飞"], kind, day)
    assert row(book, children["龙飞"])[0] == "在读"


def test_what_contradicts_an_earlier_change(book: Database, children: dict[str, PupilId]) -> None:
    child = children["龙飞"]
    record(book, child, "转入", "2026-09-10", place="石板小学")
    for kind, day, says in (
        ("转出", "2026-09-09", "才入学"), ("转出", "2026-09-10", "互相矛盾"), ("转入", "2026-09-10", "已经登记过"),
        ("转入", "2026-10-10", "已经在册"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=says):
            record(book, child, kind, day)
    record(book, child, "转出", "2026-10-10")
    with pytest.raises(UserError, match="已离校"):
        record(book, child, "退学", "2026-10-12")
    with pytest.raises(UserError, match="已离校"):  # the later 转出 stays possible, this one not
        record(book, child, "死亡", "2026-10-12")


def test_taken_back_is_as_if_it_had_never_been(book: Database, children: dict[str, PupilId]) -> None:
    child = children["吴敏"]
    before = row(book, child)
    made = record(book, child, "转出", "2026-10-10")
    with book.write("撤回异动") as session:
        service.withdraw_change(session, event_id=made, why="登记错人", now=NOW)
    assert row(book, child) == before
    with book.read() as session:
        assert service.events(session) == ()
        (kept,) = service.events(session, withdrawn=True)
        assert (kept.withdrawn_why, kept.withdrawn_at) == ("登记错人", NOW.replace(tzinfo=None))
    record(book, child, "转出", "2026-10-10")
    assert row(book, child)[0] == "离校"


def test_a_step_on_which_another_stands_is_not_taken_back(book: Database, children: dict[str, PupilId]) -> None:
    child = children["吴敏"]
    away = record(book, child, "休学", "2026-09-15")
    record(book, child, "复学", "2026-10-10")
    with pytest.raises(UserError, match="请先撤回后面的记录"), book.write("撤回异动") as session:
        service.withdraw_change(session, event_id=away, why="登记错人", now=NOW)


def test_corrected_keeps_the_wrong_one(book: Database, children: dict[str, PupilId]) -> None:
    child = children["杨柳"]
    wrong = record(book, child, "转出", "2026-10-10", papers={"转学申请表": date(2026, 10, 9)})
    with book.write("更正异动") as session:
        facts = service.event(session, event_id=wrong)
        draft = service.draft_of(facts)
        right = service.correct_change(
            session,
            event_id=wrong,
            draft=Draft(**{**draft.__dict__, "day": date(2026, 10, 12)}),
            why="日期写错",
            now=NOW,
        )
    with book.read() as session:
        (stands,) = service.events(session, pupil_id=child)
        assert (stands.id, stands.day, stands.replaces_id) == (right, date(2026, 10, 12), wrong)
        assert stands.missing_papers == ("转入学校接收证明",)
    assert row(book, child)[2] == date(2026, 10, 11)


def test_a_newcomer_and_its_way_back(book: Database, children: dict[str, PupilId]) -> None:
    with book.write("登记转入") as session:
        room = class_room.class_at(session, grade=5, number=2)
        child, made = service.enter_newcomer(
            session, fields={"name": "蒙小雨"}, draft=Draft("转入", date(2026, 9, 20), to_class_id=room), now=NOW
        )
    assert row(book, child) == ("在读", date(2026, 9, 20), None, "")
    with book.read() as session:
        assert child not in history(session).on(date(2026, 9, 19))
        assert history(session).class_on(child, date(2026, 9, 20)) == room
    with book.write("撤回异动") as session:
        service.withdraw_change(session, event_id=made, why="没有来", now=NOW)
    assert row(book, child) == ("离校", None, None, "异动登记已撤回")
    with book.read() as session:
        assert child not in history(session).on(date(2026, 10, 1))


def test_moved_by_hand_since(book: Database, children: dict[str, PupilId]) -> None:
    """A class set at the child itself holds, and the next change knows it."""
    child = children["龙飞"]
    record(book, child, "休学", "2026-09-15")
    with book.write("改班级") as session:
        other = class_room.class_at(session, grade=5, number=1)
        session.get_one(Pupil, child).class_id = other
    record(book, child, "复学", "2026-10-10")
    with book.read() as session:
        assert session.get_one(Pupil, child).class_id == other
        assert service.events(session, pupil_id=child)[-1].from_class == "五年级1班"


def test_proof(book: Database, children: dict[str, PupilId]) -> None:
    made = record(book, children["罗雨"], "转出", "2026-10-12", place="县城关小学")
    with book.write("收到回执") as session:
        service.mark_receipt(session, event_id=made, day=date(2026, 10, 25), receipt="城关〔2026〕8号")
    with book.read() as session:
        assert [len(service.unproven(session, on=date(2026, 10, day))) for day in (11, 12, 24, 25)] == [0, 1, 1, 0]
        (found,) = service.events(session)
        assert (found.proven, found.receipt_on) == (True, date(2026, 10, 25))
    assert isinstance(found.recorded_at, datetime)


def test_two_steps_on_one_day_are_judged_one_after_the_other(book: Database, children: dict[str, PupilId]) -> None:
    """新生 into the fourth grade and 留级 into the fifth on the same day: the 留级 comes upon the fourth."""
    child = children["石青"]
    with book.write("登记异动") as session:
        fourth, fifth = (class_room.class_at(session, grade=grade, number=1) for grade in (4, 5))
        came = Draft("新生", date(2026, 10, 1), to_class_id=fourth)
        service.record_change(session, pupil_id=child, draft=came, now=NOW)
        with pytest.raises(UserError, match="留级要编入低一级的班"):
            service.record_change(
                session, pupil_id=child, draft=Draft("留级", date(2026, 10, 1), to_class_id=fifth), now=NOW
            )
        skipped = Draft("跳级", date(2026, 10, 1), to_class_id=fifth)
        service.record_change(session, pupil_id=child, draft=skipped, now=NOW)
        assert [one.from_class for one in service.events(session, pupil_id=child)] == ["五年级1班", "四年级1班"]
