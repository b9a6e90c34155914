"""The manual as a booklet, and the quick card: the program's own papers, with nothing of the book in them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from markdown_it.token import Token

from kongchuo_desktop import __version__
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.desk.manual import Chapter, plain, read_manual
from kongchuo_desktop.documents.booklet_content import (
    Booklet,
    BookletBlock,
    BookletChapter,
    CardGroup,
    Heading,
    Picture,
    QuickCard,
    Rows,
    Run,
    Words,
)
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import manual_folder, read_toml
from kongchuo_desktop.storage.database import Database

WIDEST = 1100  # pixels of a picture on paper
QUALITY = 82
BULLET = "•"


def paper(key: str, *, now: datetime) -> bytes:
    """The booklet ("manual") or the card ("quick_card") as a PDF."""
    from kongchuo_desktop.documents.booklet import booklet_pdf
    from kongchuo_desktop.documents.quick_card import quick_card_pdf

    return booklet_pdf(booklet(now=now)) if key == "manual" else quick_card_pdf(quick_card())


def make(key: str, _database: Database, _answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
    """The command's way."""
    from kongchuo_desktop.documents.finished_files import put_whole

    if out.suffix.lower() != ".pdf":
        raise UserError("手册和快速卡各存成一个 PDF 文件，--out 请写成 .pdf 文件名。")
    put_whole(out, paper(key, now=now))
    return Made((out,), 1)


def booklet(*, now: datetime) -> Booklet:
    """Everything the manual says, ready to be set."""
    first, *chapters = read_manual().chapters
    subtitle = "不用上网，一所学校一本账：名册、考勤、家访、责任书、学籍、资助、报表"
    edition = f"版本 {__version__}　{now.year}年{now.month}月印"
    preface = BookletChapter("写在前面", tuple(_blocks(first)))
    return Booklet(
        first.title, subtitle, edition, (preface, *(BookletChapter(one.title, tuple(_blocks(one))) for one in chapters))
    )


def quick_card() -> QuickCard:
    """The card as resources/text/quick_card.toml has it."""
    told = read_toml("text", "quick_card.toml")
    columns = tuple(
        tuple(CardGroup(group["title"], tuple((key, act) for key, act in group["acts"])) for group in column["groups"])
        for column in told["columns"]
    )
    return QuickCard(told["title"], told["subtitle"], columns, tuple(told["foot"]["lines"]))


def _blocks(chapter: Chapter) -> Iterator[BookletBlock]:
    """The chapter's tokens as blocks; its own heading is the chapter's title."""
    place, tokens = 0, chapter.tokens
    lists: list[int] = []  # of each open list the next number, 0 for bullets
    framed = False
    while place < len(tokens):
        token = tokens[place]
        if token.type == "table_open":
            end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
            yield _table(tokens[place:end])
            place = end
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else 0)
        elif token.type.endswith("_list_close"):
            lists.pop()
        elif token.type.startswith("blockquote"):
            framed = token.type.endswith("open")
        elif token.type == "inline":
            opens = tokens[place - 1]
            if opens.type == "heading_open":
                if opens.tag == "h3":
                    yield Heading(plain(token).strip())
            else:
                yield from _paragraph(token, _mark(tokens, place, lists), len(lists) - 1, framed=framed)
        place += 1


def _mark(tokens: Sequence[Token], place: int, lists: list[int]) -> str:
    """A list's first paragraph of an item carries its mark."""
    if not lists or place < 2 or tokens[place - 2].type != "list_item_open":
        return ""
    if not lists[-1]:
        return BULLET
    lists[-1] += 1
    return f"{lists[-1] - 1}."


def _paragraph(token: Token, mark: str, depth: int, *, framed: bool) -> Iterator[BookletBlock]:
    runs = tuple(_runs(token))
    for child in token.children or ():
        if child.type == "image":
            yield Picture(_jpeg(manual_folder() / str(child.attrs["src"])), child.content)
    if any(text.strip() for text, _ in runs):
        yield Words(runs, mark, max(depth, 0), framed=framed)


def _runs(token: Token) -> Iterator[Run]:
    kind = ""
    for child in token.children or ():
        if child.type in ("strong_open", "strong_close"):
            kind = "strong" if child.type == "strong_open" else ""
        elif child.type == "code_inline":
            yield f" {child.content} ", "key"
        elif child.type == "text" and child.content:
            yield child.content, kind


def _table(tokens: Sequence[Token]) -> Rows:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(plain(token))
    return Rows(tuple(tuple(row) for row in rows))


def _jpeg(path: Path) -> bytes:
    """A picture of the manual as paper carries it."""
    from PIL import Image

    with Image.open(path) as opened:
        image = opened.convert("RGB")
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    kept = BytesIO()
    image.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
