"""Papers from duties: numbered once, one page each, delivered and received back."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from kongchuo_desktop.desk import duty_papers, papers
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance import duties
from kongchuo_desktop.school.attendance.words import absence_in_words, days_in_words
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import KINDS
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, away, bring, csv_of, found_school, full

WEEK = ("2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30")


@pytest.fixture
def week_away(book: Database, tmp_path: Path) -> Database:
    """One child a week away, one four periods."""
    found_school(book)
    rows = [away(day, "韦小山") for day in WEEK]
    rows += [away(WEEK[4], "罗雨", slot="第1-4节"), full(WEEK[4], "下午")]
    bring(book, csv_of(tmp_path / "a.csv", rows))
    return book


def text_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return ["".join(page.split()) for page in pages]


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_each_paper_is_a_page_with_its_number_and_the_child(kind: str, week_away: Database, tmp_path: Path) -> None:
    made = papers.make(week_away, kind, out=tmp_path / "a.pdf", choices={}, now=NOW)
    pages = text_of(tmp_path / "a.pdf")
    assert len(pages) == made.count == {"absence_notice": 2, "absence_report": 1, "dropout_report": 1}[kind]
    assert "韦小山" in pages[0]
    assert "〔2026〕001号" in pages[0]
    assert "自2026年10月26日至10月30日旷课共5天" in pages[0]
    if kind == "absence_notice":
        assert "于2026年10月30日旷课4节" in pages[1]
        assert "回执" in pages[1]


def test_printed_again_a_letter_keeps_its_number(week_away: Database, tmp_path: Path) -> None:
    for _ in range(2):
        papers.make(week_away, "absence_notice", out=tmp_path / "a.pdf", choices={}, now=NOW)
    with week_away.read() as session:
        found = notices.register(session)
    assert [(item.number, item.pupil, item.state) for item in found] == [
        ("河湾控通〔2026〕002号", "罗雨", "已印发"), ("河湾控通〔2026〕001号", "韦小山", "已印发"),
    ]  # fmt: skip


def test_delivered_and_received_back(week_away: Database, tmp_path: Path) -> None:
    papers.make(week_away, "absence_notice", out=tmp_path / "a.pdf", choices={}, now=NOW)
    with week_away.write("送达") as session:
        ids = [item.id for item in notices.register(session, kind="absence_notice")]
        with pytest.raises(UserError, match="不能早于印发日期"):
            notices.deliver(session, ids=ids, day=date(2026, 10, 1))
        notices.deliver(session, ids=ids[:1], day=date(2026, 10, 31), received_by="罗大山")
        notices.receipt_back(session, ids=ids[1:], day=date(2026, 11, 2))
        states = [(item.state, item.delivered_on, item.received_by) for item in notices.register(session)]
    assert states == [("已送达", date(2026, 10, 31), "罗大山"), ("回执已收", date(2026, 11, 2), "")]


def test_who_is_back_has_not_dropped_out(week_away: Database, tmp_path: Path) -> None:
    bring(week_away, csv_of(tmp_path / "b.csv", [full("2026-11-02")]), now=NOW.replace(month=11, day=3))
    with week_away.read() as session:
        on = date(2026, 11, 3)
        assert duty_papers.open_duties(session, kind="dropout_report", on=on) == ()
        assert duty_papers.open_duties(session, kind="absence_report", on=on)
    with pytest.raises(UserError, match="没有待办事项需要"):
        papers.make(week_away, "dropout_report", out=tmp_path / "a.pdf", choices={}, now=NOW.replace(month=11, day=3))


def test_a_days_gap_is_named_on_paper(book: Database, tmp_path: Path) -> None:
    found_school(book)
    bring(book, csv_of(tmp_path / "a.csv", [away(WEEK[0], "韦小山"), away(WEEK[2], "韦小山")]))
    with book.read() as session:
        found = duties.duties(session, on=date(2026, 10, 28))[0]
    assert absence_in_words(found) == "自2026年10月26日至10月28日旷课共2天"
    assert days_in_words(found) == "10月26日、28日(其间10月27日没有点名，未计入)"
