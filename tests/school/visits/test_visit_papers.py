"""Papers and reports of visits: made from a real book, markup harmless, nothing said that a family should not read."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from kongchuo_desktop.desk import papers, report_files, visit_papers
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports import visits as visit_reports
from kongchuo_desktop.reports import visits_coverage, visits_teaching
from kongchuo_desktop.reports.kinds import ReportKind
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service, teaching
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.school.visits.talks import TalkDraft
from kongchuo_desktop.school.visits.teaching import LessonDraft, PlacementDraft
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=CHINA)
TODAY = NOW.date()
Forms = Callable[..., list[str]]


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    """One visit with markup in it, one key family, one child taught at home."""
    found = found_school(book)
    with book.write("布置") as session:
        session.get_one(Pupil, found["石青"]).name = "石<b>青</b>&"
        draft = VisitDraft(
            date(2026, 11, 2), "入户", (found["石青"],), others="村干部", found="<i>爷爷</i> & 奶奶", promise="不缺课"
        )
        service.record_visit(session, draft=draft, now=NOW, by="梁老师")
        concern.mark(
            session, pupil_ids=[found["罗雨"]], kind="动摇生", since=date(2026, 9, 9), why="想打工", by="", today=TODAY
        )
        service.record_talk(session, draft=TalkDraft(found["罗雨"], TODAY, talker="梁老师", topic="想家"), now=NOW)
        placed = PlacementDraft(found["吴敏"], "送教上门", date(2026, 9, 1), "智力")
        teaching.place(session, draft=placed, today=TODAY)
        lesson = LessonDraft(found["吴敏"], date(2026, 10, 9), teachers="梁老师", content="认数")
        teaching.record_lesson(session, draft=lesson, now=NOW)
    return found


@pytest.mark.parametrize(
    ("key", "answers", "count"),
    [
        ("visit_form", {}, 6), ("visit_form", {"all": ""}, 5), ("visit_form", {"class": "五年级2班"}, 2),
        ("visit_form", {"pupil": "罗雨、龙飞"}, 2), ("visit_record", {}, 1), ("visit_record", {"visit": "1"}, 1),
        ("visit_route", {}, 1), ("home_teaching", {}, 1), ("home_teaching", {"part": "blank"}, 1),
    ],
)  # fmt: skip
def test_every_paper_is_made_and_put_on_record(
    book: Database, ids: dict[str, PupilId], tmp_path: Path, key: str, answers: dict[str, str], count: int
) -> None:
    made = papers.make(book, key, out=tmp_path / "纸.pdf", choices=answers, now=NOW)
    assert (made.count, made.paths[0].read_bytes()[:4]) == (count, b"%PDF")
    with book.read() as session:
        line = audit.recent(session, limit=1)[0]
    assert (line.kind, line.changes["count"]) == ("print", count)


def test_a_form_for_a_key_family_does_not_say_so(book: Database, ids: dict[str, PupilId]) -> None:
    with book.read() as session:
        form = visit_papers.visit_forms(session, {"pupil": ""}, (ids["罗雨"],), TODAY)[0]
        (record,) = visit_papers.visit_records(session, {}, (), TODAY)
    assert "重点" not in repr(form)
    assert "动摇" not in repr(form)
    assert "<i>爷爷</i> & 奶奶" in repr(record)
    assert record.name == "石<b>青</b>&"


@pytest.mark.parametrize(
    ("key", "answers", "told"),
    [
        ("visit_form", {"pupil": "查无此人"}, "没有“查无此人”"),
        ("visit_form", {"class": "九年级9班"}, "没有“九年级9班”"),
        ("visit_form", {"village": "天边村"}, "没有“天边村”"), ("visit_record", {"visit": "999"}, "还没有登记家访"),
        ("home_teaching", {"term": "2031-spring"}, "2031-spring"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_sentence(
    book: Database, ids: dict[str, PupilId], tmp_path: Path, key: str, answers: dict[str, str], told: str
) -> None:
    with pytest.raises(UserError, match=told):
        papers.make(book, key, out=tmp_path / "纸.pdf", choices=answers, now=NOW)


@pytest.mark.parametrize(
    "kind", [*visit_reports.KINDS, *visits_coverage.KINDS, *visits_teaching.KINDS], ids=lambda kind: kind.key
)
def test_every_report_goes_into_each_kind_of_file(
    book: Database, ids: dict[str, PupilId], tmp_path: Path, kind: ReportKind
) -> None:
    for ending in (".pdf", ".xlsx", ".json"):
        rows = report_files.make(book, kind.key, out=tmp_path / f"表{ending}", choices={}, now=NOW)
        assert rows > 0


def test_coverage_as_json_names_who_was_not_seen(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    out = tmp_path / "c.json"
    report_files.make(book, "coverage", out=out, choices={"term": "2026年秋季学期"}, now=NOW)
    told = json.loads(out.read_text("utf-8"))
    assert (told["term"], told["families"]["planned"], told["families"]["seen"]) == ("2026-autumn", 6, 1)
    assert [(one["name"], one["planned"], one["seen"]) for one in told["by_class"]] == [
        ("五年级1班", 4, 1), ("五年级2班", 2, 0)
    ]  # fmt: skip
    assert {one["pupils"][0]["name"] for one in told["not_seen"]} == {"韦小山", "罗雨", "杨柳", "龙飞", "吴敏"}
