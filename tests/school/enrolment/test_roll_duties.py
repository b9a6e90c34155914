"""Today's tasks from the roll, on the days on which each is due."""

from datetime import date

import pytest

from kongchuo_desktop.school.enrolment import elsewhere, service
from kongchuo_desktop.school.enrolment.chase import working_day_after
from kongchuo_desktop.school.enrolment.elsewhere import StayDraft
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.tasks.agenda import Task
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.tasks.roll_duties import tasks
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, found_school


@pytest.fixture
def children(book: Database) -> dict[str, PupilId]:
    return found_school(book)


def due(book: Database, day: str) -> list[Task]:
    with book.read() as session:
        return list(tasks(Reading(session, date.fromisoformat(day))))


def record(book: Database, child: PupilId, kind: str, day: str, **named: object) -> None:
    with book.write("登记异动") as session:
        draft = service.Draft(kind, date.fromisoformat(day), **named)  # type: ignore[arg-type]
        service.record_change(session, pupil_id=child, draft=draft, now=NOW)


def test_working_days_pass_over_the_national_holiday(book: Database) -> None:
    with book.read() as session:
        calendar = identity.calendar(session)
    tenth = working_day_after(date(2026, 9, 28), 10, calendar)
    assert tenth == date(2026, 10, 16)  # 1–7 October free, Saturday the 10th worked instead


def test_a_receipt_is_chased_after_ten_working_days(book: Database, children: dict[str, PupilId]) -> None:
    record(book, children["罗雨"], "转出", "2026-09-07", place="县城关小学")
    assert due(book, "2026-09-19") == []
    (first,) = due(book, "2026-09-20")  # a Sunday that is worked for the holiday
    assert (first.due, first.who, first.opens.kind) == (date(2026, 9, 20), "梁老师", "chase")
    assert "10个工作日没有回执" in first.sentence
    (later,) = due(book, "2026-10-30")
    assert later.papers == ("chase_letter",)
    assert later.who == "校长"


def test_the_school_s_own_days(book: Database, children: dict[str, PupilId]) -> None:
    with book.write("规则") as session:
        identity.set_rule(
            session, key="enrolment.chase_days", value="5", in_force_from=date(2026, 9, 1), document="县局通知"
        )
    record(book, children["罗雨"], "转出", "2026-09-07", place="县城关小学")
    assert [task.due for task in due(book, "2026-09-14")] == [date(2026, 9, 14)]


def test_leave_is_remembered_thirty_and_seven_days_before_and_on_the_day(
    book: Database, children: dict[str, PupilId]
) -> None:
    record(book, children["石青"], "休学", "2026-09-15", expected_return=date(2026, 11, 30))
    assert due(book, "2026-10-30") == []
    days = {day: due(book, day)[0] for day in ("2026-10-31", "2026-11-23", "2026-11-30", "2026-12-03")}
    titles = [task.title[:2] for task in days.values()]
    assert titles == ["联系", "确认", "办理", "办理"]
    assert [task.due.isoformat() for task in days.values()] == ["2026-11-23", "2026-11-30", "2026-11-30", "2026-11-30"]
    assert "已过期3天" in days["2026-12-03"].sentence


def test_a_child_elsewhere_is_confirmed_every_ninety_days(book: Database, children: dict[str, PupilId]) -> None:
    with book.write("随迁就读") as session:
        stay = elsewhere.start_stay(
            session, pupil_id=children["吴敏"], draft=StayDraft(date(2026, 9, 1), "东莞市长安小学", minder="吴光前")
        )
    assert due(book, "2026-11-15") == []
    (task,) = due(book, "2026-11-16")
    assert (task.due, task.who, task.pupil) == (date(2026, 11, 30), "吴光前", "吴敏")
    with book.write("核实") as session:
        elsewhere.confirm(session, stay_id=stay, day=date(2026, 11, 20), how="视频", found="在校上课", by="梁老师")
    assert due(book, "2026-12-01") == []
    with book.read() as session:
        (found,) = elsewhere.stays(session, on=date(2026, 12, 1))
        assert (found.next_due, found.last and found.last.how) == (date(2027, 2, 18), "视频")
        assert found.overdue(date(2027, 2, 20)) == 2


def test_a_newcomer_without_number(book: Database, children: dict[str, PupilId]) -> None:
    with book.write("转入") as session:
        service.enter_newcomer(
            session, fields={"name": "蒙小雨"}, draft=service.Draft("转入", date(2026, 9, 10)), now=NOW
        )
    (task,) = due(book, "2026-10-11")
    assert (task.title, task.due, task.opens.page) == ("建好或接续学籍", date(2026, 10, 10), "pupils")
