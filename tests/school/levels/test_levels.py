"""Levels over a real book: proposal, decision, what waits; changed weights from a day on."""

from datetime import date, datetime, timedelta

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.levels import service
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service as visits
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, away, bring, csv_of, found_school, full

NOW = datetime(2026, 10, 30, 17, 0, tzinfo=CHINA)
TODAY = NOW.date()


@pytest.fixture
def who(book: Database, tmp_path: object) -> dict[str, PupilId]:
    """韦小山 wants to leave and is tired of it; 罗雨 has been away for two days."""
    found = found_school(book)
    with book.write("登记") as session:
        for kind in ("动摇生", "厌学", "单亲"):
            concern.mark(
                session, pupil_ids=[found["韦小山"]], kind=kind, since=date(2026, 9, 1), why="", by="", today=TODAY
            )
    return found


def by_name(book: Database, on: date = TODAY) -> dict[str, service.LevelFacts]:
    with book.read() as session:
        return {item.name: item for item in service.levels(session, on=on)}


def test_a_proposal_comes_with_its_reasons(book: Database, who: dict[str, PupilId]) -> None:
    (item,) = by_name(book).values()
    assert (item.name, item.level, item.head) == ("韦小山", "高", "梁老师")
    assert item.proposal.words == "动摇生；厌学；单亲；还没有家访、谈心记录"
    assert item.undecided


def test_absence_and_open_steps_come_from_the_registers(book: Database, tmp_path: object) -> None:
    found_school(book)
    days = ("2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30")
    more = [f"2026-10-{day}" for day in ("12", "13", "14", "15", "16")]
    rows = [*(full(day) for day in more), *(away(day, "罗雨") for day in days[:2]), *(full(day) for day in days[2:])]
    bring(book, csv_of(tmp_path / "点名.csv", rows), now=NOW)  # type: ignore[operator]
    found = by_name(book)["罗雨"]
    assert [reason.key for reason in found.proposal.reasons][:2] == ["absence_much", "step_open"]
    assert "本学期缺勤2天，占20%，其中旷课2天" in found.proposal.words


def test_a_person_decides_and_says_why_if_otherwise(book: Database, who: dict[str, PupilId]) -> None:
    child = [who["韦小山"]]
    with pytest.raises(UserError, match="请写明理由"), book.write("定级") as session:
        service.decide(session, pupil_ids=child, level="中", why=" ", by="校长", now=NOW)
    with pytest.raises(UserError, match="只能是"), book.write("定级") as session:
        service.decide(session, pupil_ids=child, level="极高", why="", by="校长", now=NOW)
    with book.write("定级") as session:
        service.decide(session, pupil_ids=child, level="中", why="家访后已稳定", by="校长", now=NOW)
    item = by_name(book)["韦小山"]
    assert (item.level, item.proposal.level, item.undecided) == ("中", "高", False)
    with book.write("定级") as session:
        made = service.decide(session, pupil_ids=child, level="高", why="", by="校长", now=NOW + timedelta(days=1))
    with book.read() as session:
        last, first = service.decisions(session, pupil_id=who["韦小山"])
    assert (last.level, first.level, first.why, first.reasons[0].words) == ("高", "中", "家访后已稳定", "动摇生")
    with book.write("撤销") as session:
        service.withdraw(session, ids=made)
    assert by_name(book)["韦小山"].level == "中"


def test_high_and_forgotten_until_somebody_visits(book: Database, who: dict[str, PupilId]) -> None:
    with book.read() as session:
        (item,) = service.forgotten(session, on=TODAY)
        assert item.waiting == (TODAY - date(2026, 9, 1)).days
    with book.write("家访") as session:
        draft = VisitDraft(day=TODAY, form="电话", pupil_ids=(who["韦小山"],), others="梁老师", found="在家")
        visits.record_visit(session, draft=draft, now=NOW, by="梁老师")
    with book.read() as session:
        assert service.forgotten(session, on=TODAY) == ()
        assert service.forgotten(session, on=TODAY + timedelta(days=13)) == ()
        assert [item.waiting for item in service.forgotten(session, on=TODAY + timedelta(days=14))] == [14]


def test_a_weight_changed_by_the_school_counts_from_its_day(book: Database, who: dict[str, PupilId]) -> None:
    with book.write("分值") as session:
        identity.set_rule(
            session, key="level.kind.动摇生", value="1", in_force_from=date(2026, 10, 30), document="校长会议"
        )
    assert by_name(book)["韦小山"].level == "中"
    assert by_name(book, on=date(2026, 10, 29))["韦小山"].level == "高"
