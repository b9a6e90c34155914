"""Papers of 资助 on the sample book: all made, sums in capitals, corrections named; a 公示 says class and name only."""

from pathlib import Path

import pytest

from kongchuo_desktop.desk import aid_school_forms, papers
from kongchuo_desktop.desk.aid_papers import gathered, refuse_private, show
from kongchuo_desktop.desk.aid_school_forms import words_of
from kongchuo_desktop.documents.kinds_aid import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import public_check
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.database import Database
from tests.documents.sample_book import NOW, sample_book, text_of

TODAY = NOW.date()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return sample_book(tmp_path_factory.mktemp("aid"))


@pytest.mark.parametrize("key", [kind.key for kind in KINDS])
def test_every_paper_is_made(book: Database, tmp_path: Path, key: str) -> None:
    made = papers.make(book, key, out=tmp_path / "a.pdf", choices={}, now=NOW)
    assert made.count >= 1
    assert not made.remarks


def test_every_family_gets_a_notice(book: Database) -> None:
    assert len(gathered(book, "aid_notice", {}, TODAY, ())) == 108
    text = text_of(show(book, key="aid_notice", answers={"class": "二年级1班"}, now=NOW).pdf)
    assert "每学期625元" in text
    assert "不申请" in text


def test_an_application_ticks_what_the_book_knows(book: Database) -> None:
    words = words_of(gathered(book, "aid_application", {"pupil": "许懿"}, TODAY, ())[0])
    assert "■城乡低保" in words
    assert "□特困供养" in words
    assert "■特别困难" in words


def test_a_public_notice_holds_no_forbidden_field(book: Database) -> None:
    form = gathered(book, "aid_public", {}, TODAY, ())[0]
    words = words_of(form)
    with book.read() as session:
        people = pupil_room.pupils(session, today=TODAY, status=("在读", "休学", "离校"))
    named = [one for one in people if one.name in words]
    assert len(named) >= 10
    assert not public_check.forbidden_in(words, children=people)
    for one in named:
        private = (one.id_number, one.student_number, one.birth, one.phone, one.fields["home_address"])
        assert not [value for value in private if value and value in words]
    assert "低保" not in words
    assert "脱贫" not in words


def test_a_public_notice_that_says_more_is_not_printed(book: Database) -> None:
    with book.read() as session:
        people = pupil_room.pupils(session, today=TODAY)
        child = next(one for one in people if one.id_number and one.guardians and one.birth_date)
        lines = [(child.class_name, child.name)]
        bad = (child.id_number, child.birth, child.guardians[0].phone or "13900000101", "0850-5550101")
        for value in bad:
            form = aid_school_forms.public(
                [*lines, (child.class_name, f"{child.name}{value}")], school="河湾小学", year=2026, notice=None, days=5
            )
            with pytest.raises(UserError, match="不能公开"):
                refuse_private(session, form, {child.name}, people, TODAY)
        good = aid_school_forms.public(lines, school="河湾小学", year=2026, notice=None, days=5)
        refuse_private(session, good, {child.name}, people, TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公示时间：2026-09-28 至 2026-10-09", ()), ("一年级1班 罗雨", ()),
        ("电话 0850-5550101", ("号码“0850-5550101”",)),
        ("522328202002110242", ("号码“522328202002110242”",)), ("139 0000 0101", ("号码“139 0000 0101”",)),
    ],
)  # fmt: skip
def test_numbers_that_may_not_hang_up(text: str, found: tuple[str, ...]) -> None:
    assert public_check.forbidden_in(text, children=()) == found


def test_payment_sheets_have_capitals_and_name_what_they_correct(book: Database) -> None:
    forms = gathered(book, "payment_sheet", {"programme": "boarder"}, TODAY, ())
    assert [form.number for form in forms] == ["第1份", "第2份"]
    first, second = (words_of(form) for form in forms)
    assert "人民币叁仟壹佰贰拾伍元整" in first
    assert "更正第1份名册" in second
    assert "漏列" in second
    only = gathered(book, "payment_sheet", {"programme": "boarder", "number": "2"}, TODAY, ())
    assert len(only) == 1
    with book.read() as session:
        cards = [one.id_number for one in pupil_room.pupils(session, today=TODAY) if one.id_number]
    assert not any(number in first for number in cards)


def test_a_card_tells_family_entitlement_and_payment(book: Database) -> None:
    words = words_of(gathered(book, "aid_card", {"pupil": "唐怡"}, TODAY, ())[0])
    assert {"脱贫户", "2023-03", "2026年秋季学期", "第1份"} <= set(words.split("\n"))


def test_a_term_without_lists_is_a_sentence(book: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="还没有发放名册"):
        papers.make(book, "payment_sheet", out=tmp_path / "a.pdf", choices={"term": "2027-spring"}, now=NOW)
