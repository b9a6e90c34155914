"""A further letter of the same kind within one time away; the letter that absence ladder and case share."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kongchuo_desktop.desk import case_papers, duty_papers, papers, return_letters
from kongchuo_desktop.school.identity.model import School
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import time_mark, times
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.returns import cases, casework
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.storage.database import Database
from tests.school.made_cases import NOW, TODAY, made_cases
from tests.school.small_school import away, bring, csv_of, found_school
from tests.school.test_return_letters import pages

DAY = timedelta(days=1)
KIND = "deadline_notice"


@pytest.fixture
def made(new_book: Callable[[], Database]) -> tuple[Database, int]:
    book = new_book()
    return book, made_cases(book)["韦小山"]


def issue(book: Database, case: int, day: int, *, kind: str = KIND, again: bool = True) -> NoticeFacts:
    now = NOW.replace(day=day)
    return return_letters.issue(book, kind=kind, case_ids=[case], now=now, again=again).notices[0]


def deliver(book: Database, letter: NoticeFacts, day: int) -> None:
    with book.write("送达") as session:
        notices.deliver(session, ids=[letter.id], day=date(2026, 11, day), today=TODAY)


def case_now(book: Database, case: int, on: date = TODAY) -> CaseFacts:
    with book.read() as session:
        return cases.case(session, case_id=case, today=on)


@pytest.mark.parametrize(("about", "occasion", "time", "mark"), [
    ("case/12/1", "case/12/1", 1, ""), ("case/12/1#2", "case/12/1", 2, "（第二次）"),
    ("seed/3/2026-09-14#10", "seed/3/2026-09-14", 10, "（第十次）"), ("case/1/2#11", "case/1/2", 11, "（第11次）"),
    ("", "", 1, ""),
])  # fmt: skip
def test_how_manieth_a_letter_is(about: str, occasion: str, time: int, mark: str) -> None:
    assert times(about) == (occasion, time)
    assert time_mark(time) == mark


@pytest.mark.parametrize("kind", [kind for kind in return_letters.KINDS if kind != "enrol_notice"])
def test_until_it_is_delivered_it_is_the_same_letter_then_a_second_one(kind: str, made: tuple[Database, int]) -> None:
    book, case = made
    first, reprint = issue(book, case, 6, kind=kind), issue(book, case, 9, kind=kind)
    assert (reprint.id, reprint.number, reprint.full_title) == (first.id, first.number, first.title)
    deliver(book, first, 9)
    assert issue(book, case, 10, kind=kind, again=False).id == first.id  # not asked for: the first as it was
    second = issue(book, case, 12, kind=kind)
    assert (second.number[-4:], second.about, second.time) == ("002号", f"{first.about}#2", 2)
    assert issue(book, case, 13, kind=kind).id == issue(book, case, 14, kind=kind, again=False).id == second.id
    deliver(book, second, 16)
    third = issue(book, case, 17, kind=kind)
    assert (third.number[-4:], third.full_title) == ("003号", f"{first.title}（第三次）")
    mine = [step for step in case_now(book, case).steps if step.letter == kind]
    assert [(step.notice_id, step.time) for step in mine] == [(first.id, 1), (second.id, 2), (third.id, 3)]
    assert mine[1].text == f"印发{second.full_title}{second.number}"


def test_the_paper_says_the_second_and_names_the_first(made: tuple[Database, int]) -> None:
    book, case = made
    first = issue(book, case, 6)
    deliver(book, first, 9)
    pdf = return_letters.issue(book, kind=KIND, case_ids=[case], now=NOW, again=True).pdf
    (page,) = pages(pdf)
    assert "限期返校通知书（第二次）" in page
    assert "河湾控限〔2026〕002号" in page
    assert "11月9日送达限期返校通知书" in page
    with book.read() as session:
        (letter,) = (one for one in notices.register(session, kind=KIND) if one.time == 2)
    assert pages(duty_papers.reprint(book, ids=[letter.id]).pdf) == pages(pdf)
    (once,) = pages(duty_papers.reprint(book, ids=[first.id]).pdf)
    assert "次）" not in once.split("韦小山")[0]


def test_each_letter_has_its_own_time_and_is_next_until_it_runs_out(made: tuple[Database, int]) -> None:
    book, case = made
    first = issue(book, case, 6)
    deliver(book, first, 6)  # ten days: a Monday
    assert case_now(book, case).steps[-1].deadline == date(2026, 11, 16)
    second = issue(book, case, 17)
    one = case_now(book, case)
    assert [step.notice_id for step in one.letters_lying] == [second.id]
    following = one.next(date(2026, 11, 18))
    assert following is not None
    assert following.what == "把限期返校通知书送到并取回回执"
    deliver(book, second, 18)
    one = case_now(book, case)
    assert [step.deadline for step in one.steps if step.letter] == [date(2026, 11, 16), date(2026, 11, 30)]
    following = one.next(TODAY)
    assert following is not None
    assert following.due == date(2026, 11, 30)
    assert one.letters_lying == ()


def test_printed_and_delivered_on_one_day_only_the_new_one_lies_about(made: tuple[Database, int]) -> None:
    book, case = made
    first = issue(book, case, 20)
    deliver(book, first, 20)
    second = issue(book, case, 20)
    assert [step.notice_id for step in case_now(book, case).letters_lying] == [second.id]


def test_a_relapse_begins_with_a_first_letter_again(made: tuple[Database, int]) -> None:
    book, case = made
    deliver(book, issue(book, case, 6), 6)
    deliver(book, issue(book, case, 9), 9)
    with book.write("反复") as session:
        casework.record_return(session, case_id=case, day=date(2026, 11, 10), how="", today=TODAY)
        child = cases.case(session, case_id=case, today=TODAY).pupil.id
        casework.open_case(
            session, pupil_id=child, day=TODAY, left_on=date(2026, 11, 16), opened_from="缺课", sign="", today=TODAY
        )
    third = issue(book, case, 20)
    assert (third.about, third.full_title) == (f"case/{case}/2", "限期返校通知书")
    with book.read() as session:
        told = case_papers.letters_of(session, [cases.case(session, case_id=case, today=TODAY)])[case]
    assert [fact.full_title for fact, _ in told] == ["限期返校通知书", "限期返校通知书（第二次）", "限期返校通知书"]


def test_a_letter_of_the_school_year_before_is_still_the_first(made: tuple[Database, int]) -> None:
    book, case = made
    first = issue(book, case, 6)
    deliver(book, first, 6)
    with book.write("升学年") as session:
        session.scalars(select(School)).one().current_year = 2027
    assert issue(book, case, 18, again=False).id == first.id
    second = issue(book, case, 19)
    assert (second.number, second.time) == ("河湾控限〔2027〕001号", 2)


def test_the_command_sends_a_second_only_when_told_so(made: tuple[Database, int], tmp_path: Path) -> None:
    book, case = made
    deliver(book, issue(book, case, 6), 6)
    for choices, number in (({}, 1), ({"again": "yes"}, 2)):
        papers.make(book, KIND, out=tmp_path / "a.pdf", choices={"case": str(case), **choices}, now=NOW)
        with book.read() as session:
            assert len(notices.register(session, kind=KIND)) == number


WEEK = tuple(date(2026, 10, 26) + DAY * number for number in range(5))
EVENING = NOW.replace(month=10, day=30)


@pytest.fixture
def week_away(book: Database, tmp_path: Path) -> tuple[Database, int]:
    """韦小山 truant for a week, and a case of it."""
    child = found_school(book)["韦小山"]
    bring(book, csv_of(tmp_path / "a.csv", [away(day.isoformat(), "韦小山") for day in WEEK]), now=EVENING)
    with book.write("立案") as session:
        return book, casework.open_case(
            session, pupil_id=child, day=WEEK[4], left_on=WEEK[0], opened_from="缺课", sign="", today=WEEK[4]
        )


def from_ladder(book: Database, out: Path) -> None:
    papers.make(book, "dropout_report", out=out / "a.pdf", choices={}, now=EVENING)


def from_case(book: Database, case: int, out: Path) -> None:
    papers.make(book, "dropout_report", out=out / "a.pdf", choices={"case": str(case)}, now=EVENING + DAY)


@pytest.mark.parametrize("ladder_first", [True, False])
def test_ladder_and_case_write_one_report_and_one_step(
    ladder_first: bool, week_away: tuple[Database, int], tmp_path: Path
) -> None:
    book, case = week_away
    for ladder in (ladder_first, not ladder_first, ladder_first):
        if ladder:
            from_ladder(book, tmp_path)
        else:
            from_case(book, case, tmp_path)
    with book.read() as session:
        (letter,) = notices.register(session, kind="dropout_report")
    one = case_now(book, case, WEEK[4] + DAY)
    assert [(step.kind, step.notice_id) for step in one.steps] == [("书面报告乡镇和教育局", letter.id)]
    assert "书面报告乡镇和教育局" not in one.missing
    with book.read() as session:
        assert [fact.id for fact, _ in case_papers.letters_of(session, [one])[case]] == [letter.id]


def test_a_report_written_before_the_case_becomes_its_step(book: Database, tmp_path: Path) -> None:
    child = found_school(book)["韦小山"]
    bring(book, csv_of(tmp_path / "a.csv", [away(day.isoformat(), "韦小山") for day in WEEK]), now=EVENING)
    from_ladder(book, tmp_path)
    with book.write("立案") as session:
        case = casework.open_case(
            session, pupil_id=child, day=WEEK[4], left_on=WEEK[0], opened_from="缺课", sign="", today=WEEK[4]
        )
    from_case(book, case, tmp_path)
    with book.read() as session:
        (letter,) = notices.register(session, kind="dropout_report")
    assert letter.occasion.startswith("seed/")
    assert [step.notice_id for step in case_now(book, case, WEEK[4] + DAY).steps] == [letter.id]


def test_another_time_away_is_another_report(week_away: tuple[Database, int], tmp_path: Path) -> None:
    book, case = week_away
    from_ladder(book, tmp_path)
    with book.write("反复") as session:
        casework.record_return(session, case_id=case, day=date(2026, 11, 2), how="", today=TODAY)
        child = cases.case(session, case_id=case, today=TODAY).pupil.id
        casework.open_case(
            session, pupil_id=child, day=TODAY, left_on=date(2026, 11, 9), opened_from="缺课", sign="", today=TODAY
        )
    issued = return_letters.issue(book, kind="dropout_report", case_ids=[case], now=NOW).notices[0]
    assert (issued.about, issued.number[-4:]) == (f"case/{case}/2", "002号")
