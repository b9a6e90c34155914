"""A booklet on A4: cover, contents with page numbers, chapters with pictures and tables, bookmarks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kongchuo_desktop.documents.booklet_blocks import set_block
from kongchuo_desktop.documents.booklet_content import Booklet, BookletChapter, Heading
from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.pdf_extras import Bookmark
from kongchuo_desktop.documents.pdf_file import A4, Page, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Piece, Put, Setter, baseline, pages
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet

LEFT, RIGHT, TOP, BOTTOM = 25 * MM, 20 * MM, 20 * MM, 20 * MM
MEASURE, HEIGHT = A4[0] - LEFT - RIGHT, A4[1] - TOP - BOTTOM
CHAPTER, CHAPTER_ROOM, CHAPTER_BEFORE = 18.0, 40.0, 26.0  # points
SHARED = 0.55  # a chapter begins on the page of the one before it when no more than that is filled
COVER_TITLE, COVER_SUBTITLE, COVER_EDITION = 34.0, 16.0, 13.0
LINE, LINE_ROOM, TOPIC, TOPIC_ROOM = 11.5, 18.5, 9.5, 13.2  # of the contents
DOT = "…"


@dataclass
class _Part:
    """A chapter on its pages: where it and its topics begin (from 0, after cover and contents)."""

    chapter: BookletChapter
    start: int = 0
    topics: list[tuple[str, int]] = field(default_factory=list)


def booklet_pdf(booklet: Booklet, *, typefaces: Typefaces | None = None) -> bytes:
    """The whole booklet; the contents are page 1, the cover has no number."""
    ink = Ink(typefaces or load_typefaces())
    setter = Setter(ink)
    parts, dealt = _deal(setter, booklet)
    lines = _contents_lines(parts)
    before = len(pages(lines, HEIGHT - 50))
    total = before + len(dealt)
    made = [_cover(setter, booklet), *_contents(setter, parts, before, total)]
    for number, pieces in enumerate(dealt):
        made.append(_page(setter, pieces, _heading_of(parts, number), (before + number + 1, total)))
    marks = [_bookmark(part, before + 1) for part in parts]
    known = Properties(booklet.title, "", booklet.subtitle)
    return assemble(made, prepare_fonts(ink.fonts()), known, [Bookmark("目录", 1), *marks])


def _deal(setter: Setter, booklet: Booklet) -> tuple[list[_Part], list[list[Piece]]]:
    """Chapters to pages, and where everything begins."""
    dealt: list[list[Piece]] = []
    parts = []
    for chapter in booklet.chapters:
        part = _Part(chapter)
        pieces, heads = _pieces(setter, chapter)
        if dealt and sum(piece.height for piece in dealt[-1]) <= SHARED * HEIGHT:
            pieces = [*dealt.pop(), Piece(CHAPTER_BEFORE), *pieces]
        first = len(dealt)
        dealt += pages(pieces, HEIGHT)
        where = {id(piece): number for number, page in enumerate(dealt[first:], start=first) for piece in page}
        part.start = where[id(heads[0][1])]
        part.topics = [(title, where[id(piece)]) for title, piece in heads[1:]]
        parts.append(part)
    return parts, dealt


def _pieces(setter: Setter, chapter: BookletChapter) -> tuple[list[Piece], list[tuple[str, Piece]]]:
    """All pieces of a chapter, and those that are headings."""
    title = setter.fitting(chapter.title, Role.TITLE, CHAPTER, MEASURE, least=10)
    rule = Rule(0, CHAPTER_ROOM - 6, MEASURE, CHAPTER_ROOM - 6, 1.0)
    head = Piece(CHAPTER_ROOM, (Put(title, 0, baseline(CHAPTER_ROOM - 8, CHAPTER)),), (rule,), with_next=True)
    pieces, heads = [head], [(chapter.title, head)]
    for block in chapter.blocks:
        made = set_block(setter, block, MEASURE)
        if isinstance(block, Heading):
            heads.append((block.text, made[-1]))
        pieces += made
    return pieces, heads


def _heading_of(parts: Sequence[_Part], page: int) -> str:
    """The chapter that a page belongs to: the last that began on it or before."""
    return next((part.chapter.title for part in reversed(parts) if part.start <= page), "")


def _page(setter: Setter, pieces: Sequence[Piece], chapter: str, place: tuple[int, int]) -> Page:
    sheet = Sheet()
    top = TOP
    for piece in pieces:
        piece.draw(sheet, LEFT, top)
        top += piece.height
    _foot(setter, sheet, chapter, place)
    return sheet.finish()


def _foot(setter: Setter, sheet: Sheet, words: str, place: tuple[int, int]) -> None:
    base = A4[1] - 11 * MM
    sheet.rule(Rule(LEFT, base - 13, LEFT + MEASURE, base - 13, 0.4))
    sheet.text(setter.fitting(words, Role.BODY, 9, MEASURE - 100, least=6), LEFT, base)
    mark = setter.line(f"第 {place[0]} 页　共 {place[1]} 页", Role.BODY, 9)
    sheet.text(mark, LEFT + MEASURE - mark.width, base)


def _cover(setter: Setter, booklet: Booklet) -> Page:
    sheet = Sheet()
    for text, role, size, base in (
        (booklet.title, Role.TITLE, COVER_TITLE, 300.0),
        (booklet.subtitle, Role.KAI, COVER_SUBTITLE, 350.0),
        (booklet.edition, Role.BODY, COVER_EDITION, A4[1] - 130),
    ):
        line = setter.fitting(text, role, size, A4[0] - 2 * LEFT, least=8)
        sheet.text(line, (A4[0] - line.width) / 2, base)
    sheet.rule(Rule(LEFT + 60, 318, A4[0] - LEFT - 60, 318, 1.2))
    return sheet.finish()


def _contents_lines(parts: Sequence[_Part]) -> list[Piece]:
    """So much room as each line of the contents takes; a chapter holds on to its first topic."""
    lines = []
    for part in parts:
        lines.append(Piece(LINE_ROOM, with_next=bool(part.topics)))
        lines += [Piece(TOPIC_ROOM) for _ in part.topics]
    return lines


def _contents(setter: Setter, parts: Sequence[_Part], before: int, total: int) -> list[Page]:
    entries = [
        entry
        for number, part in enumerate(parts, start=1)
        for entry in (
            (f"{number}　{part.chapter.title}", part.start, True),
            *((title, page, False) for title, page in part.topics),
        )
    ]
    made = []
    remaining = iter(entries)
    for number, lines in enumerate(pages(_contents_lines(parts), HEIGHT - 50), start=1):
        sheet = Sheet()
        head = setter.line("目　　录", Role.TITLE, 20)
        sheet.text(head, (A4[0] - head.width) / 2, TOP + 26)
        top = TOP + 50
        for piece in lines:
            title, page, chapter = next(remaining)
            _entry(setter, sheet, title, str(before + page + 1), top + piece.height - 3.5, chapter=chapter)
            top += piece.height
        _foot(setter, sheet, "目录", (number, total))
        made.append(sheet.finish())
    return made


def _entry(setter: Setter, sheet: Sheet, title: str, page: str, base: float, *, chapter: bool) -> None:
    role, size, left = (Role.HEADING, LINE, LEFT) if chapter else (Role.BODY, TOPIC, LEFT + 24)
    right = LEFT + MEASURE
    number = setter.line(page, Role.BODY, size)
    line = setter.fitting(title, role, size, right - left - number.width - 30, least=6)
    sheet.text(line, left, base)
    sheet.text(number, right - number.width, base)
    one = setter.line(DOT, Role.BODY, size).width
    dots = setter.line(DOT * max(0, int((right - left - line.width - number.width - 12) / one)), Role.BODY, size)
    sheet.text(dots, right - number.width - 5 - dots.width, base)


def _bookmark(part: _Part, before: int) -> Bookmark:
    under = tuple(Bookmark(title, before + page) for title, page in part.topics)
    return Bookmark(part.chapter.title, before + part.start, under)
