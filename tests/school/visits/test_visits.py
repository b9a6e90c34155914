"""Visits: written, refused with a sentence, changed, taken back, promises kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.rules import Stay, VisitDraft, day_objection
from kongchuo_desktop.school.visits.talks import TalkDraft, delete_talk
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

NOW = datetime(2026, 10, 30, 17, 0, tzinfo=CHINA)
DAY = date(2026, 10, 29)


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    found = found_school(book)
    with book.write("布置") as session:
        session.get_one(Pupil, found["龙飞"]).joined_on = date(2026, 10, 12)
    return found


@pytest.fixture
def head(book: Database, ids: dict[str, PupilId]) -> StaffId:
    with book.read() as session:
        return staff_room.staff(session, today=DAY)[0].id


@pytest.fixture
def draft(ids: dict[str, PupilId], head: StaffId) -> VisitDraft:
    return VisitDraft(
        DAY, "入户", (ids["韦小山"], ids["罗雨"]), (head,), at_home="奶奶", found="在<b>外公</b>家 & 平安"
    )


def write(book: Database, draft: VisitDraft) -> service.VisitFacts:
    with book.write("登记家访") as session:
        made = service.record_visit(session, draft=draft, now=NOW, by="梁老师")
        return service.visit(session, visit_id=made)


def test_one_visit_is_about_several_children_and_has_a_number(
    book: Database, draft: VisitDraft, ids: dict[str, PupilId]
) -> None:
    seen = write(book, draft)
    assert (seen.names, seen.who, seen.number) == ("韦小山、罗雨", "梁老师", "河湾控访〔2026〕001号")
    assert seen.draft == draft
    with book.read() as session:
        assert service.last_contact(session) == {ids["韦小山"]: DAY, ids["罗雨"]: DAY}
        assert service.visits(session, pupil_ids=[ids["罗雨"]]) == service.visits(session, first=DAY, last=DAY)
        assert service.visits(session, first=date(2026, 10, 30)) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda draft, ids: replace(draft, day=date(2026, 10, 31)), "还没有到"),
        (lambda draft, ids: replace(draft, pupil_ids=()), "选择这次家访的学生"),
        (lambda draft, ids: replace(draft, pupil_ids=(PupilId(999),)), "不在账本里"),
        (lambda draft, ids: replace(draft, visitors=(), others=" "), "家访人"),
        (lambda draft, ids: replace(draft, form="写信"), "入户、电话、视频、到校"),
        (lambda draft, ids: replace(draft, pupil_ids=(ids["龙飞"],), day=date(2026, 10, 11)), "才入校"),
        (lambda draft, ids: replace(draft, promise_due=date(2026, 11, 1)), "承诺了什么"),
        (lambda draft, ids: replace(draft, promise="上学", promise_due=date(2026, 10, 1)), "不能早于家访当天"),
        (lambda draft, ids: replace(draft, next_on=DAY), "要晚于这次家访"),
        (lambda draft, ids: replace(draft, promise="好" * 301), "最多300个字"),
    ],
)
def test_what_cannot_be_true_is_refused_in_a_sentence(
    book: Database, draft: VisitDraft, ids: dict[str, PupilId], told: str,
    change: Callable[[VisitDraft, dict[str, PupilId]], VisitDraft],
) -> None:  # fmt: skip
    with pytest.raises(UserError, match=told):
        write(book, change(draft, ids))
    with book.read() as session:
        assert service.visits(session) == ()


def test_a_change_keeps_the_number_and_a_deletion_keeps_it_taken(book: Database, draft: VisitDraft) -> None:
    first = write(book, draft)
    with book.write("改") as session:
        service.change_visit(
            session, visit_id=first.id, draft=replace(draft, form="电话", pupil_ids=draft.pupil_ids[1:]), today=DAY
        )
        assert service.visit(session, visit_id=first.id).names == "罗雨"
        with pytest.raises(UserError, match="为什么"):
            service.withdraw_visit(session, visit_id=first.id, why=" ", now=NOW)
        service.withdraw_visit(session, visit_id=first.id, why="重复登记", now=NOW)
    with book.write("再看") as session:
        assert (service.visits(session), service.last_contact(session)) == ((), {})
        assert service.withdrawn(session) == ((first.id, DAY, "罗雨", "重复登记"),)
        with pytest.raises(UserError, match="已被删除"):
            service.change_visit(session, visit_id=first.id, draft=draft, today=DAY)
    assert write(book, draft).number.endswith("002号")
    with book.write("恢复") as session:
        service.restore_visit(session, visit_id=first.id)
        assert service.visit(session, visit_id=first.id).form == "电话"


def test_a_promise_ends_with_an_outcome(book: Database, draft: VisitDraft) -> None:
    plain = write(book, draft)
    kept = write(book, replace(draft, promise="下周一送回学校", promise_due=date(2026, 11, 2)))
    later = date(2026, 11, 3)
    with book.write("落实") as session:
        with pytest.raises(UserError, match="没有记家长承诺"):
            service.settle_promise(session, visit_id=plain.id, on=later, outcome="好", today=later)
        with pytest.raises(UserError, match="落实得怎样"):
            service.settle_promise(session, visit_id=kept.id, on=later, outcome="", today=later)
        with pytest.raises(UserError, match="到今天之间"):
            service.settle_promise(session, visit_id=kept.id, on=date(2026, 11, 4), outcome="好", today=later)
        service.settle_promise(session, visit_id=kept.id, on=later, outcome="已返校", today=later)
        assert not service.visit(session, visit_id=kept.id).promise_open
        service.settle_promise(session, visit_id=kept.id, on=None, outcome="", today=later)
        assert service.visit(session, visit_id=kept.id).promise_open


def test_a_talk_counts_as_contact_and_its_deletion_is_on_record(
    book: Database, ids: dict[str, PupilId], head: StaffId
) -> None:
    with book.write("谈心") as session:
        number = service.record_talk(
            session, draft=TalkDraft(ids["石青"], DAY, staff_id=head, topic="想家"), now=NOW, by="梁老师"
        )
        assert service.last_contact(session, pupil_ids=[ids["石青"]]) == {ids["石青"]: DAY}
        assert service.talks(session, pupil_ids=[ids["石青"]])[0].talker == "梁老师"
        with pytest.raises(UserError, match="解锁"):
            service.record_talk(session, draft=TalkDraft(ids["石青"], DAY, "心理辅导", head), now=NOW)
        delete_talk(session, talk_id=number, why="记错了人")
    with book.read() as session:
        assert service.talks(session) == ()
        assert "记错了人" in str(audit.recent(session, limit=5))


def test_nothing_is_recorded_of_a_child_before_its_birth() -> None:
    known = Stay("兄一", birth=date(2018, 1, 8))
    assert "才出生" in day_objection(date(2010, 9, 21), known, DAY, "家访")
    assert not day_objection(date(2018, 1, 8), known, DAY, "家访")
