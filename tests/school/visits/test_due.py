"""What 今日 asks for: families not seen, promises, agreed contacts, lessons at home."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.tasks import visits_due
from kongchuo_desktop.school.tasks.agenda import Task
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import coverage, service, teaching
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.school.visits.talks import TalkDraft
from kongchuo_desktop.school.visits.teaching import LessonDraft, PlacementDraft, PlanDraft
from kongchuo_desktop.school.visits.teaching_rules import figures, months, reported_kind
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    return found_school(book)


def due(book: Database, on: date) -> dict[str, Task]:
    with book.read() as session:
        return {f"{task.title}{task.pupil}": task for task in visits_due.tasks(Reading(session, on))}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, tzinfo=CHINA)


def visit(book: Database, draft: VisitDraft) -> service.VisitFacts:
    with book.write("家访") as session:
        return service.visit(session, visit_id=service.record_visit(session, draft=draft, now=at(draft.day)))


def test_families_not_seen_are_one_task_for_a_teacher_when_the_term_ends(
    book: Database, ids: dict[str, PupilId]
) -> None:
    assert due(book, date(2026, 11, 1)) == {}
    with book.read() as session:
        found = list(visits_due.tasks(Reading(session, date(2026, 12, 20))))
    assert [(task.who, task.due, task.opens.page, task.sentence[:4]) for task in found] == [
        ("梁老师", date(2027, 1, 6), "visits", "还有4户"), ("教导处", date(2027, 1, 6), "visits", "还有2户")
    ]  # fmt: skip
    visit(book, VisitDraft(date(2026, 12, 20), "入户", tuple(ids.values()), others="村干部"))
    assert due(book, date(2026, 12, 21)) == {}


def test_a_key_family_is_asked_for_by_itself(book: Database, ids: dict[str, PupilId]) -> None:
    day = date(2026, 9, 10)
    with book.write("登记") as session:
        concern.mark(session, pupil_ids=[ids["罗雨"]], kind="动摇生", since=day, why="想打工", by="", today=day)
    task = due(book, date(2026, 10, 20))["家访罗雨"]
    assert (task.who, task.papers, task.opens.pupil_id) == ("梁老师", ("visit_form",), ids["罗雨"])
    assert "要家访2次，已访0次" in task.sentence


def test_a_promise_and_a_next_visit_are_due_until_they_are_met(book: Database, ids: dict[str, PupilId]) -> None:
    day = date(2026, 10, 8)
    made = visit(
        book,
        VisitDraft(
            day, "入户", (ids["罗雨"],), others="村干部", promise="买好校服", promise_due=date(2026, 10, 12),
            next_on=date(2026, 10, 15),
        ),
    )  # fmt: skip
    found = due(book, date(2026, 10, 13))
    assert found["核对家长承诺是否落实罗雨"].state.value == "overdue"
    assert found["约定的再次家访罗雨"].due == date(2026, 10, 15)
    with book.write("落实") as session:
        service.settle_promise(
            session, visit_id=made.id, on=date(2026, 10, 13), outcome="已买", today=day.replace(day=13)
        )
    visit(book, VisitDraft(date(2026, 10, 9), "电话", (ids["罗雨"],), others="村干部"))
    assert list(due(book, date(2026, 10, 13))) == ["约定的再次家访罗雨"]
    visit(book, VisitDraft(date(2026, 10, 13), "入户", (ids["罗雨"],), others="村干部"))
    assert due(book, date(2026, 10, 13)) == {}


def test_a_next_talk_is_met_by_a_talk_of_its_kind(book: Database, ids: dict[str, PupilId]) -> None:
    first = TalkDraft(ids["石青"], date(2026, 10, 8), talker="梁老师", topic="想家", next_on=date(2026, 10, 14))
    with book.write("谈心") as session:
        service.record_talk(session, draft=first, now=at(first.day))
        other = replace(first, kind="学业", day=date(2026, 10, 13), next_on=None)
        service.record_talk(session, draft=other, now=at(other.day))
    assert due(book, date(2026, 10, 13))["约定的再次谈心石青"].sentence == "10月8日谈心：想家"
    with book.write("谈心") as session:
        service.record_talk(session, draft=replace(other, kind="谈心"), now=at(other.day))
    assert due(book, date(2026, 10, 13)) == {}


def test_teaching_at_home_owes_lessons_month_by_month(book: Database, ids: dict[str, PupilId]) -> None:
    lesson = LessonDraft(ids["吴敏"], date(2026, 9, 16), teachers="梁老师", content="认数")
    with book.write("送教") as session:
        with pytest.raises(UserError, match="没有登记为送教上门"):
            teaching.record_lesson(session, draft=lesson, now=at(date(2026, 10, 20)))
        placed = PlacementDraft(ids["吴敏"], "送教上门", date(2026, 9, 1), "智力", "二级")
        teaching.place(session, draft=placed, today=date(2026, 10, 20))
        with pytest.raises(UserError, match="已登记为送教上门"):
            teaching.place(session, draft=placed, today=date(2026, 10, 20))
        teaching.record_lesson(session, draft=lesson, now=at(date(2026, 10, 20)))
    found = due(book, date(2026, 10, 20))
    assert found["送教上门吴敏"].sentence == "2026年10月应送教1次，已送0次"
    assert found["制订送教计划吴敏"].state.value == "overdue"
    with book.write("计划") as session:
        term = coverage.term_of(session, today=date(2026, 10, 20))
        teaching.set_plan(
            session, pupil_id=ids["吴敏"], term=term, draft=PlanDraft(2, 3, "梁老师"), now=at(date(2026, 10, 20))
        )
        (child,) = teaching.at_home(session, term=term, today=date(2026, 10, 20))
        assert [(month.name, month.lacking) for month in child.months] == [("2026年9月", 1), ("2026年10月", 2)]
        assert child.hours == 2
    assert due(book, date(2026, 10, 20))["送教上门吴敏"].due == date(2026, 10, 31)


def test_a_new_placement_ends_the_one_before(book: Database, ids: dict[str, PupilId]) -> None:
    today = date(2026, 11, 1)
    with book.write("安置") as session:
        first = PlacementDraft(ids["吴敏"], "随班就读", date(2026, 9, 1), "听力、言语")
        teaching.place(session, draft=first, today=today)
        teaching.place(session, draft=replace(first, kind="送教上门", since=date(2026, 10, 1)), today=today)
        assert [item.kind for item in teaching.placements(session, today=today, on=date(2026, 9, 30))] == ["随班就读"]
        assert [item.kind for item in teaching.placements(session, today=today, on=today)] == ["送教上门"]
        rows = figures(teaching.disabled_children(session, on=today))
    assert [(row.kind, row.in_school, row.out) for row in rows if row.in_school] == [("听力", 1, 0), ("合计", 1, 0)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("", ""), ("无残疾", ""), ("视力残疾", "视力"), ("言语", "听力"), ("听力、言语", "听力"), ("智力、肢体", "其他"),
     ("多重", "其他"), ("肢体残疾二级", "其他")],
)  # fmt: skip
def test_a_disability_has_its_column_in_the_county_form(words: str, kind: str) -> None:
    assert reported_kind(words) == kind


def test_pieces_of_months_owe_nothing() -> None:
    found = months(
        starts=date(2026, 9, 1), ends=date(2027, 1, 20), since=date(2026, 9, 25), until=date(2026, 12, 31), wanted=1,
        held=[date(2026, 10, 31) - timedelta(days=3), date(2026, 9, 26)],
    )  # fmt: skip
    assert [(month.name, month.lacking) for month in found] == [
        ("2026年10月", 0), ("2026年11月", 1), ("2026年12月", 1)
    ]  # fmt: skip
