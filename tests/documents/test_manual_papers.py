"""The booklet and the quick card: contents that are true, nothing cut off, every key of the card in the manual."""

import re
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from kongchuo_desktop.desk.manual import read_manual
from kongchuo_desktop.desk.manual_papers import booklet, paper, quick_card
from kongchuo_desktop.documents.booklet import booklet_pdf
from kongchuo_desktop.documents.booklet_content import Booklet, BookletChapter, Heading, Rows, Words
from tests.paper_reader import PaperReader

NOW = datetime(2026, 11, 22, 8, 0)  # noqa: DTZ001 - a day for the cover
MARK = re.compile(r"第\s*(\d+)\s*页\s*共\s*(\d+)\s*页")


@pytest.fixture(scope="module")
def manual() -> tuple[str, ...]:
    """The text of each page, blanks taken out, lines as they stand."""
    pages = PaperReader().text(paper("manual", now=NOW))
    return tuple("\n".join("".join(line.split()) for line in text.splitlines()) for text in pages)


def test_the_contents_name_every_chapter_with_the_page_it_stands_on(manual: tuple[str, ...]) -> None:
    titles = [chapter.title for chapter in booklet(now=NOW).chapters]
    contents = "\n".join(text for text in manual[1:4] if "目录第" in text)
    for number, title in enumerate(titles, start=1):
        flat = "".join(title.split())
        found = re.search(rf"^{number}{re.escape(flat)}…*\n?(\d+)$", contents, re.MULTILINE)
        assert found, title
        assert flat in manual[int(found.group(1))], title


def test_pages_are_numbered_through(manual: tuple[str, ...]) -> None:
    assert not MARK.search(manual[0])
    numbers = [MARK.search(text) for text in manual[1:]]
    assert [(int(found.group(1)), int(found.group(2))) for found in numbers if found] == [
        (place, len(manual) - 1) for place in range(1, len(manual))
    ]


def test_everything_that_the_manual_says_is_printed(manual: tuple[str, ...]) -> None:
    whole = "".join(MARK.sub("", text) for text in manual).replace("\n", "")
    said = {
        words for chapter in read_manual().chapters for topic in chapter.topics
        for words in re.findall(r"[\u4e00-\u9fff]{6,12}", topic.text)
    }  # fmt: skip
    lost = {words for words in said if words not in whole}
    assert len(lost) <= len(said) / 100, lost  # words that a page ends within


def test_bookmarks_lead_to_chapters_and_topics() -> None:
    document = pypdfium2.PdfDocument(paper("manual", now=NOW))
    titles = [mark.get_title() for mark in document.get_toc()]
    assert "目录" in titles
    assert "点名（考勤页）" in titles
    document.close()


def test_a_table_longer_than_a_page_and_a_frame_are_set() -> None:
    rows = (("键", "做什么"), *((f"F{n}", "说明" * (n % 30)) for n in range(120)))
    blocks = (
        Heading("一节"),
        Rows(rows),
        Words((("密码", "strong"), ("和恢复码都丢了，" * 9, "")), framed=True),
        Words((("一条", ""),), mark="1."),
    )
    text = PaperReader().text(booklet_pdf(Booklet("手册", "副题", "版", (BookletChapter("章", blocks),))))
    assert len(text) >= 5
    assert "F119" in "".join(text)


def test_the_card_is_one_page_and_says_all() -> None:
    (text,) = PaperReader().text(paper("quick_card", now=NOW))
    flat = "".join(text.split())
    card = quick_card()
    for column in card.columns:
        for group in column:
            assert all("".join(words.split()) in flat for key, act in group.acts for words in (key, act))
    assert all(line[:10] in flat for line in card.foot)


def test_every_key_of_the_card_stands_in_the_manual(tmp_path: Path) -> None:
    known = " ".join(topic.text for chapter in read_manual().chapters for topic in chapter.topics)
    keys = {key for column in quick_card().columns for group in column for key, _ in group.acts if key}
    parts = {part for key in keys for part in key.split()} - {"zyy"}  # initials of a name
    assert not {part for part in parts if part not in known}
