"""Every paper of a school whose names are long: nothing runs off the sheet, over other words or across a rule."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kongchuo_desktop.desk import papers
from kongchuo_desktop.documents.catalogue import KINDS
from kongchuo_desktop.documents.contact_card import Adult, ContactCard, draw_cards
from kongchuo_desktop.documents.faces import Role, Typefaces
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.pdf_file import A4, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.documents.sheet import Rule, Sheet
from kongchuo_desktop.storage.database import Database
from tests.documents.letters import LONG, squashed
from tests.documents.long_names import CHILD, RARE, TEACHER, VILLAGE, lengthen
from tests.documents.on_page import Box, wrong_on
from tests.documents.sample_book import NOW, sample_book, text_of

OF_NO_BOOK = {"manual", "quick_card"}
MOST = 8  # pages of each paper: what comes later is another child's
NAMED = {"dossier", "enrol_notice", "contact_card", "visit_record", "class_teacher", "parent"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The sample school with long names."""
    database = sample_book(tmp_path_factory.mktemp("long"))
    lengthen(database)
    yield database
    database.close()


@pytest.mark.parametrize("key", [kind.key for kind in KINDS if kind.key not in OF_NO_BOOK])
def test_a_paper_has_room_for_long_names(book: Database, tmp_path: Path, key: str) -> None:
    choices = {"class": "一年级11班"} if key in NAMED else {}
    papers.make(book, key, out=tmp_path / "p.pdf", choices=choices, now=NOW)
    made = (tmp_path / "p.pdf").read_bytes()
    assert wrong_on(made, most=MOST) == []
    if key in NAMED - {"class_teacher"}:
        words = squashed(text_of(made))
        assert CHILD in words
        assert RARE in words


def test_a_contact_card_is_as_large_as_names_allow(tmp_path: Path, typefaces: Typefaces) -> None:
    adults = (Adult("父亲", LONG, "17492638348"), Adult("母亲", "王洋懿", "18445749134"))
    cards = [
        ContactCard("河湾小学", "2026—2027", name, "一年级11班", village, adults, TEACHER, "18190489911", "0850-55501")
        for name, village in ((CHILD, f"{VILLAGE}12村"), (LONG, "河湾村"), (RARE, f"{VILLAGE}1村"), ("李小满", ""))
    ]  # fmt: skip
    draw_cards(cards, tmp_path / "c.pdf", typefaces=typefaces)
    made = (tmp_path / "c.pdf").read_bytes()
    assert wrong_on(made) == []
    assert all(squashed(card.name) in squashed(text_of(made)) for card in cards)


def test_the_measure_sees_what_is_wrong() -> None:
    letter = Box("囍", 100, 100, 112, 112)
    assert letter.across(Box("", 106, 90, 106, 120))
    assert letter.across(Box("", 90, 106, 130, 106.5))
    assert not letter.across(Box("", 112, 90, 112.5, 120))
    assert not letter.across(Box("", 90, 99, 130, 99.5))
    assert letter.over(Box("字", 105, 101, 117, 113))
    assert not letter.over(Box("字", 112, 100, 124, 112))


def test_the_measure_sees_it_on_a_page(typefaces: Typefaces) -> None:
    ink = Ink(typefaces)
    setter = Setter(ink)
    sheet = Sheet()
    sheet.text(setter.line("写在别的字上", Role.BODY, 12), 100, 100)
    sheet.text(setter.line("盖住了", Role.BODY, 12), 103, 101)
    sheet.text(setter.line("压着线的字", Role.BODY, 12), 100, 300)
    sheet.rule(Rule(118, 280, 118, 320, 0.5))
    sheet.text(setter.line("纸外面", Role.BODY, 12), A4[0] - 20, 500)
    made = assemble([sheet.finish()], prepare_fonts(ink.fonts()), Properties("x", "x"))
    told = "".join(wrong_on(made))
    assert all(word in told for word in ("重叠", "压线", "纸边外"))
