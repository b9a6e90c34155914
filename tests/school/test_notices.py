"""Papers from duties: numbered once, one page each, delivered and received back."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from kongchuo_desktop.desk import duty_papers, papers
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.attendance import duties
from kongchuo_desktop.school.attendance.model import AbsenceMark
from kongchuo_desktop.school.attendance.words import absence_in_words, days_in_words
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import KINDS
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, away, bring, csv_of, found_school, full

LATER = date(2026, 11, 5)
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
        ("河湾控通〔2026〕002号", "罗雨", "未送达"), ("河湾控通〔2026〕001号", "韦小山", "未送达"),
    ]  # fmt: skip


def test_delivered_and_received_back(week_away: Database, tmp_path: Path) -> None:
    papers.make(week_away, "absence_notice", out=tmp_path / "a.pdf", choices={}, now=NOW)
    with week_away.write("送达") as session:
        before = notices.register(session)
        ids = [item.id for item in before]
        notices.deliver(session, ids=ids[:1], day=date(2026, 10, 31), received_by="罗大山", today=LATER)
        notices.receipt_back(session, ids=ids[1:], day=date(2026, 11, 2), today=LATER)
        states = [(item.state, item.delivered_on, item.received_by) for item in notices.register(session)]
        assert states == [("未收回执", date(2026, 10, 31), "罗大山"), ("回执已收", date(2026, 11, 2), "")]
        assert notices.standing(session) == {"未收回执": 1, "回执已收": 1}
        notices.restore(session, letters=before)
        assert notices.register(session) == before


@pytest.mark.parametrize(
    ("delivered", "returned", "words"),
    [
        (date(2026, 10, 1), None, "送达日期不能早于印发日期（2026-10-30）"),
        (date(2026, 11, 6), None, "送达日期不能晚于今天"),
        (date(2026, 11, 2), date(2026, 11, 1), "不能早于送达日期（2026-11-02）"),
        (None, date(2026, 10, 29), "回执收回日期不能早于印发日期"),
        (None, date(2026, 11, 6), "回执收回日期不能晚于今天"),
    ],
)
def test_days_that_cannot_be_are_refused(
    week_away: Database, tmp_path: Path, delivered: date | None, returned: date | None, words: str
) -> None:
    papers.make(week_away, "absence_notice", out=tmp_path / "a.pdf", choices={}, now=NOW)

    def mark() -> None:
        with week_away.write("送达") as session:
            ids = [item.id for item in notices.register(session)]
            if delivered:
                notices.deliver(session, ids=ids, day=delivered, today=LATER)
            if returned:
                notices.receipt_back(session, ids=ids, day=returned, today=LATER)

    with pytest.raises(UserError, match=words):
        mark()


def test_a_report_within_the_school_has_no_slip_to_wait_for(week_away: Database, tmp_path: Path) -> None:
    papers.make(week_away, "absence_report", out=tmp_path / "a.pdf", choices={}, now=NOW)
    with week_away.write("送达") as session:
        ids = [item.id for item in notices.register(session)]
        notices.deliver(session, ids=ids, day=date(2026, 10, 31), received_by="教导处", today=LATER)
        assert [item.state for item in notices.register(session)] == ["已送达"]
        with pytest.raises(UserError, match="没有回执"):
            notices.receipt_back(session, ids=ids, day=date(2026, 10, 31), today=LATER)


def test_a_letter_is_reprinted_as_it_was_when_its_duty_is_gone(week_away: Database, tmp_path: Path) -> None:
    for kind in KINDS:
        papers.make(week_away, kind.key, out=tmp_path / "a.pdf", choices={}, now=NOW)
    with week_away.write("更正") as session:
        for row in session.scalars(select(AbsenceMark)):
            session.delete(row)
        before = notices.register(session)
    again = duty_papers.reprint(week_away, ids=[item.id for item in reversed(before)])
    (tmp_path / "b.pdf").write_bytes(again.pdf)
    pages = text_of(tmp_path / "b.pdf")
    assert [item.number for item in again.notices] == [item.number for item in reversed(before)]
    assert len(pages) == again.pages == 4
    assert "河湾控通〔2026〕001号" in pages[0]
    assert "自2026年10月26日至10月30日旷课共5天" in pages[0]
    assert "河湾控辍〔2026〕001号" in pages[3]
    with week_away.read() as session:
        assert notices.register(session) == before
        entry = audit.recent(session, limit=1)[0]
    assert entry.kind == "print"


def test_the_register_on_paper_can_be_narrowed(week_away: Database, tmp_path: Path) -> None:
    for kind in KINDS:
        papers.make(week_away, kind.key, out=tmp_path / "a.pdf", choices={}, now=NOW)
    with week_away.write("送达") as session:
        first = notices.register(session, kind="absence_notice")[-1]
        notices.deliver(session, ids=[first.id], day=date(2026, 10, 31), received_by="韦大山", today=LATER)

    def rows(**choices: str) -> list[tuple[object, ...]]:
        with week_away.read() as session:
            table = report_kind("notices").tabulate(session, choices, LATER)
        keys = [column.key for column in table.columns]
        return [(row[keys.index("number")], row[keys.index("state")]) for row in table.rows]

    assert len(rows()) == 4
    assert rows(kind="absence_notice", state="未收回执") == [("河湾控通〔2026〕001号", "未收回执")]
    assert [number for number, _ in rows(state="未送达")] == [
        "河湾控通〔2026〕002号", "河湾控报〔2026〕001号", "河湾控辍〔2026〕001号",
    ]  # fmt: skip
    assert rows(**{"class": "五年级2班"}) == []
    with pytest.raises(UserError, match="五年级9班"):
        rows(**{"class": "五年级9班"})


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


def test_a_delivered_letter_keeps_its_words_when_it_is_issued_again(week_away: Database, tmp_path: Path) -> None:
    papers.make(week_away, "absence_notice", out=tmp_path / "a.pdf", choices={}, now=NOW)
    with week_away.write("送达") as session:
        delivered, other = notices.register(session)
        notices.deliver(session, ids=[delivered.id], day=date(2026, 10, 31), today=LATER)
        before = dict(notices.printed(session, ids=[delivered.id, other.id])[0][1])
        for child in session.scalars(select(Pupil)):
            child.name = f"{child.name}新"
    papers.make(week_away, "absence_notice", out=tmp_path / "b.pdf", choices={}, now=NOW)
    with week_away.read() as session:
        (_, kept), (_, renewed) = notices.printed(session, ids=[delivered.id, other.id])
    assert kept == before
    assert renewed["学生姓名"] == f"{other.pupil}新"
