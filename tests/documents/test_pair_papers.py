"""Papers of 一帮一 on the sample book: made by the command's way, complete, nothing counselled on them."""

from pathlib import Path

import pytest

from kongchuo_desktop.desk import papers
from kongchuo_desktop.desk.pair_papers import show
from kongchuo_desktop.documents.kinds_pairs import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.storage.database import Database
from tests.documents.sample_book import NOW, sample_book, text_of


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return sample_book(tmp_path_factory.mktemp("pairs"))


@pytest.mark.parametrize("key", [kind.key for kind in KINDS])
def test_every_paper_is_made_for_everybody(book: Database, tmp_path: Path, key: str) -> None:
    made = papers.make(book, key, out=tmp_path / "a.pdf", choices={}, now=NOW)
    assert made.count >= 10
    assert not made.remarks
    by_class = papers.make(book, key, out=tmp_path / "classes", choices={"each": "class"}, now=NOW)
    assert len(by_class.paths) > 1


def test_a_child_s_papers_say_what_the_book_holds(book: Database) -> None:
    drawn = show(book, key="support_plan", answers={}, now=NOW)
    text = text_of(drawn.pdf)
    assert "■作业拖拉" in text
    assert "一周作业不欠交" in text
    record = text_of(show(book, key="help_record", answers={}, now=NOW).pdf)
    assert "补表内乘除法" in record
    assert "心理辅导" not in record
    assert "数学由期初" in text_of(show(book, key="pair_summary", answers={}, now=NOW).pdf)


def test_a_range_without_pairs_is_a_sentence(book: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有结对的学生"):
        papers.make(book, "pair_card", out=tmp_path / "a.pdf", choices={"helper": "没有这人"}, now=NOW)
